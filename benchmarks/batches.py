"""A batch of letters, made by one process of the worker and by two: what the second adds."""

from dataclasses import replace
from uuid import UUID

from benchmarks.load import World
from benchmarks.rooms import Rooms
from records.batches.actions import start_batch
from records.batches.choosing import Wish, candidates
from tenants import gate, processes
from tenants.context import acting_for
from tenants.database import transaction
from webapp import publishing

WISH = Wish("progress_report", status="closed")
# A press starts with the first letter; what it costs is no part of a rate.
WARM = 6
_MADE = (
    "SELECT d.ready_at FROM documents d JOIN batch_items i ON i.organisation_id = d.organisation_id"
    " AND i.document_id = d.id WHERE i.batch_id = %s AND d.ready_at IS NOT NULL ORDER BY d.ready_at"
)


def rates(rooms: Rooms, world: World, most: int) -> tuple[int, float, float]:
    """How many letters each had, and letters a second with one process and with two; the worker is as it was
    afterwards."""
    publishing.install()
    with rooms.superuser() as connection:
        may = "UPDATE members SET roles = roles || '{practitioner}' WHERE id = %s"
        connection.execute(may, [world.members[0]])
    count, found = min(most, len(_free(world)) // 2), []
    for number in (1, 2):
        _employ(rooms, number)
        found.append(_rate(rooms, world, count))
    return count, found[0], found[1]


def _employ(rooms: Rooms, number: int) -> None:
    """Starts the worker anew with so many processes."""
    worker = rooms.children["worker"]
    processes.stop_groups(worker.trace, patience=8)
    command = list(worker.command)
    command[command.index("--concurrency") + 1] = str(number)
    rooms.children["worker"] = replace(worker, command=tuple(command), process=None)
    rooms.children["worker"].start(rooms.var)


def _free(world: World) -> list[UUID]:
    """The cases that nothing stands against."""
    with acting_for(gate.tenancy_for(world.organisation_id, world.members[0])), transaction() as session:
        return [line.case.id for line in candidates(session, WISH) if not line.hindrance]


def _rate(rooms: Rooms, world: World, count: int) -> float:
    chosen = set(_free(world)[:count])
    with acting_for(gate.tenancy_for(world.organisation_id, world.members[0])), transaction() as session:
        batch = start_batch(session, WISH, case_ids=chosen, double_sided=False)
    ready = _watched(rooms, batch.id, count)
    return (count - WARM) / (ready[-1] - ready[WARM - 1])


def _watched(rooms: Rooms, batch_id: UUID, asked: int) -> list[float]:
    """When each was there, in order."""
    with rooms.superuser() as watcher:

        def all_there() -> bool:
            return len(watcher.execute(_MADE, [batch_id]).fetchall()) == asked

        assert processes.wait_until(all_there, 60 + 5 * asked, every=0.5), "a batch took too long"
        return [row[0].timestamp() for row in watcher.execute(_MADE, [batch_id])]
