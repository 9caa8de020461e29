"""What only some kinds of document are made from, read only for those."""

from typing import Any, cast

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.documents.models import Document
from records.documents.permissions import ConsentForm, ReferralLetter
from records.documents.permitting import allowed_of, referred_of
from records.documents.proofs import ParticipationCertificate, WorkSummary
from records.documents.taking_part import has_taken_part, together_in
from records.documents.values import Language
from tenants.errors import Refused

_TOGETHER = (WorkSummary.KIND, ParticipationCertificate.KIND, ReferralLetter.KIND)


def facts_beside(session: Session, document: Document, case: Case) -> dict[str, Any]:
    """Those facts of a document that its kind needs and others do not."""
    language = cast("Language", document.language)
    found: dict[str, Any] = {}
    if document.kind in _TOGETHER:
        found["together"] = together_in(session, case, language)
    if document.kind == ReferralLetter.KIND:
        found["referred"] = referred_of(session, document)
    if document.kind == ConsentForm.KIND:
        found["allowed"] = allowed_of(session, document.client_id, language, left_out=document.left_out or ())
    return found


def expect_grounds(session: Session, case: Case, kind: str) -> None:
    """Refuses a document that would have nothing to say."""
    if kind == ConsentForm.KIND and not allowed_of(session, case.client_id, "en"):
        raise Refused(
            "Nobody was asked for a consent yet. Ask for one first, then print the form.", field="kind"
        )
    if kind == ParticipationCertificate.KIND and not has_taken_part(session, case.id):
        raise Refused(
            "No meeting and no group session is on record, so there is nothing to certify.", field="kind"
        )
