"""A person's own sign-in: a forgotten password, a changed one, sessions, the lock, delays, how long nobody is missed."""

import json
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from tenants import clock, gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict
from tenants.jobs import JobRow
from tenants.mail import Mail
from tenants.settings import settings
from tenants.sign_in_rules import set_rules
from tests.web.conftest import Person, mailed
from tests.world import PASSWORD, World
from webapp.tenancy import cookie_name
from workers.app import work

Count = Callable[..., int]
NEW = "eleven herons over the weir"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def words_for(world: World, role: str = "owner", **other: str) -> dict[str, str]:
    return {"email": f"{role}@{world.first.secret}.example.org", "password": PASSWORD} | other


def token_of(person: Person) -> str:
    cookie = person.visitor.get_cookie(cookie_name())
    assert cookie is not None
    return cookie.value


def sent_to(address: str) -> list[str]:
    with acting_for(gate.platform()), transaction(read_only=True) as session:
        wanted = select(Mail.template).where(Mail.to_address == address).order_by(Mail.id)
        return list(session.execute(wanted).scalars())


def work_off(kind: str) -> None:
    with acting_for(gate.platform()), transaction(read_only=True) as session:
        waiting = list(
            session.execute(select(JobRow.id).where(JobRow.kind == kind, JobRow.state == "waiting")).scalars()
        )
    for job in waiting:
        work(str(job), kind)


def test_a_forgotten_password_is_chosen_anew_by_a_link_and_the_answer_tells_nobody_who_signs_in(
    nobody: Person, world: World, app: Flask, superuser: psycopg.Connection, count: Count
) -> None:
    address = words_for(world)["email"]
    before, begun = Person(app.test_client()), sent_to(address)
    before.send("/sign-in", words_for(world))
    known, unknown = (
        nobody.send("/reset", {"email": email}) for email in (address.upper(), "nobody@example.org")
    )
    assert (known.location, known.body) == (unknown.location, unknown.body)
    assert count("gate.resets") == 2 and sent_to(address) == begun
    work_off("send_reset")
    assert (
        count("gate.resets") == 1
        and sent_to(address) == [*begun, "reset"]
        and sent_to("nobody@example.org") == []
    )
    link = "/reset/" + mailed(gate.platform(), address)
    assert address in nobody.look(link).words
    for password, told in (
        ("fourteen chars", "at least 15"),
        ("x" * 20, "too easy"),
        ("Amik Career Centre", "too easy"),
    ):
        assert told in nobody.send(link, {"password": password}, 422).summary
    assert nobody.send(link, {"password": NEW}).location == f"/{world.first.slug}/"
    assert nobody.look(f"/{world.first.slug}/").title == "Today"
    before.look(f"/{world.first.slug}/", 303)
    assert "password_changed" in sent_to(address) and count("audit_events", "verb = 'password_reset'") == 1
    assert "used already" in nobody.look(link).words
    nobody.send(link, {"password": NEW + "!"}, 422)
    other = Person(app.test_client())
    other.send("/sign-in", words_for(world), 422)
    other.send("/sign-in", words_for(world, password=NEW))
    other.send("/reset", {"email": address})
    work_off("send_reset")
    superuser.execute("UPDATE gate.resets SET expires_at = now() - interval '1 second' WHERE used_at IS NULL")
    assert "more than a day old" in other.look("/reset/" + mailed(gate.platform(), address)).words


