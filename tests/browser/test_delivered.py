"""A document reaches somebody's phone by a private link, is left quickly, and one changed byte of it is seen."""

from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.checks import check_page, listening
from tests.browser.house import House
from tests.browser.person import Person
from tests.browser.worker import Window

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_link_is_opened_on_a_phone_and_the_file_is_checked(
    house: House, window: Window, tmp_path: Path
) -> None:
    made = house.an_agency("postbox")
    worker = Person(house, window(made["practitioner"]))
    address, code = send_a_link(worker, made)
    reader = Person(house, window(**PHONE, accept_downloads=True))
    with listening(reader.page) as heard:
        reader.go(address)
        expect(reader.page).to_have_title("postbox Centre · Northfile")
        check_page(reader.page)
        open_it(reader, "000000" if code != "000000" else "1")
        reader.reads("You can try 4 more times.")
        check_page(reader.page)
        answer(reader, code)
        reader.reads("Postbox Trémblay")
        assert "Postbox T" not in reader.page.title()
        check_page(reader.page)
        file = download(reader.page)
        reader.page.keyboard.press("Escape")
        expect(reader.page).to_have_url(f"{house.url}/d")
        reader.page.go_back()
        expect(reader.page.locator("body")).not_to_contain_text("Trémblay")
        reader.go(f"{address}/document")
        expect(reader.page).to_have_url(address)
        assert file.suggested_filename.startswith("D-")
        check_it(reader, house, made["document_id"], Path(file.path()), tmp_path)
    assert heard == []
    worker.page.reload()
    worker.reads("Once, on")


def send_a_link(worker: Person, made: dict[str, str]) -> tuple[str, str]:
    """Its address, shown once, and the code that goes with it."""
    case = f"/{made['slug']}/people/{made['client_id']}/cases/{made['case_id']}"
    worker.go(f"{case}/documents/{made['document_id']}")
    worker.page.get_by_role("link", name="Private links").click()
    worker.fill(way="hand", fact="code")
    worker.press("Send the link")
    address = worker.page.locator(".notice code").inner_text()
    code = worker.page.locator("dt:has-text('The code to tell') + dd").first.inner_text()
    worker.press("All links to this document")
    return address, code


def open_it(reader: Person, said: str) -> None:
    """Presses the button and answers."""
    reader.press("Open it")
    answer(reader, said)


def answer(reader: Person, said: str) -> None:
    """Answers the one question."""
    reader.fill(said=said)
    reader.press("Answer and open")


def download(page: Page) -> Download:
    """Takes the file."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the document (PDF)").click()
    return taken.value


def check_it(reader: Person, house: House, document_id: str, file: Path, folder: Path) -> None:
    """The file as it is, one byte of it changed, and the code alone."""
    with house.superuser() as connection:
        query = "SELECT code FROM issued_files WHERE owner_id = %s"
        (code,) = connection.execute(query, [document_id]).fetchone() or ("",)
    whole, changed = folder / "whole.pdf", folder / "changed.pdf"
    whole.write_bytes(file.read_bytes())
    changed.write_bytes(file.read_bytes()[:-1] + b"~")
    for chosen, said in ((whole, "The file is whole"), (changed, "The file is not whole")):
        reader.go(f"/v/{code.lower()}")
        reader.reads("This document holds")
        reader.page.locator("#file").set_input_files(chosen)
        reader.press("Check the document")
        reader.reads(said)
        check_page(reader.page)
