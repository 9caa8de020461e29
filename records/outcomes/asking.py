"""Asking an employer by a private link whether somebody works there, and taking what they answer."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.queries import get_consent
from records.disclosures.actions import record_disclosure
from records.employment.models import Spell
from records.outcomes.actions import file_evidence, to_work_on
from records.outcomes.models import EvidenceRequest
from records.outcomes.queries import Looked, get_checkpoint
from records.outcomes.rules import LINK_DAYS
from tenants import audit, clock, context, gate, mail
from tenants.database import hold
from tenants.errors import Conflict, NotFound, Refused

# What the page tells an employer, in the words of permissions to release.
TELLS = ("identifying", "outcomes")


def ask_employer(
    session: Session,
    looked: Looked,
    spell: Spell,
    *,
    consent_id: UUID,
    email: str,
    what: str,
    language: str,
) -> EvidenceRequest:
    """Sends a link by which the employer says whether the person works there, since when and how many hours. The page
    tells them whom it is about: that is a disclosure, refused when the permission does not cover it."""
    checkpoint, me, token = to_work_on(session, looked), context.current(), gate.new_token()
    asked = EvidenceRequest(
        client_id=checkpoint.client_id,
        case_id=checkpoint.case_id,
        checkpoint_id=checkpoint.id,
        spell_id=spell.id,
        disclosure_id=_disclosed(session, looked.client, spell, consent_id, what),
        member_id=me.member_id or looked.case.worker_id,
        asked_on=_today(),
        language=language,
        answer_hash=gate.hash_of(token),
        answer_until=_today() + timedelta(days=LINK_DAYS),
    )
    session.add(asked)
    session.flush()
    mail.send_sealed(session, "employer", to=email, language=language, agency=me.name, token=token)
    audit.record(session, audit.Verb.EMPLOYER_ASKED, asked.id, client_id=asked.client_id)
    return asked


def take_answer(
    session: Session,
    asked: EvidenceRequest,
    *,
    still_works: bool,
    hours_week: Decimal | None,
    since: date | None,
    answered_by: str,
) -> None:
    """Keeps what the employer answered; the link is worth nothing from then on. That somebody works there is evidence,
    which a member still has to verify."""
    hold(session, asked)
    if asked.answered_on is not None:
        raise Conflict("This was answered already.")
    if still_works and (hours_week is None or since is None):
        missing = "hours" if hours_week is None else "since"
        raise Refused("Enter since when, and how many hours a week on average.", field=missing)
    asked.answered_on, asked.still_works, asked.answered_by = _today(), still_works, answered_by
    asked.hours_week, asked.since = hours_week, since
    asked.answer_hash = asked.answer_until = None
    looked = get_checkpoint(session, asked.case_id, asked.checkpoint_id)
    if still_works and looked.checkpoint.decision is None and looked.enrolment.ended_on is None:
        file_evidence(
            session,
            looked,
            kind="employer_answer",
            checks=("employer", "client", "hours"),
            covers_on=_today(),
            came_on=_today(),
            request_id=asked.id,
        )
    audit.record(session, audit.Verb.EMPLOYER_ANSWERED, asked.id, client_id=asked.client_id)


def find_answerable(token: str) -> tuple[UUID, UUID] | None:
    """The agency and the request that an employer may answer by this link, while it holds."""
    row = gate.find_evidence_request(token)
    return (row["organisation_id"], row["id"]) if row else None


def get_answerable(session: Session, request_id: UUID) -> tuple[EvidenceRequest, Client, Spell]:
    """What an employer's link leads to: read without a member, inside the agency. Raises NotFound."""
    wanted = select(EvidenceRequest, Client, Spell)
    wanted = wanted.join(Client, Client.id == EvidenceRequest.client_id)
    wanted = wanted.join(Spell, Spell.id == EvidenceRequest.spell_id)
    row = session.execute(wanted.where(EvidenceRequest.id == request_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1], row[2]


def _disclosed(session: Session, client: Client, spell: Spell, consent_id: UUID, what: str) -> UUID:
    consent = get_consent(session, client.id, consent_id)
    made = record_disclosure(
        session,
        client,
        basis="permission",
        consent_id=consent_id,
        recipient=spell.employer_name,
        recipient_category=consent.recipient_category,
        purpose=consent.purpose or "",
        categories=TELLS,
        what=what,
        how_sent="email",
        sent_on=_today(),
    )
    return made.id


def _today() -> date:
    return clock.today(context.current().timezone)
