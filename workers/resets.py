"""Finds out whose address a link was asked for, and sends it there."""

from uuid import UUID

from tenants import jobs, mail
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.resets import issued


def send_reset(claimed: Claimed) -> None:
    """Mails the link when somebody signs in with the address. Done twice, the second link holds."""
    made = issued(UUID(claimed.args["reset"]))
    with transaction() as session:
        if made is not None:
            token, email, language = made
            mail.send(session, "reset", to=email, language=language, token=token)
        jobs.finish(session, claimed.id)
