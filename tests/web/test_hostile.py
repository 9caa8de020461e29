"""Every form of every page, found by walking, filled as a careful person fills it but for what should not be there."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from records.incidents.actions import start_report
from records.notes.groups import start_group
from tenants import database as tenants_database
from tenants.database import TenantSession
from tenants.permissions import GIVEN_BY_AGENCIES
from tests import factories
from tests.isolation.addresses import ids_of, of_agencies, pages
from tests.isolation.wall import Wall
from tests.services import Share
from tests.services import superuser as superuser_of
from tests.visitor import Visitor
from tests.web.hostile import ODD, REFUSED, Sheet, sheets, typed_in
from tests.web.page import Page
from tests.world import Kept, World

ClientOf = Callable[..., Visitor]
_KEPT = pytest.StashKey[Kept]()
_FORMS = pytest.StashKey[dict[str, Sheet]]()
# Ids that stand in for others: a draft beside the signed note, a closed case beside the open one.
# What keeps words as they are typed, finished or not, and judges them when they are handed in; and the search.
TAKES_ANYTHING = ("/draft", "/format", "/search")
# Fields that come back as what they are now, so that sending again is a decision.
NEW = {"version", "shown_colour"}
ALSO = {"note_id": "draft_id", "case_id": "closed_case_id", "incident_id": "report_id"}


def _commit_and_take_back(session: TenantSession) -> None:
    """All that a commit would find wrong, and then nothing is changed for the next form."""
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.rollback()


@pytest.fixture
def somebody(
    request: pytest.FixtureRequest,
    database: Share,
    wall: Wall,
    world: World,
    superuser: psycopg.Connection,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> Visitor:
    """Who may do everything and wrote the draft; what they send is done and taken back, so that each form is sent to
    the same world."""
    stash = request.config.stash
    if _KEPT not in stash:
        prepare(superuser, world)
        stash[_KEPT] = Kept(superuser_of(database.database), world, "as_hostile")
    database.clean()
    world.become(stash[_KEPT].put_back())
    monkeypatch.setattr(TenantSession, "commit", _commit_and_take_back)
    monkeypatch.setattr(tenants_database, "after_commit", [])
    return client_of(world.first, "practitioner")


def prepare(superuser: psycopg.Connection, world: World) -> None:
    """The practitioner may do everything, has begun a note about two people and a report, and every page has its
    forms."""
    with world.first.acting("practitioner") as session:
        cases = [factories.a_case(session) for _ in range(2)]
        session.flush()
        world.first.ids["group_id"] = start_group(session, cases)
        world.first.ids["report_id"] = start_report(session).id
    with superuser.transaction():  # one that is made of nothing but its column types cannot be drawn
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("DELETE FROM certificates")
    roles = [str(role) for role in GIVEN_BY_AGENCIES]
    superuser.execute(
        "UPDATE members SET roles = %s WHERE id = %s", (roles, world.first.members["practitioner"])
    )


@pytest.fixture
def forms(
    request: pytest.FixtureRequest, app: Flask, wall: Wall, world: World, somebody: Visitor
) -> dict[str, Sheet]:
    """Every form of the agency's pages, by where it leads; looked for once, the world being the same each time."""
    found = request.config.stash.setdefault(_FORMS, {})
    if found:
        return found
    for path in addresses(app, wall, world):
        response = somebody.get(path)
        if response.mimetype == "text/html" and response.status_code == 200:
            for sheet in sheets(Page(response).tree):
                if sheet.action.startswith(f"/{world.first.slug}"):
                    found.setdefault(sheet.action, sheet)
    return found


def addresses(app: Flask, wall: Wall, world: World) -> Iterator[str]:
    """Every page, with one of everything there is."""
    for page in pages(app, lambda page: of_agencies(page) and page.method == "GET"):
        ids = ids_of(world.first, wall, page)
        yield page.path(slug=world.first.slug, **ids)
        for name in set(ids) & set(ALSO):
            other = ids | {name: str(world.first.ids[ALSO[name]])}
            yield page.path(slug=world.first.slug, **other)


