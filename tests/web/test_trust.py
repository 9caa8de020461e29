"""People and trust: roles on a page, the review of access, the audit trail and its proof, support by leave."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from records.access.actions import block_access
from records.trail.rules import Copy, Fault, read_copy
from templates.labels import LABELS
from tenants import audit, clock, gate
from tenants.invitations import get_invitation, send_again, withdraw_invitation
from tenants.members import get_member
from tenants.permissions import FOR_EVERYONE
from tenants.reviewing import confirm_access, get_access_review
from tenants.settings import settings
from tests.visitor import Visitor
from tests.web.conftest import Person, id_in, mailed
from tests.world import Agency, World
from webapp.roles import DUTIES
from workers.app import work

HELP = "Dana Ray <dana@support.example.org>"


@pytest.fixture
def dana(monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody of the operator who may be let in."""
    monkeypatch.setenv("NORTHFILE_SUPPORT", HELP)
    settings.cache_clear()
    return "dana@support.example.org"


def last_events(superuser: psycopg.Connection, verb: str) -> list[dict[str, Any]]:
    rows = superuser.execute("SELECT codes FROM audit_events WHERE verb = %s ORDER BY seq", (verb,))
    return [codes for (codes,) in rows]


def test_roles_change_on_a_page_from_the_next_click(
    owner: Person, worker: Person, world: World, superuser: psycopg.Connection
) -> None:
    here = "/team/{member_id}/roles"
    worker.look("/figures", 403)
    worker.send(here, {"roles": ["administrator"], "version": 1}, 403)
    owner.send(here, {"roles": ["support"], "version": 1}, 422)
    back = owner.send(here, {"roles": ["practitioner", "auditor"], "version": 1}, 422)
    assert "enter their last day first" in back.wrong["roles"]
    owner.follow(owner.send(here, {"roles": ["practitioner", "reporter"], "version": 1}))
    worker.look("/figures")
    assert owner.send(here, {"roles": ["supervisor"], "version": 1}, 409).typed("version") == "2"
    told = {"before": ["practitioner"], "after": ["practitioner", "reporter"], "alone": False}
    assert last_events(superuser, "member_roles_changed") == [told]
    history = owner.look("/security/history").words
    assert "Before: Practitioner. Now: Practitioner, Reporter." in history
    me = world.first.members["owner"]
    alone = {"roles": ["practitioner"], "version": 1}
    assert "administrator first" in owner.send(f"/team/{me}/roles", alone, 422).summary
    owner.send(here, {"roles": ["administrator"], "version": 2})
    assert "Somebody else has to change" in owner.send(f"/team/{me}/roles", alone, 422).summary
    assert "Reads, after writing why" in worker.look("/team/roles").words


def test_every_permission_beside_the_files_has_words() -> None:
    assert set(DUTIES) == set(LABELS["permission"]) and not set(DUTIES) & FOR_EVERYONE


def test_an_invitation_is_sent_again_and_the_old_link_is_dead(
    owner: Person, worker: Person, world: World
) -> None:
    here, address = "/team/invitations/{invitation_id}/sending", f"late@{world.first.secret}.example.org"
    old = mailed(world.first.tenancy(), address)
    worker.send(here, status=403)
    with clock.at(clock.now() + timedelta(days=8)):
        assert gate.find_invitation(old) is None
        with world.first.acting() as session:
            invitation = get_invitation(session, world.first.ids["invitation_id"])
            send_again(session, invitation)
        new = mailed(world.first.tenancy(), address)
        assert gate.find_invitation(new) is not None and gate.find_invitation(old) is None
    assert "Wait ten minutes" in owner.send(here, status=422).words
    with world.first.acting() as session:
        withdraw_invitation(session, get_invitation(session, world.first.ids["invitation_id"]))
    owner.send(here, status=409)


