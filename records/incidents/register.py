"""Every way to read the register of breaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from records.incidents.keeping import Clock, kept_through, waiting
from records.incidents.models import Breach, Incident
from records.incidents.queries import readable
from tenants import clock, context
from tenants.organisations import organisation


@dataclass(frozen=True, slots=True)
class Line:
    """One breach as the register shows it today."""

    breach: Breach
    incident: Incident
    kept_through: date
    regulator: Clock | None
    individuals: Clock | None


def lines_of(session: Session, incident_id: UUID) -> Sequence[Breach]:
    """What the register said of one incident, the newest first."""
    wanted = select(Breach).where(Breach.incident_id == incident_id).order_by(Breach.number.desc())
    return session.execute(wanted).scalars().all()


def find_breach(session: Session, incident_id: UUID) -> Breach | None:
    """What the register says of an incident now; None when it is no breach."""
    return next(iter(lines_of(session, incident_id)), None)


def register(session: Session) -> list[Line]:
    """Every breach, the latest known first; whole, because a register is shown and printed whole."""
    newest = select(Breach.incident_id, func.max(Breach.number)).group_by(Breach.incident_id)
    wanted = (
        select(Breach, Incident)
        .join(Incident, Incident.id == Breach.incident_id)
        .where(tuple_(Breach.incident_id, Breach.number).in_(newest), readable())
        .order_by(Breach.discovered_on.desc(), Breach.id.desc())
    )
    province = organisation(session).province
    return [_line(breach, incident, province) for breach, incident in session.execute(wanted)]


def line_for(session: Session, breach: Breach, incident: Incident) -> Line:
    """One breach with its clocks."""
    return _line(breach, incident, organisation(session).province)


def _line(breach: Breach, incident: Incident, province: str) -> Line:
    today, known_on = clock.today(context.current().timezone), breach.discovered_on
    regulator, individuals = (
        waiting(known_on, told_on, decision=breach.decision, today=today)
        for told_on in (breach.regulator_on, breach.individuals_on)
    )
    return Line(breach, incident, kept_through(known_on, province), regulator, individuals)