def faults_of(
    visitor: Visitor, sheet: Sheet, odd: dict[str, str], *, impossible: bool = False
) -> Iterator[str]:
    """What is wrong with the answer to a careful form with something odd in it: a fault of ours, words that are lost,
    or something impossible that was taken."""
    sent = sheet.careful | odd
    page = Page(visitor.send(sheet.action, dict(sent)))
    if page.status >= 500 or "Traceback" in page.body or "psycopg" in page.body:
        yield f"answered {page.status}"
    if page.status in (409, 422) and sheet.is_typed:
        held = typed_in(page.tree, sheet.action) if page.is_html else None
        if held is None and impossible and set(sent) == set(odd):
            return  # nothing else was written
        if held is None:
            yield f"the form does not come back: {page.words[:90]}"
            return
        for name, value in sent.items():
            is_kept = name in NEW or _lines(value) in {_lines(one) for one in held.get(name, ())}
            if not (is_kept or (impossible and name in odd)):
                yield f"lost {name}: {value!r:.40} became {held.get(name)!r:.60}"
    if impossible and not sheet.action.endswith(TAKES_ANYTHING) and page.status != 404:
        told = page.wrong if page.is_html else {}
        if page.status < 400 or (page.status == 422 and len(told) < len(odd)):
            yield f"answered {page.status}, took some of {sorted(odd)}, told {sorted(told)}"


def _lines(value: object) -> str:
    return str(value).replace("\r\n", "\n").strip()


def test_odd_words_are_taken_or_refused_with_a_sentence_and_kept_on_the_form(
    somebody: Visitor, forms: dict[str, Sheet]
) -> None:
    faults = {}
    for action, sheet in forms.items():
        for name, odd in ODD.items():
            typed = {one.name: odd for one in sheet.of_kind("text")}
            if typed and (found := list(faults_of(somebody, sheet, typed))):
                faults[f"{action}: {name}"] = found
    assert faults == {}
    assert len(forms) > 60 and sum(len(sheet.fields) for sheet in forms.values()) > 300


def refused(sheet: Sheet, strange: str) -> Iterator[dict[str, str]]:
    """What a form must not take: every other field at a time with something that cannot be, the rest as it should
    be."""
    values = REFUSED | {"choice": (*REFUSED["choice"], strange)}
    fields = list(sheet.of_kind(*values))
    for turn in range(max(map(len, values.values()))):
        for some in (fields[::2], fields[1::2]):
            if some:
                yield {one.name: values[one.kind][turn % len(values[one.kind])] for one in some}
    if "birth_on" in sheet.fields:
        yield {"birth_on": "2999-01-01"}


def test_what_cannot_be_is_refused_and_the_rest_of_the_form_comes_back(
    somebody: Visitor, forms: dict[str, Sheet], world: World
) -> None:
    faults = {}
    for action, sheet in forms.items():
        for odd in refused(sheet, str(world.second.members["practitioner"])):
            if found := list(faults_of(somebody, sheet, odd, impossible=True)):
                faults[f"{action} {odd!r:.60}"] = found
    assert faults == {}


def test_what_a_page_carries_unseen_may_be_anything(somebody: Visitor, forms: dict[str, Sheet]) -> None:
    faults = {}
    for action, sheet in forms.items():
        hidden = [one.name for one in sheet.of_kind("hidden", "checkbox")]
        for odd in ("a\0b", "9" * 40, "-1", "no-such-code", ODD["pictures"]) if hidden else ():
            page = Page(somebody.send(action, sheet.careful | dict.fromkeys(hidden, odd)))
            if page.status >= 500:
                faults[f"{action} {odd!r:.20}"] = page.status
    assert faults == {}


def test_a_book_in_a_field_and_bytes_that_are_no_words_are_no_fault_of_ours(
    somebody: Visitor, forms: dict[str, Sheet]
) -> None:
    token, faults = somebody.form_token(), {}
    for action, sheet in forms.items():
        name = next((one.name for one in sheet.of_kind("text")), None)
        for raw in ("z" * 300_000, "%FF%FE", "%ED%A0%80") if name else ():
            body, kind = f"csrf_token={token}&{name}={raw}", "application/x-www-form-urlencoded"
            status = somebody.post(action, data=body, content_type=kind).status_code
            is_taken = len(raw) > 9 and status < 400 and not action.endswith(TAKES_ANYTHING)
            if status >= 500 or is_taken:
                faults[f"{action} {raw!r:.20}"] = status
    assert faults == {}


def test_what_stands_behind_an_address_may_be_anything(
    app: Flask, wall: Wall, world: World, somebody: Visitor
) -> None:
    asked = (
        "after",
        "q",
        "kind",
        "from",
        "page",
        "year",
        "as_of",
        "state",
        "to",
        "what",
        "consent",
        "case",
        "of",
    )
    faults = {}
    for path in addresses(app, wall, world):
        for odd in ("a\0b", "9" * 40, "2026-02-30", ODD["pictures"], str(world.second.ids["client_id"])):
            status = somebody.get(path, query_string=dict.fromkeys(asked, odd)).status_code
            if status >= 500:
                faults[f"{path} {odd!r:.20}"] = status
    assert faults == {}
