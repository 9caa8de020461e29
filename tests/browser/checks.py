"""What every page must pass in a real browser: accessibility, width, and a quiet console."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).with_name("axe.min.js")
# What else than the words depends on colours and width; the other rules read what stands in the page either way.
LOOKS = ["color-contrast", "target-size", "link-in-text-block"]
FRAME = ["header.top", ".shell > nav", ".shell ~ nav", ".shell ~ dialog"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW = {"width": 320, "height": 720}


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """Collects what the console complains of, policy violations included, while inside; load the page inside.
    A refused answer (401, 409, 422, 5xx) is reported by the browser itself and is not a complaint of ours."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            heard.append(message.text)

    def fail(error: Exception) -> None:
        heard.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    try:
        yield heard
    finally:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", fail)


def axe_violations(page: Page, *, only_looks: bool = False, frameless: bool = False) -> list[str]:
    """Every violation of the rules above, or of those about looks only, as one line; `frameless`: but for the frame
    that all pages of an agency share. The checker is run by the browser's own debugging door, which the page's policy
    does not reach."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(
        "([but, only]) => axe.run({include: [['html']], exclude: but.map(one => [one])},"
        " {runOnly: only, resultTypes: ['violations'], preload: false})",
        [
            FRAME if frameless else [],
            {"type": "rule", "values": LOOKS} if only_looks else {"type": "tag", "values": RULES},
        ],
    )
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']][:4]}"
        for found in result["violations"]
    ]


def sideways(page: Page) -> list[str]:
    """What sticks out at 320 px; empty when nothing scrolls sideways. The width is put back after."""
    before = page.viewport_size
    if before != NARROW:
        page.set_viewport_size(NARROW)
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 8).map(e => `${e.tagName.toLowerCase()}.${e.className} "${(e.textContent || '').trim().slice(0, 30)}"`)
            .concat(`page is ${document.documentElement.scrollWidth} px wide`)"""
    )
    if before and before != NARROW:
        page.set_viewport_size(before)
    return found


def check_page(page: Page, heard: list[str] | None = None) -> None:
    """Fails with every complaint at once. Give `heard` from `listening` to include the console."""
    complaints = axe_violations(page) + [f"sideways: {what}" for what in sideways(page)] + (heard or [])
    assert not complaints, f"{page.url}\n" + "\n".join(complaints)