def test_a_review_says_who_confirmed_what(
    owner: Person, worker: Person, world: World, superuser: psycopg.Connection
) -> None:
    worker.look("/team/access-reviews", 403)
    page = owner.send("/team/access-reviews")
    here = f"/team/access-reviews/{id_in(page)}"
    owner.send("/team/access-reviews", status=409)
    assert "to go" in owner.send(f"{here}/closing", status=422).words
    members = {role: f"{here}/members/{one}" for role, one in world.first.members.items()}
    assert (
        "Say what has to change"
        in owner.send(members["practitioner"], {"answer": "change"}, 422).wrong["words"]
    )
    owner.send(members["practitioner"], {"answer": "change", "words": "Left the north <b>site"})
    assert "Left the north <b>site" in owner.look(here).words
    for role in set(members) - {"owner"}:
        owner.send(members[role], {"answer": "keep"})
    assert "alone after seven days" in owner.send(members["owner"], {"answer": "keep"}, 422).summary
    superuser.execute(
        "UPDATE members SET roles = '{administrator}' WHERE id = %s", (world.first.members["supervisor"],)
    )
    assert "Changed since" in owner.look(here).words
    owner.send(members["supervisor"], {"answer": "keep"})
    with world.first.acting("supervisor") as session:
        review = get_access_review(session, id_in(page))
        confirm_access(session, review, get_member(session, world.first.members["owner"]), answer="keep")
    owner.send(f"{here}/closing")
    closed = owner.look(here).words
    assert "Closed on" in closed and "Left the north" in closed
    owner.send(members["practitioner"], {"answer": "keep"}, 409)


def test_the_trail_is_read_narrowed_and_names_only_whom_the_reader_may_know(
    supervisor: Person, worker: Person, world: World
) -> None:
    worker.look("/audit", 403)
    worker.look("/people/{client_id}")
    who = world.first.members["practitioner"]
    page = supervisor.look(f"/audit?member_id={who}&verb=client_viewed")
    assert world.first.name in page.words
    assert {node.text() for node in page.tree.css("#trail-rows td[data-label=What]")} == {"File looked at"}
    assert "Nothing fits" in supervisor.look("/audit?verb=client_viewed&until=2001-01-01").words
    supervisor.look("/audit?since=nonsense", 422)
    supervisor.look(f"/audit?member_id={world.second.members['owner']}", 422)
    with world.first.acting() as session:
        block_access(
            session,
            world.first.ids["client_id"],
            member_id=world.first.members["supervisor"],
            kind="friend",
            reason="neighbours",
        )
    told = supervisor.look(f"/audit?member_id={who}&verb=client_viewed").words
    assert world.first.name not in told and "Not open to you" in told
    assert "Show more" in supervisor.look("/audit").words


def test_the_chain_is_checked_and_a_copy_holds_to_the_last_byte(
    owner: Person, supervisor: Person, superuser: psycopg.Connection
) -> None:
    supervisor.send("/audit/checks", status=403)
    owner.send("/audit/checks")
    owner.send("/audit/checks", status=409)
    do_checks(superuser)
    assert "Whole up to number" in owner.look("/audit/proof").words
    lines = copied(owner)
    found = read_copy(lines)
    assert isinstance(found, Copy) and found.head["agency"] == "Amik Career Centre"
    assert found.fingerprint in owner.look("/audit/proof").words
    for changed in (
        [*lines[:3], lines[3].replace(b"e", b"f", 1), *lines[4:]],
        [*lines[:3], *lines[4:]],
        lines[:-1],
        [lines[0].replace(b"Amik", b"Mika"), *lines[1:]],
        [lines[0], lines[-1]],
        [],
    ):
        assert isinstance(read_copy(changed), Fault)


