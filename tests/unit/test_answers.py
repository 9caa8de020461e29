"""What every answer carries, and how refusals and faults are told, without a database."""

import logging
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect

from tenants.errors import Conflict, NotFound, Refused
from webapp import assets, errors, rendering, security, ui

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(SECRET_KEY="for this test")
    security.install(app)
    rendering.install(app)
    errors.install(app)
    assets.install(app)
    CSRFProtect(app)
    app.register_blueprint(ui.pages)
    app.jinja_env.filters.setdefault("label", str)
    kinds = {
        "refused": Refused("The case is closed."),
        "conflict": Conflict("Somebody signed it first."),
        "mine": NotFound(),
        "foreign": NotFound("No file of another agency."),
        "fault": RuntimeError("secret words"),
    }

    def fail(kind: str) -> None:
        rendering.toast("It was done.")
        raise kinds[kind]

    app.add_url_rule("/fail/<kind>", view_func=fail, methods=["GET"])
    app.add_url_rule(
        "/done", view_func=lambda: rendering.done("/ui/", "The note was signed."), methods=["GET"]
    )
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for address in ("/ui/", "/nothing", "/fail/fault"):
        headers = client.get(address).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers
    assert "Strict-Transport-Security" in client.get("/ui/", base_url="https://localhost").headers


def test_in_production_every_answer_asks_for_https(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "settings", lambda: SimpleNamespace(is_production=True))
    assert "Strict-Transport-Security" in client.get("/ui/").headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/ui/draft", headers=headers).status_code == 403
    assert client.post("/no/such/page", headers=headers).status_code == 403
    assert client.get("/ui/", headers=headers).status_code == 200


def test_a_token_that_no_longer_fits_is_a_session_that_ended(client: FlaskClient) -> None:
    answer = client.post("/ui/draft", headers={"Sec-Fetch-Site": "same-origin"} | HTMX)
    assert answer.status_code == 401
    assert answer.headers["HX-Trigger"] == "session-ended"


def test_a_fragment_for_htmx_and_a_page_for_everybody_else(client: FlaskClient) -> None:
    page = client.get("/ui/rows")
    piece = client.get("/ui/rows", headers=HTMX)
    restored = client.get("/ui/rows", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert page.text.startswith("<!doctype html>") and restored.text.startswith("<!doctype html>")
    assert piece.text.startswith("<tr>")
    assert {"HX-Request", "HX-Request-Type"} <= set(piece.headers["Vary"].replace(" ", "").split(","))


def test_done_moves_on_and_says_so(client: FlaskClient) -> None:
    answer = client.get("/done")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ui/")
    assert "The note was signed." in client.get("/ui/rows").text
    assert client.get("/done", headers=HTMX).headers["HX-Redirect"] == "/ui/"


def test_a_refusal_is_told_in_its_own_words_and_what_was_rolled_back_is_not_claimed(
    client: FlaskClient,
) -> None:
    page, toast, told = (client.get("/fail/refused", headers=headers) for headers in ({}, HTMX, JSON))
    assert {page.status_code, toast.status_code, told.status_code} == {422}
    assert "The case is closed." in page.text
    assert 'hx-swap-oob="beforeend"' in toast.text and "The case is closed." in toast.text
    assert told.json and told.json["advice"] == "The case is closed."
    assert "It was done." not in page.text + toast.text


def test_a_conflict_is_409(client: FlaskClient) -> None:
    answer = client.get("/fail/conflict")
    assert answer.status_code == 409 and "Somebody signed it first." in answer.text


def test_not_there_and_not_theirs_are_the_same_answer(client: FlaskClient) -> None:
    bodies = {client.get(address).text for address in ("/fail/mine", "/fail/foreign", "/made/up")}
    assert len(bodies) == 1


def test_a_fault_shows_a_reference_and_nothing_else(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        answer = client.get("/fail/fault")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret words" not in answer.text and "Traceback" not in answer.text


def test_too_large_is_told(app: Flask, client: FlaskClient) -> None:
    assert client.post("/ui/draft", data=b"x" * (13 * 1024 * 1024)).status_code in (401, 413)


def test_what_a_page_is_made_of_may_be_kept_for_ever(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        address = app.jinja_env.globals["asset"]("app.css")
    answer = client.get(address)
    assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
    answer.close()
    assert client.get("/static/app.css").status_code == 404
    assert client.get("/static/../security.py").status_code == 404
