"""Makes the invented agencies, once, and says how to sign in to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from records.clients.actions import FIRST_NUMBER, next_number
from records.clients.models import Counter
from records.demo.agencies import AGENCIES
from records.demo.drawing import Press, drawn_by
from records.demo.script import Script, script_of
from records.demo.shapes import NOBODY, Agency, Colleague
from records.retention.evaluation import evaluate
from tenants import clock, gate
from tenants.billing.actions import move_trial
from tenants.context import Tenancy, acting_for
from tenants.database import engine, transaction
from tenants.errors import Refused
from tenants.invitations import accept_invitation, invite
from tenants.mail import Mail
from tenants.members import members
from tenants.organisations import TIMEZONES, accept_signup, organisation, request_signup
from tenants.settings import settings

# Everybody's: the demo is refused where real people's records are.
PASSWORD = "maple canoe lantern river"  # noqa: S105 - printed for whoever tries the product
# How far the script was played and whether to its end, as numbers of the agency itself: they are taken in the
# transaction of what they count, so that after a crash nothing is done twice and nothing left out.
PLAYED, FINISHED = "demo", "demo_finished"
# "northfile demo": of two at once, the second waits and then finds everything made.
_LOCK = 0x6E6F7274


@dataclass(frozen=True, slots=True)
class Stage:
    """An agency that exists: its id, address and the team that has joined so far."""

    organisation_id: UUID
    slug: str
    owner_id: UUID


def create(press: Press) -> str:
    """Makes what is missing of the three agencies and returns the sign-ins, ready to print; what is handed out at once
    is drawn by `press`. Raises Refused in production."""
    if settings().is_production:
        raise Refused("The demo is not made in production.")
    with _alone(), drawn_by(press):
        slugs = [_made(agency) for agency in AGENCIES]
    return _sign_ins(slugs)


@contextmanager
def _alone() -> Iterator[None]:
    with engine("gate").connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _made(agency: Agency) -> str:
    stage = _find(agency) or _founded(agency)
    owner = gate.tenancy_for(stage.organisation_id, stage.owner_id, seconds=gate.COMMAND_SECONDS)
    with acting_for(owner), transaction(read_only=True) as session:
        played, is_finished = _counted(session, PLAYED), _counted(session, FINISHED)
        founded = organisation(session).created_at.astimezone(ZoneInfo(owner.timezone))
    if not is_finished:
        _try_without_end(owner, founded)
        team = _joined(agency, owner, founded)
        today = founded.date() + timedelta(days=agency.days)
        _play(script_of(agency, today, owner.timezone), team, played)
        with acting_for(owner), transaction() as session:
            evaluate(session)
            next_number(session, FINISHED)
    return stage.slug


def _try_without_end(owner: Tenancy, founded: datetime) -> None:
    """It began years ago, and nobody pays for it."""
    with clock.at(founded + timedelta(minutes=30)), acting_for(owner), transaction() as session:
        if organisation(session).trial_ends_on is not None:
            move_trial(session, None)


def _find(agency: Agency) -> Stage | None:
    """By its owner's address, which nobody else can have; its name could be anybody's."""
    login = gate.find_login(agency.address_of(agency.team[0].key))
    rows = gate.agencies_of(login[0]) if login else []
    return Stage(rows[0]["organisation_id"], rows[0]["slug"], rows[0]["member_id"]) if rows else None


def _founded(agency: Agency) -> Stage:
    owner, zone = agency.team[0], TIMEZONES[agency.province]
    day = clock.today(zone) - timedelta(days=agency.days)
    address = agency.address_of(owner.key)
    with clock.at(datetime.combine(day, time(8), ZoneInfo(zone))):
        request_signup(
            email=address, agency_name=agency.name, province=agency.province, language=agency.language
        )
        with acting_for(gate.platform()):
            token = _token_for(address)
        accept_signup(token, name=owner.name, password=PASSWORD)
    stage = _find(agency)
    assert stage is not None
    return stage


def _token_for(address: str) -> str:
    """The link in the newest mail to an address, which only its organisation's own key opens."""
    newest = select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc()).limit(1)
    with transaction(read_only=True) as session:
        return str(session.execute(newest).scalar_one().params["token"])


def _counted(session: Session, name: str) -> int:
    value = session.execute(select(Counter.value).where(Counter.name == name)).scalar_one_or_none()
    return 0 if value is None else value - FIRST_NUMBER + 1


def _joined(agency: Agency, owner: Tenancy, founded: datetime) -> dict[str, Tenancy]:
    """The tenancy of everybody on the team, and of nobody of it; who has not joined yet is invited and joins."""
    with acting_for(owner):
        for place, colleague in enumerate(agency.team[1:], start=1):
            with clock.at(founded + timedelta(hours=1, minutes=10 * place)):
                _join(agency, colleague)
        with transaction(read_only=True) as session:
            ids = {member.email: member.id for member in members(session)}
    whose = {one.key: ids[agency.address_of(one.key)] for one in agency.team}
    return {
        key: gate.tenancy_for(owner.organisation_id, member_id, seconds=gate.COMMAND_SECONDS)
        for key, member_id in {**whose, NOBODY: None}.items()
    }


def _join(agency: Agency, colleague: Colleague) -> None:
    address = agency.address_of(colleague.key)
    with transaction() as session:
        if any(member.email == address for member in members(session)):
            return
        invite(
            session,
            email=address,
            name=colleague.name,
            roles=list(colleague.roles),
            language=colleague.language,
        )
    accept_invitation(_token_for(address), name=colleague.name, password=PASSWORD)


def _play(script: Script, team: dict[str, Tenancy], played: int) -> None:
    """Plays what was not played yet: one moment, one transaction, so that nothing is locked for long."""
    for place, moment in enumerate(script.moments[played:], start=played):
        with clock.at(moment.at), acting_for(team[moment.by]), transaction() as session:
            if next_number(session, PLAYED) != FIRST_NUMBER + place:
                raise Refused("Somebody else is making the demo at the same time. Try again.")
            moment.act(session, script.numbers)


def _sign_ins(slugs: list[str]) -> str:
    lines = [f"Invented agencies to look at. The password of everybody is: {PASSWORD}"]
    for agency, slug in zip(AGENCIES, slugs, strict=True):
        lines.append(f"\n{agency.name} (/{slug}/)")
        lines += [
            f"  {agency.address_of(one.key):<38} {one.name}, {one.title}" for one in agency.team if one.shown
        ]
    return "\n".join(lines)
