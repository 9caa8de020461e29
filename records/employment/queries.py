"""Every way to read the work that people found."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.employment.models import JobLoss, Spell
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What the page of an employer names at most.
MOST = 100


class Placed(NamedTuple):
    """Somebody who may be spoken of to employers, in one open case, with the main job there is."""

    client: Client
    case_id: UUID
    number: str
    spell: Spell | None


def spells_of(session: Session, case_id: UUID) -> list[Spell]:
    """The jobs of a case, those that go on first, newest first; without those entered in error."""
    wanted = select(Spell).where(Spell.case_id == case_id, Spell.state == "final")
    in_order = wanted.order_by(Spell.ends_on.is_not(None), Spell.starts_on.desc(), Spell.id.desc())
    return list(session.execute(in_order).scalars())


def get_spell(session: Session, case_id: UUID, spell_id: UUID) -> Spell:
    """One job of a case. Raises NotFound, also for one entered in error."""
    wanted = select(Spell).where(Spell.id == spell_id, Spell.case_id == case_id, Spell.state == "final")
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def open_primary(session: Session, case_id: UUID) -> Spell | None:
    """The main job of a case that goes on, when there is one."""
    wanted = select(Spell).where(Spell.case_id == case_id, Spell.is_primary, Spell.ends_on.is_(None))
    return session.execute(wanted).scalar_one_or_none()


def losses_of(session: Session, spell: Spell) -> Sequence[JobLoss]:
    """What was told when this job was lost, newest first."""
    wanted = select(JobLoss).where(JobLoss.case_id == spell.case_id, JobLoss.spell_id == spell.id)
    return session.execute(wanted.order_by(JobLoss.id.desc())).scalars().all()


def working_at(session: Session, employer_id: UUID) -> list[tuple[Spell, Client]]:
    """Who works at an employer now, of those whose work the reader may read, by name."""
    rows = session.execute(
        select(Spell, Client)
        .join(Client, Client.id == Spell.client_id)
        .where(Spell.employer_id == employer_id, Spell.state == "final", Spell.ends_on.is_(None))
        .where(reachable(Category.EMPLOYMENT, Level.READ))
        .order_by(Client.sort_name, Spell.id)
        .limit(MOST)
    )
    return [(spell, client) for spell, client in rows]


def placed(session: Session, *, after: str | None = None) -> Page[Placed]:
    """Whom job development may speak for, by name: open cases of people whose work the reader may read, each with its
    main job."""
    main = and_(Spell.case_id == Case.id, Spell.is_primary, Spell.ends_on.is_(None))
    wanted = (
        select(Client, Case.id, Case.number, Spell)
        .join(Case, Case.client_id == Client.id)
        .outerjoin(Spell, main)
        .where(Client.for_placing, Case.status != "closed", reachable(Category.EMPLOYMENT, Level.READ))
        .order_by(Client.sort_name, Case.id)
        .limit(PAGE_SIZE + 1)
    )
    if (key := key_of(after, str, UUID)) is not None:
        wanted = wanted.where(tuple_(Client.sort_name, Case.id) > tuple_(*key))
    rows = [Placed(*row) for row in session.execute(wanted)]
    shown = rows[:PAGE_SIZE]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return Page(shown, place(last.client.sort_name, last.case_id) if last else None)
