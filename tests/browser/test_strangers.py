"""Strangers' pages are readable by everyone, light enough for a bus, and stand without scripts in French."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Response

from tests.browser.checks import AXE, NARROW, listening, sideways
from tests.browser.test_every_page import WITHOUT_SCRIPTS, faults_of

PAGES = ("/", "/pricing", "/trust", "/status", "/sign-up")
# All that a first visit costs, pictures apart.
HEAVIEST = 130_000


def test_strangers_pages_are_for_everyone_and_light(window: Callable[..., BrowserContext]) -> None:
    context = window(viewport=NARROW)
    context.add_init_script(path=AXE)
    page, faults = context.new_page(), {}
    sizes: list[int] = []

    def weigh(answer: Response) -> None:
        if not answer.request.resource_type == "image":
            sizes.append(answer.request.sizes()["responseBodySize"])

    page.on("response", weigh)
    page.goto("/", wait_until="networkidle")
    page.remove_listener("response", weigh)
    assert sum(sizes) < HEAVIEST
    for path in PAGES:
        with listening(page) as heard:
            page.goto(path)
            if found := faults_of(page, set()) + heard:
                faults[path] = found
    assert faults == {}
    plain = window(language="fr", java_script_enabled=False, viewport=NARROW).new_page()
    for path in PAGES:
        plain.goto(path)
        assert (plain.evaluate(WITHOUT_SCRIPTS), sideways(plain)) == ({"headings": 1, "dead": []}, []), path
