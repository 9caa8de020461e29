"""Second steps of signing in: an app, recovery codes, browsers that are remembered, and proving oneself again."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
from flask import Flask
from pyotp import TOTP

from tenants import clock, factors
from tenants.sign_in_rules import rules, set_rules
from tests.web.conftest import HTMX, Person
from tests.world import PASSWORD, World
from webapp.tenancy import cookie_name

Count = Callable[..., int]
STEPS = "//account/second-steps"


def words_for(world: World, role: str = "owner") -> dict[str, str]:
    return {"email": f"{role}@{world.first.secret}.example.org", "password": PASSWORD}


def code_of(secret: str, ahead: int = 0) -> str:
    return TOTP(secret).at(clock.unmoved(), counter_offset=ahead)


def add_app(person: Person) -> tuple[str, list[str]]:
    """The secret of a new app, and the recovery codes that came with it."""
    form = person.look(f"{STEPS}/app")
    secret = form.typed("secret")
    wrong = person.send(f"{STEPS}/app", {"secret": secret, "code": "000000"}, 422)
    assert "not what the app should show" in wrong.wrong["code"] and wrong.typed("secret") == secret
    page = person.send(f"{STEPS}/app", {"secret": secret, "code": code_of(secret, -1)}, 200)
    return secret, [code.text() for code in page.tree.css("ol.written code")]


def go_stale(superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE gate.sessions SET proved_at = now() - interval '11 minutes'")


def test_after_the_password_comes_a_code_and_each_is_good_once(
    owner: Person, nobody: Person, app: Flask, world: World, count: Count, superuser: psycopg.Connection
) -> None:
    elsewhere = world.first.session_token("owner")
    secret, codes = add_app(owner)
    assert len(codes) == 10 == len(set(codes)) and all(len(code) == 29 for code in codes)
    owner.look("/people")
    nobody.visitor.sign_in(elsewhere)
    assert nobody.look(f"/{world.first.slug}/", 303).location.startswith("/sign-in"), "took one step only"
    nobody.visitor.delete_cookie(cookie_name())
    sent = nobody.send("/sign-in", words_for(world) | {"next": f"/{world.first.slug}/people"})
    assert sent.location == "/sign-in/second-step" and nobody.visitor.get_cookie(cookie_name()) is None
    assert nobody.follow(sent).title == "One more step"
    for wrong in ("000000", codes[0][:-1], "", "x" * 60, code_of(secret, -1)):
        nobody.send("/sign-in/second-step", {"code": wrong}, 422)
    good = code_of(secret)
    assert nobody.send("/sign-in/second-step", {"code": good}).location == f"/{world.first.slug}/people"
    again = Person(app.test_client())
    again.send("/sign-in", words_for(world))
    again.send("/sign-in/second-step", {"code": good}, 422)
    again.send("/sign-in/second-step", {"code": codes[3].upper().replace("-", " ")})
    assert count("audit_events", "verb = 'signed_in' AND codes ->> 'second' = 'recovery'") == 1
    again.send("//sign-out")
    again.send("/sign-in", words_for(world))
    again.send("/sign-in/second-step", {"code": codes[3]}, 422)
    kept = superuser.execute("SELECT factors_sealed FROM gate.identities WHERE has_second").fetchone()
    assert kept is not None and secret.encode() not in kept[0]


def test_nobody_comes_in_by_the_second_step_alone(
    nobody: Person, app: Flask, owner: Person, world: World
) -> None:
    secret, _codes = add_app(owner)
    assert nobody.look("/sign-in/second-step", 303).location == "/sign-in"
    assert nobody.send("/sign-in/second-step", {"code": code_of(secret)}).location == "/sign-in"
    nobody.send("/sign-in", words_for(world))
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert nobody.send("/sign-in/second-step", {"code": code_of(secret, 1)}).location == "/sign-in"
    for _ in range(5):
        nobody.send("/sign-in", words_for(world))
        nobody.send("/sign-in/second-step", {"code": "000000"}, 422)
    told = nobody.send("/sign-in/second-step", {"code": code_of(secret, 1)}, 429)
    assert "Too many tries" in told.summary


def test_a_browser_that_is_remembered_is_not_asked_for_thirty_days(
    nobody: Person, owner: Person, world: World
) -> None:
    secret, _codes = add_app(owner)
    nobody.send("/sign-in", words_for(world))
    nobody.send("/sign-in/second-step", {"code": code_of(secret), "remember": "y"})
    nobody.send("/sign-out")
    assert nobody.send("/sign-in", words_for(world)).location == f"/{world.first.slug}/"
    nobody.send("/sign-out")
    with clock.at(clock.now() + timedelta(days=31)):
        assert nobody.send("/sign-in", words_for(world)).location == "/sign-in/second-step"
    # Another person in the same browser is asked for theirs, and the list ends it.
    [device] = factors.holder(world.first.identities["owner"]).factors.devices
    owner.send(f"{STEPS}/devices/{device.id}/removal")
    assert nobody.send("/sign-in", words_for(world)).location == "/sign-in/second-step"


def test_over_the_page_the_second_step_comes_in_place(nobody: Person, owner: Person, world: World) -> None:
    secret, _codes = add_app(owner)
    asked = nobody.send("/sign-in/again", words_for(world), 200, headers=HTMX)
    assert not asked.is_whole and "signed-in" not in asked.response.headers.get("HX-Trigger", "")
    nobody.send("/sign-in/second-step", {"code": "000000"}, 422, headers=HTMX)
    told = nobody.send("/sign-in/second-step", {"code": code_of(secret)}, 204, headers=HTMX)
    assert "signed-in" in told.response.headers["HX-Trigger"] and "HX-Redirect" not in told.response.headers
    nobody.look(f"/{world.first.slug}/people")


def test_what_cannot_be_taken_back_wants_a_fresh_proof_and_nothing_typed_is_lost(
    owner: Person, superuser: psycopg.Connection, count: Count
) -> None:
    given = {"email": "pat@example.org", "name": "Pat <b>Newcomer", "roles": ["practitioner", "supervisor"],
             "language": "fr", "employment": "staff", "last_day": ""}  # fmt: skip
    go_stale(superuser)
    asked = owner.send("/team/invitations", given, 403)
    assert asked.title == "Show once more that it is you" and asked.typed("name") == "Pat <b>Newcomer"
    wrong = owner.send("/team/invitations", given | {"proof_password": "x"}, 403)
    assert "not your password" in wrong.wrong["proof_password"]
    assert count("invitations", "name LIKE 'Pat%%'") == 0
    owner.send("/team/invitations", given | {"proof_password": PASSWORD})
    assert count("invitations", "name LIKE 'Pat%%' AND roles = ARRAY['practitioner', 'supervisor']") == 1
    owner.send("/team/{member_id}/ending")
    go_stale(superuser)
    secret = factors.new_secret()
    owner.send(f"{STEPS}/app", {"secret": secret, "code": code_of(secret)}, 403)
    owner.send(f"{STEPS}/app", {"secret": secret, "code": code_of(secret), "proof_password": PASSWORD}, 200)
    go_stale(superuser)
    owner.send("/team/{member_id}/return", {"proof_password": PASSWORD}, 403)
    owner.send("/team/{member_id}/return", {"proof_code": code_of(secret, 1)})


def test_administrators_have_seven_days_and_everyone_where_it_is_ruled(
    owner: Person, worker: Person, superuser: psycopg.Connection, world: World
) -> None:
    assert "You have 7 days left" in owner.look("/").words and "days left" not in worker.look("/").words
    superuser.execute("UPDATE gate.identities SET second_due_from = now() - interval '8 days'")
    assert owner.look("/", 303).location == "/account/second-steps"
    owner.send("/team/invitations", {}, 403)
    worker.look("/")
    assert "Your agency wants you to have one." in owner.look(STEPS).words
    secret, _codes = add_app(owner)
    assert "days left" not in owner.look("/").words
    refused = owner.send(f"{STEPS}/app/removal", status=422)
    assert "wants a second step" in refused.words
    with world.first.acting() as session:
        set_rules(session, idle_minutes=30, second_required="everyone", version=rules(session).version)
    assert worker.look("/", 303).location == "/account/second-steps"


def test_none_of_it_is_for_others(nobody: Person) -> None:
    for path in (STEPS, f"{STEPS}/app", "//account/proof"):
        nobody.look(path, 401)
    assert nobody.look("/sign-in").tree.css_first("form[data-passkey]") is not None
    for junk in ("", "{}", "[]", '{"response": {"userHandle": 7}}', "x" * 9000):
        assert nobody.send("/sign-in/passkey", {"passkey": junk}).location == "/sign-in"


def test_two_administrators_let_somebody_in_who_has_lost_everything_and_it_takes_a_day(
    owner: Person,
    supervisor: Person,
    worker: Person,
    nobody: Person,
    world: World,
    superuser: psycopg.Connection,
) -> None:
    add_app(worker)
    superuser.execute(
        "UPDATE members SET roles = '{administrator}' WHERE id = %s", (world.first.members["supervisor"],)
    )
    here = f"/team/{world.first.members['practitioner']}/lost-second-step"
    worker.look(here, 403)
    owner.send(here, {}, 422)
    owner.send(here, {"checked": "in_person"})
    owner.send(here, {"checked": "in_person"}, 409)
    assert "Another administrator has to agree" in owner.send(f"{here}/agreement", status=422).words
    supervisor.send(f"{here}/agreement")
    assert "said on" in supervisor.look(here).words
    nobody.send("/sign-in", words_for(world, "practitioner"))
    assert nobody.look("/sign-in/second-step").title == "One more step", "not before the day is over"
    with clock.at(clock.now() + timedelta(hours=25)):
        sent = nobody.send("/sign-in", words_for(world, "practitioner"))
        assert sent.location == f"/{world.first.slug}/"
    row = superuser.execute("SELECT count(*) FROM mails WHERE template LIKE 'second_step%'").fetchone()
    assert row is not None and row[0] >= 4, "added, begun, agreed, let in"


def test_whoever_still_has_a_second_step_stops_it_by_using_it(
    owner: Person, worker: Person, nobody: Person, world: World, count: Count
) -> None:
    secret, _codes = add_app(worker)
    me, other = world.first.members["owner"], world.first.members["practitioner"]
    assert (
        "cannot say this of yourself"
        in owner.send(f"/team/{me}/lost-second-step", {"checked": "by_video"}, 422).words
    )
    owner.send(f"/team/{other}/lost-second-step", {"checked": "by_video"})
    nobody.send("/sign-in", words_for(world, "practitioner"))
    nobody.send("/sign-in/second-step", {"code": code_of(secret)})
    assert count("factor_losses", "stopped_at IS NOT NULL AND stopped_by = member_id") == 1
    owner.send(f"/team/{other}/lost-second-step/stopping", status=404)
