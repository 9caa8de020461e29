"""Signing in and out."""

import json
from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from tenants import gate
from tenants.settings import settings
from tests.web.conftest import HTMX, Person
from tests.world import PASSWORD, World
from webapp.tenancy import cookie_name

Count = Callable[..., int]


def words_for(world: World, role: str = "owner") -> dict[str, str]:
    return {"email": f"{role}@{world.first.secret}.example.org", "password": PASSWORD}


def token_of(person: Person) -> str:
    cookie = person.visitor.get_cookie(cookie_name())
    assert cookie is not None
    return cookie.value


def test_signing_in_leads_home(nobody: Person, world: World) -> None:
    assert "/sign-in" in nobody.look("/").links("Sign in")
    sent = nobody.send("/sign-in", words_for(world))
    assert sent.location == f"/{world.first.slug}/" and nobody.follow(sent).title == "Today"
    assert nobody.look("/", 303).location == f"/{world.first.slug}/"


@pytest.mark.parametrize("email", ["OWNER@Heliotrope.Example.ORG", " owner@heliotrope.example.org\t"])
def test_an_address_is_the_same_however_it_is_written(nobody: Person, world: World, email: str) -> None:
    nobody.send("/sign-in", words_for(world) | {"email": email})


def test_unknown_and_wrong_are_one_answer(nobody: Person, world: World) -> None:
    good = words_for(world)
    told = set()
    for wrong in (
        {"password": "x"},
        {"email": "nobody@example.org"},
        {"email": "ö@example.org"},
        {"password": PASSWORD + " "},
    ):
        page = nobody.send("/sign-in", good | wrong, 422)
        assert page.typed("email") == (good | wrong)["email"] and page.typed("password") == ""
        assert nobody.visitor.get_cookie(cookie_name()) is None
        told.add(page.summary)
    assert told == {"This e-mail and password do not belong together. Check both and try again."}


def test_what_is_missing_is_said_beside_the_field(nobody: Person) -> None:
    page = nobody.send("/sign-in", {}, 422)
    assert page.wrong == {"email": "Enter your e-mail address.", "password": "Enter your password."}


def test_a_disabled_person_is_nobody(nobody: Person, world: World, superuser: psycopg.Connection) -> None:
    nobody.send("/sign-in", words_for(world))
    superuser.execute(
        "UPDATE gate.identities SET disabled_at = now() WHERE id = %s", (world.first.identities["owner"],)
    )
    nobody.look(f"/{world.first.slug}/", 303)
    nobody.send("/sign-in", words_for(world), 422)


def test_the_cookie_is_for_us_alone(nobody: Person, world: World) -> None:
    cookies = nobody.send("/sign-in", words_for(world)).response.headers.getlist("Set-Cookie")
    (ours,) = [one for one in cookies if one.startswith("sid=")]
    assert "HttpOnly" in ours and "SameSite=Lax" in ours and "Path=/" in ours
    assert "Domain" not in ours and "Max-Age" not in ours and "Expires" not in ours, "ends with the browser"


def test_in_production_it_never_travels_in_clear(
    nobody: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = settings().model_copy(update={"environment": "production"})
    for room in ("tenancy", "sessions", "browsers", "second_steps"):
        monkeypatch.setattr(f"webapp.{room}.settings", lambda: real)
    cookies = nobody.send("/sign-in", words_for(world)).response.headers.getlist("Set-Cookie")
    (ours,) = [one for one in cookies if one.startswith("__Host-sid=")]
    assert "Secure" in ours and "Path=/" in ours and "Domain" not in ours


def test_signing_out_ends_the_session_in_the_database(nobody: Person, world: World, count: Count) -> None:
    nobody.send("/sign-in", words_for(world))
    kept, was_open = token_of(nobody), count("gate.sessions", "revoked_at IS NULL")
    left = nobody.send("/sign-out")
    assert left.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert nobody.visitor.get_cookie(cookie_name()) is None
    assert count("gate.sessions", "revoked_at IS NULL") == was_open - 1
    nobody.visitor.set_cookie(cookie_name(), kept)
    assert nobody.look(f"/{world.first.slug}/", 303).location.startswith("/sign-in")
    assert count("audit_events", "verb = 'signed_out'") == 1
    nobody.send("/sign-out")


def test_a_session_from_before_is_worth_nothing_after(nobody: Person, world: World) -> None:
    """Somebody who planted their own cookie, or their own form token, in this browser is not let in with it."""
    planted = gate.open_session(world.second.identities["owner"])
    nobody.visitor.set_cookie(cookie_name(), planted)
    form_before = nobody.visitor.form_token()
    nobody.send("/sign-in", words_for(world))
    assert token_of(nobody) != planted and gate.resume(planted, "")[0] is None
    again = nobody.visitor.post(
        f"/{world.first.slug}/people/search", data={"csrf_token": form_before, "q": "x"}
    )
    assert again.status_code == 401


def test_the_token_of_a_session_is_made_by_us(nobody: Person, world: World) -> None:
    nobody.visitor.set_cookie(cookie_name(), "chosen-by-somebody-else")
    nobody.send("/sign-in", words_for(world))
    assert token_of(nobody) != "chosen-by-somebody-else" and len(token_of(nobody)) == 43


@pytest.mark.parametrize("there", ["/amik-career-centre/people", "/agencies"])
def test_one_goes_on_to_where_one_was_going(nobody: Person, world: World, there: str) -> None:
    asked = nobody.look("/amik-career-centre/people", 303)
    assert nobody.follow(asked).typed("next") == "/amik-career-centre/people"
    assert nobody.send("/sign-in", words_for(world) | {"next": there}).location == there


@pytest.mark.parametrize(
    "there",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil.example", "\\/evil.example",
     "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", " //evil.example", "", "/\x00/evil.example", "////x"],
)  # fmt: skip
def test_and_never_to_somebody_elses_place(nobody: Person, world: World, there: str) -> None:
    home = f"/{world.first.slug}/"
    answered = nobody.visitor.send("/sign-in", words_for(world) | {"next": there})
    assert (answered.status_code, answered.headers.get("Location")) in [(303, home), (422, None)]
    # By a link, nothing stands in the way of signing in either.
    form = Person(nobody.visitor.application.test_client()).look("/sign-in", query_string={"next": there})
    assert nobody.send("/sign-in", words_for(world) | {"next": form.typed("next")}).location == home


