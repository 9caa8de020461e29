"""What the pages of documents do with the press: look at a draft, and issue a letter while somebody waits."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from press import pdf
from press.issuing import issue
from press.pdf import CannotDraw
from press.setting import Pictures, sentences_of
from records.brands.queries import pictures_of
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.deliveries.addresses import recipient_of
from records.documents import issuing, queries
from records.documents.checking import checked
from records.documents.checks import Check
from records.documents.kinds import ClientDocument
from records.documents.models import Document
from records.documents.seals import seal_key
from records.retention.queries import explained
from tenants import context
from webapp.transaction import session


def composed_now(document: Document) -> ClientDocument:
    """What the document says of the record as it is now."""
    values = queries.composed(session(), document, kept_through=_kept_through(document))
    if not document.in_window:
        return values
    return replace(values, recipient=recipient_of(session(), get_client(session(), document.client_id)))


def missing_in(document: Document) -> list[str]:
    """What the document would be better for and the record does not say today, as codes."""
    return queries.missing_in(session(), document, kept_through=_kept_through(document))


def checks_of(
    document: Document, values: ClientDocument, missing_letters: Collection[str] | None
) -> tuple[Check, ...]:
    """Everything that is looked at before the document is issued."""
    sentences = {one.slot: one.words for one in sentences_of(values)}
    gaps, letters = missing_in(document), missing_letters
    return checked(session(), document, values, sentences=sentences, gaps=gaps, missing_letters=letters)


def pictures_for(document: Document, values: ClientDocument) -> Pictures:
    """The logo the document is written with; and how its worker signs by hand, when it is they who make it."""
    case = get_case(session(), document.client_id, document.case_id)
    signer = case.worker_id if case.worker_id == context.current().member_id else None
    return Pictures(*pictures_of(session(), values.letterhead.brand, signer))


def issue_now(document: Document) -> None:
    """Draws a letter while somebody waits, and leaves what is long or slow to a worker. Raises Refused when it cannot
    be issued as it is."""
    session().flush()
    values = issuing.freeze(session(), document, composed_now(document))
    if not pdf.is_short(values):
        issuing.draw_later(session(), document)
        return
    _seal_id, key = seal_key(session())
    try:
        drawn = issue(values, key, pictures_for(document, values), seconds=pdf.AT_ONCE_SECONDS)
    except CannotDraw as refusal:
        if refusal.code != "time":
            raise
        issuing.draw_later(session(), document)
        return
    issuing.file_issued(session(), document, values, drawn)


def _kept_through(document: Document) -> date | None:
    """The last day on which the file of a closed case is kept for certain."""
    case = get_case(session(), document.client_id, document.case_id)
    return None if case.is_open else explained(session(), case.id).verdict.keep_through
