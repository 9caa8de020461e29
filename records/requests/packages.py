"""Making what is handed over, anew from the record each time; and handing it over, which is a disclosure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.brands.queries import letterhead_of
from records.clients.models import Client
from records.disclosures.actions import record_disclosure
from records.disclosures.models import Disclosure
from records.documents.issuing import register
from records.documents.values import IssuedBytes
from records.requests.actions import answered, begin, note_down, today
from records.requests.models import AccessRequest, RequestPackage
from records.requests.passages import Piece
from records.requests.queries import Judged, packages_of
from records.requests.rules import outcome_of
from records.requests.severing import expect_complete
from records.requests.severing_queries import severing_of
from records.requests.values import DisclosurePackage, Part, PartField
from tenants import audit, clock, context, files, jobs
from tenants.database import hold
from tenants.members import names_of
from tenants.organisations import organisation
from tenants.privacy import registry

# What a part of the file tells, in the words of disclosures; the rest is about who somebody is.
_TELLS = {
    "note": "notes",
    "plan": "plan",
    "case": "attendance",
    "incident": "incident",
    "timeline": "attendance",
}
_RECIPIENTS = {"client": "client", "lawyer": "legal", "guardian": "family", "substitute": "family"}
# Bytes leave only when somebody has looked at them for harmful software.
_UNSAFE = ("waiting", "refused")
_WHAT = {
    "en": "Package %(number)s: %(given)d of %(count)d records, %(severed)d of them in part",
    "fr": "Trousse %(number)s : %(given)d inscriptions sur %(count)d, dont %(severed)d en partie",
}


# What a document of a package says, and the file it became.
Volume = tuple[DisclosurePackage, IssuedBytes]


@dataclass(frozen=True, slots=True)
class Composed:
    """What is handed over: the words, and the files that go with them by name."""

    values: DisclosurePackage
    files: Mapping[str, UUID]


def ask_package(session: Session, request: AccessRequest) -> RequestPackage:
    """Asks for the package as the record and the decisions are now."""
    hold(session, request)
    request.expect("ready")
    expect_complete(session, request)
    number = f"{request.number}-{len(packages_of(session, request.id)) + 1}"
    package = RequestPackage(
        request_id=request.id,
        client_id=request.client_id,
        number=number,
        asked_by=context.current().member_id,
        for_version=request.version,
    )
    package.job_id = jobs.enqueue(session, jobs.Job.MAKE_PACKAGE, package=package.id)
    session.add(package)
    audit.record(session, audit.Verb.PACKAGE_ASKED, package.id, client_id=request.client_id)
    return package


def compose(session: Session, request: AccessRequest, package: RequestPackage) -> Composed:
    """What leaves, and no word of what stays. Raises Refused when the record moved on since it was read twice."""
    request.expect("ready")
    found, names = expect_complete(session, request), names_of(session)
    client = session.execute(select(Client).where(Client.id == request.client_id)).scalar_one()
    rules = severing_of(session, request)
    parts = tuple(_part(place, one, names) for place, one in enumerate(found, 1))
    values = DisclosurePackage(
        number=package.number,
        language=cast("Literal['en', 'fr']", request.language),
        size="regular",
        letterhead=letterhead_of(session, request.language),
        client_name=client.name,
        file_number=client.file_number,
        requester=request.requester,
        request_number=request.number,
        received_on=request.received_on,
        issued_on=today(),
        outcome=cast("Literal['whole', 'part', 'refused']", outcome_of(_decisions(found))),
        reasons=tuple(sorted({reason for part in parts for reason in part.reasons})),
        parts=parts,
        count=len(parts),
        law=organisation(session).law,
        rules=rules.number if rules else None,
        rules_on=rules.created_at.astimezone(ZoneInfo(context.current().timezone)).date() if rules else None,
        # A letter that no font here has must not keep somebody from their file: the data has it.
        mark="copy",
    )
    file_ids = {part.file: one.item.file_id for part, one in zip(parts, found, strict=True) if part.file}
    return Composed(values, {name: one for name, one in file_ids.items() if one is not None})


def file_package(session: Session, package: RequestPackage, data: bytes, issued: Sequence[Volume]) -> None:
    """Keeps what was made, sealed with the client's key, with a line in the register for each of its documents, and
    marks the job done: one transaction."""
    pages = sum(drawn.pages for _values, drawn in issued)
    stored = files.store(session, data, owner_id=package.id, client_id=package.client_id)
    session.flush()
    package.file_id, package.pages, package.ready_at = stored.id, pages, clock.now()
    package.hash = hashlib.sha256(data).hexdigest()
    for values, drawn in issued:
        register(session, package.id, values, drawn, client_id=package.client_id)
    jobs.finish(session, package.job_id)
    audit.record(session, audit.Verb.PACKAGE_READY, package.id, client_id=package.client_id, pages=pages)


def deliver(
    session: Session, request: AccessRequest, package: RequestPackage, *, how_sent: str, version: int
) -> None:
    """Hands the package over: it stands in the account of disclosures from now on, and the recourse begins."""
    state = begin(session, request, "deliver", version)
    package.expect_fresh(request)
    found = expect_complete(session, request)
    disclosure = _disclosed(session, request, package, found, how_sent=how_sent)
    request.disclosure_id, package.delivered_on = disclosure.id, today()
    answered(request, outcome_of(_decisions(found)))
    request.state = state
    note_down(session, request, "deliver")


def _disclosed(
    session: Session,
    request: AccessRequest,
    package: RequestPackage,
    found: Sequence[Judged],
    *,
    how_sent: str,
) -> Disclosure:
    given = [one for one in found if one.row.decision != "withhold"]
    client = session.execute(select(Client).where(Client.id == request.client_id)).scalar_one()
    severed = sum(one.row.decision == "sever" for one in given)
    told = {"number": package.number, "given": len(given), "count": len(found), "severed": severed}
    disclosure = record_disclosure(
        session,
        client,
        basis="own_request",
        recipient=request.requester,
        recipient_category=_RECIPIENTS.get(request.relation, "other"),
        purpose="own_request",
        categories=sorted({_tells(one) for one in given}) or ["identifying"],
        what=f"{_WHAT[request.language] % told} (SHA-256 {package.hash})",
        items=[one.row.record_id for one in given],
        sent_on=today(),
        how_sent=how_sent,
        reason=request.number,
    )
    session.flush()
    return disclosure


def _part(place: int, one: Judged, names: Mapping[UUID, str]) -> Part:
    if one.row.decision == "withhold":
        return Part(place, withheld=str(one.row.reason))
    leaves = one.item.file_id is not None and _leaves(one)
    return Part(
        place,
        one.item.source,
        one.item.on,
        names.get(one.item.author_id, "") if one.item.author_id else "",
        fields=tuple(_field(name, pieces) for name, pieces in one.pieces.items()),
        file=f"files/{place:03d}.{one.item.texts.get('media', 'pdf')}" if leaves else "",
        file_stays=one.item.file_id is not None and not leaves,
    )


def _field(name: str, pieces: tuple[Piece, ...]) -> PartField:
    is_whole = len(pieces) == 1 and not pieces[0].withheld
    return PartField(name, pieces[0].words) if is_whole else PartField(name, pieces=pieces)


def _leaves(one: Judged) -> bool:
    """A file leaves whole or not at all: nobody can take a passage out of a picture here."""
    return one.row.decision == "give" and one.item.texts.get("scan") not in _UNSAFE


def _decisions(found: Sequence[Judged]) -> list[str]:
    return [str(one.row.decision) for one in found]


def _tells(one: Judged) -> str:
    return _TELLS.get(registry[one.item.source].category, "identifying")
