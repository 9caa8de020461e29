"""A worker leaves: one case is handed on in their own words, the others are given away together, and after the last day
no door opens. In English at a desk, in French on a phone."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.test_client_file import WHOLE, look_before_opening, open_a_case
from tests.browser.test_journeys import SCREENS
from tests.browser.worker import Agency, Window, Worker, an_agency

WORDS = "She answers the phone after four, never before"
# In a small agency the supervisor is the administrator too.
IN_CHARGE_OF_THE_TEAM = """UPDATE members SET roles = '{supervisor,administrator}' FROM organisations here
    WHERE here.id = organisation_id AND here.slug = %s AND roles = '{supervisor}'"""


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_a_worker_leaves(house: House, window: Window, language: str, screen: dict[str, object]) -> None:
    word = f"crane{language}"
    agency = an_agency(house, window, word, language, **screen)
    me, you, supervisor = agency.practitioner, agency.colleague, agency.supervisor
    case = f"{agency.base}/people/{agency.made['client_id']}/cases/{agency.made['case_id']}"
    with house.superuser() as connection:
        connection.execute(IN_CHARGE_OF_THE_TEAM, [agency.made["slug"]])
    with listening(me.page) as heard, listening(you.page) as yours, listening(supervisor.page) as theirs:
        settle_the_last_day(agency, house.day + timedelta(days=14))
        open_a_case(me, look_before_opening(agency, me))
        hand_on(me, case, f"Colleague of {word}")
        take_over(you, agency.base, word.title())
        supervisor.go(f"{agency.base}/caseloads")
        choose_from_everything(supervisor, word)
        give(supervisor, word)
        supervisor.press("Undo this reassignment")
        supervisor.reads(supervisor.say("Put back"))
        supervisor.go(f"{agency.base}/caseloads")
        supervisor.press(f"Practitioner of {word}")
        supervisor.press("Reassign some of these")
        give(supervisor, word)
        you.go(f"{agency.base}/caseloads")
        you.reads(WHOLE, f"{word.title()} Trémblay")
        settle_the_last_day(agency, house.day - timedelta(days=2))
        me.go(case)
        told = "Your access to %(agency)s has ended. Ask an administrator of the agency if you need it."
        me.reads(me.say(told, agency=f"{word} Centre"))
        you.go(f"{case}/notes/{agency.made['note_id']}")
        you.reads(f"Practitioner of {word}", f"{word} details")
        supervisor.go(f"{agency.base}/caseloads")
        supervisor.reads(f"Colleague of {word}")
        expect(supervisor.page.locator("#caseloads")).not_to_contain_text(f"Practitioner of {word}")
        expect(supervisor.page.locator("main")).not_to_contain_text(supervisor.say("Without a worker"))
    assert heard + yours + theirs == []


def settle_the_last_day(agency: Agency, day: date) -> None:
    """On the page of whoever leaves."""
    supervisor = agency.supervisor
    supervisor.go(f"{agency.base}/team/{agency.made['member_id']}")
    supervisor.enter({"First day": "2020-01-06", "Last day": day.isoformat()})
    supervisor.press("Keep the change")
    supervisor.reads(supervisor.say("The change is kept."))


def hand_on(me: Worker, case: str, to: str) -> None:
    """What was begun for another reason is taken back; the pack says what no record says, and is offered."""
    me.go(f"{case}/handover")
    me.press("The person asked for it")
    me.press("Take the handover back")
    me.tick("The worker leaves")
    me.press("Prepare the handover")
    me.enter({"What matters now": WORDS, "What I would do next": "Ask about the bus pass"})
    me.press("Save the words")
    me.choose({"Colleague": to})
    me.press("Offer the handover")


def take_over(you: Worker, base: str, name: str) -> None:
    """Found among the notices and on the first page; read to the end, and accepted."""
    you.go(f"{base}/notices")
    you.reads(you.say("A handover was offered to you"), name)
    you.go(f"{base}/")
    you.press("%(count)s handover offered to you", count=1)
    you.press(f"{name} Trémblay")
    you.reads(WORDS, "Ask about the bus pass")
    check_page(you.page)
    you.press("Accept the handover")
    you.is_refused("Read the pack, then say that you have read it.")
    you.tick("I have read this pack")
    you.press("Accept the handover")
    you.reads(you.say("You have accepted. What you read is kept as it is."), WORDS)


def choose_from_everything(supervisor: Worker, word: str) -> None:
    """Only what is not handed on already is there; whoever leaves is marked, and takes nothing of their own."""
    until = supervisor.say("until %(day)s", day="").strip()
    leaver = supervisor.page.locator("#caseloads tr").filter(has_text=f"Practitioner of {word}")
    expect(leaver).to_contain_text(until)
    supervisor.press("Reassign cases")
    supervisor.choose({"Whose cases": f"Practitioner of {word}", "State": "Open"})
    supervisor.press("Choose the cases")
    takers = supervisor.page.locator(".choice").filter(has=supervisor.page.locator("[name=to_ids]"))
    expect(takers.filter(has_text="Colleague")).to_have_count(1)
    expect(takers.filter(has_text="Practitioner")).to_have_count(0)
    check_page(supervisor.page)


def give(supervisor: Worker, word: str) -> None:
    """What would change is said before it does."""
    for name in (WHOLE, f"Colleague of {word}"):
        supervisor.page.get_by_role("checkbox", name=name).check()
    supervisor.press("See what would change")
    rows = supervisor.page.locator("#shifts").get_by_role("row")
    left = rows.filter(has_text=f"Practitioner of {word}")
    expect(left).to_contain_text("1 → 0")
    expect(left).to_contain_text("2,5 → 0" if supervisor.language == "fr" else "2.5 → 0")
    expect(rows.filter(has_text=f"Colleague of {word}")).to_contain_text("1 → 2")
    check_page(supervisor.page)
    supervisor.press("Reassign these cases")
    supervisor.reads(supervisor.say("Reassigned"), f"Practitioner of {word} → Colleague of {word}")
