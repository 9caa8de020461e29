"""Every kind of document by its name, and which of them a stretch of work may have today."""

from collections.abc import Mapping
from typing import Any, cast

from records.documents.letters import ClosingLetter, IntroductionLetter
from records.documents.permissions import ConsentForm, ReferralLetter
from records.documents.proofs import ParticipationCertificate, WorkSummary
from records.documents.values import ActionPlan, DestructionCertificate, NextSteps, ProgressReport

ClientDocument = (
    ProgressReport
    | NextSteps
    | ActionPlan
    | WorkSummary
    | ConsentForm
    | ParticipationCertificate
    | ReferralLetter
    | IntroductionLetter
    | ClosingLetter
)
DocumentValues = ClientDocument | DestructionCertificate
FOR_CLIENTS = (
    ProgressReport.KIND,
    NextSteps.KIND,
    ActionPlan.KIND,
    WorkSummary.KIND,
    ConsentForm.KIND,
    ParticipationCertificate.KIND,
    IntroductionLetter.KIND,
    ClosingLetter.KIND,
)
# A referral letter is begun from its referral, so no list offers it.
OF_A_CASE = (*FOR_CLIENTS, ReferralLetter.KIND)
_KINDS: dict[str, type[DocumentValues]] = {
    kind.KIND: kind
    for kind in (
        *(ProgressReport, NextSteps, ActionPlan, WorkSummary, ConsentForm, ParticipationCertificate),
        *(ReferralLetter, IntroductionLetter, ClosingLetter, DestructionCertificate),
    )
}
# Nobody writes to somebody who has died, or of work that never was.
_NO_LETTER = ("deceased", "opened_in_error")
_TO_THE_PERSON = (ClosingLetter.KIND, WorkSummary.KIND, ConsentForm.KIND, ParticipationCertificate.KIND)


def document_from_plain(plain: Mapping[str, Any]) -> DocumentValues:
    """The frozen document of whatever kind `plain` says it is; ValueError when there is no such kind."""
    kind = _KINDS.get(str(plain.get("kind")))
    if kind is None:
        raise ValueError("a document of a kind this release does not know")
    return kind.from_plain(plain)


def client_document(plain: Mapping[str, Any]) -> ClientDocument:
    """The same of a document out of a case. Raises ValueError for another kind."""
    if plain.get("kind") not in OF_A_CASE:
        raise ValueError("not a document for a client")
    return cast("ClientDocument", document_from_plain(plain))


def offered(exit_reason: str | None, *, is_alive: bool) -> tuple[str, ...]:
    """The kinds that can be made: a closing letter once the work has ended, a new worker's letter only before."""
    if exit_reason is None:
        return tuple(kind for kind in FOR_CLIENTS if kind != ClosingLetter.KIND)
    has_letter = is_alive and exit_reason not in _NO_LETTER
    left_out = (IntroductionLetter.KIND, *(() if has_letter else _TO_THE_PERSON))
    ended = (ClosingLetter.KIND, *(kind for kind in FOR_CLIENTS if kind != ClosingLetter.KIND))
    return tuple(kind for kind in ended if kind not in left_out)
