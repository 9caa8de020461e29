"""What the people of the demo do: each act calls the action that the page for it would call."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.actions import change_goal, close_case, open_case, reopen_case
from records.cases.models import Case
from records.clients.actions import FIRST_NUMBER, add_client
from records.clients.models import Client
from records.consents.actions import record_consent, withdraw_consent
from records.consents.queries import consents_of
from records.demo.shapes import USUAL_PLACE, Asked, Given, Held, Person, Told, Work
from records.documents.issuing import issue_later
from records.notes.actions import add_addendum, save_draft, sign_note, start_note
from records.notes.models import Note
from records.notes.queries import signed_notes
from records.notes.rules import Content, Step
from records.plans.queries import active_goals
from records.retention.holding import place_hold
from records.retention.terms import HoldKind
from records.tasks import actions as tasks
from records.tasks.queries import tasks_of_case
from tenants.members import Member


@dataclass(frozen=True, slots=True)
class Numbers:
    """Files and cases are numbered as they are begun, without gaps: so their place in the script is their number,
    and a script that was interrupted finds again what it made before."""

    clients: tuple[str, ...]
    cases: tuple[str, ...]
    today: date

    def day(self, ago: int) -> date:
        """So many days before the day on which the demo is made; in days to come when below zero."""
        return self.today - timedelta(days=ago)

    def member(self, session: Session, key: str) -> Member:
        """Somebody on the team."""
        return session.execute(select(Member).where(Member.email.startswith(f"{key}@"))).scalar_one()

    def note(self, session: Session, case: str, reason: str) -> Note:
        """The signed note of a case that begins with this reason, which is sealed."""
        notes = signed_notes(session, self.case(session, case).id)
        return next(one for one in notes if one.reason == reason)

    def client(self, session: Session, key: str) -> Client:
        """The file of somebody in the script."""
        number = f"N-{FIRST_NUMBER + self.clients.index(key)}"
        return session.execute(select(Client).where(Client.file_number == number)).scalar_one()

    def case(self, session: Session, key: str) -> Case:
        """A case of the script."""
        number = f"K-{FIRST_NUMBER + self.cases.index(key)}"
        return session.execute(select(Case).where(Case.number == number)).scalar_one()


def add(session: Session, _numbers: Numbers, *, person: Person, born: date | None) -> None:
    """Opens a file."""
    add_client(
        session,
        legal_given="" if person.nameless else person.given,
        legal_family="" if person.nameless else person.family,
        preferred_name=person.preferred,
        anonymity="anonymous" if person.nameless else "named",
        pronouns=person.pronouns,
        birth_on=born,
        language=person.language,
        phone=person.phone,
        email=person.email,
        safe_for_messages=person.safe,
    )


def consent(
    session: Session, numbers: Numbers, *, person: Person, given: Given, on: date, expires_on: date | None
) -> None:
    """Records what somebody agreed to or declined."""
    record_consent(
        session,
        numbers.client(session, person.key),
        kind=given.kind,
        language=person.language,
        given_how=given.how,
        given_on=on,
        expires_on=expires_on,
        witness=given.witness,
        conditions=given.conditions,
        refused=given.refused,
        **given.about,
    )


def take_back(session: Session, numbers: Numbers, *, person: Person, kind: str) -> None:
    """Withdraws a consent."""
    client = numbers.client(session, person.key)
    withdraw_consent(session, next(one for one in consents_of(session, client.id) if one.kind == kind))


def begin(session: Session, numbers: Numbers, *, person: Person, work: Work, opened_on: date) -> None:
    """Opens a case."""
    client = numbers.client(session, person.key)
    told = {"goal": work.goal, "program": work.program, "waits_for": work.waits_for}
    open_case(session, client, opened_on=opened_on, **told)


def reword(session: Session, numbers: Numbers, *, case: str, goal: str) -> None:
    """Puts the goal in new words."""
    found = numbers.case(session, case)
    change_goal(session, found, goal=goal, version=found.version)


def close(session: Session, numbers: Numbers, *, case: str, on: date, reason: str) -> None:
    """Closes a case."""
    close_case(session, numbers.case(session, case), closed_on=on, exit_reason=reason)


def reopen(session: Session, numbers: Numbers, *, case: str, reason: str) -> None:
    """Reopens a case."""
    reopen_case(session, numbers.case(session, case), reason=reason)


def sign(session: Session, numbers: Numbers, *, case: str, told: Told, began: datetime) -> None:
    """Writes a note down and signs it."""
    note = start_note(session, numbers.case(session, case))
    save_draft(session, note, values={"reason": told.reason, "details": told.details}, version=note.version)
    content = about_a_goal(session, note, content_of(told, began))
    sign_note(session, note, content, version=note.version)


def about_a_goal(session: Session, note: Note, content: Content) -> Content:
    """What is signed, about the first of the goals that are worked on, if there are any."""
    for goal in active_goals(session, note.case_id)[:1]:
        content = replace(content, goal_ids=(goal.id,), goals=content.goals or goal.wording)
    return content


def content_of(told: Told, began: datetime) -> Content:
    """What is signed of a note about a contact that began at that time."""
    return Content(
        kind=told.kind,
        reason=told.reason,
        details=told.details,
        training=told.training,
        action_taken=told.action,
        next_steps=told.no_steps,
        place=told.place or USUAL_PLACE[told.kind],
        occurred_on=began.date(),
        minutes=told.minutes,
        started_at=began.time(),
        steps=tuple(Step(one.what, one.who, began.date() + timedelta(days=one.within)) for one in told.steps),
        late_reason=told.late,
        **told.form,
    )


def draft(session: Session, numbers: Numbers, *, case: str, told: Told, began: datetime) -> None:
    """Writes a note down and is called away before signing it."""
    note = start_note(session, numbers.case(session, case))
    values = {
        "kind": told.kind,
        "occurred_on": began.date().isoformat(),
        "started_at": began.strftime("%H:%M"),
        "minutes": str(told.minutes),
        "place": told.place or USUAL_PLACE[told.kind],
        "reason": told.reason,
        "details": told.details,
        "action_taken": told.action,
        **told.form,
    }
    save_draft(session, note, values=values, version=note.version)


def append(session: Session, numbers: Numbers, *, case: str, told: Told) -> None:
    """Adds words to a signed note."""
    assert told.added is not None
    notes = signed_notes(session, numbers.case(session, case).id)
    note = next(one for one in notes if one.details == told.details)
    add_addendum(session, note, reason=told.added.reason, words=told.added.words)


def finish(session: Session, numbers: Numbers, *, case: str, what: str) -> None:
    """Does what was agreed."""
    steps = tasks_of_case(session, numbers.case(session, case).id)
    tasks.finish(session, next(one for one in steps if one.what == what and one.state == "open"))


def ask(session: Session, numbers: Numbers, *, case: str, asked: Asked) -> None:
    """Asks for a progress report."""
    found = numbers.case(session, case)
    issue_later(session, found, kind="progress_report", language=asked.language, size=asked.size)


def hold(session: Session, numbers: Numbers, *, case: str, held: Held) -> None:
    """Keeps a case from destruction."""
    found = numbers.case(session, case)
    place_hold(session, [found.id], kind=HoldKind(held.kind), basis=held.basis, reason=held.reason)
