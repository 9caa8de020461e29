"""Why a form changes something, when the address it is opened by says so."""

from uuid import UUID

from flask import request

from records.requests.corrections import open_corrections
from webapp.transaction import session


def because(client_id: UUID, field: str) -> dict[str, str]:
    """The reason a form of this file begins with: the number in the address, when such a correction is asked for."""
    number = request.args.get("for", "")
    return {field: number} if number in open_corrections(session(), client_id) else {}
