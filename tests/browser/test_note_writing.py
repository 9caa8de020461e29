"""Writing notes with everything they offer, in a browser: phrases, formats, groups; and pages without a barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import check_page
from tests.browser.house import House
from tests.browser.test_interrupted import a_new_note, case_of, saved, text_of, type_into

Agency = dict[str, str]
Window = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def agency(house: House) -> Agency:
    """One agency for all of these."""
    return house.an_agency("inkwell")


@pytest.fixture
def page(window: Window, agency: Agency) -> Page:
    """A practitioner with a note just begun."""
    return a_new_note(window, agency, agency["practitioner"])


def test_a_phrase_is_put_in_by_a_key_and_saved(page: Page, agency: Agency) -> None:
    note = page.url
    page.goto(f"/{agency['slug']}/phrases")
    page.locator("[name=name]").fill("Opening")
    page.locator("[name=words]").fill("met {my name} as agreed")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep the phrase").click()
    check_page(page)
    page.goto(note)
    type_into(page, "details", "We ")
    page.keyboard.press(";")
    assert page.evaluate("document.activeElement.closest('[data-phrase]') !== null")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=details]")).to_have_value("We met Practitioner of inkwell as agreed")
    assert page.evaluate("document.activeElement.name") == "details"
    saved(page, "as agreed")
    page.keyboard.press("End")
    page.keyboard.type(" ;")
    page.keyboard.press("Escape")
    assert text_of(page, "details").endswith("agreed ;"), "the sign itself can be typed"
    page.keyboard.type(" a;b")
    assert text_of(page, "details").endswith("a;b"), "inside a word it is only a sign"


def test_a_format_is_changed_in_mid_sentence_and_back_without_losing_a_word(page: Page) -> None:
    type_into(page, "details", "What she said")
    type_into(page, "action_taken", "What I sent")
    page.get_by_text("Another format.").click()
    with page.expect_navigation():
        page.get_by_role("button", name="SOAP", exact=True).click()
    assert (text_of(page, "subjective"), text_of(page, "plan")) == ("What she said", "What I sent")
    check_page(page)
    type_into(page, "objective", "What I saw")
    saved(page, "What I saw")
    page.get_by_text("Another format.").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Standard 5.3").click()
    assert text_of(page, "details") == "What she said\n\nWhat I saw"
    assert text_of(page, "action_taken") == "What I sent"


def test_a_window_left_behind_in_another_format_is_told_and_keeps_its_words(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    type_into(page, "details", "first window")
    page.get_by_text("Another format.").click()
    with page.expect_navigation():
        page.get_by_role("button", name="DAP", exact=True).click()
    type_into(other, "details", "second window")
    expect(other.locator("[data-save-state]")).to_contain_text("Somebody changed this")
    other.get_by_text("Another format.").click()
    with other.expect_navigation():
        other.get_by_role("button", name="Free text").click()
    expect(other.locator("main")).to_contain_text("first window")
    assert text_of(other, "details") == "second window"


def test_what_will_be_locked_is_read_first(page: Page) -> None:
    for name in ("reason", "details", "action_taken", "step_1_what"):
        type_into(page, name, f"Her number 046 454 286 in {name}")
    page.locator("[name=minutes]").fill("20")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign and lock").click()
    expect(page.locator("main")).to_contain_text("looks like a social insurance number")
    expect(page.locator("h1")).to_contain_text("What signing will lock")
    check_page(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign and lock").click()
    expect(page.locator("body")).to_contain_text("The note is signed and locked.")


def test_a_group_is_saved_while_it_is_written_and_signed_at_once(page: Page, agency: Agency) -> None:
    page.goto(f"/{agency['slug']}/people/new")
    page.locator("main [name=legal_given]").fill("Wilhelmina")
    page.locator("main [name=legal_family]").fill("Ardent")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Open the file").click()
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/cases/new")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto(f"/{agency['slug']}/group-notes/new")
    check_page(page)
    for box in page.locator("[name=cases]").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Begin the notes").click()
    check_page(page)
    own = page.locator("textarea[name^=own_for_]").evaluate_all("all => all.map(one => one.name)")
    for name in ("reason", "details", "action_taken", "step_1_what"):
        type_into(page, name, "We all practised")
    for number, name in enumerate(own):
        type_into(page, name, f"only number {number}")
    saved(page, "only number 1")
    page.reload()
    assert [text_of(page, name) for name in own] == ["only number 0", "only number 1"]
    page.locator("[name=minutes]").fill("60")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign and lock 2 notes").click()
    expect(page.locator("body")).to_contain_text("one for each person")
    page.goto(case_of(agency))
    with page.expect_navigation():
        page.locator("main a[href*='/notes/']").first.click()
    expect(page.locator("main")).to_contain_text("About this person alone")
    check_page(page)
