"""Every way to change a document before it is issued: begun, put in other words, dropped; and the next edition."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.documents.beside import expect_grounds
from records.documents.kinds import offered
from records.documents.models import HANDED_OVER, Document
from records.documents.permissions import ReferralLetter
from records.documents.queries import is_alive
from records.documents.values import ActionPlan
from records.entries.actions import enter
from records.entries.models import Kind
from records.plans.queries import plan_in_force
from tenants import audit
from tenants.database import hold
from tenants.errors import Conflict, Refused

SIZES = ("regular", "large")


def draft_document(
    session: Session, case: Case, *, kind: str, language: str, size: str, words: str = "", **more: Any
) -> Document:
    """Begins a document, with a few words of the worker's own if they like; a draft of the same kind for the same
    reader that is there already is gone on with. A plan is printed once it was agreed, and each letter has its time."""
    expect_its_time(session, case, kind)
    found = _begun(session, case, kind, more)
    if found is not None:
        return found
    entry = enter(session, Kind.DOCUMENT, client_id=case.client_id, case_id=case.id)
    document = Document(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        kind=kind,
        state="draft",
        language=language,
        size=size,
        words=words or None,
        edition=1,
        version=1,
        requested_by=entry.author_id,
        **{"reader": "client"} | more,
    )
    session.add(document)
    audit.record(session, audit.Verb.DOCUMENT_DRAFTED, document.id, client_id=case.client_id, kind=kind)
    return document


def expect_its_time(session: Session, case: Case, kind: str) -> None:
    """Refuses a kind that this stretch of work cannot have today."""
    if kind == ActionPlan.KIND and plan_in_force(session, case.id) is None:
        raise Refused("No plan is in force. Agree on one first.", field="kind")
    if kind == ReferralLetter.KIND:
        case.expect_open()
        return
    expect_grounds(session, case, kind)
    if kind in offered(case.exit_reason, is_alive=is_alive(session, case.client_id)):
        return
    if case.is_open:
        raise Refused("Close the case first: the letter tells how the work ended.", field="kind")
    raise Refused("This letter is not for a case that has closed so.", field="kind")


def save_draft(
    session: Session,
    document: Document,
    *,
    version: int,
    language: str,
    size: str,
    words: str,
    edits: Mapping[str, Mapping[str, str]],
    left_out: Sequence[UUID] = (),
) -> None:
    """Keeps how a draft is to read; `edits` are, by language, the sentences of ours that were put in other words, and
    `left_out` the consents that wait and are not asked on this form.
    Raises Conflict when somebody else saved it meanwhile."""
    hold(session, document)
    document.expect("draft")
    if document.version != version:
        raise Conflict(
            "Somebody else has changed this draft. Your words are still here; compare before you save."
        )
    document.language, document.size = language, size
    document.words, document.edits = words or None, edits or None
    document.left_out = list(left_out)
    document.version += 1


def drop_document(session: Session, document: Document) -> None:
    """Lets a draft go."""
    hold(session, document)
    document.expect("draft")
    # Its number is free for the next edition that somebody begins.
    document.state, document.number = "dropped", None
    audit.record(session, audit.Verb.DOCUMENT_DROPPED, document.id, client_id=document.client_id)


def revise_document(session: Session, document: Document, case: Case, *, changed: str) -> Document:
    """Begins the next edition of an issued document under the same number; the first stays in force until the next is
    issued. `changed` is what the reader is told is different."""
    hold(session, document)
    if document.state not in HANDED_OVER:
        raise Refused("Only a document that was issued has versions. Change the draft instead.")
    if document.state == "replaced":
        raise Refused("A newer version of this document is there already. Make the next one from that.")
    again = draft_document(
        session,
        case,
        kind=document.kind,
        language=document.language,
        size=document.size,
        words=document.words or "",
        replaces_id=document.id,
        reader=document.reader,
        consent_id=document.consent_id,
        referral_id=document.referral_id,
        in_window=document.in_window,
        left_out=document.left_out,
    )
    again.number, again.edition = document.number, document.edition + 1
    again.edits, again.changed = document.edits, changed
    return again


def _begun(session: Session, case: Case, kind: str, more: Mapping[str, Any]) -> Document | None:
    alike = {"case_id": case.id, "kind": kind, "state": "draft", "replaces_id": None, "referral_id": None}
    like = alike | {name: more[name] for name in ("replaces_id", "referral_id") if name in more}
    wanted = select(Document).filter_by(**like).order_by(Document.id.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def as_typed(document: Document, **typed: Any) -> Document:
    """The draft as somebody has it on their screen, kept nowhere: for looking at it before it is saved."""
    same = ("client_id", "case_id", "kind", "edition", "reader", "consent_id", "referral_id")
    asked = ("in_window", "left_out")
    return Document(**{name: getattr(document, name) for name in (*same, *asked)} | typed)
