"""Telling the people of an agency that files are about to be destroyed: how many, and never whose."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from records.retention.brakes import step_to_tell
from records.retention.told import DueNotice, RunNotice
from records.retention.traces import RetentionRun, RunItem
from tenants import audit, clock, context, gate, jobs, mail
from tenants.database import new_id
from tenants.errors import NotFound
from tenants.members import Member, members
from tenants.permissions import P, may


def notices_of(session: Session, run_id: UUID) -> Sequence[RunNotice]:
    """Who was told of a run, first come first."""
    wanted = select(RunNotice).where(RunNotice.run_id == run_id).order_by(RunNotice.id)
    return session.execute(wanted).scalars().all()


def has_left(session: Session, mail_id: UUID) -> None:
    """A message is gone to its reader; when it was about a run, that counts from now."""
    session.execute(update(RunNotice).where(RunNotice.mail_id == mail_id).values(delivered_at=clock.now()))


def workers_of(session: Session, run_id: UUID) -> Counter[UUID]:
    """How many of the files that a run has hidden are whose. Only who may see what is hidden can count them."""
    hidden = select(RunItem.record_id).where(RunItem.run_id == run_id, RunItem.state == "quarantined")
    return Counter(session.execute(select(Case.worker_id).where(Case.id.in_(hidden))).scalars())


def tell_of_run(session: Session, run: RetentionRun, workers: Mapping[UUID, int]) -> None:
    """Tells everybody who sees retention, and everybody whose files are among the hidden, each once however often it
    is called: in the page and by mail."""
    for member in members(session):
        if not may(member.roles, P.SEE_RETENTION) and member.id not in workers:
            continue
        told = session.execute(
            select(RunNotice.id).where(RunNotice.run_id == run.id, RunNotice.member_id == member.id)
        ).scalar_one_or_none()
        if told is None:
            _tell(session, run, member, workers.get(member.id, 0))


def _tell(session: Session, run: RetentionRun, member: Member, own: int) -> None:
    assert run.destroy_on is not None
    sent = mail.send(
        session,
        "run",
        to=member.email,
        language=_language_of(member),
        agency=context.current().name,
        run=str(run.number),
        files=str(run.planned),
        own=str(own),
        day=run.destroy_on.isoformat(),
    )
    session.add(RunNotice(run_id=run.id, member_id=member.id, mail_id=sent.id, files=own))
    if may(member.roles, P.SEE_RETENTION):
        tell(session, member_id=member.id, kind=Notice.RUN_HIDDEN, client_id=None, about=run.id)


def acknowledge(session: Session, run: RetentionRun) -> None:
    """The reader, who was told of a run, says that they have seen it. Raises NotFound for who was not."""
    notice = session.execute(
        select(RunNotice)
        .where(RunNotice.run_id == run.id, RunNotice.member_id == context.current().member_id)
        .with_for_update()
    ).scalar_one_or_none()
    if notice is None:
        raise NotFound()
    if notice.acknowledged_at is not None:
        return
    notice.acknowledged_at = clock.now()
    # The run may have been waiting for this.
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run.id)
    audit.record(session, audit.Verb.RUN_ACKNOWLEDGED, run.id)


def tell_of_due(session: Session, due: Mapping[date, int]) -> None:
    """Tells those who set the schedule which months come near: a month ninety, thirty and seven days before its first
    file is due, each step once, and all near months in one message. `due` is how many files fall due on which day."""
    today = clock.today(context.current().timezone)
    months: dict[date, list[date]] = {}
    for day in sorted(day for day in due if day > today):
        months.setdefault(day.replace(day=1), []).append(day)
    new = [days for month, days in months.items() if _is_new(session, month, days[0], _sum(due, days))]
    if not new:
        return
    near = "\n".join(f"{days[0]} {_sum(due, days)}" for days in new)
    for member in members(session):
        if may(member.roles, P.SET_RETENTION):
            told = {"agency": context.current().name, "months": near}
            mail.send(session, "due", to=member.email, language=_language_of(member), **told)


def _sum(due: Mapping[date, int], days: Sequence[date]) -> int:
    return sum(due[day] for day in days)


def _is_new(session: Session, month: date, first: date, files: int) -> bool:
    """Whether a month is to be told of now; writes down that it is."""
    told = session.execute(select(DueNotice.step).where(DueNotice.month == month)).scalars().all()
    step = step_to_tell(first, clock.today(context.current().timezone), told)
    if step is None:
        return False
    own = {"organisation_id": context.current().organisation_id, "id": new_id(), "created_at": clock.now()}
    row = insert(DueNotice).values(**own, month=month, step=step, files=files)
    added = row.on_conflict_do_nothing().returning(DueNotice.id)
    return session.execute(added).scalar_one_or_none() is not None


def _language_of(member: Member) -> str:
    return gate.tenancy_for(member.organisation_id, member.id).person_language