def test_a_trail_that_was_written_anew_from_before_a_check_is_noticed(
    owner: Person, world: World, superuser: psycopg.Connection
) -> None:
    """Whoever owns the machine cuts off the end and chains it anew: every link holds, and it is not the same trail."""
    owner.send("/audit/checks")
    do_checks(superuser)
    here = world.first.organisation_id
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("DELETE FROM audit_events WHERE organisation_id = %s AND seq > 5", (here,))
        superuser.execute(
            "UPDATE audit_heads SET seq = 5, hash = (SELECT hash FROM audit_events WHERE organisation_id = %s AND seq = 5)"
            " WHERE organisation_id = %s",
            (here, here),
        )
    with world.first.acting(read_only=True) as session:
        assert audit.first_broken(session) is None
    owner.send("/audit/checks")
    do_checks(superuser)
    page = owner.look("/audit/proof").words
    assert "Broken at number" in page and "The trail does not hold" in page
    assert "found broken" in owner.look("/security").words


def test_support_looks_for_a_day_by_leave_and_every_page_is_seen(
    owner: Person, worker: Person, dana: str, world: World, app: Flask, superuser: psycopg.Connection
) -> None:
    leave = {"email": dana, "reason": "The list stays <b>empty"}
    worker.send("/security/support", leave, 403)
    owner.send("/security/support", leave | {"email": "mallory@example.org"}, 422)
    assert gate.find_login(dana) is None
    owner.send("/security/support", leave)
    assert "may look already" in owner.send("/security/support", leave, 422).wrong["email"]
    found = gate.find_login(dana)
    assert found is not None and gate.agencies_of(found[0]) == []  # without a second step nobody comes in
    superuser.execute("UPDATE gate.identities SET has_second = true WHERE id = %s", (found[0],))
    token = gate.open_session(found[0])
    helper = signed_in(app, token, world.first)
    assert world.first.name in helper.look("/people/{client_id}").words
    helper.look("/people/{client_id}/cases/{case_id}/notes/{note_id}", 403)
    helper.send("/people/{client_id}/restriction", status=403)
    helper.send("/preferences", {"digest": "off"}, 403)
    assert signed_in(app, token, world.second).visitor.get(f"/{world.second.slug}/people").status_code == 404
    index = owner.look("/security/support")
    (here,) = (one for one in index.links(":") if "/security/support/" in one)
    seen = owner.look(f"/{here}").words
    assert world.first.name in seen and "clients.show" in seen and "The list stays <b>empty" in seen
    assert "Dana Ray" not in worker.look("/team").words
    assert "Dana Ray" in owner.look("/audit").words
    with clock.at(clock.now() + timedelta(hours=23, minutes=59)):
        assert gate.resume(token, world.first.slug)[1] is not None
    with clock.at(clock.now() + timedelta(hours=24, minutes=1)):
        assert gate.resume(token, world.first.slug)[1] is None
    (ends,) = index.forms("/ending")
    owner.send("/" + ends)
    assert helper.look("/people", 303).location == "/agencies"
    owner.send("/" + ends, status=409)


def test_the_security_page_says_what_is_missing(owner: Person, worker: Person) -> None:
    worker.look("/security", 403)
    words = owner.look("/security").words
    for told in (
        "Only one person can administer",
        "never reviewed",
        "never checked",
        "not scanned",
        "Olive Owner",
    ):
        assert told in words, told


def signed_in(app: Flask, token: str, agency: Agency) -> Person:
    visitor: Visitor = app.test_client()
    visitor.sign_in(token)
    return Person(visitor, agency)


def copied(owner: Person) -> list[bytes]:
    """A copy of yesterday to tomorrow, by lines."""
    today = clock.today("America/Toronto")
    days = {"since": today - timedelta(days=1), "until": today + timedelta(days=1)}
    return owner.send("/audit/copies", days, 200).response.get_data().splitlines(keepends=True)


def do_checks(superuser: psycopg.Connection) -> None:
    for (job,) in superuser.execute(
        "SELECT id FROM jobs WHERE kind = 'check_audit' AND state = 'waiting'"
    ).fetchall():
        work(str(job), "check_audit")
