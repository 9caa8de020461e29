"""Somebody at work in an agency of their own, who finds fields by the words beside them; three people with one role each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.house import House
from tests.browser.person import Person

Window = Callable[..., BrowserContext]


class Worker(Person):
    """Somebody who finds fields by the words that stand beside them."""

    def field(self, label: str) -> Locator:
        """The field with this label."""
        exactly = re.compile(rf"^\s*{re.escape(self.say(label))}(\s+{re.escape(self.say('optional'))})?\s*$")
        return self.page.locator("main:not([hidden])").get_by_label(exactly).first

    def enter(self, answers: dict[str, str]) -> None:
        """Types into each of these fields."""
        for label, text in answers.items():
            self.field(label).fill(text)

    def choose(self, answers: dict[str, str]) -> None:
        """Picks from each of these lists."""
        for label, words in answers.items():
            self.field(label).select_option(label=self.say(words))

    def tick(self, *words: str) -> None:
        """Ticks these boxes, or picks these of several."""
        main = self.page.locator("main")
        for one in map(self.say, words):
            main.get_by_role("radio", name=one, exact=True).or_(
                main.get_by_role("checkbox", name=one, exact=True)
            ).first.check()

    def opens(self, path: str, message: str, /, **values: object) -> None:
        """Goes to a page and sees its first heading."""
        self.go(path)
        self.is_at(message, **values)

    def is_at(self, message: str, /, **values: object) -> None:
        """Sees this first heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(message, **values))

    def is_refused(self, message: str) -> None:
        """Hears why, at the top of the form."""
        expect(self.page.locator("main").get_by_role("alert")).to_contain_text(self.say(message))

    def unfolds(self, message: str) -> None:
        """Opens what is folded away."""
        self.page.locator("summary").get_by_text(self.say(message), exact=True).click()

    def finds(self, words: str) -> None:
        """Looks for somebody by the box on every page."""
        box = self.page.get_by_role("searchbox", name=self.say("Find a person by name, file number or phone"))
        box.fill(words)
        with self.page.expect_navigation():
            box.press("Enter")

    def enter_part(self, message: str, file: str) -> None:
        """Goes to the details of a file and begins one of them."""
        self.go(f"{file}/details")
        self.press(message)

    def turns_away(self) -> None:
        """The tab dies, without a chance to say anything, and another one is opened on the same page."""
        address, dead = self.page.url, self.page
        self.page = self.context.new_page()
        dead.close(run_before_unload=False)
        self.page.goto(address)


@dataclass
class Agency:
    """Who works here, and where; `made` holds the ids of what is there already."""

    base: str
    made: dict[str, str]
    practitioner: Worker
    supervisor: Worker
    colleague: Worker


def an_agency(house: House, window: Window, word: str, language: str, **screen: Any) -> Agency:
    """Three people with one role each, at work in one language, at a screen of some size."""
    made = house.an_agency(word)

    def worker(name: str) -> Worker:
        email = f"{name}@{word}.example.org"
        with house.superuser() as connection:
            connection.execute(
                "UPDATE members SET roles = %s FROM gate.identities who WHERE who.id = identity_id AND who.email = %s",
                [["supervisor" if name == "supervisor" else "practitioner"], email],
            )
        context = window(house.open_session(email), language=language, **screen)
        context.add_cookies([{"name": "language", "value": language, "url": house.url}])
        return Worker(house, context, language=language)

    return Agency(f"/{made['slug']}", made, worker("practitioner"), worker("supervisor"), worker("colleague"))
