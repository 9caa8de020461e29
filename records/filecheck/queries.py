"""The facts of a file for its check."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from records.access.rules import Category, Level
from records.assessments.queries import due_in, low_in
from records.barriers.queries import risks_overdue
from records.cases.models import Case
from records.clients.models import ContactPoint
from records.clients.queries import Standing
from records.consents.queries import Held as HeldConsent
from records.entries.models import Entry
from records.entries.queries import Held, held_in
from records.entries.rules import part_of
from records.filecheck.rules import CaseFacts, Facts, Finding, empty_kinds, findings
from records.history.models import Version
from records.particulars.asking import dropped, question_of
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.queries import not_asked, particulars_of, reach_of
from records.plans.queries import plans_in_force
from tenants import clock, context
from tenants.members import members

# What a kind of entry of an earlier form is called now.
NOW = {"assessment": "assessment_run"}


@dataclass(frozen=True, slots=True)
class Check:
    """What to look at in a file, and which records it does not hold yet."""

    findings: Sequence[Finding]
    empty: Sequence[str]


def check(
    session: Session,
    files: Sequence[Standing],
    *,
    cases: Iterable[Case],
    contacts: Sequence[ContactPoint],
    consents: Collection[HeldConsent],
) -> Check:
    """The check of one person's file and of those merged into it, as far as the reader may read, with the
    `consents` of all of them."""
    first, facts = files[0], facts_of(session, files, cases=cases, contacts=contacts, consents=consents)
    readable = {part for part in Category if first.level(part) >= Level.READ}
    empty = [kind for kind in empty_kinds(facts) if _may_add(first, kind)]
    return Check(findings(facts, readable), empty)


def facts_of(
    session: Session,
    files: Sequence[Standing],
    *,
    cases: Iterable[Case],
    contacts: Sequence[ContactPoint],
    consents: Collection[HeldConsent],
) -> Facts:
    """What is known of one person's file and of those merged into it, as far as the reader may read."""
    client, held = files[0].client, held_in(session, *((file.client.id, file.relation) for file in files))
    unasked = not_asked(session)
    return Facts(
        today=clock.today(context.current().timezone),
        is_active=client.status in ("prospect", "active"),
        is_named=client.anonymity == "named",
        born_on=client.birth_on,
        contacts=len(contacts),
        confirmed_on=_confirmed_on(session, contacts),
        consent=_service_consent(consents),
        without_scan=sum(one.lacks_scan for one in consents),
        drafts=sum(one.number for one in held if one.kind == "note" and one.state == "draft"),
        related_without_reason=_without_reason(session, files, held),
        kinds=frozenset(
            NOW.get(one.kind, one.kind) for one in held if one.state not in ("draft", "in_error")
        ),
        cases=tuple(_open_cases(session, cases, held)),
        not_asked=_not_asked(session, files, unasked),
        dropped=frozenset(dropped(unasked)),
    )


def _may_add(standing: Standing, kind: str) -> bool:
    if kind in KINDS:
        return reach_of(standing, KINDS[kind]) >= Level.WRITE
    part = part_of(kind)
    return standing.level(part) >= Level.WRITE


def _service_consent(consents: Iterable[HeldConsent]) -> str:
    today = clock.today(context.current().timezone)
    states = {one.state for one in consents if one.is_to_service(today)}
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
    here, waiting = {member.id for member in members(session)}, _waiting(session, still_open, held)
    has_plans = any(one.kind == "plan" for one in held)
    agreed = plans_in_force(session, [case.id for case in still_open]) if has_plans else {}
    return [
        CaseFacts(
            id=case.id,
            client_id=case.client_id,
            number=case.number,
            opened_on=case.opened_on,
            has_worker=case.worker_id in here,
            has_goal=case.goal_sealed is not None
            or any(one.kind == "goal" for one in held if one.case_id == case.id),
            is_at_work=case.status == "active",
            has_plan=case.id in agreed,
            plan_review_on=agreed.get(case.id),
            last_note_on=_last_note_on(case, held),
            **waiting[case.id],
        )
        for case in still_open
    ]


def _waiting(
    session: Session, cases: Sequence[Case], held: Sequence[Held]
) -> Mapping[UUID, Mapping[str, int]]:
    """How much waits in each of these cases, by the fact it is; asked only where there is anything of its kind."""
    kinds, ids = {one.kind for one in held}, [case.id for case in cases]
    parts: dict[str, Select[Any]] = {}
    if "service" in kinds:
        parts["services_without_note"] = _services_without_note(cases)
    if "assessment_run" in kinds:
        parts |= {"assessments_due": due_in(ids), "low_ratings": low_in(ids)}
    if "risk" in kinds:
        parts["risks_to_review"] = risks_overdue(ids)
    found: dict[UUID, dict[str, int]] = {case_id: {} for case_id in ids}
    of_case = {name: part.subquery().c.case_id for name, part in parts.items()}
    counted = [select(literal(name), one, func.count()).group_by(one) for name, one in of_case.items()]
    for name, case_id, number in session.execute(union_all(*counted)) if counted else ():
        found[case_id][name] = number
    return found


def _last_note_on(case: Case, held: Sequence[Held]) -> date | None:
    days = [
        one.newest_on
        for one in held
        if one.case_id == case.id and one.kind == "note" and one.state == "signed"
    ]
    return max(days, default=None)


def _services_without_note(cases: Collection[Case]) -> Select[Any]:
    note = aliased(Entry)
    noted = select(note.id).where(
        note.client_id == Entry.client_id,
        note.occurred_on == Entry.occurred_on,
        note.case_id == Entry.case_id,
        note.kind == "note",
        note.state == "signed",
    )
    return select(Entry.case_id).where(
        Entry.client_id.in_({case.client_id for case in cases}),
        Entry.case_id.in_([case.id for case in cases]),
        Entry.kind == "service",
        Entry.state == "final",
        ~noted.exists(),
    )


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


def _not_asked(
    session: Session, files: Iterable[Standing], unasked: Collection[str]
) -> tuple[tuple[str, int], ...]:
    """How many records of each kind answer a question that the agency does not ask."""
    rows = [row for file in files for row in particulars_of(session, file)] if unasked else []
    found = Counter(row.kind for row in rows if row.state == "current" and question_of(row) in unasked)
    return tuple(sorted(found.items()))
