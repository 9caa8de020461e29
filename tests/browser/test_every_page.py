"""Every page the application has, found in its own map: readable by everyone, at every width, in both languages."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext, Page

from tests.browser.checks import AXE, NARROW, axe_violations, listening, sideways
from tests.browser.house import House
from tests.isolation.addresses import WORDS

WIDE = {"width": 1200, "height": 800}
# Not pages: data and files, what answers a change, pieces that only the page of components asks for.
NO_PAGES = {
    "assets.asset",
    "health.live",
    "health.ready",
    "documents.file",
    "figure_reports.file",
    "figures.download",
    "papers.file",
    "paper_previews.show",
    "request_packages.file",
    "archives.file",
    "batches.originals",
    "batches.print_file",
    "certificates.public_key",
    "delivered.file",
    "delivered.leave",
    "departed.certificate",
    "health.retention",
    "runs.as_file",
    "request_packages.printed",
    "imports.faulty",
    "runs.certificate",
    "runs.certificate_pdf",
    "signin.home",
    "signin.left",
    "locking.show",
    "second_steps.show",
    "workshop_people.in_file",
    "payments.returned",
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


# An element with what it stands in, as far as style sheets tell them apart.
LOOKS_OF = """() => [...new Set([...document.querySelectorAll('body *')].map(one =>
    [one.parentElement, one].map(it => `${it.tagName}.${it.getAttribute('class') || ''}`).join('>')))]"""


def faults_of(page: Page, seen: set[str]) -> list[str]:
    """What is wrong with the page as it stands: wide and in the light, and then on a phone and in the dark, where only
    its looks are others, so that a page of nothing but what was `seen` there is not looked at again; words of any
    length must fit a phone."""
    headings = page.locator("h1:visible").count()
    faults = [] if headings == 1 else [f"{headings} first headings"]
    # What stands behind a private link says nothing in the title of a window either.
    faults += [] if "·" in page.title() or "/d/" in f"{page.url}/" else [f"the title is {page.title()!r}"]
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    # The frame that pages of an agency share is looked at with the first of them.
    faults += axe_violations(page, frameless="DIV.shell>NAV.side" in seen)
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    looks = set(page.evaluate(LOOKS_OF))
    if not looks <= seen:
        faults += [f"in the dark: {found}" for found in axe_violations(page, only_looks=True)]
        seen |= looks
    return faults + [f"sideways: {found}" for found in sideways(page)]


def test_every_page_is_for_everyone(app: Flask, house: House, window: Callable[..., BrowserContext]) -> None:
    made = house.an_agency("walk", retention=True)
    ids = made | {"note_id": made["draft_id"], "token": "nothing"}
    context = window(made["practitioner"])
    context.add_init_script(path=AXE)
    page, faults, seen = context.new_page(), {}, set[str]()
    signed = addresses(app, made | {"token": "nothing"})
    # A draft has not been signed.
    paths = addresses(app, ids) | {"note_reviews.as_signed": signed["note_reviews.as_signed"]}
    for path in (*paths.values(), signed["notes.show"], "/nowhere", f"/{made['slug']}/nowhere"):
        with listening(page) as heard:
            answer = page.goto(path)
            found = faults_of(page, seen)
        found += heard
        found += [] if answer and answer.status in (200, 404) else [f"status {answer and answer.status}"]
        if found:
            faults[path] = found
    assert faults == {}, "\n".join(f"{path}\n  " + "\n  ".join(found) for path, found in faults.items())


# What was said in passing goes with the page, so the button that sends it away sooner may need a script.
WITHOUT_SCRIPTS = """() => ({
    headings: [...document.querySelectorAll('h1')].filter(one => one.checkVisibility()).length,
    dead: [...document.querySelectorAll('button[type=button]:not([popovertarget], [commandfor], [data-dismiss])')]
        .concat([...document.querySelectorAll('form:not(:has(button:not([type=button])))')])
        .filter(one => one.checkVisibility({visibilityProperty: true})).map(one => one.outerHTML),
})"""


def test_every_page_stands_without_scripts_and_in_french(
    app: Flask, house: House, window: Callable[..., BrowserContext]
) -> None:
    """A heading, no form that cannot be sent, no button that does nothing, and longer words that fit a phone."""
    made = house.an_agency("plainly", retention=True)
    context = window(made["practitioner"], language="fr", java_script_enabled=False, viewport=NARROW)
    context.add_cookies([{"name": "language", "value": "fr", "url": house.url}])
    page, faults = context.new_page(), {}
    sound = {"headings": 1, "dead": []}
    for path in addresses(app, made | {"note_id": made["draft_id"], "token": "nothing"}).values():
        page.goto(path)
        found = page.evaluate(WITHOUT_SCRIPTS)
        if found != sound or (found := sideways(page)):
            faults[path] = found
    assert faults == {}
