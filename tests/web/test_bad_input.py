"""Whatever is sent, the answer is a page with a sentence, and never a fault of ours."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants import throttle
from tests.web.conftest import Person
from tests.web.page import Page
from tests.web.test_cases import GOOD as CASE_FORM
from tests.web.test_clients import GOOD as CLIENT
from tests.web.test_consents import GOOD as CONSENT
from tests.web.test_documents import GOOD as DOCUMENT
from tests.web.test_holds import GOOD as HOLD
from tests.web.test_notes import GOOD as NOTE
from tests.web.test_papers import GOOD as PAPER
from tests.web.test_retention import AUTHORITY, RULE
from tests.web.test_team import GOOD as INVITATION

CASE = "/people/{client_id}/cases/{case_id}"
# Where, and what a good form holds.
FORMS = {
    "//sign-in": {"email": "owner@heliotrope.example.org", "password": "x", "next": "/"},
    "//sign-up": {"email": "a@example.org", "agency_name": "A", "province": "ON"},
    "//join/x": {"name": "A", "password": "four small words here"},
    "//language": {"language": "fr"},
    "/people": CLIENT,
    "/people/search": {"q": "x"},
    "/people/{client_id}": CLIENT | {"version": "1"},
    "/people/{client_id}/consents": CONSENT,
    "/people/{client_id}/cases": CASE_FORM,
    f"{CASE}/goal": {"goal": "x", "version": "1"},
    f"{CASE}/closing": {"closed_on": "2026-10-01", "exit_reason": "employed"},
    "/people/{client_id}/cases/{closed_case_id}/reopening": {"reason": "x"},
    f"{CASE}/notes/{{draft_id}}/draft": NOTE | {"version": "2"},
    f"{CASE}/notes/{{draft_id}}/signature": NOTE | {"version": "2"},
    f"{CASE}/notes/{{note_id}}/addenda": {"reason": "correct_fact", "words": "x"},
    f"{CASE}/documents": DOCUMENT,
    f"{CASE}/holds": HOLD,
    "/people/{client_id}/papers": PAPER,
    "/people/{client_id}/papers/{paper_id}": PAPER | {"version": "1"},
    "/people/{client_id}/papers/{paper_id}/replacement": {"reason": "x", "version": "1", "files": ""},
    "/people/{client_id}/papers/{paper_id}/error": {"reason": "x", "version": "1"},
    "/team/invitations": INVITATION,
    "/retention/authorities": AUTHORITY,
    "/retention/draft/rules": RULE | {"authority_id": ""},
}
BAD = {
    "2^31": "2147483648",
    "2^63": "9223372036854775808",
    "1e400": "1e400",
    "NaN": "NaN",
    "below nought": "-1",
    "NUL": "a\0b",
    "escape codes": "\x1b[31m\x07\x08",
    "very long": "x" * 50_000,
    "digits without end": "9" * 5_000,
    "to the left": "\u202eevil\u202c \u0627\u0644\u0639",
    "pictures": "🎉👩🏽‍🦱\U0010ffff",
    "a script": "<script>alert(1)</script><b>'\"`",
    "a template": "{{7*7}}${7*7}#{7*7}{% raise %}",
    "a placeholder": "%(x)s %s %d {0} {x}",
    "no day": "0000-00-00",
    "the last day": "9999-12-31",
    "a leap day": "2025-02-29",
    "a far year": "99999999999-01-01",
    "a raised digit": "2026-01-\u00b2",
    "other digits": "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
    "spaces": " \t\r\n\u00a0\u2003",
    "line ends": "a\r\nb\rc",
    "SQL": "'; DROP TABLE clients; -- \\",
    "not a character": "\ufffe\uffff",
}
# Those that a single field refuses or survives in a way of its own.
NASTY = (
    "2^63",
    "NUL",
    "very long",
    "a raised digit",
    "a far year",
    "the last day",
    "a script",
    "to the left",
)


def answered(person: Person, where: str, data: object) -> Page:
    """What comes back, checked as every page is; never a fault."""
    page = Page(person.visitor.send(person.address(where), data))  # type: ignore[arg-type]
    assert page.status in (200, 303, 400, 404, 409, 413, 422), (where, page.status)
    assert "49" not in page.title if page.is_html and page.is_whole else True
    if page.status >= 400:
        assert len(page.words) > 40
    if page.wrong:
        assert not any(
            word in sentence
            for sentence in page.wrong.values()
            for word in ("invalid literal", "int()", "Error", "limit (")
        )
    return page


@pytest.fixture(autouse=True)
def _as_often_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    brakes = {kind: replace(brake, free=10**9) for kind, brake in throttle.BRAKES.items()}
    monkeypatch.setattr(throttle, "BRAKES", brakes)


@pytest.fixture(params=FORMS)
def where(request: pytest.FixtureRequest) -> str:
    """The address of a form."""
    return str(request.param)


@pytest.fixture
def person(where: str, worker: Person, owner: Person) -> Person:
    """Somebody who may send it: the author of the draft, or the owner what a practitioner may not."""
    return owner if where.startswith(("/retention", "/team", f"{CASE}/holds")) else worker


def test_a_form_full_of_it(person: Person, where: str) -> None:
    for bad in BAD.values():
        answered(person, where, dict.fromkeys(FORMS[where], bad))


def test_one_field_of_it_in_a_good_form(person: Person, where: str) -> None:
    for name in FORMS[where]:
        for bad in NASTY:
            answered(person, where, FORMS[where] | {name: BAD[bad]})


def test_fields_that_come_twice_or_not_at_all_or_as_a_file(person: Person, where: str) -> None:
    good = FORMS[where]
    answered(person, where, {name: [value, "2147483648", "\0"] for name, value in good.items()})
    answered(person, where, {name: ["\0", value] for name, value in good.items()})
    answered(person, where, {})
    answered(
        person,
        where,
        {f"{name}[]": value for name, value in good.items()} | {"organisation_id": "x", "id": "x"},
    )
    answered(person, where, {name: (BytesIO(b"\0\xff"), 'a".pdf') for name in good})


def test_bytes_that_are_no_words(person: Person, where: str) -> None:
    token = person.visitor.form_token()
    for raw in (b"%FF%FE", b"%C0%80", b"%ED%A0%80", b"%", b"%zz", b"\xe9", b"+%2B%00"):
        body = b"&".join(
            [f"csrf_token={token}".encode(), *(name.encode() + b"=" + raw for name in FORMS[where])]
        )
        kind = "application/x-www-form-urlencoded"
        page = Page(person.visitor.post(person.address(where), data=body, content_type=kind))
        assert page.status < 500, (where, raw)


@pytest.mark.parametrize(
    "name", ["to the left", "pictures", "a script", "a template", "a placeholder", "SQL"]
)
def test_what_may_be_written_is_shown_as_it_was_written(worker: Person, name: str) -> None:
    words = BAD[name]
    file = worker.follow(worker.send("/people", {"legal_given": words, "language": "en"}))
    assert file.title == " ".join(words.split())
    assert " ".join(words.split()) in worker.look("/people").words
    found = worker.send("/people/search", {"q": words}, 200)
    assert found.status == 200
    path = file.response.request.path.removeprefix(f"/{worker.agency.slug}")
    assert worker.look(f"{path}/edit").typed("legal_given") == words


TEXT = st.text(max_size=60) | st.sampled_from(sorted(BAD.values()))
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(data=st.fixed_dictionaries({name: TEXT for name in CLIENT}))
def test_any_person(worker: Person, data: dict[str, str]) -> None:
    answered(worker, "/people", data | {"language": "en"})


@QUICK
@given(data=st.fixed_dictionaries({name: TEXT for name in NOTE}))
def test_any_draft_comes_back_as_it_was(worker: Person, data: dict[str, str]) -> None:
    draft = f"{CASE}/notes/{{draft_id}}"
    version = worker.look(draft).typed("version")
    saved = worker.visitor.send(
        worker.address(f"{draft}/draft"), data | {"version": version}, headers={"Accept": "application/json"}
    )
    assert saved.status_code == 200 and worker.look(draft).typed("version") == str(saved.json["version"])


@QUICK
@given(data=st.fixed_dictionaries({"email": TEXT, "password": TEXT, "next": TEXT}))
def test_any_way_in(nobody: Person, data: dict[str, str]) -> None:
    assert answered(nobody, "//sign-in", data).status == 422


@QUICK
@given(when=st.text(alphabet="0123456789-/. \u00b2\u0661abcdefijlmnoprstuvy", max_size=24))
def test_any_day(worker: Person, when: str) -> None:
    answered(worker, "/people", CLIENT | {"birth_on": when})


@QUICK
@given(after=st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: raw.hex()))
def test_any_place_in_a_list(worker: Person, after: str) -> None:
    for path in ("/people", "/people/{client_id}", CASE):
        worker.look(path, query_string={"after": after})
