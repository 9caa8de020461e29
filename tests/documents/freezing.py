"""Documents of the people of the demo as plain values, which the gallery draws: frozen, so that drawing them needs no
demo. Where the demo is made, `python -m tests.documents.freezing` writes them anew; look at what changed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from press.setting import Printed
from records.cases.models import Case
from records.clients.models import Client
from records.demo.agencies import CARREFOUR, NORTHBRIDGE
from records.demo.shapes import Agency
from records.documents.drafting import draft_document
from records.documents.kinds import document_from_plain
from records.documents.queries import composed
from records.documents.values import Language, Sheet
from tenants import gate
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tests.documents.samples.made import CHECK_AT, CODE
from webapp.commands import find_services

FOLDER = Path(__file__).parent / "people"
# Whose document of which kind, in the language they are written to; all of them are invented.
WHOSE: tuple[tuple[str, Language, Agency, str], ...] = (
    ("next_steps", "en", NORTHBRIDGE, "MacIsaac"),
    ("next_steps", "fr", NORTHBRIDGE, "Rahimi-Noorzai"),
    ("action_plan", "en", NORTHBRIDGE, "MacIsaac"),
    ("action_plan", "fr", NORTHBRIDGE, "Rahimi-Noorzai"),
    ("progress_report", "en", NORTHBRIDGE, "MacIsaac"),
    ("progress_report", "fr", NORTHBRIDGE, "Rahimi-Noorzai"),
    ("closing_letter", "en", NORTHBRIDGE, "Nakogee"),
    ("closing_letter", "fr", CARREFOUR, "L'Heureux"),
)


def frozen(kind: type[Sheet], language: Language) -> Printed | None:
    """The document of this kind that somebody of the demo was handed, if it is one of these."""
    file = FOLDER / f"{kind.KIND}.{language}.json"
    return document_from_plain(json.loads(file.read_text("utf-8"))) if file.exists() else None


def write(folder: Path = FOLDER) -> None:
    """Writes everything anew from the demo that is there."""
    for kind, language, agency, family in WHOSE:
        with _inside(agency) as session:
            plain = _document(session, kind, language, family).to_plain()
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{kind}.{language}.json").write_text(text + "\n", "utf-8")


def _document(session: Session, kind: str, language: Language, family: str) -> Printed:
    wanted = select(Case).join(Client, Client.id == Case.client_id).where(Client.legal_family == family)
    case = session.execute(wanted.order_by(Case.id).limit(1)).scalar_one()
    document = draft_document(session, case, kind=kind, language=language, size="regular")
    session.flush()
    values = composed(session, document, kept_through=None)
    return replace(values, mark="", number="D-1020", code=CODE, check_at=CHECK_AT, signatures=(), signers=())


@contextmanager
def _inside(agency: Agency) -> Iterator[TenantSession]:
    """As who signed the agency up; nothing of it is kept."""
    login = gate.find_login(agency.address_of(agency.team[0].key))
    assert login is not None, "the demo is not there"
    (row,) = gate.agencies_of(login[0])
    with acting_for(gate.tenancy_for(row["organisation_id"], row["member_id"])), transaction() as session:
        yield session
        session.rollback()


if __name__ == "__main__":
    find_services()
    write()
