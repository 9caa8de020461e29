"""A running product and a browser for each worker of the run."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.checks import CHROMIUM_ARGUMENTS
from tests.browser.house import House, open_house

# What a person waits for at most; the machine of the tests does other things too.
PATIENCE = 30_000  # milliseconds

Window = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def house(worker_name: str) -> Iterator[House]:
    """The product, running."""
    with open_house(worker_name) as running:
        yield running


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Whose house it is, where tests run in several processes."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, f"the tests in a browser need one of {', '.join(names)}"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, house: House) -> Iterator[Window]:
    """`window()` opens a browser of somebody who was never here; `window(token)` of somebody who signed in before."""
    opened: list[BrowserContext] = []

    def new(token: str = "", *, language: str = "en", **options: Any) -> BrowserContext:
        context = chromium.new_context(base_url=house.url, locale=f"{language}-CA", **options)
        context.set_default_timeout(PATIENCE)
        if token:
            context.add_cookies([{"name": "sid", "value": token, "url": house.url}])
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()
