"""Two old files whose time was over: one is gone, and there is a certificate; the other is hidden and waits."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Agreed, Given, Person, Told, Work
from records.retention.batches import Progress
from records.retention.certificates import issue_certificate
from records.retention.gates import confirm_day, obstacles
from records.retention.planning import approve_run, plan_run
from records.retention.purge import destroy_batch, start_destroying
from records.retention.quarantine import quarantine_batch
from records.retention.sweeping import erase_files
from records.retention.telling import acknowledge, tell_of_run, workers_of
from records.retention.traces import RetentionRun
from tenants import clock, context, jobs
from tenants.database import transaction
from tenants.errors import Refused

Act = Callable[[Session, Numbers], None]

# A few days more and a few days less than a file that somebody asked about: both have been due the longest.
_FIRST, _SECOND = 2960, 2945

ODILE = Person(
    "odile", "Odile", "Beaucage", "etienne", _FIRST + 150, (68, 44), language="fr",
    consents=(Given(_FIRST + 150),),
    work=(Work(
        _FIRST + 150, "Une dernière saison au camp, à la cuisine.", "Emploi et formation",
        told=(
            Told(
                _FIRST + 140, "meeting", 35, "Mme Beaucage a nourri quarante bûcherons; elle veut recommencer.",
                "Son certificat d’hygiène est de 1998. Le cours dure une journée.",
                "Inscrite au cours du samedi.",
                (Agreed("Passer l’examen d’hygiène", "client", 14, 12),),
            ),
        ),
        closed=(_FIRST, "employed"),
    ),),
)  # fmt: skip

WALTER = Person(
    "walter", "Walter", "Kitchi", "joseph", _SECOND + 160, (70, 201), consents=(Given(_SECOND + 160),),
    work=(Work(
        _SECOND + 160, "Sharpen saws for whoever has one.", "Employment Services",
        told=(
            Told(
                _SECOND + 150, "meeting", 30, "Walter has a shed, a stone and forty years of saws.",
                "He needs a sign and a way to be paid. His niece does the second.",
                "Wrote the sign with him: three words and a telephone number.",
                (Agreed("Paint the sign", "client", 10, 9),),
            ),
        ),
        closed=(_SECOND, "self_employed"),
    ),),
)  # fmt: skip

PEOPLE = (ODILE, WALTER)


def ending_moments() -> list[tuple[int, str, Act]]:
    """Days ago, who, what; what a worker does has no day of its own and stands with whoever set it going."""
    return [
        *_hidden_from(75),
        (44, "margaret", _believe),
        (44, "margaret", _destroy),
        *_hidden_from(12),
    ]


def _hidden_from(ago: int) -> list[tuple[int, str, Act]]:
    return [
        (ago, "margaret", _believe),
        (ago, "luc", _plan),
        (ago - 1, "margaret", _approve),
        (ago - 1, "margaret", _hide),
        (ago - 2, "margaret", _see),
    ]


def _believe(session: Session, _numbers: Numbers) -> None:
    """No beat looked each night of this past: to the product the calendar has jumped."""
    confirm_day(session, day=clock.today(context.current().timezone))


def _plan(session: Session, _numbers: Numbers) -> None:
    plan_run(session, limit=1)


def _approve(session: Session, _numbers: Numbers) -> None:
    run = _newest(session)
    approve_run(session, run, list_hash=run.list_hash, count=run.planned)


def _see(session: Session, _numbers: Numbers) -> None:
    acknowledge(session, _newest(session))


def _hide(session: Session, _numbers: Numbers) -> None:
    """As the worker does: hidden by its own login, then told to everybody whom it concerns."""
    run = _newest(session)
    if run.state == "approved":
        _expect_clear(session, run)
        with transaction(login="retention") as purge:
            while quarantine_batch(purge, run.id) is not Progress.LAST:
                pass
    with transaction(login="retention", read_only=True) as purge:
        workers = workers_of(purge, run.id)
    tell_of_run(session, run, workers)


def _destroy(session: Session, _numbers: Numbers) -> None:
    """As the worker does: in steps that may each be its last. The printed certificate is drawn when workers run."""
    run = _newest(session)
    if run.state == "waiting":
        _expect_clear(session, run)
        with transaction(login="retention") as purge:
            start_destroying(purge, run.id)
            while destroy_batch(purge, run.id) is not Progress.LAST:
                pass
    with transaction(login="retention") as purge:
        erase_files(purge, run.id)
    with transaction(login="retention") as purge:
        issue_certificate(purge, run.id)
    jobs.enqueue(session, jobs.Job.ISSUE_CERTIFICATE, run=run.id)


def _expect_clear(session: Session, run: RetentionRun) -> None:
    for one in obstacles(session, run):
        raise Refused(one.message)


def _newest(session: Session) -> RetentionRun:
    newest = select(RetentionRun).order_by(RetentionRun.number.desc()).limit(1)
    return session.execute(newest).scalar_one()
