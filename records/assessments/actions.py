"""Writing instruments and taking them out of use; recording what was answered, changing it, answering a low rating."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, update
from sqlalchemy.orm import Session

from records.assessments.models import AssessmentRun, Instrument
from records.assessments.queries import is_paper_of, runs_in, versions_of
from records.assessments.rules import (
    MOST_SCALES,
    Places,
    Scores,
    coded,
    expect_measurable,
    kept_scores,
    low_scales,
)
from records.cases.models import Case
from records.clients.queries import files_together
from records.consents.models import Consent
from records.consents.queries import find_in_force
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused
from tenants.organisations import organisation


def write_instrument(session: Session, *, places: Places, **about: Any) -> Instrument:
    """A new instrument: name_en, name_fr, owner, alliance, languages, repeats, weeks, and its scales by place."""
    instrument_id = new_id()
    written = _version(places, about, before=[])
    instrument = Instrument(id=instrument_id, series_id=instrument_id, number=1, **written)
    session.add(instrument)
    audit.record(session, audit.Verb.INSTRUMENT_WRITTEN, instrument.id, number=1)
    return instrument


def write_version(session: Session, instrument: Instrument, *, places: Places, **about: Any) -> Instrument:
    """A new version beside the old ones; what was measured by those stays so. `instrument` is the version the writer
    was looking at."""
    hold(session, organisation(session))  # two writers at once would take the same number
    versions = versions_of(session, instrument)
    if versions[0].number != instrument.number:
        raise Conflict("Load the page again to see what it is now.")
    instrument.expect_in_use()
    written = _version(places, about, before=versions)
    _put(session, instrument)
    newer = Instrument(series_id=instrument.series_id, number=instrument.number + 1, **written)
    session.add(newer)
    audit.record(session, audit.Verb.INSTRUMENT_WRITTEN, newer.id, number=newer.number)
    return newer


def retire_instrument(session: Session, instrument: Instrument) -> None:
    """Takes an instrument out of use from today; its runs stay as they are."""
    hold(session, organisation(session))
    newest = versions_of(session, instrument)[0]
    newest.expect_in_use()
    newest.retired_on = clock.today(context.current().timezone)
    _put(session, newest)
    audit.record(session, audit.Verb.INSTRUMENT_RETIRED, newest.id, number=newest.number)


def record_run(
    session: Session,
    case: Case,
    instrument: Instrument,
    *,
    scores: Scores,
    without_consent: str | None = None,
    **told: Any,
) -> AssessmentRun:
    """Puts the answers into the file. Nothing is collected without consent to the service, or a reason that says why
    it was. `told`: done_on, giver_id or giver, answered_by, mode, language, meaning, client_view, validity,
    next_due, paper_id."""
    case.expect_open()
    _expect_newest(session, case, instrument)
    _expect_told(instrument, **told)
    _expect_paper(session, case.client_id, told["paper_id"])
    kept = kept_scores(instrument.measures, scores)
    allowed = _basis(session, case.client_id, told["done_on"], without_consent)
    _put(session, instrument)
    entry = enter(
        session,
        Kind.ASSESSMENT_RUN,
        client_id=case.client_id,
        case_id=case.id,
        occurred_on=told["done_on"],
    )
    run = AssessmentRun(id=entry.id, client_id=case.client_id, case_id=case.id, instrument_id=instrument.id)
    run.called = f"{instrument.name_in(told['language'])}, v{instrument.number}"
    _tell(run, instrument, {**told, **allowed, "scores": kept})
    session.add(run)
    audit.record(session, audit.Verb.ASSESSMENT_RECORDED, run.id, client_id=run.client_id, low=run.is_low)
    return run


def change_run(
    session: Session,
    run: AssessmentRun,
    instrument: Instrument,
    *,
    version: int,
    reason: str,
    scores: Scores,
    without_consent: str | None = None,
    **told: Any,
) -> None:
    """Corrects what was recorded; what it said before stays readable, with who changed it and why."""
    hold(session, run)
    run.expect(version)
    _expect_told(instrument, **told)
    _expect_paper(session, run.client_id, told["paper_id"])
    kept = kept_scores(instrument.measures, scores)
    allowed = _basis(session, run.client_id, told["done_on"], without_consent)
    keep(session, run, reason=reason)
    _tell(run, instrument, {**told, **allowed, "scores": kept})
    session.execute(update(Entry).where(Entry.id == run.id).values(occurred_on=run.done_on))
    audit.record(session, audit.Verb.ASSESSMENT_CHANGED, run.id, client_id=run.client_id)


def mark_in_error(session: Session, run: AssessmentRun, *, reason: str, version: int) -> None:
    """Takes a run out of every comparison, because it should never have been there; it is kept, with the reason."""
    hold(session, run)
    run.expect(version)
    keep(session, run, reason=reason)
    run.state = "in_error"
    session.execute(update(Entry).where(Entry.id == run.id).values(state="in_error"))
    audit.record(session, audit.Verb.ASSESSMENT_IN_ERROR, run.id, client_id=run.client_id)


def answer_low_rating(session: Session, run: AssessmentRun, *, repair: str) -> None:
    """Says what was done after a low rating; until then it waits on the page of today."""
    hold(session, run)
    run.answer_low(repair, context.current().member_id, clock.now())
    audit.record(session, audit.Verb.ASSESSMENT_REPAIRED, run.id, client_id=run.client_id)


def _version(places: Places, about: dict[str, Any], *, before: list[Instrument]) -> dict[str, Any]:
    """The columns of a version that is being written. Codes stay with their places; none is ever used again."""
    expect_measurable(places, alliance=about["alliance"])
    if len(places) > MOST_SCALES:
        raise Refused("An instrument has at most %(most)s scales here.", most=MOST_SCALES)
    taken = {scale.code for version in before for scale in version.measures}
    scales = coded(places, before[0].measures if before else (), taken)
    return {
        **about,
        "weeks": about["weeks"] if about["repeats"] else None,
        "scales": [asdict(scale) for scale in scales],
        "author_id": context.current().member_id,
    }


def _put(session: Session, instrument: Instrument) -> None:
    """Writes one of ours down when it is used for the first time; of two first uses, the second finds the row."""
    if inspect(instrument).transient:
        hold(session, organisation(session))
        if session.get(Instrument, (instrument.organisation_id, instrument.id)) is None:
            session.add(instrument)
            session.flush()


def _expect_newest(session: Session, case: Case, instrument: Instrument) -> None:
    newest = versions_of(session, instrument)[0]
    newest.expect_in_use()
    if newest.number != instrument.number:
        raise Conflict("A newer version counts by now. Use that one.")
    if not instrument.repeats and runs_in(session, case.id, instrument.series_id):
        raise Refused("This instrument is asked only once in a case, and it was.")


def _expect_told(instrument: Instrument, **told: Any) -> None:
    if told["done_on"] > clock.today(context.current().timezone):
        raise Refused("This day cannot be in the future.", field="done_on")
    if not told.get("giver") and told.get("giver_id") is None:
        raise Refused("Choose who gave it, or write who it was.", field="giver_id")
    if told["language"] not in instrument.languages:
        raise Refused("The instrument is not there in this language.", field="language")
    if told.get("next_due") and told["next_due"] < told["done_on"]:
        raise Refused("The next time comes after this one.", field="next_due")


def _expect_paper(session: Session, client_id: UUID, paper_id: UUID | None) -> None:
    if paper_id is not None and not is_paper_of(session, client_id, paper_id):
        raise Refused("Choose a paper of this person.", field="paper_id")


def _basis(session: Session, client_id: UUID, on: date, reason: str | None) -> dict[str, Any]:
    """What allowed it: the consent to the service on that day, in whichever file of the person, or why without."""
    files = files_together(session, [client_id])[client_id]
    held: list[Consent | None] = [find_in_force(session, one, "service", on) for one in files]
    consent = next((one for one in held if one is not None), None)
    if consent is None and not reason:
        raise Refused(
            "No consent to the service was in force on that day. Record it first, or write why this was collected"
            " without it.",
            field="without_consent",
        )
    return {
        "consent_id": consent.id if consent else None,
        "without_consent": None if consent else reason,
    }


def _tell(run: AssessmentRun, instrument: Instrument, told: dict[str, Any]) -> None:
    for name, value in told.items():
        setattr(run, name, value)
    run.giver_id = None if run.giver else run.giver_id
    run.is_low = instrument.alliance and bool(low_scales(instrument.measures, run.scores))
