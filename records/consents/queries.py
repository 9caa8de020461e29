"""Every way to read consents."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.clients.models import Client
from records.clients.queries import contact_points, reachable
from records.consents.models import Consent, ConsentWording
from records.consents.rules import ENDED, SOON, folded_recipient, last_day, state_on
from records.consents.wordings import SHIPPED, Wording
from records.papers.models import Paper
from tenants import clock, context
from tenants.errors import NotFound
from tenants.organisations import Organisation
from tenants.sealing import keyring


@dataclass(frozen=True, slots=True)
class Held:
    """A consent as it stands on a day: its last day and its state, worked out; and whether its scan is in the file."""

    consent: Consent
    client: Client
    last_on: date | None
    state: str
    is_scanned: bool

    @property
    def is_in_force(self) -> bool:
        """True while what was agreed to may be done."""
        return self.state in ("given", "expiring") and self.consent.given_on is not None

    def is_to_service(self, on: date) -> bool:
        """True for a decision about the service itself that counts on a day."""
        return self.consent.kind == "service" and (self.consent.given_on or on) <= on

    @property
    def lacks_scan(self) -> bool:
        """True when it holds by a signature on paper that nobody put into the file yet."""
        return self.is_in_force and self.consent.given_how == "signed_paper" and not self.is_scanned


def held_by(session: Session, client_id: UUID, on: date) -> list[Held]:
    """A client's consents as they stand on a day: what waits for an answer first, then the newest."""
    wanted = _held().where(Consent.client_id == client_id)
    rows = session.execute(wanted.order_by(Consent.given_on.desc().nulls_first(), Consent.id.desc()))
    return [_as_held(*row, on=on) for row in rows]


def get_held(session: Session, client_id: UUID, consent_id: UUID, on: date) -> Held:
    """One of the client's consents as it stands on a day. Raises NotFound."""
    wanted = _held().where(Consent.id == consent_id, Consent.client_id == client_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound()
    return _as_held(*row, on=on)


def consents_of(session: Session, client_id: UUID) -> Sequence[Consent]:
    """A client's consents, newest first."""
    return [held.consent for held in held_by(session, client_id, clock.today(context.current().timezone))]


def get_consent(session: Session, client_id: UUID, consent_id: UUID) -> Consent:
    """One of the client's consents. Raises NotFound."""
    return get_held(session, client_id, consent_id, clock.today(context.current().timezone)).consent


def find_in_force(session: Session, client_id: UUID, kind: str, on: date) -> Consent | None:
    """The newest consent of a kind that is in force on a day."""
    held = (one for one in held_by(session, client_id, on) if one.consent.kind == kind and one.is_in_force)
    return next((one.consent for one in held if (one.consent.given_on or on) <= on), None)


def find_safe_email(session: Session, client: Client, on: date) -> str | None:
    """Where the person may be written to by e-mail; nowhere without their consent to such messages, nor where it is not
    known to be safe."""
    consent = find_in_force(session, client.id, "messages", on)
    if consent is None or "email" not in consent.scope or client.status == "deceased":
        return None
    points = contact_points(session, client.id)
    return next((one.value for one in points if one.kind == "email" and one.safe_for_messages), None)


def releases_in_force(session: Session, client_id: UUID, on: date) -> list[Held]:
    """The permissions to release that are in force on a day."""
    return [
        one for one in held_by(session, client_id, on) if one.consent.kind == "release" and one.is_in_force
    ]


def releases_given(session: Session, client_id: UUID, on: date) -> list[Held]:
    """Every permission to release that was ever given, those in force first: what left while one held may be recorded
    after its end."""
    given = [one for one in held_by(session, client_id, on) if one.consent.kind == "release"]
    ever = [one for one in given if one.is_in_force or one.state in (*ENDED, "expired")]
    return sorted((one for one in ever if one.consent.given_on), key=lambda one: not one.is_in_force)


def proven_by(session: Session, paper_id: UUID) -> Sequence[Consent]:
    """The consents that a paper proves. Whoever calls has made sure that they may be read."""
    wanted = select(Consent).where(Consent.paper_id == paper_id).order_by(Consent.id)
    return session.execute(wanted).scalars().all()


def expiring_consents(session: Session) -> list[Held]:
    """The consents, of people whose consents the reader may see, that end within 30 days or ended not longer ago and
    were not renewed, the soonest first: a guardian's ends when the client comes of age."""
    today = clock.today(context.current().timezone)
    near = timedelta(days=SOON)
    may_end = or_(Consent.expires_on.between(today - near, today + near), Consent.given_by == "guardian")
    wanted = _held().where(Consent.state == "given", may_end, reachable(Category.CONSENT, Level.READ))
    held = [_as_held(*row, on=today) for row in session.execute(wanted)]
    found = [(one.last_on, one) for one in held if one.last_on and abs(one.last_on - today) <= near]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].consent.id))]


def wordings_in_force(session: Session, on: date) -> dict[str, Wording]:
    """The words to explain on a day, by kind: the agency's newest in effect, or ours."""
    return SHIPPED | {
        row.kind: _as_wording(row) for row in reversed(own_wordings(session)) if row.effective_on <= on
    }


def find_wording(session: Session, kind: str, version: str | None) -> Wording | None:
    """The words of a kind in one version, in force or not any more: an older sheet of paper has older words."""
    ours = (row for row in own_wordings(session) if row.kind == kind and str(row.number) == version)
    shipped = SHIPPED.get(kind)
    if shipped is not None and shipped.version == version:
        return shipped
    return next((_as_wording(row) for row in ours), None)


def wording_for(session: Session, kind: str, version: str | None, on: date) -> Wording:
    """The words of a kind in the version that was explained, or else in the one in force on a day."""
    return find_wording(session, kind, version) or wordings_in_force(session, on)[kind]


def own_wordings(session: Session) -> Sequence[ConsentWording]:
    """Every version that the agency wrote, newest first."""
    wanted = select(ConsentWording).order_by(ConsentWording.kind, ConsentWording.number.desc())
    return session.execute(wanted).scalars().all()


def recipient_lookup(session: Session, client_id: UUID, name: str) -> bytes:
    """A keyed hash by which a sealed recipient is compared; its key dies with the client's."""
    return hmac.digest(keyring(session).proof(client_id), folded_recipient(name).encode(), "sha256")


def _held() -> Select[Consent, Client, str, UUID]:
    return (
        select(Consent, Client, Organisation.province, Paper.id)
        .join(Client, Client.id == Consent.client_id)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .outerjoin(Paper, (Paper.id == Consent.paper_id) & (Paper.state == "kept"))
    )


def _as_held(consent: Consent, client: Client, province: str, scan_id: UUID | None, *, on: date) -> Held:
    last_on = last_day(consent.given_by, consent.expires_on, client.birth_on, province)
    state = state_on(consent.state, consent.given_on, last_on, on)
    return Held(consent, client, last_on, state, scan_id is not None)


def _as_wording(row: ConsentWording) -> Wording:
    return Wording(row.kind, str(row.number), {"en": row.text_en, "fr": row.text_fr}, row.lasts_days)
