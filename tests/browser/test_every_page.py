"""Every page the application has, found in its own map: readable by everyone, at every width, in both languages."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from tests.browser.checks import NARROW, axe_violations, listening, sideways
from tests.browser.house import House
from tests.isolation.addresses import WORDS

WIDE = {"width": 1200, "height": 800}
# Not pages: data and files, what answers a change, pieces that only the page of components asks for.
NO_PAGES = {
    "assets.asset",
    "health.live",
    "health.ready",
    "documents.file",
    "figures.download",
    "papers.file",
    "paper_previews.show",
    "request_packages.file",
    "archives.file",
    "certificates.public_key",
    "departed.certificate",
    "health.retention",
    "runs.as_file",
    "request_packages.printed",
    "imports.faulty",
    "runs.certificate",
    "runs.certificate_pdf",
    "signin.home",
    "workshop_people.in_file",
    "ui.fault",
}


def addresses(app: Flask, ids: dict[str, str]) -> dict[str, str]:
    """The address of every page by its endpoint, with ids of an agency that has one of everything."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES:
            built = rule.build(
                WORDS | {name: ids[name] for name in rule.arguments - WORDS.keys()}, append_unknown=False
            )
            assert built is not None, rule
            found[rule.endpoint] = built[1]
    return found


def faults_of(page: Page, *, is_dark: bool) -> list[str]:
    """What is wrong with the page as it stands: wide and in the light, or on a phone and in the dark, where only its
    looks are others; words of any length must fit a phone."""
    headings = page.locator("h1:visible").count()
    faults = [] if headings == 1 else [f"{headings} first headings"]
    faults += [] if page.title() and "·" in page.title() else [f"the title is {page.title()!r}"]
    page.set_viewport_size(NARROW if is_dark else WIDE)
    page.emulate_media(color_scheme="dark" if is_dark else "light", reduced_motion="reduce")
    faults += axe_violations(page, only_looks=is_dark)
    page.set_viewport_size(NARROW)
    return faults + [f"sideways: {found}" for found in sideways(page)]


@pytest.mark.parametrize(("language", "is_dark"), [("en", False), ("fr", True)])
def test_every_page_is_for_everyone(
    app: Flask, house: House, window: Callable[..., BrowserContext], language: str, is_dark: bool
) -> None:
    made = house.an_agency(f"walk{language}", retention=True)
    ids = made | {"note_id": made["draft_id"], "token": "nothing"}
    context = window(made["practitioner"], language=language)
    context.add_cookies([{"name": "language", "value": language, "url": house.url}])
    page, faults = context.new_page(), {}
    signed = addresses(app, made | {"token": "nothing"})
    # A draft has not been signed.
    paths = addresses(app, ids) | {"note_reviews.as_signed": signed["note_reviews.as_signed"]}
    for path in (*paths.values(), signed["notes.show"], "/nowhere", f"/{made['slug']}/nowhere"):
        with listening(page) as heard:
            answer = page.goto(path)
            found = faults_of(page, is_dark=is_dark)
        found += heard
        found += [] if answer and answer.status in (200, 404) else [f"status {answer and answer.status}"]
        if found:
            faults[path] = found
    assert faults == {}, "\n".join(f"{path}\n  " + "\n  ".join(found) for path, found in faults.items())


def test_every_page_stands_without_scripts(
    app: Flask, house: House, window: Callable[..., BrowserContext]
) -> None:
    """A heading, no form that cannot be sent, and no button that does nothing."""
    made = house.an_agency("plainly", retention=True)
    page = window(made["practitioner"], java_script_enabled=False).new_page()
    faults = {}
    for path in addresses(app, made | {"note_id": made["draft_id"], "token": "nothing"}).values():
        page.goto(path)
        # What was said in passing goes with the page, so the button that sends it away sooner may need a script.
        dead = page.locator("button[type=button]:visible:not([popovertarget], [commandfor], [data-dismiss])")
        mute = page.locator("form:visible:not(:has(button:not([type=button])))")
        found = [one.evaluate("found => found.outerHTML") for one in (*dead.all(), *mute.all())]
        headings = page.locator("h1:visible").count()
        if found or headings != 1:
            faults[path] = [headings, *found]
    assert faults == {}