def test_five_sessions_and_the_oldest_ends(world: World, app: Flask) -> None:
    people = [Person(app.test_client()) for _ in range(6)]
    for person in people:
        person.send("/sign-in", words_for(world))
    assert [person.visitor.get(f"/{world.first.slug}/").status_code for person in people] == [303, *[200] * 5]


@pytest.mark.parametrize(
    "spent", ["last_seen = now() - interval '31 minutes'", "created_at = now() - interval '13 hours'"]
)
def test_a_session_ends_by_itself(
    nobody: Person, world: World, superuser: psycopg.Connection, spent: str
) -> None:
    nobody.send("/sign-in", words_for(world))
    superuser.execute(f"UPDATE gate.sessions SET {spent}")
    assert nobody.look(f"/{world.first.slug}/people", 303).location.startswith("/sign-in")
    told = nobody.send(f"/{world.first.slug}/people", {}, 401)
    assert told.response.headers["HX-Trigger"] == "session-ended" and told.title == "Sign in to go on"
    assert nobody.visitor.send(
        f"/{world.first.slug}/people", {}, headers={"Accept": "application/json"}
    ).is_json


def test_signing_in_again_over_the_page_gives_a_token_that_works(nobody: Person, world: World) -> None:
    form = nobody.look("/sign-in/again", headers=HTMX)
    assert not form.is_whole and form.typed("email") == ""
    wrong = nobody.send("/sign-in/again", words_for(world) | {"password": "x"}, 422, headers=HTMX)
    assert not wrong.is_whole and "do not belong together" in wrong.summary
    told = nobody.send("/sign-in/again", words_for(world), 204, headers=HTMX).response.headers
    assert "HX-Redirect" not in told
    fresh = json.loads(told["HX-Trigger"])["signed-in"]
    assert fresh["me"] == str(world.first.identities["owner"])
    page = nobody.look(f"/{world.first.slug}/")
    assert page.tree.css_first("meta[name=sign-in-again]").attributes["data-me"] == fresh["me"]
    sent = nobody.visitor.post(
        f"/{world.first.slug}/people/search", data={"q": "x"}, headers={"X-CSRFToken": fresh["token"]}
    )
    assert sent.status_code == 200
    assert nobody.look("/sign-in/again", 204, headers=HTMX).body == ""


def test_without_script_signing_in_again_is_a_page(nobody: Person, world: World) -> None:
    assert nobody.look("/sign-in/again").is_whole
    assert nobody.send("/sign-in/again", {}, 422).is_whole
    assert nobody.send("/sign-in/again", words_for(world)).location == f"/{world.first.slug}/"


def test_agencies_are_for_those_who_signed_in(nobody: Person, world: World) -> None:
    nobody.look("/agencies", 401)
    nobody.send("/sign-in", words_for(world))
    page = nobody.look("/agencies")
    assert page.links("Amik Career Centre") == [f"/{world.first.slug}/"] and "Carrefour" not in page.words


def test_somebody_who_belongs_nowhere_is_told(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE members SET ended_at = now() WHERE id = %s", (world.first.members["owner"],))
    sent = nobody.send("/sign-in", words_for(world))
    assert sent.location == "/agencies" and "You belong to no agency" in nobody.follow(sent).words
