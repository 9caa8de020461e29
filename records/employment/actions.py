"""Writing down the work that people find, what is changed about it, and how it ended."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from records.cases.actions import reopen_case
from records.cases.models import Case
from records.clients.models import Client
from records.employers.queries import get_employer, get_job_order
from records.employment.models import JobLoss, Spell
from records.employment.queries import losses_of, open_primary, spells_of
from records.employment.rules import Content, Ending, check, check_end, check_ending, is_loss
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.history.actions import keep
from records.occupations.queries import expect_code
from records.tasks.actions import agree
from records.tasks.models import Task
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def record_spell(session: Session, client: Client, case: Case, told: Content) -> Spell:
    """Writes down a job that somebody found. The first one opens the person's contacts to job development."""
    hold(session, case)
    case.expect_open()
    values, is_first = _settled(session, told, None), not spells_of(session, case.id)
    entry = enter(
        session, Kind.WORK_FOUND, client_id=case.client_id, case_id=case.id, occurred_on=told.starts_on
    )
    if told.is_primary and told.ends_on is None:
        _pass_primary_on(session, case)
    spell = Spell(id=entry.id, client_id=case.client_id, case_id=case.id, **values)
    session.add(spell)
    client.for_placing = client.for_placing or is_first
    audit.record(session, audit.Verb.WORK_FOUND, spell.id, client_id=case.client_id, source=told.source)
    return spell


def change_spell(session: Session, case: Case, spell: Spell, told: Content, *, version: int) -> None:
    """Says it better or anew, unless somebody else did meanwhile; what it said before stays in its history."""
    hold(session, case)
    hold(session, spell)
    spell.expect(version)
    values = _settled(session, told, spell)
    if told.is_primary and told.ends_on is None:
        _pass_primary_on(session, case, to=spell)
    keep(session, spell)
    for name, value in values.items():
        setattr(spell, name, value)
    session.execute(update(Entry).where(Entry.id == spell.id).values(occurred_on=told.starts_on))
    audit.record(session, audit.Verb.WORK_CHANGED, spell.id, client_id=spell.client_id)


def end_spell(session: Session, case: Case, spell: Spell, told: Ending, *, version: int) -> None:
    """Ends a job. When nothing is known to follow it, that is a loss of its own in the file, and somebody has something
    to do now; a case that was closed may open again for it."""
    hold(session, spell)
    spell.expect(version)
    spell.expect_open()
    check_end(spell.starts_on, told.ends_on, told.end_reason, today=_today())
    check_ending(told, goes_on=case.is_open or told.reopen)
    if told.reopen and not case.is_open:
        reopen_case(session, case, reason=told.words or "")
    keep(session, spell)
    spell.ends_on, spell.end_reason = told.ends_on, told.end_reason
    task = _what_now(session, case, told)
    if is_loss(told.end_reason):
        _lost(session, spell, told, task)
    audit.record(session, audit.Verb.WORK_ENDED, spell.id, client_id=spell.client_id, reason=told.end_reason)


def mark_in_error(session: Session, spell: Spell, *, reason: str, version: int) -> None:
    """Takes a job that was never there out of use, with what was told of its loss; both stay on file."""
    hold(session, spell)
    spell.expect(version)
    keep(session, spell, reason=reason)
    spell.state, spell.is_primary = "in_error", False
    session.flush()
    lost = [loss.id for loss in losses_of(session, spell)]
    session.execute(
        update(Entry).where(or_(Entry.id == spell.id, Entry.id.in_(lost))).values(state="in_error")
    )
    audit.record(session, audit.Verb.WORK_IN_ERROR, spell.id, client_id=spell.client_id)


def set_placing(session: Session, client: Client, *, is_open: bool) -> None:
    """Opens who somebody is, how to reach them and their work to job development, or closes it again."""
    hold(session, client)
    if client.for_placing == is_open:
        raise Refused("Somebody did this already. Load the page again.")
    client.for_placing = is_open
    audit.record(session, audit.Verb.PLACING_SET, client.id, client_id=client.id, is_open=is_open)


def _settled(session: Session, told: Content, spell: Spell | None) -> Mapping[str, Any]:
    """What a row says, once it fits together: the order's employer, the employer's name, a code that exists."""
    check(told, today=_today())
    expect_code(told.noc_code)
    if told.job_order_id is not None:
        told = replace(told, employer_id=get_job_order(session, told.job_order_id).order.employer_id)
    if told.employer_id is not None:
        employer = get_employer(session, told.employer_id)
        if spell is None or spell.employer_id != employer.id:
            employer.expect_usable()
        told = replace(told, employer_name=employer.name)
    if not told.employer_name:
        raise Refused("Choose the employer, or write what it is called.", field="employer_name")
    return asdict(told)


def _pass_primary_on(session: Session, case: Case, *, to: Spell | None = None) -> None:
    """One job at most is the primary one of a case; the case is locked, so two at once wait for each other."""
    before = open_primary(session, case.id)
    if before is not None and before is not to:
        keep(session, before)
        before.is_primary = False
        session.flush()


def _what_now(session: Session, case: Case, told: Ending) -> Task | None:
    if not told.now:
        return None
    task = agree(
        session, case, text=told.now, owner="worker", due_on=told.due_on, agreed=False, source="hand"
    )
    session.flush()
    return task


def _lost(session: Session, spell: Spell, told: Ending, task: Task | None) -> None:
    entry = enter(
        session,
        Kind.JOB_LOST,
        client_id=spell.client_id,
        case_id=spell.case_id,
        occurred_on=told.ends_on,
    )
    session.add(
        JobLoss(
            id=entry.id,
            client_id=spell.client_id,
            case_id=spell.case_id,
            spell_id=spell.id,
            task_id=task.id if task else None,
            lost_on=told.ends_on,
            reason=told.end_reason,
            words=told.words,
        )
    )


def _today() -> date:
    return clock.today(context.current().timezone)
