"""Somebody at a screen: says what they press by the words of their language, and fills fields by their names."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from templates import words
from tests.browser.house import House
from tests.operation import household

PASSWORD = "a kettle sings before noon"  # noqa: S105 - of people who live for one test


class Person:
    """One window of one person."""

    def __init__(self, house: House, context: BrowserContext, *, language: str = "en") -> None:
        self.house, self.context, self.language = house, context, language
        self.page: Page = context.new_page()

    def say(self, message: str, /, **values: object) -> str:
        """The words on the screen."""
        with words.speaking(self.language):
            return words.gettext(message, **values)

    def go(self, path: str) -> None:
        """Opens an address."""
        self.page.goto(path)

    def press(self, message: str, /, **values: object) -> None:
        """Presses a button or follows a link with these words, and waits for the page it leads to."""
        with self.page.expect_navigation():
            self.thing(message, **values).click()

    def thing(self, message: str, /, **values: object) -> Locator:
        """The button or link with these words."""
        # A name is compared with plain spaces, whatever space the sentence has.
        words = re.escape(self.say(message, **values).replace("\u00a0", " "))
        name = re.compile(rf"^{words}( [a-z])?$")
        main = self.page.locator("main, dialog[open]")
        return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first

    def fill(self, **fields: str) -> None:
        """Fills fields by name: text, lists, and one of several choices."""
        for name, value in fields.items():
            places = self.page.locator(f"main [name='{name}']:not([type=hidden])")
            kind = places.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "select-one":
                places.select_option(value)
            else:
                places.fill(value)

    def reads(self, *texts: str) -> None:
        """Sees these words on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def has_saved(self, text: str) -> None:
        """Waits until the server has these words of the page; asks it beside the page, which stays as it is."""
        assert household.eventually(lambda: text in self.context.request.get(self.page.url).text()), text

    def follow_mail(self, address: str) -> None:
        """Opens the link in the newest mail to an address; looks again until it is there."""
        self.go("/mail")
        mine = self.page.locator("main section").filter(has_text=address).get_by_role("link")
        self.look_again_until(lambda: mine.count() > 0)
        link = mine.first.get_attribute("href")
        assert link is not None
        self.go(link)

    def look_again_until(self, there: Callable[[], bool], *, seconds: int = 60) -> None:
        """Loads the page again, as somebody without scripts would, until something is there."""
        for _ in range(seconds * 2):
            if there():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(
            f"{self.page.url}\n{self.page.locator('main').inner_text()}\n{self.house.logs()}"
        )

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """By the sign-in page."""
        self.go("/sign-in")
        self.fill(email=email, password=password)
        self.press("Sign in")

    def path(self) -> str:
        """The address of the page without the host."""
        return self.page.url.removeprefix(self.house.url)
