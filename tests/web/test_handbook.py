"""The agency's own policies, who has read them, and conflicts of interest."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from records.handbook.queries import waiting_for
from records.handbook.wordings import STARTERS
from tenants import clock
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
GOOD = {
    "kind": "ethics",
    "title_en": "Our <code>",
    "title_fr": "Notre code",
    "text_en": "Be kind.\r\n\r\nAlways & {{7*7}}",
    "text_fr": "Soyez bons.",
    "effective_on": TODAY.isoformat(),
    "confirmed": "yes",
}


def test_a_policy_is_issued_and_read(owner: Person, worker: Person, world: World, count: Count) -> None:
    page = owner.follow(owner.send("/policies", GOOD))
    assert "Our <code>" in page.title and "Always & {{7*7}}" in page.words
    (path,) = worker.look("/policies").links("Our <code>")
    page = worker.look("/" + path)
    (form,) = page.forms("/acknowledgement")
    for _twice in range(2):
        worker.send("/" + form)
    assert "You read this on" in worker.look("/" + path).words
    member = world.first.members["practitioner"]
    assert count("acknowledgements", "member_id = %s", member) == 2, "this one and the world's, once each"
    assert count("audit_events", "verb = 'policy_acknowledged' AND member_id = %s", member) == 2


def test_a_new_version_asks_everyone_anew_and_leaves_the_old_one(
    owner: Person, worker: Person, world: World
) -> None:
    with world.first.acting("practitioner") as session:
        assert waiting_for(session, world.first.members["practitioner"]) == []
    form = owner.look("/policies/{policy_id}/texts/new")
    assert form.typed("title_en") == "Ozymandra rules" and form.typed("number") == "1"
    owner.send("/policies/{policy_id}/texts", GOOD | {"number": "1"})
    with world.first.acting("practitioner") as session:
        (text,) = waiting_for(session, world.first.members["practitioner"])
        assert text.number == 2
    old = worker.look("/policies/{policy_id}/texts/{text_id}")
    assert (
        "We say nothing." in old.words and "A newer version counts" in old.words and old.forms("/ack") == []
    )
    worker.send("/policies/{policy_id}/texts/{text_id}/acknowledgement", status=409)
    late = owner.send("/policies/{policy_id}/texts", GOOD | {"number": "1", "title_en": "Kept"}, 409)
    assert late.typed("title_en") == "Kept" and 'name="number" value="2"' in late.body


def test_a_version_to_come_does_not_count_yet(owner: Person, worker: Person, world: World) -> None:
    later = GOOD | {"number": "1", "effective_on": (TODAY + timedelta(days=9)).isoformat()}
    owner.send("/policies/{policy_id}/texts", later)
    assert "We say nothing." in worker.look("/policies/{policy_id}").words
    with world.first.acting() as session, clock.at(clock.now() + timedelta(days=10)):
        assert {text.number for text in waiting_for(session, world.first.members["owner"])} == {2}
    before = GOOD | {"number": "2", "effective_on": TODAY.isoformat()}
    wrong = owner.send("/policies/{policy_id}/texts", before, 422).wrong
    assert "cannot begin before" in wrong["effective_on"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "gossip"}, "Choose from the list."),
        ({"title_fr": ""}, "Enter the title in French."),
        ({"text_en": ""}, "Enter the text in English."),
        ({"text_fr": "Parlez à [nom]."}, "Put your own words where it says [nom]."),
        ({"effective_on": "soon"}, "Enter a date"),
        ({"confirmed": ""}, "Read both texts and confirm"),
    ],
)
def test_what_is_wrong_comes_back(owner: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    page = owner.send("/policies", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field] and page.typed("title_en") == GOOD["title_en"]
    assert count("policy_documents") == 2, "one of each agency"


@pytest.mark.parametrize("kind", STARTERS)
def test_a_starting_text_counts_only_when_somebody_issues_it(owner: Person, count: Count, kind: str) -> None:
    (path,) = [link for link in owner.look("/policies").links("") if f"kind={kind}" in link]
    form = owner.look("/" + path)
    assert "A starting text: change it" in form.words and form.typed("title_en") == STARTERS[kind]["title_en"]
    assert form.typed("confirmed") is None and count("policy_documents", "kind = %s", kind) == 0


def test_who_has_not_read_it(owner: Person, supervisor: Person, worker: Person, world: World) -> None:
    page = supervisor.look("/policies/acknowledgements")
    assert (
        f"1 of {len(world.first.members)} have read version 1" in page.words
        and "owner@heliotrope" in page.words
    )
    assert "practitioner@heliotrope" not in page.words
    worker.look("/policies/acknowledgements", 403)
    worker.send("/policies", GOOD, 403)
    owner.send("/policies/{policy_id}/ending")
    assert "No policy counts yet" in supervisor.look("/policies/acknowledgements").words
    owner.send("/policies/{policy_id}/ending", status=409)
    owner.send("/policies/{policy_id}/texts", GOOD | {"number": "1"}, 409)


def test_both_languages_on_paper(worker: Person) -> None:
    page = worker.look("/policies/{policy_id}/texts/{text_id}/print")
    assert "We say nothing." in page.words and "Ozymandra en bref" in page.words


def test_no_login_edits_a_text(world: World, superuser: psycopg.Connection) -> None:
    held = superuser.execute(
        "SELECT r, t FROM unnest(ARRAY['northfile_app', 'northfile_retention']) r,"
        " unnest(ARRAY['policy_texts', 'acknowledgements']) t WHERE has_any_column_privilege(r, t, 'UPDATE')"
    ).fetchall()
    assert held == []


SOME = {"answer": "some", "party": "Cousin <b>Ann", "nature": "family", "details": "She came in today."}


def test_a_conflict_is_declared_and_somebody_else_reviews_it(
    worker: Person, supervisor: Person, owner: Person, superuser: psycopg.Connection
) -> None:
    page = worker.follow(worker.send("/conflicts", SOME))
    assert "Cousin <b>Ann" in page.words and "Waits for review" in page.words
    raw = superuser.execute("SELECT string_agg(c::text, ' ') FROM conflict_declarations c").fetchone()
    assert "Cousin" not in str(raw) and b"Cousin".hex() not in str(raw)
    worker.look("/conflicts/{conflict_id}", 403)
    assert "heliotrope cousin" in supervisor.look("/conflicts/{conflict_id}").words
    supervisor.send("/conflicts/{conflict_id}/review", {"action": ""}, 422)
    decided = {"action": "other_worker", "review": "Sam takes over."}
    supervisor.send("/conflicts/{conflict_id}/review", decided)
    assert "Sam takes over." in worker.look("/conflicts").words
    owner.send("/conflicts/{conflict_id}/review", decided, 409)


def test_nobody_reviews_their_own(supervisor: Person, owner: Person, count: Count) -> None:
    supervisor.send("/conflicts", SOME)
    mine = supervisor.look("/conflicts/reviews").links("Supervisor")
    assert supervisor.look("/" + mine[0]).forms("/review") == []
    told = supervisor.send("/" + mine[0] + "/review", {"action": "nothing"}, 422)
    assert "Somebody else must review" in told.summary
    owner.send("/" + mine[0] + "/review", {"action": "nothing"})
    assert count("audit_events", "verb = 'conflict_viewed'") == 1


def test_no_conflict_is_declared_once_a_year(owner: Person, supervisor: Person) -> None:
    assert "owner@heliotrope" in supervisor.look("/conflicts/reviews").words
    owner.send("/conflicts", {"answer": "none", "party": "typed by mistake"})
    page = supervisor.look("/conflicts/reviews")
    assert "owner@heliotrope" not in page.words and "typed by mistake" not in owner.look("/conflicts").words
    assert "already" in owner.send("/conflicts", {"answer": "none"}, 409).summary


@pytest.mark.parametrize(
    ("wrong", "field"), [({"party": ""}, "party"), ({"nature": ""}, "nature"), ({"answer": ""}, "answer")]
)
def test_a_declaration_is_whole(worker: Person, wrong: dict[str, str], field: str) -> None:
    page = worker.send("/conflicts", SOME | wrong, 422)
    assert page.wrong[field] and page.typed("details") == SOME["details"]
