"""How much stands below a case, in one number: what an approval was given on, it grows with whatever comes."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, any_, func, select, union_all
from sqlalchemy.orm import Session

from records.barriers.models import Strategy
from records.documents.models import Document
from records.entries.models import Entry
from records.history.models import Version
from records.notes.models import Note, NoteAddendum
from records.outcomes.models import Enrolment, Evidence, EvidenceRequest
from records.retention.scopes import released_over_cases
from records.tasks.models import CheckIn, Task
from tenants.bulk import IDS
from tenants.database import lines


def weights_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, int]:
    """A number per case that grows with every change below it: nothing of a case is ever taken away before its end."""
    weights: dict[UUID, int] = defaultdict(int)
    for case_id, weight in lines(session, _weighing(), ids=case_ids):
        weights[case_id] += int(weight)
    return weights


@cache
def _weighing() -> CompoundSelect[Any, Any]:
    drawn = func.count(Document.id) + func.count(Document.ready_at)
    noted = (
        func.sum(Note.version) + func.count(Note.signed_at) + func.count().filter(Note.state == "in_error")
    )
    evidenced = func.count() + func.count(Evidence.verified_at)
    asked = func.count() + func.count(EvidenceRequest.answered_on)
    addenda = select(Note.case_id, func.count()).join(NoteAddendum, NoteAddendum.note_id == Note.id)
    parts: tuple[tuple[Select[Any, Any], Any], ...] = (
        (select(Entry.case_id, func.count()), Entry.case_id),
        (select(Note.case_id, noted), Note.case_id),
        (select(Version.case_id, func.count()), Version.case_id),
        (select(Strategy.case_id, func.count()), Strategy.case_id),
        (select(Task.case_id, func.count()), Task.case_id),
        (select(CheckIn.case_id, func.count()), CheckIn.case_id),
        (select(Enrolment.case_id, func.count()), Enrolment.case_id),
        (select(Evidence.case_id, evidenced), Evidence.case_id),
        (select(EvidenceRequest.case_id, asked), EvidenceRequest.case_id),
        (select(Document.case_id, drawn), Document.case_id),
        (addenda, Note.case_id),
        *released_over_cases(),
    )
    theirs = any_(IDS)
    return union_all(*(part.where(case_id == theirs).group_by(case_id) for part, case_id in parts))
