"""Papers that came in: filed, replaced by a better scan, marked in error."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.queries import standing_of
from records.consents.keeping import attach_scan
from records.consents.queries import consents_of
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.papers.actions import file_papers, mark_in_error, replace_file
from records.papers.models import Paper
from records.papers.rules import Received
from tenants import clock, context


def filed(
    who: str,
    ago: int,
    kind: str,
    title: str,
    file: Received,
    *,
    by: str = "",
    sensitivity: str = "case",
    **facts: Any,
) -> Deed:
    """A paper comes in; facts say from whom, in which language, how and what became of the original."""
    known = {"source": "upload", "original": "none", "language": "en", "from_whom": None, "kept_where": None}
    told = known | facts | {"kind": kind, "title": title, "sensitivity": sensitivity}
    return Deed(ago, who, partial(_file, who=who, file=file, facts=told), by)


def shows_signature(who: str, ago: int, kind: str, title: str, file: Received) -> Deed:
    """The signed sheet of a consent is scanned and put beside it."""
    return Deed(ago, who, partial(_prove, who=who, kind=kind, title=title, file=file))


def scanned_again(who: str, ago: int, title: str, file: Received, *, reason: str, by: str = "") -> Deed:
    """A better scan takes the place of the one before."""
    return Deed(ago, who, partial(_replace, who=who, title=title, file=file, reason=reason), by)


def does_not_belong(who: str, ago: int, title: str, reason: str, by: str = "") -> Deed:
    """A paper is taken out of sight, because it is not theirs."""
    return Deed(ago, who, partial(_mark, who=who, title=title, reason=reason), by)


def _file(session: Session, numbers: Numbers, *, who: str, file: Received, facts: Mapping[str, Any]) -> None:
    today = clock.today(context.current().timezone)
    file_papers(session, numbers.client(session, who).id, [file], received_on=today, **facts)


def _prove(session: Session, numbers: Numbers, *, who: str, kind: str, title: str, file: Received) -> None:
    client = numbers.client(session, who)
    consent = next(
        one for one in consents_of(session, client.id) if one.kind == kind and one.state == "given"
    )
    attach_scan(session, consent, standing_of(session, client.id), files=[file], title=title)


def _replace(
    session: Session, numbers: Numbers, *, who: str, title: str, file: Received, reason: str
) -> None:
    paper = _paper(session, numbers, who, title)
    replace_file(session, paper, [file], reason=reason, version=paper.version)


def _mark(session: Session, numbers: Numbers, *, who: str, title: str, reason: str) -> None:
    paper = _paper(session, numbers, who, title)
    mark_in_error(session, paper, reason=reason, version=paper.version)


def _paper(session: Session, numbers: Numbers, who: str, title: str) -> Paper:
    wanted = select(Paper).where(Paper.client_id == numbers.client(session, who).id)
    return next(paper for paper in session.execute(wanted).scalars() if paper.title == title)
