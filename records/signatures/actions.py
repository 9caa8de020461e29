"""Signing an issued document on a screen, from an account or on paper; declining; and its signed edition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.queries import Standing
from records.consents.rules import Strokes
from records.documents.issuing import stamped
from records.documents.models import Document
from records.documents.permissions import ConsentForm
from records.documents.signed import Role
from records.entries.actions import enter
from records.entries.models import Kind
from records.history.actions import keep
from records.papers.actions import file_papers
from records.papers.models import Paper
from records.papers.queries import get_paper
from records.papers.rules import Received
from records.signatures.models import Signature
from records.signatures.queries import file_to_sign, get_signature, signing_of
from records.signatures.rules import KNOWN_BY, expect_open, expect_seen
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused
from tenants.members import names_of

# What another edition takes over from the one it replaces.
_SAME = (
    *("client_id", "case_id", "kind", "language", "size", "number", "words", "edits", "reader"),
    *("consent_id", "referral_id", "in_window", "left_out"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    """The paper that shows the signatures: one of the case, or one that just came in; a new one takes this title."""

    file: Standing
    title: str
    paper_id: UUID | None = None
    files: Sequence[Received] = ()


def sign_on_screen(
    session: Session, document: Document, *, seen: str, name: str, strokes: Strokes, known_by: str
) -> None:
    """The client's own name under the document they have read (`seen` is its fingerprint), at a worker's screen."""
    if document.kind == ConsentForm.KIND:
        raise Refused("Each consent is signed on its own page, with a tick for each thing.")
    if not name:
        raise Refused("Type your name to sign.", field="name")
    if known_by not in KNOWN_BY:
        raise Refused("Choose how you know who signs.", field="known_by")
    _expect_waiting(session, document, ["client"], seen)
    given = {"name": name, "strokes": strokes or None, "known_by": known_by}
    _add(session, document, "client", seen, how="screen", **given)


def sign_from_account(session: Session, document: Document, *, role: Role, seen: str) -> None:
    """The signature of the member who acts, from their own account; the door has asked for their password again."""
    if role == "client":
        raise Refused("Nobody signs for the client from an account.")
    _expect_waiting(session, document, [role], seen)
    name = names_of(session)[who_acts()]
    _add(session, document, role, seen, how="account", name=name, known_by="account")


def sign_on_paper(
    session: Session, document: Document, scan: Scan, *, seen: str, names: dict[Role, str], signed_on: date
) -> None:
    """The scan of the printed document with the signatures of these on it, looked at by who acts. It also takes the
    place of a scan that cannot be opened; the one before stays in the history."""
    signing = signing_of(session, document)
    again = set(signing.on_paper) & set(names) - set(signing.waits_for)
    _expect_waiting(session, document, [role for role in names if role not in again], seen)
    if not all(names.values()):
        raise Refused("Enter the name of the director.", field="director")
    assert document.ready_at is not None  # it was issued
    issued_on = document.ready_at.astimezone(ZoneInfo(_zone())).date()
    if not issued_on <= signed_on <= clock.today(_zone()):
        raise Refused("Choose a day between the issue of the document and today.", field="signed_on")
    paper = _paper(session, document, scan)
    for role, name in names.items():
        if role in again:
            _replace_scan(session, document, role, paper)
        else:
            _add(
                session, document, role, seen, how="paper", name=name, signed_on=signed_on, paper_id=paper.id
            )


def decline(session: Session, document: Document, *, role: Role, reason: str) -> None:
    """Somebody would not sign, for whatever reason, in their words; they may still change their mind."""
    _pdf, seen = file_to_sign(session, document)
    _expect_waiting(session, document, [role], seen)
    signature = _row(document, role, seen, state="declined", reason=reason or None)
    session.add(signature)
    _note(session, audit.Verb.SIGNATURE_DECLINED, signature)


def begin_edition(session: Session, document: Document, *, changed: str) -> Document | None:
    """The signed edition, ready to be drawn: the same in every word, with a page at its end that tells who signed what
    and how. None while somebody is still to sign, or where the scan of the paper proves it all. `changed` is what its
    reader is told."""
    hold(session, document)
    signing, newest = signing_of(session, document), _newest_edition(session, document)
    if not signing.wants_edition or (newest.id != document.id and newest.state != "dropped"):
        return None
    assert document.number is not None
    signatures = tuple(part.signed for part in signing.parts if part.signed)
    values = replace(signing.values, signatures=signatures, signers=())
    values = stamped(values, number=document.number, edition=newest.edition + 1)
    entry = enter(session, Kind.DOCUMENT, client_id=document.client_id, case_id=document.case_id)
    same = {name: getattr(document, name) for name in _SAME}
    begun = {"state": "making", "version": 1, "requested_by": entry.author_id, "replaces_id": document.id}
    signed = Document(id=entry.id, edition=values.version, changed=changed, **same, **begun)
    signed.values = values.to_plain()
    session.add(signed)
    session.flush()
    return signed


def _newest_edition(session: Session, document: Document) -> Document:
    mine = (Document.case_id == document.case_id, Document.number == document.number)
    newest = select(Document).where(*mine).order_by(Document.edition.desc()).limit(1)
    return session.execute(newest).scalar_one()


def _expect_waiting(session: Session, document: Document, roles: Sequence[Role], seen: str) -> None:
    """Refuses whatever is not, byte for byte, the document that was read, or is not asked of these people now."""
    hold(session, document)
    newest = _newest_edition(session, document)
    if newest.id != document.id and newest.state in ("draft", "making"):
        raise Conflict("A newer version of this document is being made. Sign that one.")
    _pdf, fingerprint = file_to_sign(session, document)
    expect_seen(seen, fingerprint)
    expect_open(signing_of(session, document).parts, roles)


def _add(session: Session, document: Document, role: Role, seen: str, **given: Any) -> None:
    signature = _row(document, role, seen, state="signed", **given)
    session.add(signature)
    _note(session, audit.Verb.DOCUMENT_SIGNED, signature, how=signature.how)


def _replace_scan(session: Session, document: Document, role: Role, paper: Paper) -> None:
    signature = get_signature(session, document, role)
    hold(session, signature)
    keep(session, signature)
    signature.paper_id = paper.id
    _note(session, audit.Verb.SIGNATURE_SCANNED, signature, paper=str(paper.id))


def _row(document: Document, role: Role, seen: str, **given: Any) -> Signature:
    """An answer about the file with this fingerprint, now, by who acts or with them beside it."""
    now = {"at": clock.now(), "signed_on": clock.today(_zone()), "member_id": who_acts()}
    where = {"client_id": document.client_id, "case_id": document.case_id, "document_id": document.id}
    sha256 = bytes.fromhex(seen)
    return Signature(id=new_id(), role=role, sha256=sha256, version=1, **where | now | given)


def _paper(session: Session, document: Document, scan: Scan) -> Paper:
    if len(scan.files) + (scan.paper_id is not None) != 1:
        raise Refused("Choose one paper of the file, or one new file with all the pages.", field="files")
    if scan.paper_id is not None:
        return get_paper(session, scan.file, scan.paper_id, cases=(document.case_id,))
    (paper,) = file_papers(
        session,
        document.client_id,
        scan.files,
        case_id=document.case_id,
        title=scan.title,
        received_on=clock.today(_zone()),
        kind="signed_document",
        source="scan",
        original="kept",
        language=document.language,
    )
    return paper


def _note(session: Session, verb: audit.Verb, signature: Signature, **codes: object) -> None:
    audit.record(session, verb, signature.id, client_id=signature.client_id, role=signature.role, **codes)


def who_acts() -> UUID:
    """The member who signs or stands beside who does; a signature needs a person."""
    member_id = context.current().member_id
    if member_id is None:
        raise Refused("This needs a person.")
    return member_id


def _zone() -> str:
    return context.current().timezone
