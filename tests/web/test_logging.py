"""Logs hold ids and codes: never a name, an address, or a word anybody wrote."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.world import PASSWORD, World

# Another process, as an operator runs it: what it writes is all that is looked at.
STORY = """
import json, sys
from tests.visitor import Visitor
from webapp import clients
from webapp.app import create_app
token, slug, client_id, case_id, draft_id, password = sys.argv[1:]
app = create_app()
app.test_client_class = Visitor
visitor, stranger = app.test_client(), app.test_client()
visitor.sign_in(token)
visitor.get(f"/{slug}/people")
visitor.get(f"/{slug}/people/{client_id}")
visitor.send(f"/{slug}/people/search", {"q": "Ozymandra"})
visitor.send(f"/{slug}/people", {"legal_given": "Typedname", "language": "en", "email": "typed@example.com"})
visitor.send(f"/{slug}/people", {"legal_given": "Typedname", "language": "en", "email": "typedwrong"})
visitor.send(f"/{slug}/people/{client_id}/cases/{case_id}/notes/{draft_id}/draft", {"details": "Typedwords", "version": "2"})
visitor.get(f"/{slug}/people/Typedaddress")
visitor.get("/Typedaddress?q=Typedquery", headers={"User-Agent": "Typedagent", "X-Request-Id": "Typedid"})
stranger.send("/sign-in", {"email": "typed@example.com", "password": "Typedpassword"})
stranger.send("/sign-in", {"email": "owner@heliotrope.example.org", "password": password})
stranger.post("/sign-in", data={"email": "typed@example.com"})
def fail(*_args, **_options):
    raise RuntimeError("Typedfault about Ozymandra") if FAULT else None
FAULT = __FAULT__
if FAULT:
    clients.queries.page_of_clients = fail
    visitor.get(f"/{slug}/people")
"""


def lines(world: World, *, fault: bool, **environment: str) -> tuple[str, list[dict[str, Any]]]:
    agency = world.first
    ids = [str(agency.ids[name]) for name in ("client_id", "case_id", "draft_id")]
    given = [agency.session_token("practitioner"), agency.slug, *ids, PASSWORD]
    done = subprocess.run(
        [sys.executable, "-c", STORY.replace("__FAULT__", str(fault)), *given],
        capture_output=True, text=True, check=False, timeout=60, env=os.environ | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    return said, [json.loads(line) for line in done.stderr.splitlines()]


@pytest.fixture
def production() -> dict[str, str]:
    """What an operator sets."""
    return {
        "NORTHFILE_ENVIRONMENT": "production", "NORTHFILE_BASE_URL": "https://northfile.example.org", "SMTP_URL": "smtp://localhost",
        "NORTHFILE_MAIL_FROM": "Northfile <no-reply@northfile.example.org>",
        "NORTHFILE_SECRET": "c29tZSBvdGhlciByb290IGtleSBvZiAzMiBieXRlcyE=",
    }  # fmt: skip


def test_a_line_for_every_request_and_no_word_of_anybodys(world: World) -> None:
    said, told = lines(world, fault=False)
    for word in (
        "Ozymandra",
        "Typed",
        "typed",
        "heliotrope",
        "owner@",
        PASSWORD,
        "Amik",
        world.first.slug,
        "Practitioner of",
    ):
        assert word not in said, word
    requests = [line for line in told if line["event"] == "request"]
    assert len(requests) == 11
    inside = [line for line in requests if line.get("agency")]
    assert {line["agency"] for line in inside} == {str(world.first.organisation_id)} and len(inside) == 6
    assert {line["member"] for line in inside} == {str(world.first.members["practitioner"])}
    assert len({line["request_id"] for line in requests}) == 11 and all(
        len(line["request_id"]) == 12 for line in requests
    )
    assert {line["status"] for line in requests} == {200, 303, 308, 401, 404, 422}
    assert "/<slug>/people/<uuid:client_id>" in {line["page"] for line in requests}
    assert all({"method", "timestamp", "level"} <= set(line) for line in requests)


def test_a_fault_is_found_by_its_reference_and_in_production_not_quoted(
    world: World, production: dict[str, str]
) -> None:
    said, told = lines(world, fault=True, **production)
    # Under another root key nothing sealed can be read either: those faults are told like any.
    faults = [line for line in told if line["event"] == "request failed"]
    (fault,) = [line for line in faults if line["kind"] == "RuntimeError"]
    assert any("clients.py" in frame for frame in fault["where"])
    assert fault["reference"] in {line["request_id"] for line in told if line["event"] == "request"}
    assert all(line["message"] == "" for line in faults)
    assert "Typed" not in said and "Ozymandra" not in said


FAULTS = """
import logging, structlog
from tenants.logs import configure
configure()
try:
    raise RuntimeError("Typedfault")
except RuntimeError as error:
    structlog.get_logger().exception("ours")
    structlog.get_logger().error("ours", exc_info=error)
    logging.getLogger("celery").error("Task raised: %r", error, exc_info=True)
logging.getLogger("celery").error("Task %s", "lost")
"""


def test_of_an_exception_the_log_keeps_kind_and_place_whoever_logs_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True, timeout=60
    )
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in told] == ["ours", "ours", "Task raised: %r", "Task lost"]
    for line in told[:3]:
        assert line["error"] == "RuntimeError" and line["where"] == ["<string>:6"]
    assert "Typedfault" not in done.stderr and "where" not in told[3]
