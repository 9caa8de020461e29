"""Every way to read signatures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.documents.kinds import ClientDocument, client_document
from records.documents.models import Document
from records.documents.queries import issued_of
from records.documents.signed import How, Role, Signed, path_of
from records.papers.models import Paper, PaperFile
from records.signatures.models import Signature
from records.signatures.rules import Given, Part, expect_whole, open_parts, parts_of, wants_edition
from tenants import files
from tenants.errors import NotFound
from tenants.members import names_of


@dataclass(frozen=True, slots=True)
class Signing:
    """An issued document with how far its signing is."""

    document: Document
    values: ClientDocument
    parts: tuple[Part, ...]

    @property
    def waits_for(self) -> tuple[Role, ...]:
        """Who can still sign."""
        return open_parts(self.parts) if self.document.state == "issued" else ()

    @property
    def on_paper(self) -> tuple[Role, ...]:
        """Whose signatures a scan may show: theirs, and those whose scan cannot be opened."""
        again = tuple(part.role for part in self.parts if part.state == "refused")
        return (*self.waits_for, *(again if self.document.state == "issued" else ()))

    @property
    def wants_edition(self) -> bool:
        """True when the signed edition can be made and is not made yet."""
        return self.document.state == "issued" and wants_edition(self.parts, self.values.signers)


def signing_of(session: Session, document: Document) -> Signing:
    """How far the signing of a document is. Raises NotFound of what was never issued."""
    if document.values is None or document.file_id is None:
        raise NotFound()
    values = client_document(document.values)
    given = [_given(session, one) for one in _rows(session, [document.id])]
    is_open = document.state == "issued"
    return Signing(document, values, parts_of(values.signers, values.signatures, given, is_open=is_open))


def has_signing(document: Document) -> bool:
    """True for a document that somebody signed or is to sign."""
    plain = document.values or {}
    return document.file_id is not None and bool(plain.get("signers") or plain.get("signatures"))


def waiting_for(session: Session, documents: Iterable[Document]) -> dict[UUID, tuple[str, ...]]:
    """Who is still to sign each of these, as a list shows it; nothing of those that wait for nobody."""
    wanted = {
        one.id: one.values["signers"] for one in documents if one.state == "issued" and has_signing(one)
    }
    done: dict[UUID, set[str]] = defaultdict(set)
    for row in _rows(session, list(wanted)) if wanted else ():
        if row.state == "signed":
            done[row.document_id].add(row.role)
    left = {key: tuple(role for role in roles if role not in done[key]) for key, roles in wanted.items()}
    return {key: roles for key, roles in left.items() if roles}


def file_to_sign(session: Session, document: Document) -> tuple[bytes, str]:
    """The file that is read before it is signed, and its fingerprint. Refuses one that is not as it was issued."""
    issued = issued_of(session, document.id)
    if issued is None or document.file_id is None:
        raise NotFound()
    pdf = files.read(session, document.file_id)
    expect_whole(issued=issued.sha256, stored=sha256(pdf).digest())
    return pdf, issued.sha256.hex()


def get_signature(session: Session, document: Document, role: str) -> Signature:
    """The signature of a document that somebody gave in this role. Raises NotFound."""
    rows = [one for one in _rows(session, [document.id]) if one.role == role and one.state == "signed"]
    if not rows:
        raise NotFound()
    return rows[0]


def _rows(session: Session, documents: Sequence[UUID]) -> Sequence[Signature]:
    wanted = select(Signature).where(Signature.document_id.in_(documents)).order_by(Signature.id)
    return session.execute(wanted).scalars().all()


def _given(session: Session, row: Signature) -> Given:
    role = cast("Role", row.role)
    if row.state == "declined":
        return Given(role=role, signed=None, reason=row.reason or "")
    number, scan = _scan_of(session, row)
    return Given(role=role, signed=_signed(session, row, number), scan=scan)


def _scan_of(session: Session, row: Signature) -> tuple[str, Any]:
    if row.paper_id is None:
        return "", ""
    newest = (PaperFile.paper_id == Paper.id) & (PaperFile.number == Paper.file_number)
    found = session.execute(
        select(Paper.number, PaperFile.scan).join(PaperFile, newest).where(Paper.id == row.paper_id)
    ).one()
    return found[0], found[1]


def _signed(session: Session, row: Signature, scan: str) -> Signed:
    beside = names_of(session)[row.member_id]
    return Signed(
        role=cast("Role", row.role),
        name=row.name,
        how=cast("How", row.how),
        on=row.signed_on,
        # Of paper it is known on which day it was signed, and no more.
        at=None if row.how == "paper" else row.at,
        known_by=row.known_by or "",
        witness="" if row.how == "account" else beside,
        sha256=row.sha256.hex(),
        scan=scan,
        drawn=path_of(row.strokes or ()),
    )
