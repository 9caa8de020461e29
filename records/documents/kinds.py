"""Every kind of document by its name, and which of them a stretch of work may have today."""

from collections.abc import Mapping
from typing import Any

from records.documents.letters import ClosingLetter, IntroductionLetter
from records.documents.values import ActionPlan, DestructionCertificate, NextSteps, ProgressReport

ClientDocument = ProgressReport | NextSteps | ActionPlan | ClosingLetter | IntroductionLetter
DocumentValues = ClientDocument | DestructionCertificate
FOR_CLIENTS = (
    ProgressReport.KIND,
    NextSteps.KIND,
    ActionPlan.KIND,
    IntroductionLetter.KIND,
    ClosingLetter.KIND,
)
_KINDS: dict[str, type[DocumentValues]] = {
    kind.KIND: kind
    for kind in (
        *(ProgressReport, NextSteps, ActionPlan, IntroductionLetter, ClosingLetter),
        DestructionCertificate,
    )
}
# Nobody writes to somebody who has died, or of work that never was.
_NO_LETTER = ("deceased", "opened_in_error")


def document_from_plain(plain: Mapping[str, Any]) -> DocumentValues:
    """The frozen document of whatever kind `plain` says it is; ValueError when there is no such kind."""
    kind = _KINDS.get(str(plain.get("kind")))
    if kind is None:
        raise ValueError("a document of a kind this release does not know")
    return kind.from_plain(plain)


def offered(exit_reason: str | None, *, is_alive: bool) -> tuple[str, ...]:
    """The kinds that can be made: a closing letter once the work has ended, a new worker's letter only before."""
    if exit_reason is None:
        return tuple(kind for kind in FOR_CLIENTS if kind != ClosingLetter.KIND)
    has_letter = is_alive and exit_reason not in _NO_LETTER
    ended = tuple(kind for kind in FOR_CLIENTS if kind not in (IntroductionLetter.KIND, ClosingLetter.KIND))
    return (ClosingLetter.KIND, *ended) if has_letter else ended
