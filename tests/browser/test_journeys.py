"""Journeys through the work: the first week of somebody new, a referral that comes back, a case that is closed and
opened again. In English at a desk, in French on a phone."""

from datetime import timedelta

import pytest

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.test_client_file import look_before_opening, open_a_case, sign_on_the_screen
from tests.browser.worker import Window, Worker, an_agency

PARTNER = "Atelier du Nord"
SCREENS = [("en", {}), ("fr", {"viewport": {"width": 390, "height": 844}})]


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_somebody_new_does_everything_once(
    house: House, window: Window, language: str, screen: dict[str, object]
) -> None:
    agency = an_agency(house, window, f"sapling{language}", language, **screen)
    me, script = agency.colleague, f"{agency.base}/first-week"
    with listening(me.page) as heard:
        me.go(f"{agency.base}/")
        me.press("First week")
        me.reads(me.say("%(done)s of %(all)s steps", done=0, all=9))
        check_page(me.page)
        me.press("Read the agency’s policies")
        me.page.locator("main table a, main .plain-list a").first.click()
        me.press("I have read this")
        file = look_before_opening(agency, me)
        sign_on_the_screen(me, file)
        open_a_case(me, file)
        case = me.path()
        meet(me, file)
        me.go(f"{case}/barriers")
        me.fill(category="interviews", words="I go blank when they look at me", source="client")
        me.fill(severity="2", changeability="weeks")
        me.press("Write down the barrier")
        agree_on_a_plan(me, case)
        me.go(f"{case}/documents/new")
        me.press("Issue it as it is")
        me.go(script)
        me.reads(me.say("All done"))
        check_page(me.page)
    assert heard == []


def meet(me: Worker, file: str) -> None:
    """Booked for now, held, wrapped up, and its note signed."""
    me.go(f"{file}/appointments/new")
    me.fill(on=me.house.day.isoformat(), at="09:00", minutes="45", kind="counselling", mode="in_person")
    me.fill(place="office")
    me.press("Book the appointment")
    me.press("Start the appointment")
    me.press("End the appointment")
    due_on = me.house.day + timedelta(days=7)
    me.fill(step_1_what="Bring the résumé", step_1_due_on=due_on.isoformat())
    me.press("Save what you agreed")
    me.press("Open the note of this meeting")
    me.fill(reason="The first meeting", details="We looked at where to begin.", action_taken="Lent a book.")
    me.press("Sign and lock")
    me.reads(me.say("The note is signed and locked."))


def agree_on_a_plan(me: Worker, case: str) -> None:
    """One goal, and the person's yes, heard by somebody."""
    me.go(f"{case}/goals/new")
    me.fill(wording="Answers three questions aloud by spring", type="employment", decides="client")
    me.press("Add the goal")
    me.go(f"{case}/plan")
    me.press("Prepare an agreement")
    me.press("Open the version")
    me.fill(agreed_how="verbal", witness="Robin at the front desk")
    me.press("Record the agreement")


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_a_referral_comes_back(
    house: House, window: Window, language: str, screen: dict[str, object]
) -> None:
    agency = an_agency(house, window, f"boomerang{language}", language, **screen)
    me, outside = agency.practitioner, Worker(house, window(language=language), language=language)
    case = f"{agency.base}/people/{agency.made['client_id']}/cases/{agency.made['case_id']}"
    address = f"atelier{language}@example.org"
    with listening(me.page) as heard, listening(outside.page) as theirs:
        add_a_partner(me, agency.base, address)
        referral = send_somebody(me, case)
        let_them_answer(me, outside, address)
        me.go(referral)
        me.reads("Tuesday at ten", me.say("the partner, by the link"), me.say("Accepted"))
        me.choose({"What happened": "Service received"})
        me.enter({"Date": me.house.day.isoformat()})
        me.press("Record the step")
        me.choose({"What came of it": "It helped"})
        me.choose({"Was the person asked?": "Yes", "Was the partner asked?": "Yes"})
        me.enter({"What the person says": "I have a place in the shop"})
        me.press("Close the referral")
        me.reads("I have a place in the shop", me.say("It helped"))
        check_page(me.page)
        outside.page.reload()
        outside.is_at("This link no longer holds")
    assert heard + theirs == []


def add_a_partner(me: Worker, base: str, address: str) -> None:
    """Somebody to send people to."""
    me.go(f"{base}/partners/new")
    me.enter({"Organization": PARTNER, "E-mail": address})
    me.choose({"What it is": "Training or school"})
    me.press("Add the partner")
    me.reads(PARTNER)


def send_somebody(me: Worker, case: str) -> str:
    """Nothing about the person leaves: they go there themselves, with a number."""
    me.go(f"{case}/referrals/new")
    me.choose({"Partner": PARTNER})
    me.enter({"What for": "A look into the welding shop"})
    me.press("Write down the referral")
    check_page(me.page)
    me.choose({"How": "By e-mail"})
    me.enter({"Date": me.house.day.isoformat(), "Answer by": (me.house.day + timedelta(days=14)).isoformat()})
    me.press("Send the referral")
    me.reads(me.say("Waiting for an answer"))
    return me.path()


def let_them_answer(me: Worker, outside: Worker, address: str) -> None:
    """The partner has no account and learns no name."""
    me.press("Send the partner a link")
    outside.follow_mail(address)
    check_page(outside.page)
    outside.tick("We can help")
    outside.enter({"In a few words": "Tuesday at ten"})
    outside.press("Send the answer")


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_a_case_is_closed_and_opened_again(
    house: House, window: Window, language: str, screen: dict[str, object]
) -> None:
    agency = an_agency(house, window, f"revolving{language}", language, **screen)
    me, supervisor = agency.practitioner, agency.supervisor
    case = f"{agency.base}/people/{agency.made['client_id']}/cases/{agency.made['case_id']}"
    with listening(me.page) as heard, listening(supervisor.page) as theirs:
        me.go(f"{case}/closing")
        check_page(me.page)
        me.choose({"Reason": "Contact lost"})
        me.press("Close the case")
        me.is_refused("Say why it is closed with this left open.")
        me.enter({"Why it is closed with this left open": "Nine calls, no answer"})
        me.press("Close the case")
        me.reads(me.say("The case is closed."), "Nine calls, no answer")
        supervisor.go(f"{agency.base}/")
        supervisor.reads("Nine calls, no answer")

        me.press("Reopen the case")
        me.enter({"Why the work goes on": "She called back from Thunder Bay"})
        me.press("Reopen the case")
        me.reads(me.say("Write a note"))
        me.go(f"{case}/phases")
        check_page(me.page)
        me.reads("She called back from Thunder Bay")
    assert heard + theirs == []
