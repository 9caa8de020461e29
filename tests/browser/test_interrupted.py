"""What happens in the middle of a note: sessions end, networks go, tabs die, people press twice. No word is lost."""

import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.house import House
from tests.operation import household

Agency = dict[str, str]
Window = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def agency(house: House) -> Agency:
    """One agency for all of these; each test begins a note of its own."""
    return house.an_agency("halfway")


@pytest.fixture
def page(window: Window, agency: Agency) -> Page:
    """A practitioner with a note just begun."""
    return a_new_note(window, agency, agency["practitioner"])


def a_new_note(window: Window, agency: Agency, token: str) -> Page:
    page = window(token).new_page()
    page.goto(case_of(agency))
    with page.expect_navigation():
        page.get_by_role("button", name="Write a note").click()
    return page


def case_of(agency: Agency) -> str:
    return f"/{agency['slug']}/people/{agency['client_id']}/cases/{agency['case_id']}"


def saved(page: Page, words: str) -> None:
    """The server has the words, and the page says so."""
    assert household.eventually(lambda: words in page.context.request.get(page.url).text()), words
    expect(page.locator("[data-save-state]")).to_contain_text("Draft saved")


def type_into(page: Page, name: str, words: str) -> None:
    field = page.locator(f"[name={name}]")
    field.press("End")
    field.press_sequentially(words)


def text_of(page: Page, name: str) -> str:
    return page.locator(f"[name={name}]").input_value()


def test_a_session_that_ends_while_typing_costs_no_word(house: House, page: Page, agency: Agency) -> None:
    address, mine = page.url, house.open_session(f"practitioner@{agency['secret']}.example.org")
    page.context.add_cookies([{"name": "sid", "value": mine, "url": house.url}])
    page.goto(address)
    type_into(page, "details", "Sam has an interview")
    saved(page, "Sam has an interview")
    with house.superuser() as connection:
        token = hashlib.sha256(mine.encode()).digest()
        connection.execute("UPDATE gate.sessions SET revoked_at = now() WHERE token_hash = %s", [token])
        type_into(page, "details", " on Monday")
        dialog = page.locator("#sign-in-again")
        expect(dialog).to_be_visible()
        assert text_of(page, "details") == "Sam has an interview on Monday"
        dialog.locator("[name=email]").fill(f"practitioner@{agency['secret']}.example.org")
        dialog.locator("[name=password]").fill("not the password")
        dialog.get_by_role("button", name="Sign in and go on").click()
        expect(dialog).to_contain_text("do not belong together")
        dialog.locator("[name=password]").fill(agency["password"])
        dialog.get_by_role("button", name="Sign in and go on").click()
        expect(dialog).to_be_hidden()
        saved(page, "on Monday")
        assert page.evaluate("document.activeElement.name") == "details"
        page.keyboard.type(", at nine")
        page.keyboard.press("Control+s")
        saved(page, "on Monday, at nine")
    page.reload()
    assert text_of(page, "details") == "Sam has an interview on Monday, at nine"


def test_without_a_network_the_text_stays_and_is_saved_on_return(page: Page) -> None:
    type_into(page, "details", "The bus was late")
    saved(page, "The bus was late")
    page.context.set_offline(True)
    type_into(page, "details", " and then")
    state = page.locator("[data-save-state]")
    expect(state).to_have_attribute("data-state", "failed")
    expect(state).to_contain_text("Not saved. We kept your text")
    expect(page.locator("#assertive")).to_contain_text("Not saved")
    type_into(page, "details", " it came")
    page.context.set_offline(False)
    saved(page, "and then it came")
    page.reload()
    assert text_of(page, "details") == "The bus was late and then it came"


def test_a_killed_tab_leaves_its_draft_on_today(page: Page, window: Window, agency: Agency) -> None:
    address = page.url
    type_into(page, "reason", "A walk-in")
    saved(page, "A walk-in")
    page.context.close()
    again = window(agency["practitioner"]).new_page()
    again.goto(f"/{agency['slug']}/")
    again.locator(f"main a[href$='{address.rsplit('/', 1)[1]}']").click()
    expect(again.locator("[name=reason]")).to_have_value("A walk-in")


def test_closing_the_tab_in_mid_sentence_saves_the_sentence(
    page: Page, window: Window, agency: Agency
) -> None:
    address, asked = page.url, []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    type_into(page, "details", "and the last thing she sa")
    context = page.context
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    again = context.new_page()
    assert household.eventually(lambda: "the last thing she sa" in context.request.get(address).text())
    again.goto(address)
    assert text_of(again, "details") == "and the last thing she sa"


def test_two_windows_on_one_draft_lose_neither_text(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    type_into(page, "details", "what the first window says")
    saved(page, "what the first window says")
    type_into(other, "details", "what the second window says")
    expect(other.locator("[data-save-state]")).to_contain_text(
        "Somebody changed this. Your text is still here"
    )
    assert text_of(other, "details") == "what the second window says"
    with other.expect_navigation():
        other.locator("[name=minutes]").fill("30")
        other.get_by_role("button", name="Keep the draft").click()
    expect(other.locator("main")).to_contain_text("what the first window says")
    assert text_of(other, "details") == "what the second window says"


def fill_the_rest(page: Page, words: str) -> None:
    for name in ("reason", "details", "action_taken", "step_1_what"):
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=minutes]").fill("30")


