"""Leaving, step by step, and coming back; the archive and the proof that somebody has it."""

import secrets
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from records.departures.envelope import SALT, key_of
from records.departures.models import Archive, ArchivePart, Departure, HoldAnswer
from records.departures.queries import files_of, find_departure, get_held, held
from records.departures.rules import new_passphrase, told
from tenants import audit, clock, context, jobs, mail
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.files import StoredFile
from tenants.members import Member, members
from tenants.organisations import canonical_email
from tenants.permissions import P, may
from tenants.sealing import keyring
from tenants.second_person import second_person


def ask_departure(session: Session, *, reason: str, second_contact: str, second_language: str) -> Departure:
    """The first of two people says that the agency leaves. Nothing changes yet."""
    if find_departure(session) is not None:
        raise Conflict("Somebody asked for this already.")
    address = canonical_email(second_contact)
    if address in {one.email for one in _deciders(session)}:
        raise Refused("Give somebody who would not be written to anyway.", field="second_contact")
    departure = Departure(
        asked_by=_me(), reason=reason, second_contact=address, second_language=second_language
    )
    session.add(departure)
    audit.record(session, audit.Verb.DEPARTURE_ASKED, departure.id)
    return departure


def approve_departure(session: Session, departure: Departure, *, version: int) -> None:
    """The second person agrees. Still nothing changes."""
    hold(session, departure)
    departure.expect(version)
    who, alone = second_person(
        session, P.LEAVE_AGENCY, not_these=[departure.asked_by], since=departure.created_at
    )
    departure.become("approve")
    departure.approved_by, departure.approved_at, departure.alone = who, clock.now(), alone
    audit.record(session, audit.Verb.DEPARTURE_APPROVED, departure.id, alone=alone)


def answer_hold(session: Session, departure: Departure, hold_id: UUID, *, answer: str, words: str) -> None:
    """Says in writing what becomes of what a hold keeps; once for each hold."""
    hold(session, departure)
    if get_held(session, departure, hold_id).answer is not None:
        raise Conflict("Somebody answered for this hold already.")
    row = HoldAnswer(
        departure_id=departure.id, hold_id=hold_id, answer=answer, words=words, answered_by=_me()
    )
    session.add(row)
    audit.record(session, audit.Verb.DEPARTURE_HOLD_ANSWERED, row.id, hold=hold_id, answer=answer)


def close(session: Session, departure: Departure, *, name: str, version: int) -> None:
    """From the commit on the agency only reads; its last day is ninety days away. Refuses while a hold is in force of
    which nobody has said anything."""
    if name.casefold() != context.current().name.casefold():
        raise Refused("This is not the name of the agency.", field="name")
    hold(session, departure)
    departure.expect(version)
    if departure.state != "approved":
        raise Conflict("This is no longer possible: somebody was first. Load the page again.")
    if any(one.answer is None for one in held(session, departure)):
        raise Refused("Every hold in force needs a word in writing first.")
    session.execute(select(func.departure_close()))
    session.refresh(departure)
    audit.record(session, audit.Verb.DEPARTURE_CLOSED, departure.id, last_day=departure.destroy_on)
    write_to_all(session, departure, days=90)


def take_back(session: Session, departure: Departure, *, version: int) -> None:
    """The agency stays, as it was. Refuses once the destruction has begun."""
    hold(session, departure)
    departure.expect(version)
    back = departure.state != "closing" or session.execute(select(func.departure_take_back())).scalar_one()
    if not back:
        raise Conflict("This is no longer possible: somebody was first. Load the page again.")
    departure.become("take_back")
    departure.taken_back_by, departure.taken_back_at = _me(), clock.now()
    audit.record(session, audit.Verb.DEPARTURE_TAKEN_BACK, departure.id)


def write_to_all(session: Session, departure: Departure, *, days: int) -> None:
    """Writes to everybody who may decide and to the second contact: the last day, and the way back."""
    departure.told_days = days
    me = context.current()
    told_ = {"agency": me.name, "slug": me.slug, "last_day": str(departure.destroy_on)}
    for address, language in addressees(session, departure):
        mail.send(session, "departing", to=address, language=language, **told_)