def test_who_signs_in_cannot_be_told_by_the_time_an_answer_takes(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    """Compared in turns, each address anew, so that neither a delay nor the machine's mood decides."""
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(24):
        superuser.execute("DELETE FROM gate.tries")
        for kind, name in (("known", "owner"), ("unknown", f"nobody{number}")):
            data = {
                "csrf_token": nobody.visitor.form_token(),
                **words_for(world, name, password="not so, not so"),
            }
            begun = perf_counter()
            answered = nobody.visitor.post("/sign-in", data=data)
            took[kind].append(perf_counter() - begun)
            assert answered.status_code == 422
    known, unknown = (median(times) for times in took.values())
    assert 0.85 < known / unknown < 1.18, (known, unknown)


def test_tries_in_vain_are_slowed_down_and_a_stranger_locks_nobody_out(
    nobody: Person, world: World, app: Flask
) -> None:
    nobody.send("/sign-in", words_for(world))  # from now on a browser the owner is known in
    told = set()
    for address in (words_for(world)["email"], "nobody@example.org"):
        stranger = Person(app.test_client())
        for _ in range(5):
            stranger.send(
                "/sign-in", {"email": address, "password": "guess"}, 422, environ_overrides=ELSEWHERE
            )
        page = stranger.send(
            "/sign-in", {"email": address, "password": PASSWORD}, 429, environ_overrides=ELSEWHERE
        )
        assert page.typed("email") == address
        told.add(page.summary)
    assert told == {"Too many tries. Wait 2 seconds, then try again."}, "a right one is not looked at either"
    nobody.send("/sign-in", words_for(world))
    late = Person(app.test_client())
    with clock.at(clock.now() + timedelta(seconds=3)):
        late.send("/sign-in", words_for(world), environ_overrides=ELSEWHERE)
    again = Person(app.test_client())
    again.send("/sign-in", words_for(world, password="guess"), 422)
    again.send("/sign-in", words_for(world))


def test_codes_of_documents_are_not_guessed_from_one_address(
    nobody: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [nobody.visitor.get(f"/v/{number:016}").status_code for number in range(31)]
    assert asked == [404] * 30 + [429]
    # Whom a request says that it comes from is believed of our own proxies only.
    pretended = nobody.visitor.get("/d/made-up", headers={"X-Forwarded-For": "198.51.100.7"})
    assert pretended.status_code == 429 and int(pretended.headers["Retry-After"]) > 0
    assert nobody.visitor.get("/d/made-up", environ_overrides=ELSEWHERE).status_code == 404
    ours = settings().model_copy(update={"proxies": 1})
    monkeypatch.setattr("webapp.browsers.settings", lambda: ours)
    for forwarded, status in (("198.51.100.7", 404), ("198.51.100.7, 127.0.0.1", 429)):
        asked_for = {"X-Forwarded-For": forwarded}
        assert nobody.visitor.get("/d/made-up", headers=asked_for).status_code == status


def test_a_changed_password_ends_every_other_session_and_this_one_gets_a_new_token(
    nobody: Person, world: World, app: Flask, count: Count
) -> None:
    nobody.send("/sign-in", words_for(world))
    kept = token_of(nobody)
    other = Person(app.test_client())
    other.send("/sign-in", words_for(world), headers=FIREFOX)
    wrong = nobody.send("/account/password", {"current": "guess", "password": NEW}, 422)
    assert "do not belong together" in wrong.wrong["current"] and wrong.typed("password") == ""
    assert (
        "at least 15"
        in nobody.send("/account/password", {"current": PASSWORD, "password": "short"}, 422).summary
    )
    assert nobody.send("/account/password", {"current": PASSWORD, "password": NEW}).location == "/account"
    other.look("/account", 401)
    assert token_of(nobody) != kept and gate.resume(kept, "")[0] is None
    assert "signed in nowhere else" in nobody.look("/account").words
    assert count("audit_events", "verb = 'password_changed'") == 1
    assert sent_to(words_for(world)["email"]).count("password_changed") == 1


def test_sessions_are_listed_and_ended_and_a_new_browser_is_told_by_mail(
    nobody: Person, world: World, app: Flask, superuser: psycopg.Connection
) -> None:
    nobody.send("/sign-in", words_for(world))
    told = sent_to(words_for(world)["email"]).count("new_browser")
    other = Person(app.test_client())
    other.send("/sign-in", words_for(world), headers=FIREFOX)
    assert sent_to(words_for(world)["email"]).count("new_browser") == told + 1
    other.send("/sign-out")
    other.send("/sign-in", words_for(world), headers=FIREFOX)
    assert sent_to(words_for(world)["email"]).count("new_browser") == told + 1, "known by now"
    page = nobody.look("/account")
    assert "Firefox, Linux" in page.words
    (theirs,) = [one.attributes["value"] for one in page.tree.css("#sessions input[name=session]")]
    stranger = Person(app.test_client())
    stranger.visitor.sign_in(gate.open_session(world.second.identities["owner"]))
    stranger.send("/account/sessions/end", {"session": str(theirs)}, 404)
    other.look("/account")
    nobody.send("/account/sessions/end", {"session": str(theirs)})
    other.look("/account", 401)
    other.send("/sign-in", words_for(world))
    nobody.send("/account/sessions/end-others")
    other.look("/account", 401)
    nobody.look("/account")


def test_a_locked_screen_shows_nothing_until_the_password_is_given(nobody: Person, world: World) -> None:
    nobody.send("/sign-in", words_for(world))
    kept, there = token_of(nobody), f"/{world.first.slug}/team"
    locked = nobody.send("/lock", headers={"Referer": f"http://localhost{there}"})
    assert (
        locked.location.startswith("/lock?next=") and locked.response.headers["Clear-Site-Data"] == '"cache"'
    )
    page = nobody.follow(locked)
    assert "locked this screen" in page.words and world.first.secret not in page.body
    assert nobody.look(there, 303).location.startswith("/sign-in?next=")
    assert nobody.look("/sign-in", 303).location.startswith("/lock")
    nobody.send(f"/{world.first.slug}/people/search", {"q": "x"}, 401)
    nobody.send("/lock/open", {"password": "guess"}, 422)
    opened = nobody.send("/lock/open", {"password": PASSWORD, "next": page.typed("next")})
    assert opened.location == there and nobody.follow(opened).title == "Team"
    assert token_of(nobody) != kept and gate.resume(kept, "")[0] is None
    assert nobody.look("/lock", 303).location == "/"
    nobody.send("/lock")
    nobody.send("/sign-out")
    assert nobody.look("/lock", 303).location == "/", "who signs out leaves nothing to unlock"


def test_how_long_a_session_may_rest_is_the_agencys_to_say_and_the_shortest_counts(
    owner: Person, worker: Person, world: World, superuser: psycopg.Connection
) -> None:
    rest = "UPDATE gate.sessions SET last_seen = now() - interval '11 minutes'"
    worker.look("/security/rules", 403)
    rules = {"idle_minutes": "10", "second_required": "administrators", "version": "1"}
    assert (
        "10 to 120" in owner.send("/security/rules", rules | {"idle_minutes": "9"}, 422).wrong["idle_minutes"]
    )
    superuser.execute(rest)
    owner.send("/security/rules", rules)
    superuser.execute(rest)
    assert worker.look("/team", 303).location.startswith("/sign-in")
    elsewhere = Person(worker.visitor, world.second)
    elsewhere.visitor.sign_in(world.second.session_token("practitioner"))
    superuser.execute(rest)
    elsewhere.look("/team")
    superuser.execute(  # now they work in both
        "UPDATE members SET identity_id = %s WHERE id = %s",
        (world.second.identities["practitioner"], world.first.members["colleague"]),
    )
    elsewhere.visitor.sign_in(world.second.session_token("practitioner"))
    superuser.execute(rest)
    elsewhere.look("/team", 303)
    with world.first.acting() as session, pytest.raises(Conflict):
        set_rules(session, idle_minutes=60, second_required="everyone", version=0)


def test_asking_how_long_is_left_is_no_use_and_staying_is(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    nobody.send("/sign-in", words_for(world))
    superuser.execute("UPDATE gate.sessions SET last_seen = now() - interval '29 minutes'")
    left = [json.loads(nobody.visitor.get("/sign-in/left").get_data())["seconds"] for _ in range(2)]
    assert all(50 < seconds <= 60 for seconds in left)
    assert nobody.visitor.send("/sign-in/stay").status_code == 204
    assert json.loads(nobody.visitor.get("/sign-in/left").get_data())["seconds"] > 1700
    nobody.send("/sign-out")
    assert json.loads(nobody.visitor.get("/sign-in/left").get_data())["seconds"] == 0
    assert nobody.visitor.send("/sign-in/stay").status_code == 401


def test_a_password_kept_cheaply_is_kept_better_once_it_is_shown(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    cheap, who = (
        PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD),
        world.first.identities["owner"],
    )
    superuser.execute("UPDATE gate.identities SET password_hash = %s WHERE id = %s", (cheap, who))
    nobody.send("/sign-in", words_for(world))
    found = gate.find_login(words_for(world)["email"])
    assert found is not None and found[1] != cheap and "m=19456,t=2" in found[1]
    nobody.send("/sign-in", words_for(world))


def test_a_short_password_that_has_come_to_stand_alone_is_made_longer_first(
    nobody: Person, world: World, superuser: psycopg.Connection
) -> None:
    short = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash("heronweir")
    superuser.execute(
        "UPDATE gate.identities SET password_hash = %s WHERE id = %s",
        (short, world.first.identities["owner"]),
    )
    sent = nobody.send("/sign-in", words_for(world, password="heronweir"))
    assert sent.location.startswith("/reset/") and nobody.visitor.get_cookie(cookie_name()) is None
    nobody.send(sent.location, {"password": "heronweir"}, 422)
    assert nobody.send(sent.location, {"password": NEW}).location == f"/{world.first.slug}/"
