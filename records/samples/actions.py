"""Adding six made-up people through the same actions as real work, asking for their removal, and hiding the list."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records.appointments.actions import book
from records.appointments.rules import Booking
from records.cases.actions import close_case, open_case
from records.cases.models import Case
from records.clients.actions import add_client
from records.clients.models import Client
from records.consents.actions import record_consent
from records.notes.actions import save_draft, sign_note, start_note
from records.notes.rules import Content, Step
from records.samples import english, french
from records.samples.queries import find_removal, samples
from records.samples.removing import expect_free
from records.samples.values import MadeUp, Talk
from tenants import audit, clock, context, jobs
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import Member
from tenants.organisations import organisation

PEOPLE = {"en": english.PEOPLE, "fr": french.PEOPLE}
FIRST_HOUR = 9


def add_samples(session: Session) -> None:
    """Opens six files, marked for good as made up. Nothing is signed on another day than today; what the notes are
    about lies a few days back."""
    agency = organisation(session)
    hold(session, agency)
    if samples(session):
        raise Conflict("The made-up people are here already.")
    people = PEOPLE[agency.language]
    for place, person in enumerate(people):
        _begin(session, person, clock.today(context.current().timezone), FIRST_HOUR + place)
    audit.record(session, audit.Verb.SAMPLES_ADDED, agency.id, count=len(people))


def ask_removal(session: Session) -> None:
    """Has the made-up people removed for good, with all that was written about them. Refuses while something keeps one
    of them."""
    hold(session, organisation(session))
    before = find_removal(session)
    people = samples(session)
    if not people or (before is not None and before.state != "failed"):
        raise Conflict("The made-up people are gone, or about to go. Load the page again.")
    expect_free(session, people)
    jobs.enqueue(session, jobs.Job.REMOVE_SAMPLES)


def hide_first_day(session: Session, member: Member, *, hides: bool) -> None:
    """Whether the first page shows somebody what is left of the first day."""
    hold(session, member)
    member.hides_first_day = hides
    audit.record(session, audit.Verb.PREFERENCES_CHANGED, member.id, first_day=not hides)


def _begin(session: Session, person: MadeUp, today: date, hour: int) -> None:
    client = _open_file(session, person)
    if not person.goal:
        return
    opened = today - timedelta(days=person.opened)
    record_consent(
        session,
        client,
        kind="service",
        language=person.language,
        given_how="signed_paper",
        given_on=opened,
        expires_on=today + timedelta(days=person.lasts) if person.lasts else None,
    )
    case = open_case(session, client, opened_on=opened, goal=person.goal, waits_for=person.waits_for)
    for talk in person.talks:
        _write(session, case, talk, today)
    if person.meets_in:
        _meet(session, client, case, today + timedelta(days=person.meets_in), hour)
    if person.ended:
        ago, reason = person.ended
        close_case(session, case, closed_on=today - timedelta(days=ago), exit_reason=reason)


def _open_file(session: Session, person: MadeUp) -> Client:
    year, month, day = person.born
    return add_client(
        session,
        legal_given=person.given,
        legal_family=person.family,
        birth_on=date(year, month, day),
        phone=person.phone,
        email=person.email,
        safe_for_messages=True,
        made_up=True,
        pronouns=person.pronouns,
        language=person.language,
    )


def _write(session: Session, case: Case, talk: Talk, today: date) -> None:
    note, day = start_note(session, case), today - timedelta(days=talk.ago)
    words = {"reason": talk.reason, "details": talk.details, "action_taken": talk.action}
    codes = {"kind": talk.kind, "place": talk.place, "minutes": str(talk.minutes)}
    save_draft(session, note, values=words | codes | {"occurred_on": day.isoformat()}, version=note.version)
    if not talk.is_draft:
        step = Step(talk.step, talk.who, today + timedelta(days=talk.within))
        content = Content(
            kind=talk.kind,
            reason=talk.reason,
            details=talk.details,
            training="",
            action_taken=talk.action,
            next_steps="",
            place=talk.place,
            occurred_on=day,
            minutes=talk.minutes,
            steps=(step,),
        )
        sign_note(session, note, content, version=note.version)


def _meet(session: Session, client: Client, case: Case, day: date, hour: int) -> None:
    me = context.current()
    if me.member_id is None:
        raise Refused("This needs a person.")
    starts = datetime.combine(day, time(hour), ZoneInfo(me.timezone))
    booking = Booking(kind="counselling", starts_at=starts, ends_at=starts + timedelta(minutes=50))
    book(session, client, booking, worker_id=me.member_id, case=case, beside=True)
