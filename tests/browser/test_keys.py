"""Keys and the command box: somebody finds a person, a list and a place without a hand on the mouse, and turns it off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.person import Person

Window = Callable[..., BrowserContext]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_person_is_opened_and_places_are_gone_to_by_keys(
    house: House, window: Window, language: str
) -> None:
    agency = house.an_agency(f"fingers{language}")
    me = Person(house, window(agency["practitioner"], language=language), language=language)
    page, slug = me.page, agency["slug"]
    box, keys = page.locator("#commands"), page.locator("#key-list")
    with listening(page) as heard:
        me.go(f"/{slug}/")
        page.keyboard.press("Control+k")
        expect(box.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("trembl")
        expect(box.locator("#command-results[data-for=trembl] li").first).to_be_visible()
        check_page(page, heard)
        page.keyboard.press("ArrowDown")
        expect(box.locator("#command-results a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        page.keyboard.press("Control+k")
        page.keyboard.type("tremblay")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/people/{agency['client_id']}")
        page.keyboard.press("?")
        expect(keys).to_be_visible()
        check_page(page, heard)
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("p")
        page.wait_for_url(f"**/{slug}/people")
        page.keyboard.press("j")
        expect(page.locator("main tbody a").first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/*")
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("?gtn")
        expect(page.locator("#search")).to_have_value("?gtn")
        expect(keys).to_be_hidden()
        me.go(f"/{slug}/preferences")
        page.get_by_role("checkbox").uncheck()
        me.press("Save your preferences")
        expect(page.locator("html[data-keys=off]")).to_be_attached()
        for key in ("?", "/", "g", "p"):
            page.keyboard.press(key)
        expect(keys).to_be_hidden()
        expect(page.locator("#search")).not_to_be_focused()
        assert page.url.endswith("/preferences")
        page.keyboard.press("Control+k")
        expect(box).to_be_visible()
        assert heard == []
