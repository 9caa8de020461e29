"""The facts of a file for its check, and what a timeline tells of a line beside its kind."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, load_only

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import ContactPoint
from records.clients.queries import Standing
from records.consents.models import Consent
from records.consents.queries import Held as HeldConsent
from records.entries.models import Entry
from records.entries.queries import Held, Line, held_in
from records.filecheck.rules import CaseFacts, Facts, Finding, empty_kinds, findings
from records.history.models import Version
from records.notes.models import Note
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.queries import reach_of
from tenants import clock, context
from tenants.members import members

# What was agreed once and does not hold any more.
OVER = ("withdrawn", "superseded")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says beside its kind: of a note the kind of contact, minutes, how late it was written and why
    there was contact; of the rest whether it is over."""

    kind: str = ""
    minutes: int | None = None
    late_days: int = 0
    reason: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What to look at in a file, and which records it does not hold yet."""

    findings: Sequence[Finding]
    empty: Sequence[str]


def told_of(session: Session, lines: Iterable[Line]) -> dict[UUID, Told]:
    """What the lines of a page tell beside their kinds. Whoever calls has made sure that they may be read."""
    ids: dict[str, list[UUID]] = {}
    for line in lines:
        place = line.kind if line.kind in ("note", "consent") else "particular"
        ids.setdefault(place, []).append(line.id)
    over = select(ParticularRow.id).where(
        ParticularRow.id.in_(ids.get("particular", ())), ParticularRow.state == "ended"
    )
    taken_back = select(Consent.id).where(Consent.id.in_(ids.get("consent", ())), Consent.state.in_(OVER))
    told = {row: Told(ended=True) for row in session.execute(over.union_all(taken_back)).scalars()}
    return told | (_of_notes(session, ids["note"]) if "note" in ids else {})


def _of_notes(session: Session, ids: Collection[UUID]) -> dict[UUID, Told]:
    wanted = select(Note).where(Note.id.in_(ids), Note.state == "signed")
    shown = load_only(Note.client_id, Note.kind, Note.minutes, Note.late_days, Note.reason_sealed)
    return {
        note.id: Told(note.kind or "", note.minutes, note.late_days or 0, note.reason or "")
        for note in session.execute(wanted.options(shown)).scalars()
    }


def check(
    session: Session,
    files: Sequence[Standing],
    *,
    cases: Iterable[Case],
    contacts: Sequence[ContactPoint],
    consents: Iterable[HeldConsent],
) -> Check:
    """The check of one person's file and of those merged into it, as far as the reader may read. `consents` are
    those to the service."""
    first, held = files[0], held_in(session, *((file.client.id, file.relation) for file in files))
    readable = {part for part in Category if first.level(part) >= Level.READ}
    client = first.client
    facts = Facts(
        today=clock.today(context.current().timezone),
        is_active=client.status in ("prospect", "active"),
        is_named=client.anonymity == "named",
        born_on=client.birth_on,
        contacts=len(contacts),
        confirmed_on=_confirmed_on(session, contacts),
        consent=_service_consent(consents),
        drafts=sum(one.number for one in held if one.kind == "note" and one.state == "draft"),
        related_without_reason=_without_reason(session, files, held),
        kinds=frozenset(one.kind for one in held if one.state not in ("draft", "in_error")),
        cases=tuple(_open_cases(session, cases, held)),
    )
    empty = [kind for kind in empty_kinds(facts) if _may_add(first, kind)]
    return Check(findings(facts, readable), empty)


def _may_add(standing: Standing, kind: str) -> bool:
    if kind in KINDS:
        return reach_of(standing, KINDS[kind]) >= Level.WRITE
    part = {"note": Category.NOTES, "consent": Category.CONSENT}[kind]
    return standing.level(part) >= Level.WRITE


def _service_consent(consents: Iterable[HeldConsent]) -> str:
    states = {one.state for one in consents}
    return next((state for state in ("given", "expiring", "expired") if state in states), "")


def _confirmed_on(session: Session, contacts: Sequence[ContactPoint]) -> date | None:
    """The day on which a way to reach the person was written down or gone through last."""
    if not contacts:
        return None
    newest = select(func.max(Version.created_at)).where(
        Version.subject == ContactPoint.__tablename__, Version.subject_id.in_([one.id for one in contacts])
    )
    changed = session.execute(newest).scalar_one()
    moments = [one.created_at for one in contacts] + ([changed] if changed else [])
    return max(moments).astimezone(ZoneInfo(context.current().timezone)).date()


def _open_cases(session: Session, cases: Iterable[Case], held: Sequence[Held]) -> list[CaseFacts]:
    still_open = [case for case in cases if case.is_open]
    if not still_open:
        return []
    here = {member.id for member in members(session)}
    has_services = any(one.kind == "service" for one in held)
    unnoted = _services_without_note(session, still_open) if has_services else {}
    return [
        CaseFacts(
            id=case.id,
            client_id=case.client_id,
            number=case.number,
            opened_on=case.opened_on,
            has_worker=case.worker_id in here,
            has_goal=case.goal_sealed is not None
            or any(one.kind == "goal" for one in held if one.case_id == case.id),
            last_note_on=_last_note_on(case, held),
            services_without_note=unnoted.get(case.id, 0),
        )
        for case in still_open
    ]


def _last_note_on(case: Case, held: Sequence[Held]) -> date | None:
    days = [
        one.newest_on
        for one in held
        if one.case_id == case.id and one.kind == "note" and one.state == "signed"
    ]
    return max(days, default=None)


def _services_without_note(session: Session, cases: Collection[Case]) -> dict[UUID, int]:
    note = aliased(Entry)
    noted = select(note.id).where(
        note.client_id == Entry.client_id,
        note.occurred_on == Entry.occurred_on,
        note.case_id == Entry.case_id,
        note.kind == "note",
        note.state == "signed",
    )
    wanted = select(Entry.case_id, func.count()).where(
        Entry.client_id.in_({case.client_id for case in cases}),
        Entry.case_id.in_([case.id for case in cases]),
        Entry.kind == "service",
        Entry.state == "final",
        ~noted.exists(),
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Entry.case_id)) if row[0]}


def _without_reason(session: Session, files: Iterable[Standing], held: Iterable[Held]) -> int:
    """How many related people stand there without why they must: such a line came from elsewhere."""
    if not any(one.kind == "related_person" for one in held):
        return 0
    ids = [file.client.id for file in files if reach_of(file, KINDS["related_person"]) >= Level.READ]
    rows = session.execute(
        select(ParticularRow).where(
            ParticularRow.client_id.in_(ids),
            ParticularRow.kind == "related_person",
            ParticularRow.state == "current",
        )
    ).scalars()
    return sum(not (row.words or {}).get("necessity") for row in rows)
