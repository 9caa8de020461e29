"""Retention: the schedule, its draft, and what each would do."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests import factories, retention
from tests.web.conftest import HTMX, Person
from tests.world import Agency, World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
AUTHORITY = {
    "title": "Agreement <b>2024",
    "citation": "clause 12.3 {{7*7}}",
    "kind": "funder",
    "verified_on": "2026-02-28",
}
RULE = {"record_class": "case_file", "events": "case_closed", "joined": "latest_of", "cutoff": "none", "keep_amount": "7",
        "keep_unit": "years", "action": "destroy", "strength": "agency"}  # fmt: skip


@pytest.fixture
def fresh(world: World, superuser: psycopg.Connection) -> Agency:
    """The first agency as on its first day: without a schedule, a hold or a run."""
    tables = ("certificates", "run_approvals", "run_items", "dispositions", "retention_runs", "hold_cases", "hold_clients", "holds",
              "retention_rules", "policy_versions", "policies", "authorities", "retention_states", "presets_left_out")  # fmt: skip
    there = {
        name for (name,) in superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    superuser.execute("SET session_replication_role = replica")
    for table in tables:
        if table in there:
            superuser.execute(
                f"DELETE FROM {table} WHERE organisation_id = %s", (world.first.organisation_id,)
            )
    superuser.execute("RESET session_replication_role")
    return world.first


def authority_id(person: Person) -> str:
    option = person.look("/retention/draft/rules/new").tree.css(
        "select[name=authority_id] option[value]:not([value=''])"
    )
    return str(option[0].attributes["value"])


def with_a_rule(owner: Person, **facts: str) -> None:
    owner.send("/retention/authorities", AUTHORITY)
    owner.send("/retention/draft/rules", RULE | {"authority_id": authority_id(owner)} | facts)


def version(page: object, act: str) -> str:
    (path,) = page.forms(f"/{act}")  # type: ignore[attr-defined]
    return "/retention/versions/" + path.split("/versions/")[1]


def test_on_the_first_day_the_pages_say_what_to_do(owner: Person, fresh: Agency) -> None:
    assert fresh
    assert "No schedule in force" in owner.look("/retention").words
    assert "First, an authority" in owner.look("/retention/draft").words
    for path in (
        "preview",
        "forecast",
        "draft/impact",
        "versions",
        "authorities",
        "presets",
        "presets/new",
        "holds",
    ):
        assert owner.look(f"/retention/{path}").title


def test_from_an_authority_to_a_schedule_in_force(owner: Person, supervisor: Person, fresh: Agency) -> None:
    listed = owner.follow(owner.send("/retention/authorities", AUTHORITY))
    assert "Agreement <b>2024" in listed.words and "clause 12.3 {{7*7}}" in listed.words
    draft = owner.follow(owner.send("/retention/draft/rules", RULE | {"authority_id": authority_id(owner)}))
    assert "kept for 7 years after the closing of the case; then it is destroyed." in draft.words
    owner.send(version(draft, "proposal"))
    assert not owner.look("/retention/draft").forms("/publication")
    proposed = supervisor.look("/retention/draft")
    assert "somebody else has to decide" in owner.send(version(proposed, "publication"), status=422).words
    page = supervisor.follow(supervisor.send(version(proposed, "publication")))
    assert "The schedule is published." in page.words and "version 1" in page.words
    assert supervisor.send(version(proposed, "publication"), status=409)
    assert fresh.slug in page.location or page.title == "Retention"


def test_a_rule_comes_out_again_and_a_proposal_is_taken_back(
    owner: Person, fresh: Agency, count: Count
) -> None:
    with_a_rule(owner)
    draft = owner.look("/retention/draft")
    owner.send(version(draft, "proposal"))
    owner.send(version(draft, "proposal"), status=409)
    (rule,) = draft.forms("/removal")
    short = rule.removeprefix(f"/{fresh.slug}")
    owner.send(short, status=409)
    owner.send("/retention/draft/rules", RULE | {"authority_id": authority_id(owner)}, 409)
    owner.send(version(draft, "proposal").replace("proposal", "proposal-withdrawal"))
    owner.send(version(draft, "proposal").replace("proposal", "proposal-withdrawal"), status=409)
    out = owner.follow(owner.send(short))
    assert "The rule is out of the draft. You can put it back." in out.words and "Taken out" in out.words
    owner.send(short, status=409)
    assert "no rules yet" in owner.send(version(draft, "proposal"), status=422).words
    assert count("retention_rules", "organisation_id = %s", fresh.organisation_id) == 1
    owner.send(short.replace("removal", "return"))
    assert "Taken out" not in owner.look("/retention/draft").words
    owner.send(short.replace("removal", "return"), status=409)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Enter what it is called."),
        ({"citation": "x" * 201}, "Shorten this to 200"),
        ({"kind": "gossip"}, "Choose from the list."),
        ({"verified_on": (TODAY + timedelta(days=2)).isoformat()}, "not in the future"),
    ],
)
def test_an_authority_that_is_not_whole_comes_back(
    owner: Person, count: Count, wrong: dict[str, str], words: str
) -> None:
    before = count("authorities"), count("audit_events")
    page = owner.send("/retention/authorities", AUTHORITY | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field] and page.typed("title") == (AUTHORITY | wrong)["title"]
    assert (count("authorities"), count("audit_events")) == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"record_class": "gossip"}, "Choose from the list."),
        ({"events": "full moon"}, "Choose from the list."),
        ({"events": "breach_determined_on"}, "no such date"),
        ({"keep_amount": ""}, "Say how long to keep it"),
        ({"own_event": "x" * 61}, "Shorten this to 60"),
        ({"cutoff": ""}, "Choose a cutoff."),
        ({"keep_amount": "-1"}, "Enter a whole number from 0 to 1200."),
        ({"keep_amount": "2147483648"}, "Enter a whole number"),
        ({"keep_amount": "1e400"}, "Enter a whole number"),
        ({"keep_amount": "٧"}, "Enter a whole number"),
        ({"keep_unit": "fortnights"}, "Choose from the list."),
        ({"action": ""}, "Choose what happens then."),
        ({"strength": "titanium"}, "Choose from the list."),
        ({"authority_id": ""}, "Choose what it rests on"),
        ({"authority_id": "00000000-0000-0000-0000-000000000000"}, "Choose from the list."),
    ],
)
def test_a_rule_that_is_not_whole_comes_back_and_begins_no_draft(
    owner: Person, fresh: Agency, count: Count, wrong: dict[str, str], words: str
) -> None:
    owner.send("/retention/authorities", AUTHORITY)
    page = owner.send("/retention/draft/rules", RULE | {"authority_id": authority_id(owner)} | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert count("policy_versions", "organisation_id = %s", fresh.organisation_id) == 0


def test_anothers_authority_cannot_be_cited(owner: Person, fresh: Agency, world: World) -> None:
    assert fresh
    with world.second.acting() as session:
        theirs = retention.a_line(session).authority_id
    page = owner.send("/retention/draft/rules", RULE | {"authority_id": str(theirs)}, 422)
    assert page.wrong["authority_id"] == "Choose from the list."


@pytest.mark.parametrize("amount", ["0", "200"])
def test_the_longest_and_shortest_rules_can_be_looked_at(owner: Person, fresh: Agency, amount: str) -> None:
    with fresh.acting("practitioner") as session:
        factories.a_closed_case(session)
    with_a_rule(owner, keep_amount=amount)
    assert owner.look("/retention/preview?of=draft").tree.css("#due-rows tr")
    assert "Earlier than now" in owner.look("/retention/draft").words


def test_nothing_is_kept_longer_than_anybody_can_promise(owner: Person, fresh: Agency) -> None:
    assert fresh
    owner.send("/retention/authorities", AUTHORITY)
    page = owner.send(
        "/retention/draft/rules", RULE | {"authority_id": authority_id(owner), "keep_amount": "201"}, 422
    )
    assert "not above 200 years" in page.summary and page.typed("keep_amount") == "201"


def test_the_preview_says_why_and_names_nobody_whom_one_may_not_know(
    owner: Person, supervisor: Person, fresh: Agency
) -> None:
    with fresh.acting("practitioner") as session:
        factories.a_closed_case(session, closed_on=TODAY - timedelta(days=4000))
    retention.put_in_force(fresh)
    page = supervisor.look("/retention/preview")
    assert "Due" in page.words and page.tree.css("#due-rows a[href*='/cases/']")
    assert "file may go" in owner.look("/retention").words


def test_everything_is_stopped_and_goes_on(owner: Person, fresh: Agency) -> None:
    assert fresh
    page = owner.follow(owner.send("/retention/stop"))
    assert "Destruction is stopped" in page.words and page.forms("/stop-removal")
    assert "stopped already" in owner.send("/retention/stop", status=409).words
    assert "stopped already" in owner.send("/retention/stop", status=409, headers=HTMX).words
    owner.send("/retention/stop-removal")
    assert "not stopped" in owner.send("/retention/stop-removal", status=409).words


def test_a_worker_reads_the_schedule_and_changes_nothing(worker: Person, fresh: Agency, count: Count) -> None:
    assert fresh and worker.look("/retention").forms("/retention") == []
    for path in ("authorities", "draft/rules", "draft", "stop", "stop-removal", "runs"):
        worker.send(f"/retention/{path}", AUTHORITY | RULE, 403)
    assert count("authorities", "organisation_id = %s", fresh.organisation_id) == 0


def test_beginning_twice_is_one_draft(owner: Person, fresh: Agency, count: Count) -> None:
    owner.send("/retention/draft")
    owner.send("/retention/draft")
    assert count("policy_versions", "organisation_id = %s", fresh.organisation_id) == 1
