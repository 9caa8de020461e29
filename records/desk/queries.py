"""How many lines wait on each list of whoever looks. Each list says by itself what is on it; here they are only
counted, all in one trip, because the first page asks for all of them every time."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import Label, Select, func, select
from sqlalchemy.orm import Session

from records.handovers.queries import offered_to_me
from records.outcomes.queries import due_of_mine
from records.referrals.queries import late_of_mine
from records.retention.hold_reviews import to_look_at
from records.retention.watching import red_lines
from records.tasks.queries import lines_of
from records.tasks.rules import VIEWS

_LISTS: Final[Mapping[str, Callable[[], Select[*tuple[Any, ...]]]]] = {
    **{view: partial(lines_of, view) for view in VIEWS},
    "unanswered": late_of_mine,
    "handovers": offered_to_me,
    "checkpoints": due_of_mine,
    "retention_red": red_lines,
    "holds_due": to_look_at,
}


def waiting(session: Session, names: Collection[str], beside: Collection[Label[Any]] = ()) -> dict[str, Any]:
    """How many lines each of these lists has, and whatever else is asked `beside` them in the same trip; those that
    are empty are left out."""
    if not names and not beside:
        return {}
    counts = [
        _LISTS[name]().with_only_columns(func.count()).order_by(None).scalar_subquery().label(name)
        for name in names
    ]
    return {
        name: count
        for name, count in session.execute(select(*counts, *beside)).mappings().one().items()
        if count
    }
