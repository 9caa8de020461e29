"""What the tests of pages may ask for: people who look at pages and send forms, and a count of what it costs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event, select

from tenants.context import Tenancy, acting_for
from tenants.database import engine, transaction
from tenants.mail import Mail
from tests.visitor import Visitor
from tests.web.page import Page
from tests.world import Agency, World

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Person:
    """Somebody at a browser. Every page they touch is checked; `{…}` in a path is an id of their agency."""

    def __init__(self, visitor: Visitor, agency: Agency | None = None) -> None:
        self.visitor, self.agency = visitor, agency

    def look(self, path: str, status: int = 200, **options: Any) -> Page:
        """Opens a page."""
        return self._checked(self.visitor.get(self.address(path), **options), status)

    def send(self, path: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any) -> Page:
        """Sends a form."""
        return self._checked(self.visitor.send(self.address(path), data, **options), status)

    def follow(self, page: Page) -> Page:
        """Goes where an answer sends them."""
        assert page.location.startswith("/"), page.location
        return self._checked(self.visitor.get(page.location), 200)

    def address(self, path: str) -> str:
        """The address under the agency, unless it is the public's or whole already (`//…`)."""
        if self.agency is None or path.startswith("//"):
            return "/" + path.lstrip("/")
        return f"/{self.agency.slug}{path.format(**self.agency.ids)}"

    def _checked(self, response: Any, status: int) -> Page:
        page = Page(response)
        said = (page.wrong or page.words) if page.is_html else page.body
        assert page.status == status, (response.request.path, page.status, said)
        return page


@pytest.fixture(autouse=True)
def _nobody_has_tried(superuser: psycopg.Connection) -> None:
    """What tests before this one tried in vain holds nobody up."""
    superuser.execute("DELETE FROM gate.tries")


@pytest.fixture
def nobody(visitor: Visitor) -> Person:
    """Somebody who has not signed in."""
    return Person(visitor)


@pytest.fixture
def owner(world: World, client_of: Callable[..., Visitor]) -> Person:
    """The owner of the first agency: administrator, privacy lead and practitioner."""
    return Person(client_of(world.first, "owner"), world.first)


@pytest.fixture
def worker(world: World, client_of: Callable[..., Visitor]) -> Person:
    """The practitioner of the first agency, whose casework is in the world."""
    return Person(client_of(world.first, "practitioner"), world.first)


@pytest.fixture
def colleague(world: World, client_of: Callable[..., Visitor]) -> Person:
    """A practitioner who works with none of these clients."""
    return Person(client_of(world.first, "colleague"), world.first)


@pytest.fixture
def supervisor(world: World, client_of: Callable[..., Visitor]) -> Person:
    """The second of two people."""
    return Person(client_of(world.first, "supervisor"), world.first)


@pytest.fixture
def count(superuser: psycopg.Connection) -> Callable[..., int]:
    """How many rows a table holds: `count("cases", "status = 'closed'")`."""

    def counted(table: str, where: str = "true", *values: object) -> int:
        row = superuser.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()  # noqa: S608 - our words
        assert row is not None
        return int(row[0])

    return counted


@pytest.fixture
def lapsed(world: World, superuser: psycopg.Connection) -> Agency:
    """The first agency, after it stopped paying."""
    superuser.execute(
        "UPDATE organisations SET standing = 'read_only' WHERE id = %s", (world.first.organisation_id,)
    )
    return world.first


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement the application's login is asked in the block."""
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine("app"), "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine("app"), "before_cursor_execute", keep)


def mailed(tenancy: Tenancy, address: str) -> str:
    """The token in the newest mail to an address."""
    with acting_for(tenancy), transaction(read_only=True) as session:
        wanted = select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc()).limit(1)
        return str(session.execute(wanted).scalar_one().params["token"])


def id_in(page: Page, place: int = -1) -> UUID:
    """The id at a place of the address an answer sends to."""
    return UUID(page.location.split("/")[place])