def test_signing_in_two_windows_shows_both_texts_before_it_signs(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    type_into(page, "details", "what the first window says")
    saved(page, "what the first window says")
    fill_the_rest(other, "second")
    with other.expect_navigation():
        other.get_by_role("button", name="Sign and lock").click()
    expect(other.locator("main")).to_contain_text("what the first window says")
    assert text_of(other, "details") == "second"
    with other.expect_navigation():
        other.get_by_role("button", name="Sign and lock").click()
    expect(other.locator("body")).to_contain_text("The note is signed and locked.")


def test_pressing_sign_twice_signs_once(house: House, page: Page) -> None:
    note = page.url.rsplit("/", 1)[1]
    fill_the_rest(page, "a whole note")
    page.get_by_role("button", name="Sign and lock").dblclick()
    expect(page.locator("body")).to_contain_text("The note is signed and locked.")
    with house.superuser() as connection:
        signed = "SELECT count(*) FROM audit_events WHERE subject_id = %s AND verb = 'note_signed'"
        steps = "SELECT count(*) FROM tasks WHERE note_id = %s"
        assert [connection.execute(query, [note]).fetchone() for query in (signed, steps)] == [(1,), (1,)]


def test_back_after_signing_out_shows_nobody(house: House, window: Window, agency: Agency) -> None:
    page = window(house.open_session(f"supervisor@{agency['secret']}.example.org")).new_page()
    page.goto(case_of(agency))
    name = agency["name"]
    expect(page.locator("h1")).to_contain_text(name)
    page.locator(".person").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert name not in page.content()


def test_the_browser_keeps_no_name_and_no_address_carries_one(page: Page) -> None:
    name, addresses = "Trémblay", []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    page.on("request", lambda request: addresses.append(request.url))
    type_into(page, "details", f"{name} said")
    saved(page, f"{name} said")
    page.locator("#search").fill(name)
    page.locator("#search").press("Enter")
    page.get_by_role("row").get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_contain_text(name)
    kept = page.evaluate(
        """async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, await caches.keys(), await indexedDB.databases(), history.state
        ])"""
    )
    assert len(addresses) > 3
    told = f"{kept} {page.context.cookies()} {addresses}".lower()
    assert not [word for word in ("trémblay", "tr%c3%a9mblay", "tremblay") if word in told]


def test_the_language_can_be_changed_in_the_middle_of_a_note(window: Window, agency: Agency) -> None:
    page = a_new_note(window, agency, agency["supervisor"])
    type_into(page, "details", "half a thought")
    saved(page, "half a thought")
    page.locator(".person").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr-CA"
    assert text_of(page, "details") == "half a thought"


class Keys:
    """Somebody without a mouse; notes where the focus could not be seen."""

    SEEN = """() => { const e = document.activeElement, s = getComputedStyle(e);
        // The little calendar inside a date field shows its own ring.
        return e === document.body || !e.matches(':focus') || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? '' : e.outerHTML.slice(0, 120); }"""

    def __init__(self, page: Page) -> None:
        self.page, self.unseen = page, set()

    def to(self, selector: str) -> None:
        """Tabs until that is where one is."""
        for _ in range(60):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
            self.unseen.add(self.page.evaluate(self.SEEN))
        raise AssertionError(f"the Tab key never comes to {selector} on {self.page.url}")

    def write(self, words: str) -> None:
        """Types where one is."""
        self.page.keyboard.type(words)

    def go(self, key: str) -> None:
        """Presses a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


def test_a_note_is_written_and_signed_without_a_mouse(window: Window, agency: Agency) -> None:
    page = window().new_page()
    keys = Keys(page)
    page.goto("/sign-in")
    keys.write(f"practitioner@{agency['secret']}.example.org")
    keys.to("[name=password]")
    keys.write(agency["password"])
    keys.go("Enter")
    page.keyboard.press("Tab")
    # The first stop of the Tab key; on a busy machine it comes a moment after the key.
    page.wait_for_function("document.activeElement.className === 'skip'")
    page.keyboard.press("/")
    keys.write(agency["name"][:5].lower())
    keys.go("Enter")
    keys.to("main tbody a")
    keys.go("Enter")
    keys.to(f"main a[href$='{agency['case_id']}']")
    keys.go("Enter")
    keys.to("main form[action$='/notes'] button")
    keys.go("Enter")
    assert page.evaluate("document.activeElement.name") == "reason"
    keys.write("By keyboard")
    for name in ("details", "action_taken", "step_1_what"):
        keys.to(f"[name={name}]")
        keys.write("No mouse at all")
    page.keyboard.press("Control+s")
    saved(page, "By keyboard")
    page.locator("[name=kind]").focus()
    keys.to("[name=minutes]")
    keys.write("20")
    keys.go("Control+Enter")
    expect(page.locator("body")).to_contain_text("The note is signed and locked.")
    assert keys.unseen <= {""}, keys.unseen
