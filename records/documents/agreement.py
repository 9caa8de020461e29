"""What was signed before a document of it was made: nobody is asked a second time for what they have agreed to."""

from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from records.documents.permissions import ConsentForm
from records.documents.signed import SIGNERS, How, Role, Signed, path_of, still_to_sign
from records.documents.values import ActionPlan, Sheet
from records.plans.models import Plan
from records.plans.queries import plan_in_force
from tenants.members import names_of

_HOW: dict[str, How] = {"signed_screen": "screen", "signed_paper": "paper"}


class Signing(TypedDict):
    """What of a document's values is about signatures."""

    signatures: tuple[Signed, ...]
    signers: tuple[Role, ...]


def signing_of(session: Session, case_id: UUID, values: Sheet) -> Signing:
    """The signatures there are already, and who is still to sign."""
    signatures = _of_plan(session, case_id, values) if isinstance(values, ActionPlan) else ()
    return {"signatures": signatures, "signers": still_to_sign(_wanted(values), signatures)}


def _wanted(values: Sheet) -> tuple[Role, ...]:
    if isinstance(values, ConsentForm) and all(one.answer for one in values.allowed):
        return ()
    return SIGNERS.get(values.KIND, ())


def _of_plan(session: Session, case_id: UUID, values: ActionPlan) -> tuple[Signed, ...]:
    """Who agreed to the plan with their name, and the worker who recorded it from their own account. What was agreed by
    word of mouth waits for a signature."""
    plan = plan_in_force(session, case_id)
    if plan is None or plan.agreed_by is None or plan.agreed_how not in _HOW:
        return ()
    worker = names_of(session)[plan.agreed_by]
    seal, signature = _seal(plan), plan.signature or {}
    client = Signed(
        role="client",
        name=signature.get("name") or values.client_name,
        how=_HOW[plan.agreed_how],
        drawn=path_of(signature.get("strokes") or ()),
        witness=worker,
        **seal,
    )
    return client, Signed(role="worker", name=worker, how="account", known_by="session", **seal)


def _seal(plan: Plan) -> dict[str, Any]:
    return {"on": plan.agreed_on, "read": "plan", "sha256": (plan.hash or b"").hex()}
