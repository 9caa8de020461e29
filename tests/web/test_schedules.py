"""The administrator decides in plain words and sees exactly what would happen: rules, suggestions, forecast, versions,
and the dates of one case."""

from datetime import timedelta
from uuid import UUID

import pytest

from records.cases.queries import get_case
from records.retention.confirming import suggested
from records.retention.dates import Period
from records.retention.queries import explained
from records.retention.terms import Strength
from tenants import clock
from tests import factories, retention
from tests.web.conftest import HTMX, Person
from tests.web.test_retention import RULE, Count, fresh, version, with_a_rule
from tests.world import Agency, World

__all__ = ["fresh"]
TODAY = clock.today("America/Toronto")
CITED = {"title": "Board decision", "citation": "minute 4", "kind": "agency", "verified_on": str(TODAY)}


@pytest.fixture
def old(fresh: Agency) -> UUID:
    """A case closed six years and a half ago, in the agency that has no schedule yet."""
    with fresh.acting("practitioner") as session:
        closed = factories.a_closed_case(session, closed_on=TODAY - timedelta(days=2374))
        fresh.ids |= {"old_case_id": closed.id, "old_client_id": closed.client_id}
        return closed.id


def rule_there(owner: Person) -> str:
    """Where the one line of the draft is changed."""
    assert owner.agency is not None
    (there,) = owner.look("/retention/draft").links("Change this rule")
    return there.removeprefix(f"/{owner.agency.slug}")


def figures(page: object) -> dict[str, str]:
    rows = page.tree.css("#impact dl > div")  # type: ignore[attr-defined]
    return {row.css("dt")[0].text().strip(): row.css("dd")[0].text().strip() for row in rows}


def test_a_rule_says_what_it_would_change_while_it_is_written_and_changes_nothing(
    owner: Person, worker: Person, fresh: Agency, old: UUID, count: Count
) -> None:
    retention.put_in_force(fresh)
    owner.send("/retention/draft")
    there = rule_there(owner)
    before = count("audit_events"), count("retention_rules")
    shorter = RULE | {"keep_amount": "5", "instead_of": there.rsplit("/", 1)[1]} | CITED
    piece = owner.send("/retention/draft/impact", shorter, 200, headers=HTMX)
    assert "Case files: kept for 5 years after the closing of the case; then it is destroyed." in piece.words
    said = figures(piece)
    assert (said["Earlier than now"], said["Later than now"]) == ("2 files", "0")
    assert said["Could go today and could not before"] == "1 file"
    (found,) = [link for link in piece.links("2 files") if "what=earlier" in link]
    listed = owner.look("/" + found)
    assert len(listed.tree.css("#moved-rows tr")) == 2 and "Why?" in listed.words
    whole = owner.send(there, shorter | {"look": "yes"}, 200)
    assert figures(whole) == said
    assert (whole.typed("keep_amount"), whole.typed("title")) == ("5", "Board decision")
    unfinished = owner.send("/retention/draft/impact", {"keep_amount": "5"}, 200, headers=HTMX)
    assert "Once it says what" in unfinished.words
    worker.send("/retention/draft/impact", shorter, 403)
    assert (count("audit_events"), count("retention_rules")) == before


def test_2_4_a_line_that_binds_is_loosened_only_on_another_authority(
    owner: Person, fresh: Agency, old: UUID
) -> None:
    retention.put_in_force(fresh, {"strength": Strength.MANDATORY})
    owner.send("/retention/draft")
    there = rule_there(owner)
    form = owner.look(there)
    same = str(form.typed("authority_id"))
    assert "This rule binds you" in form.words
    less = RULE | {"strength": "mandatory", "keep_amount": "6", "authority_id": same}
    assert "cite another authority" in owner.send(there, less, 422).wrong["authority_id"]
    asked = less | {"instead_of": there.rsplit("/", 1)[1]}
    assert "cite another authority" in owner.send("/retention/draft/impact", asked, 200, headers=HTMX).words
    owner.send(there, less | {"keep_amount": "8"})
    assert "cite another" in owner.send(f"{there}/removal", {"authority_id": same}, 422).wrong["authority_id"]
    owner.send(there, less | CITED)
    draft = owner.look("/retention/draft")
    assert "Shorter" in draft.words and "It shortens something" in draft.words and "minute 4" in draft.words
    owner.send(f"{there}/removal", CITED | {"title": "Another decision"})
    assert "Another decision" in owner.look("/retention/draft").tree.css("#taken-out")[0].text()


def test_suggestions_are_looked_at_one_by_one_and_none_is_law_until_it_is_read(
    owner: Person, fresh: Agency, world: World
) -> None:
    first = owner.look("/retention/presets")
    total = len(first.tree.css("#suggestions > li"))
    assert f"0 of {total} looked at" in first.words and "not the text itself" in first.words
    take = {"preset": "case_file", "keep_amount": "7", "keep_unit": "years"}
    unread = {name: value for name, value in CITED.items() if name != "verified_on"}
    assert (
        "somebody last read it" in owner.send("/retention/presets", take | unread, 422).wrong["verified_on"]
    )
    owner.send("/retention/presets", take | CITED)
    assert (
        "Enter"
        in owner.send("/retention/presets", take | CITED | {"keep_amount": ""}, 422).wrong["keep_amount"]
    )
    leave = {"preset": "case_file_minor"}
    assert "Say why" in owner.send("/retention/presets/left-out", leave, 422).wrong["reason"]
    owner.send("/retention/presets/left-out", leave | {"reason": "We see nobody under 18 <b>."})
    page = owner.look("/retention/presets")
    assert f"2 of {total} looked at" in page.words and "nobody under 18 <b>." in page.words
    owner.send("/retention/presets", take | CITED | leave)
    assert f"2 of {total} looked at" in owner.look("/retention/presets").words and "<b>" not in page.body
    with world.second.acting() as session:
        assert not any(one.is_looked_at for one in suggested(session, None)), (
            "another agency decides for itself"
        )
    owner.send("/retention/presets", {**take, "preset": "no such line"} | CITED, 404)


