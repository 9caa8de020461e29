"""The first page of a file with thousands of entries: as it opens, by kind, by case, and far down."""

from datetime import timedelta
from uuid import UUID

from benchmarks.figures import Figures
from benchmarks.load import TODAY, World
from benchmarks.pages import Contender, Visitor, interleaved
from benchmarks.rooms import Rooms
from tenants.paging import place


def measured(rooms: Rooms, visitor: Visitor, home: str, world: World, *, rounds: int, count: int) -> Figures:
    """The pages in turn, by whoever is signed in."""
    assert world.thick is not None
    client, case = world.thick
    far_down = place(TODAY - timedelta(days=290), UUID(int=0))
    page = f"{home}people/{client}"
    asked = ("", "?kind=notes", "?kind=consent", f"?case={case}", f"?after={far_down}")
    product = rooms.product()
    page_of = Contender.of(
        visitor, lambda who, n: who.get(page + asked[n % len(asked)]), product.meter(rooms.postmaster)
    )
    interleaved([page_of], rounds, count)
    return page_of.figures
