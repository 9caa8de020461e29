"""The checks of one document, with what has to be looked up for them."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from records.documents.checks import (
    Check,
    Looked,
    Named,
    checks_of,
    expect_fit,
    how_it_reads,
    named_in,
    names_in,
    written_in,
)
from records.documents.models import Document
from records.documents.readers import expect_reader_allowed, objection_to_reader
from records.documents.values import Sheet
from records.notes.queries import others_perhaps_named
from tenants.settings import settings


def checked(
    session: Session,
    document: Document,
    values: Sheet,
    *,
    sentences: Mapping[str, str],
    gaps: Collection[str] = (),
    missing_letters: Collection[str] | None = (),
) -> tuple[Check, ...]:
    """Everything that is looked at before a document is issued. `sentences` are those of ours as they stand in it,
    `missing_letters` those that the press has no shape for, None when it was not asked in time."""
    return checks_of(
        Looked(
            gaps=gaps,
            reading=how_it_reads(values, sentences),
            named=_others_in(session, document, values),
            missing_letters=missing_letters,
            is_for_other=document.reader != "client",
            objection=objection_to_reader(session, document),
            check_at=check_address(),
        )
    )


def expect_issuable(session: Session, document: Document, values: Sheet) -> None:
    """The same question once more when the document is frozen, of what can have changed while it was written: whether
    its reader may have it, and whether it can be checked. Letters that cannot be printed are found by the press."""
    expect_reader_allowed(session, document, values)
    expect_fit(checks_of(Looked(check_at=check_address())))


def check_address() -> str:
    """Where a document says that it can be checked."""
    return f"{settings().address}/v"


def _others_in(session: Session, document: Document, values: Sheet) -> tuple[Named, ...]:
    """Other clients whose full names stand in what a worker wrote; only names that occur are looked up."""
    text = written_in(values)
    if not text.strip():
        return ()
    others = others_perhaps_named(session, [document.client_id], text)
    return named_in(text, others, own=names_in(values))
