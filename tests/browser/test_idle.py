"""A computer that somebody left: the screen warns, hides and locks, and what was typed is still there."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import check_page
from tests.browser.house import House

Window = Callable[..., BrowserContext]


def rest(house: House, page: Page, minutes: int) -> None:
    """Nobody touches anything for so long, by the clock of the house and by that of the browser."""
    with house.superuser() as connection:
        connection.execute(
            "UPDATE gate.sessions SET last_seen = now() - make_interval(mins => %s) WHERE revoked_at IS NULL",
            [minutes],
        )
    page.clock.fast_forward(31 * 60_000)


def test_a_screen_that_was_left_warns_then_hides_and_is_locked_by_two_keys(
    house: House, window: Window
) -> None:
    agency = house.an_agency("idle")
    email = f"practitioner@{agency['secret']}.example.org"
    context = window(house.open_session(email))
    page, beside = context.new_page(), context.new_page()
    page.clock.install()
    page.goto(f"/{agency['slug']}/preferences")
    warning, again = page.locator("#time-out"), page.locator("#sign-in-again")
    page.get_by_role("checkbox").uncheck()
    rest(house, page, 29)
    expect(warning).to_be_visible()
    check_page(page)
    warning.get_by_role("button").click()
    expect(warning).to_be_hidden()
    rest(house, page, 31)
    expect(again.locator("[name=email]")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("Escape")
    again.locator("[name=email]").fill(email)
    again.locator("[name=password]").fill(agency["password"])
    again.get_by_role("button", name="Sign in and go on").click()
    expect(page.locator("main")).to_be_visible()
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    beside.goto(f"/{agency['slug']}/people")
    page.locator("h1").focus()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    check_page(page)
    expect(beside.locator("main")).to_be_hidden()
    page.locator("[name=password]").fill(agency["password"])
    page.get_by_role("button", name="Unlock the screen").click()
    page.wait_for_url(f"**/{agency['slug']}/preferences")