def test_the_forecast_stands_beside_the_draft_and_a_month_opens_its_list(
    owner: Person, supervisor: Person, fresh: Agency, old: UUID
) -> None:
    assert "No rule" in owner.look("/retention/forecast").words
    retention.put_in_force(fresh)
    page = owner.look("/retention/forecast")
    rows = page.tree.css("#forecast-rows tr")
    assert 0 < len(rows) < 24 and "left out" in page.words and not page.links("Draft")
    assert page.tree.css("svg[role=img]"), "a picture, and the table beneath it"
    with_a_rule(owner, keep_amount="9", strength="mandatory")
    both = supervisor.look("/retention/forecast")
    assert "Draft: nothing in the way" in both.words
    day = TODAY - timedelta(days=2374)
    month = f"{day.replace(day=1, year=day.year + 7):%Y-%m}"
    listed = supervisor.look(f"/retention/preview?place={month}")
    assert (
        len(listed.tree.css("#due-rows tr")) == 1 and "It starts with the closing of the case" in listed.words
    )
    assert not supervisor.look(f"/retention/preview?place={month}&of=draft").tree.css("#due-rows tr")
    owner.look("/retention/preview?place=1999-13", 404)
    owner.look("/retention/draft/impact?what=gossip", 404)


def test_every_version_says_who_and_what_changed_and_stays_to_be_read(
    owner: Person, supervisor: Person, fresh: Agency, world: World
) -> None:
    retention.put_in_force(fresh)
    owner.send("/retention/draft")
    draft = owner.look("/retention/draft")
    there = rule_there(owner)
    owner.send(there, RULE | CITED | {"keep_amount": "3"})
    owner.send(version(draft, "proposal"))
    assert "somebody else publishes it" in owner.look("/retention/draft").words
    page = supervisor.look("/retention/draft")
    assert "30 days" in page.words and "Shorter" in page.words and "files are looked at" in page.words
    supervisor.send(version(page, "publication"))
    (newest, first) = [
        one.removeprefix(f"/{fresh.slug}") for one in owner.look("/retention/versions").links("Version")
    ]
    second = owner.look(newest)
    assert (
        "Before: Case files: kept for 7 years" in second.words
        and "Now: Case files: kept for 3 years" in second.words
    )
    assert "Olive Owner" in second.words and "What it began with" in owner.look(first).words
    with world.second.acting() as session:
        theirs = retention.a_line(session)
        assert theirs
    listed = owner.look("/retention/authorities")
    assert "Nobody has read it yet" in listed.words
    (check, *_more) = [one.removeprefix(f"/{fresh.slug}") for one in listed.links("I read it: Funding")]
    assert "not in the future" in owner.send(check, {"verified_on": "2999-01-01"}, 422).wrong["verified_on"]
    owner.send(check, {"verified_on": str(TODAY)})
    assert "Nobody has read it yet" not in owner.look("/retention/authorities").words


def test_2_12_a_closing_is_corrected_with_a_reason_and_the_file_page_says_the_sum(
    worker: Person, fresh: Agency, old: UUID, world: World
) -> None:
    retention.put_in_force(fresh, {"keep": Period(7)})
    there = "/people/{old_client_id}/cases/{old_case_id}/dates"
    page = worker.look(there)
    assert "Plus 7 years: the last day is" in page.words and "Funding agreement" in page.words
    assert "Why?" in worker.look("/people/{old_client_id}/cases/{old_case_id}").words
    told = {"kind": "case_closed", "reason": "A slip of the pen", "version": "2"}
    for wrong, words in (
        ("1900-01-01", "Enter the real date"),
        (str(TODAY + timedelta(days=1)), "not in the future"),
        (str(TODAY - timedelta(days=20000)), "before"),
    ):
        assert words in worker.send(there, told | {"on": wrong}, 422).wrong["on"]
    assert "Say why" in worker.send(there, told | {"on": str(TODAY), "reason": ""}, 422).wrong["reason"]
    corrected = TODAY - timedelta(days=2000)
    worker.send(there, told | {"on": str(corrected)})
    worker.send(there, told | {"on": str(TODAY)}, 409)
    page = worker.look(there)
    assert "A slip of the pen" in page.words and "Replaced" in page.words
    with fresh.acting("practitioner") as session:
        client_id = fresh.ids["old_client_id"]
        case, found = get_case(session, client_id, old), explained(session, old)
        assert case.closed_on == corrected and found.standing.case.facts.triggers["case_closed"] == corrected
        now = str(case.version)
    back = {"kind": "case_closed", "reason": "never", "version": now}
    assert "open the case again" in worker.send(f"{there}/withdrawal", back, 422).wrong["kind"]
    agreement = {
        "kind": "agreement_ended",
        "reason": "The agreement, page 2",
        "version": now,
        "on": str(TODAY),
    }
    worker.send(there, agreement)
    worker.send(f"{there}/withdrawal", agreement | {"version": str(int(now) + 1), "reason": "Extended"})
    assert "Taken back" in worker.look(there).words
