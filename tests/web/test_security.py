"""What every answer carries, and what is told when something is refused or fails."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import HTMX, Person
from tests.web.page import Page
from tests.world import World

Count = Callable[..., int]
PERSON = {"legal_given": "Kept", "language": "en"}


def test_nothing_inline_can_run_and_nobody_may_frame_us(nobody: Person) -> None:
    headers = nobody.look("/sign-in").response.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert (
        headers["Cross-Origin-Opener-Policy"] == "same-origin"
        and "camera=()" in headers["Permissions-Policy"]
    )
    assert "Server" not in headers and "X-Powered-By" not in headers
    assert "Strict-Transport-Security" not in headers
    secure = nobody.look("/sign-in", base_url="https://localhost").response.headers
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_page_and_its_part_are_never_mistaken_for_each_other(worker: Person) -> None:
    for headers in ({}, HTMX):
        assert "HX-Request" in worker.look("/people", headers=headers).response.headers["Vary"]
    going_back = worker.look("/people", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert going_back.is_whole
    assert worker.look("/people", headers=HTMX | {"HX-History-Restore-Request": "true"}).is_whole


def test_our_files_may_be_kept_for_ever_and_hold_nothing_private(nobody: Person) -> None:
    page = nobody.look("/sign-in")
    for node in page.tree.css("script[src], link[rel=stylesheet]"):
        answered = nobody.visitor.get(node.attributes.get("src") or node.attributes.get("href"))
        assert answered.status_code == 200 and "immutable" in answered.headers["Cache-Control"]
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        answered.close()
    for path in ("/static/../webapp/app.py", "/static/%2e%2e/app.py", "/static/", "/static/nothing.css"):
        answered = nobody.visitor.get(path)
        assert answered.status_code in (303, 404) and b"import" not in answered.data


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "made-up"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
def test_another_sites_page_changes_nothing_even_with_a_token(
    worker: Person, count: Count, headers: dict[str, str], status: int
) -> None:
    before = count("clients")
    worker.send("/people", PERSON, status, headers=headers)
    assert count("clients") == before + (status == 303)
    worker.look("/people", headers={"Sec-Fetch-Site": "cross-site"})


@pytest.mark.parametrize("token", [None, "", "x", "x.y.z", "İ" * 10_000, "\0"])
def test_without_a_token_that_fits_the_session_has_ended(
    worker: Person, count: Count, token: str | None
) -> None:
    before = count("clients")
    data = PERSON | ({} if token is None else {"csrf_token": token})
    for headers in ({}, HTMX, {"Accept": "application/json"}):
        answered = worker.visitor.post(worker.address("/people"), data=data, headers=headers)
        Page(answered)
        assert answered.status_code == 401 and answered.headers["HX-Trigger"] == "session-ended"
    assert count("clients") == before


def test_the_token_of_one_visitor_is_worth_nothing_to_another(
    worker: Person, app: Flask, count: Count
) -> None:
    before = count("clients")
    stolen = worker.visitor.form_token()
    other = app.test_client()
    other.sign_in(worker.agency.session_token("owner"))
    assert other.post(worker.address("/people"), data=PERSON | {"csrf_token": stolen}).status_code == 401
    assert count("clients") == before


def test_the_frame_that_is_kept_between_pages_holds_no_token_and_nobody_elses_words(
    worker: Person, owner: Person, app: Flask
) -> None:
    def tokens(body: str) -> set[str]:
        return set(
            re.findall(r'name="csrf_token" value="([^"]*)"', body)
            + re.findall(r'csrf-token" content="([^"]*)"', body)
        )

    again = Person(app.test_client(), worker.agency)
    again.visitor.sign_in(worker.agency.session_token("practitioner"))
    drawn = [person.look("/people").body for person in (worker, worker, again, again, owner, owner)]
    assert all(len(tokens(body)) == 1 for body in drawn)
    # Tokens carry the second they were made in, so only those of different visitors must differ.
    first, _, other, _, boss, _ = (tokens(body) for body in drawn)
    assert first != other != boss
    names = {re.search(r"You: ([^<]*)", body)[1] for body in drawn}  # type: ignore[index]  # every page says it
    assert len(names) == 2
    worker.visitor.set_cookie("language", "fr")
    assert "Sign out" in drawn[0] and "Sign out" not in worker.look("/people").body


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/amik-career-centre/nothing",
        "/no-such-agency/people",
        "/%00/people",
        "/%F0%9F%92%A9/",
        "/a//b",
        "/.git/config",
    ],
)
def test_what_is_not_here_is_told_the_same_way(worker: Person, path: str) -> None:
    bodies = []
    for headers in ({}, HTMX, {"Accept": "application/json"}):
        answered = worker.visitor.get(path, headers=headers)
        page = Page(answered)
        assert page.status in (404, 308), path
        bodies.append(page.body)
    if answered.status_code == 404:
        assert "This page is not here" in bodies[0] and "This page is not here" in bodies[1]
        assert answered.is_json and answered.json["error"] == "This page is not here"


def test_a_wrong_method_is_told_with_the_right_one(worker: Person) -> None:
    page = worker.send("/team", status=405)
    assert "GET" in page.response.headers["Allow"] and page.title == "This could not be read"


@pytest.mark.parametrize("where", ["/people", "//sign-in", "//language"])
def test_too_much_is_refused_before_it_is_read(worker: Person, where: str) -> None:
    address = worker.address(where)
    token = worker.visitor.form_token()
    huge = worker.visitor.post(
        address, data={"csrf_token": token, "legal_given": "x" * 1_100_000, "email": "x"}
    )
    many = worker.visitor.post(
        address,
        data={"csrf_token": token} | {f"f{n}": "x" for n in range(1100)},
        content_type="multipart/form-data",
    )
    bytes_ = worker.visitor.post(
        address, data=b"a=" + b"x" * (13 * 1024 * 1024), content_type="application/x-www-form-urlencoded"
    )
    for how, answered in (("huge", huge), ("many", many), ("bytes", bytes_)):
        assert (how, answered.status_code) == (how, 413) and Page(answered).title == "This is too large"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[1, 2]", "application/json"),
        (b'{"legal_given": {"a": 1}, "language": "en"}', "application/json"),
        (
            b'{"legal_given": "\\ud800", "language": "en", "email": "\\ud800@x.ca", "password": "\\ud800"}',
            "application/json",
        ),
        (b"{", "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"legal_given=%FF%FE&language=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"<x/>", "text/xml"),
        (b"", "text/plain"),
    ],
)
def test_what_no_form_sends_is_refused_in_words(worker: Person, body: bytes, kind: str) -> None:
    token = {"X-CSRFToken": worker.visitor.form_token()}
    for where in (
        "/people",
        "//sign-in",
        "/people/{client_id}/cases/{case_id}/notes/{draft_id}/signature",
        "/team/invitations",
    ):
        answered = worker.visitor.post(worker.address(where), data=body, content_type=kind, headers=token)
        assert 400 <= answered.status_code < 500 and Page(answered).words, (where, answered.status_code)


def fail(*_args: Any, **_options: Any) -> None:
    raise RuntimeError("about Ozymandra: details nobody should read")


@pytest.fixture
def broken(worker: Person, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestResponse]:
    """The list of people, when something inside fails."""
    monkeypatch.setattr("webapp.clients.queries.page_of_clients", fail)
    return lambda **options: worker.visitor.get(worker.address("/people"), **options)


def test_a_fault_of_ours_says_so_and_nothing_of_what_happened(
    broken: Callable[..., TestResponse], world: World
) -> None:
    assert world
    answers = [broken(), broken(headers=HTMX), broken(headers={"Accept": "application/json"})]
    for answered in answers:
        page = Page(answered)
        assert page.status == 500
        assert answered.headers["X-Request-Id"] in page.body
        assert not any(
            word in page.body for word in ("Ozymandra", "RuntimeError", "Traceback", "page_of_clients")
        )
    assert "Something went wrong on our side" in Page(answers[0]).title
    assert answers[1].headers["HX-Reswap"] == "none"
    assert answers[2].json["reference"] == answers[2].headers["X-Request-Id"]


def test_a_fault_after_a_change_takes_it_back_with_its_words(
    worker: Person, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count("clients"), count("audit_events")
    monkeypatch.setattr("webapp.clients.done", fail)
    worker.send("/people", PERSON, 500)
    monkeypatch.undo()
    assert (count("clients"), count("audit_events")) == before
    assert "is open" not in worker.look("/people").words


def test_words_said_in_passing_are_said_once(worker: Person) -> None:
    assert "is open." in worker.follow(worker.send("/people", PERSON)).words
    assert "is open." not in worker.look("/people").words
    worker.send("/people", PERSON)
    part = worker.look("/people", headers=HTMX)
    assert part.tree.css("#toasts[hx-swap-oob=beforeend]") and "is open." in part.words


def test_a_members_list_is_theirs_even_with_anothers_cookie_of_forms(worker: Person, owner: Person) -> None:
    assert (
        worker.look("/people").response.headers["X-Request-Id"]
        != owner.look("/people").response.headers["X-Request-Id"]
    )
    for _ in range(2):
        assert "Set-Cookie" not in worker.look("/documents").response.headers or "HttpOnly" in str(
            worker.look("/documents").response.headers
        )
