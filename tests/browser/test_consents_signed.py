"""A client signs on the worker's screen, with a hand and without a script."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import check_page, listening
from tests.browser.house import House

Window = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def agency(house: House) -> dict[str, str]:
    """One agency; what waits for an answer in it is in French."""
    return house.an_agency("quill")


def turned(page: Page, agency: dict[str, str]) -> None:
    """The page for the client's eyes."""
    page.goto(f"/{agency['slug']}/people/{agency['client_id']}/consents/{agency['offer_id']}/signature")


def test_the_page_for_the_clients_eyes_is_in_their_language_and_takes_a_drawn_signature(
    window: Window, agency: dict[str, str]
) -> None:
    page = window(agency["practitioner"]).new_page()
    with listening(page) as heard:
        turned(page, agency)
        check_page(page, heard)
    assert page.locator("html").get_attribute("lang") == "fr-CA"
    assert agency["name"] not in page.locator("main").inner_text()
    field = page.locator(".drawing svg")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    drawn = json.loads(page.locator("input[name=drawing]").input_value())
    assert len(drawn) == 1 and drawn[0][-1] == [300, 100]
    page.locator("input[name=decision][value=given]").check()
    with page.expect_navigation():  # nothing ticked: refused, and the drawing is still there
        page.locator("input[name=name]").fill("Ada Quill")
        page.locator("form.form button[type=submit]").click()
    expect(page.locator(".summary")).to_be_visible()
    assert page.locator(".drawing path").get_attribute("d") == "M" + "L".join(f"{x} {y}" for x, y in drawn[0])
    check_page(page)


def test_without_a_script_the_typed_name_is_the_signature(window: Window, agency: dict[str, str]) -> None:
    page = window(agency["practitioner"], java_script_enabled=False).new_page()
    turned(page, agency)
    expect(page.locator(".drawing")).to_be_hidden()
    page.locator("input[name=scope]").first.check()
    page.locator("input[name=decision][value=given]").check()
    page.locator("input[name=name]").fill("Ada Quill")
    page.locator("form.form button[type=submit]").click()
    page.goto(f"/{agency['slug']}/people/{agency['client_id']}/consents/{agency['offer_id']}")
    expect(page.locator("main")).to_contain_text("Ada Quill")
