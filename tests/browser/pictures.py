"""Takes the pictures of strangers' pages anew, from the running product and somebody who does not exist:
`python -m tests.browser.pictures`. To be run, and looked at, when the pages in them have changed."""

import io
import shutil

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests import services
from tests.browser.checks import CHROMIUM_ARGUMENTS
from tests.browser.house import House, open_house
from tests.browser.person import PASSWORD, Person
from webapp import assets

FOLDER = assets.FOLDER / "pictures"
SIZE = {"width": 1200, "height": 800}
AGENCIES = {"en": ("Riverside Career Centre", "ON"), "fr": ("Centre Emploi des Rives", "QC")}


def take(house: House, chromium: Browser, language: str) -> None:
    """Signs up as anybody does, with the made-up people, and opens a file."""
    name, province = AGENCIES[language]
    context = chromium.new_context(base_url=house.url, locale=f"{language}-CA", viewport=SIZE)
    owner = Person(house, context, language=language)
    owner.go("/sign-up")
    owner.fill(email=f"owner@{language}.example.org", agency_name=name, province=province)
    owner.press("Send me a link")
    owner.follow_mail(f"owner@{language}.example.org")
    owner.fill(name="Dana Roy", password=PASSWORD, language=language)
    owner.press("Open the file room")
    home = owner.path().rstrip("/")
    # What only an administrator is told stands above every page.
    with house.superuser() as connection:
        connection.execute("UPDATE members SET roles = ARRAY['practitioner'] WHERE name = 'Dana Roy'")
    owner.go(f"{home}/people")
    for link in ("main a:text('Maya Okonkwo')", "main a[href*='/notes/'] >> nth=-1"):
        with owner.page.expect_navigation():
            owner.page.click(link)
    keep(owner, f"note-{language}")
    owner.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    keep(owner, f"note-{language}-dark")
    context.close()


def keep(owner: Person, name: str) -> None:
    """What the window shows, small enough for a front page."""
    picture = Image.open(io.BytesIO(owner.page.screenshot()))
    picture.save(FOLDER / f"{name}.webp", quality=72, method=6)


def main() -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    run = services.Run()
    run.start()
    try:
        with open_house("pictures") as house, sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
            for language in AGENCIES:
                take(house, browser, language)
            browser.close()
    finally:
        run.stop()


if __name__ == "__main__":
    main()
