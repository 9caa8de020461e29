"""Mail that leaves: a sealed row in the transaction that causes it, sent by a worker, emptied once sent."""

from datetime import datetime

from sqlalchemy.orm import Mapped, Session

from tenants import jobs
from tenants.database import Base, TenantOwned
from tenants.sealing import Sealed, sealed_column


class Mail(TenantOwned, Base):
    """One message to one address. Its words never carry a client's name; its parameters hold links, so they are
    sealed until it is sent and gone after."""

    __tablename__ = "mails"

    to_address: Mapped[str]
    template: Mapped[str]
    language: Mapped[str]
    params = Sealed()
    params_sealed: Mapped[bytes | None] = sealed_column()
    sent_at: Mapped[datetime | None]


def send(session: Session, template: str, *, to: str, language: str, **params: str) -> Mail:
    """Asks for a message in the caller's transaction; `template` is a folder of templates/email. The row says later
    when it was sent."""
    mail = Mail(to_address=to, template=template, language=language, params=params)
    session.add(mail)
    jobs.enqueue(session, jobs.Job.SEND_MAIL, mail=mail.id)
    return mail


def send_sealed(session: Session, template: str, *, to: str, language: str, **params: str) -> None:
    """The same to somebody the agency serves: where they are reached stands only among the words that are sealed, and
    is gone with them once it is sent."""
    send(session, template, to="", language=language, sent_to=to, **params)
