"""A trial becomes a paid plan; a bill is not paid, and is. At a desk in English, on a phone in French. Nobody carries the
provider's messages but the provider."""

import pytest

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.test_journeys import SCREENS
from tests.browser.worker import Window, Worker, an_agency
from tests.operation import household


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_a_plan_is_paid_declined_and_recovered(
    house: House, window: Window, language: str, screen: dict[str, object]
) -> None:
    agency = an_agency(house, window, f"tuppence{language}", language, **screen)
    owner = Worker(house, window(agency.made["owner"], language=language, **screen), language=language)
    billing = f"{agency.base}/billing"
    with listening(owner.page) as heard:
        owner.go(billing)
        owner.fill(plan="team", interval="month")
        owner.press("Take this plan and pay")
        owner.is_at("Pay for a plan")
        owner.reads(owner.say("HST"))
        check_page(owner.page)
        owner.tick("A card that is declined")
        pay(owner)
        owner.is_refused("The card was declined. Nothing was paid; try another card.")
        owner.tick("A card that pays once and is declined from the next bill on")
        pay(owner)
        owner.is_at("Billing")
        owner.reads(owner.say("This is what the payment provider says now."), owner.say("Paid"))
        owner.press("Change plan, seats or card; see bills")
        check_page(owner.page)
        owner.press("Let the next bill fall due")
        assert household.eventually(lambda: standing(house, agency.made["slug"]) == "past_due"), house.logs()
        there = owner.page.url
        owner.go(billing)
        owner.reads(owner.say("The last bill was not paid"))
        owner.go(there)
        owner.tick("A card that pays")
        owner.press("Use this card and pay what is open")
        assert household.eventually(lambda: standing(house, agency.made["slug"]) == "active"), house.logs()
    # A refused form is answered with 422, which a browser writes down as a failure to load.
    assert [one for one in heard if "422" not in one] == []


def pay(owner: Worker) -> None:
    """Presses the button that says how much."""
    with owner.page.expect_navigation():
        owner.page.locator("main form button[type=submit]").click()


def standing(house: House, slug: str) -> str:
    """How the agency stands in the database."""
    with house.superuser() as connection:
        [found] = connection.execute("SELECT standing FROM organisations WHERE slug = %s", [slug]).fetchone()
    return str(found)
