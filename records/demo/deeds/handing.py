"""Documents that reach somebody: issued at once, signed on a screen, sent by a private link and read, made for many."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.batches.actions import start_batch
from records.batches.choosing import Wish, candidates
from records.consents.rules import Strokes
from records.deliveries.actions import answer_link, send_link
from records.deliveries.models import Delivery
from records.demo.acts import Numbers
from records.demo.drawing import press
from records.demo.shapes import NOBODY, Deed
from records.documents.drafting import draft_document
from records.documents.issuing import file_issued, freeze
from records.documents.models import Document
from records.documents.queries import composed
from records.documents.seals import seal_key
from records.signatures.actions import sign_on_screen
from records.signatures.queries import file_to_sign

# Three quick waves of a finger.
_WAVES = (
    (40, 120, 70, 60, 95, 140, 130, 80, 150, 130),
    (180, 110, 230, 95, 270, 125, 350, 100),
    (380, 90, 520, 112),
)
_STROKES: Strokes = [list(zip(wave[::2], wave[1::2], strict=True)) for wave in _WAVES]


def handed(who: str, ago: int, kind: str, language: str) -> Deed:
    """A document is issued while the person waits."""
    return Deed(ago, who, partial(_hand, who=who, wish={"kind": kind, "language": language}))


def signs(who: str, ago: int, kind: str, name: str) -> Deed:
    """They read it at their worker's screen and sign."""
    return Deed(ago, who, partial(_sign, who=who, kind=kind, name=name))


def sent(who: str, ago: int, kind: str, *, read: int) -> tuple[Deed, Deed]:
    """They get a private link to it, by hand, and open it on a day after that."""
    link = Deed(ago, who, partial(_send, who=who, kind=kind))
    return link, Deed(read, who, partial(_read, who=who, kind=kind), NOBODY)


def for_many(ago: int, by: str, kind: str, *, people: int) -> Deed:
    """One of a kind for each of so many of somebody's people; a worker makes them when the product runs."""
    return Deed(ago, "", partial(_make_many, by=by, kind=kind, people=people), by)


def _hand(session: Session, numbers: Numbers, *, who: str, wish: dict[str, str]) -> None:
    case = numbers.case(session, f"{who}/0")
    document = draft_document(session, case, size="regular", **wish)
    session.flush()
    values = freeze(session, document, composed(session, document, kept_through=None))
    _seal_id, key = seal_key(session)
    file_issued(session, document, values, press().issue(values, key))


def _sign(session: Session, numbers: Numbers, *, who: str, kind: str, name: str) -> None:
    document = _newest(session, numbers, who, kind)
    _pdf, seen = file_to_sign(session, document)
    sign_on_screen(session, document, seen=seen, name=name, strokes=_STROKES, known_by="worker")


def _send(session: Session, numbers: Numbers, *, who: str, kind: str) -> None:
    document, client = _newest(session, numbers, who, kind), numbers.client(session, who)
    send_link(session, document, client, way="hand", fact="birth_year", days=30)


def _read(session: Session, numbers: Numbers, *, who: str, kind: str) -> None:
    document = _newest(session, numbers, who, kind)
    wanted = select(Delivery).where(Delivery.document_id == document.id)
    delivery = session.execute(wanted).scalar_one()
    answer_link(session, delivery, document, said=delivery.answer)


def _newest(session: Session, numbers: Numbers, who: str, kind: str) -> Document:
    case = numbers.case(session, f"{who}/0")
    wanted = select(Document).filter_by(case_id=case.id, kind=kind, state="issued")
    return session.execute(wanted.order_by(Document.id.desc()).limit(1)).scalar_one()


def _make_many(session: Session, numbers: Numbers, *, by: str, kind: str, people: int) -> None:
    wish = Wish(kind, worker_id=numbers.member(session, by).id)
    ready = [line.case.id for line in candidates(session, wish) if not line.hindrance]
    start_batch(session, wish, case_ids=ready[:people], double_sided=True)