def addressees(session: Session, departure: Departure) -> list[tuple[str, str]]:
    """Whom a departure is told to, each with a language."""
    known = [(one.email, context.current().language) for one in _deciders(session)]
    return [*known, (departure.second_contact, departure.second_language)]


def ask_archive(session: Session) -> tuple[Archive, str]:
    """Asks for an archive of everything; returns the passphrase, which is shown this once and kept nowhere."""
    wanted = select(Archive.id).where(Archive.state.in_(("asked", "making")))
    if session.execute(wanted).first() is not None:
        raise Conflict("An archive is in hand already.")
    passphrase, salt = new_passphrase(), secrets.token_bytes(SALT)
    archive = Archive(asked_by=_me(), salt=salt, key=key_of(passphrase, salt).hex())
    session.add(archive)
    audit.record(session, audit.Verb.ARCHIVE_ASKED, archive.id)
    return archive, passphrase


def approve_archive(session: Session, archive: Archive) -> None:
    """The second person agrees; a worker begins."""
    hold(session, archive)
    if archive.state != "asked":
        raise Conflict("This is no longer possible: somebody was first. Load the page again.")
    who, alone = second_person(
        session, P.LEAVE_AGENCY, not_these=[archive.asked_by], since=archive.created_at
    )
    archive.approved_by, archive.approved_at, archive.alone = who, clock.now(), alone
    archive.state, archive.begun_at = "making", clock.now()
    archive.job_id = jobs.enqueue(session, jobs.Job.MAKE_ARCHIVE, archive=archive.id)
    audit.record(session, audit.Verb.ARCHIVE_APPROVED, archive.id, alone=alone)


def give_up_archive(session: Session, archive: Archive) -> None:
    """Gives up one that nobody approved, or that could not be made; what there is of it is erased."""
    hold(session, archive)
    job = jobs.find_job(session, archive.job_id) if archive.job_id else None
    if archive.state != "asked" and not (archive.state == "making" and job and job.state == "failed"):
        raise Conflict("This is no longer possible: somebody was first. Load the page again.")
    archive.state, archive.key = "erased", None
    jobs.enqueue(session, jobs.Job.FORGET_ARCHIVE, archive=archive.id)
    audit.record(session, audit.Verb.ARCHIVE_ERASED, archive.id)


def forget_archive(session: Session, archive: Archive) -> list[UUID]:
    """Forgets an archive whose time is over; returns the files to erase after the commit. For the purge's login."""
    gone = files_of(session, archive)
    session.execute(delete(ArchivePart).where(ArchivePart.archive_id == archive.id))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(gone)))
    if archive.state != "erased":
        archive.state = "erased"
        audit.record(session, audit.Verb.ARCHIVE_ERASED, archive.id)
    return gone


def take_receipt(session: Session, departure: Departure, *, code: str) -> None:
    """Takes the code that stands inside an archive made after the agency was closed for changes: somebody has it, could
    open it, and nothing came after it."""
    hold(session, departure)
    if departure.state != "closing" or departure.receipt_at is not None:
        raise Conflict("This is no longer possible: somebody was first. Load the page again.")
    known = select(Archive).where(
        Archive.receipt == keyring(session).lookup("receipt", told(code)),
        Archive.begun_at >= departure.closed_at,
    )
    archive = session.execute(known).scalar_one_or_none()
    if archive is None:
        raise Refused(
            "This is not the code of an archive that was made after the agency closed. It stands in manifest.json.",
            field="code",
        )
    departure.receipt_by = _me()
    session.flush()
    session.execute(select(func.departure_receipt()))
    session.refresh(departure)
    audit.record(session, audit.Verb.DEPARTURE_RECEIPT_TAKEN, departure.id, archive=archive.id)


def _deciders(session: Session) -> list[Member]:
    return [one for one in members(session) if may(one.roles, P.LEAVE_AGENCY)]


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
