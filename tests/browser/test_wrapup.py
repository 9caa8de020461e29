"""From "End the appointment" to a signed note and a sheet in the person's hand: twelve acts at most, in both languages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.checks import check_page
from tests.browser.house import House
from tests.browser.person import Person

Window = Callable[..., BrowserContext]
MOST = 12


class Counted(Person):
    """Counts what a hand does: a field filled, a button pressed, a link followed."""

    acts = 0

    def press(self, message: str, /, **values: object) -> None:
        """One act."""
        self.acts += 1
        super().press(message, **values)

    def fill(self, **fields: str) -> None:
        """One act for each field."""
        self.acts += len(fields)
        super().fill(**fields)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_meeting_is_wrapped_up_in_twelve_acts(house: House, window: Window, language: str) -> None:
    agency = house.an_agency(f"farewell{language}")
    me = Counted(house, window(agency["practitioner"], language=language), language=language)
    file = f"/{agency['slug']}/people/{agency['client_id']}"
    me.go(f"{file}/appointments/{agency['appointment_id']}")
    check_page(me.page)
    me.press("Start the appointment")
    me.acts = 0
    me.press("End the appointment")
    check_page(me.page)
    due_on = house.day + timedelta(days=7)
    me.fill(step_1_what="Call the bakery", step_1_due_on=due_on.isoformat())
    me.press("Save what you agreed")
    me.reads("Call the bakery")
    check_page(me.page)
    sheet = me.thing("Open the document")
    expect(sheet).to_be_visible()
    me.acts += 1
    drawn = me.context.request.get(str(sheet.get_attribute("href")))
    assert drawn.body().startswith(b"%PDF")
    me.press("Open the note of this meeting")
    expect(me.page.locator("[name=next_steps]")).to_have_value(re.compile("^Call the bakery"))
    me.fill(reason="As planned", details="Looked at two offers.", action_taken="Wrote to one of them.")
    me.press("Sign and lock")
    me.reads(me.say("The note is signed and locked."))
    assert me.acts <= MOST
    me.go(f"/{agency['slug']}/calendar?worker=all&on={house.day}")
    check_page(me.page)
