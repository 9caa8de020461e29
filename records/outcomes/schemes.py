"""Writing the schemes by which an agency follows up, and taking them out of use."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from records.outcomes.models import Scheme
from records.outcomes.rules import MOST_POINTS, expect_in_order
from records.outcomes.scheme_queries import versions_of
from records.outcomes.values import Point
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused
from tenants.organisations import organisation


def write_scheme(session: Session, *, points: Sequence[Point], **about: Any) -> Scheme:
    """A new scheme: name_en, name_fr, unit, hours, combined, subsidised, new_employer, wage_cents, start_evidence and
    evidence; and its points, the start first."""
    scheme_id = new_id()
    scheme = Scheme(id=scheme_id, series_id=scheme_id, number=1, **_written(points, about))
    session.add(scheme)
    audit.record(session, audit.Verb.SCHEME_WRITTEN, scheme.id, number=1)
    return scheme


def write_version(session: Session, scheme: Scheme, *, points: Sequence[Point], **about: Any) -> Scheme:
    """A new version beside the old ones; what is followed up by those stays so. `scheme` is the version the writer was
    looking at."""
    hold(session, organisation(session))  # two writers at once would take the same number
    if versions_of(session, scheme)[0].number != scheme.number:
        raise Conflict("Load the page again to see what it is now.")
    scheme.expect_in_use()
    written = _written(points, about)
    put(session, scheme)
    newer = Scheme(series_id=scheme.series_id, number=scheme.number + 1, **written)
    session.add(newer)
    audit.record(session, audit.Verb.SCHEME_WRITTEN, newer.id, number=newer.number)
    return newer


def retire_scheme(session: Session, scheme: Scheme) -> None:
    """Takes a scheme out of use from today; who is followed up by it goes on."""
    hold(session, organisation(session))
    newest = versions_of(session, scheme)[0]
    newest.expect_in_use()
    put(session, newest)
    newest.retired_on = clock.today(context.current().timezone)
    audit.record(session, audit.Verb.SCHEME_RETIRED, newest.id, number=newest.number)


def put(session: Session, scheme: Scheme) -> None:
    """Writes one of ours down when it is used for the first time; of two first uses, the second finds the row."""
    if inspect(scheme).transient:
        hold(session, organisation(session))
        if session.get(Scheme, (scheme.organisation_id, scheme.id)) is None:
            session.add(scheme)
            session.flush()


def _written(points: Sequence[Point], about: dict[str, Any]) -> dict[str, Any]:
    expect_in_order(points)
    if len(points) > MOST_POINTS + 1:
        raise Refused("A scheme has at most %(most)s checkpoints here.", most=MOST_POINTS)
    told = [{name: value for name, value in asdict(point).items() if name != "unit"} for point in points]
    return {**about, "points": told, "author_id": context.current().member_id}
