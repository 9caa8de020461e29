"""A person's file from the first search to the last lock, as those who keep it meet it: what they press and read, found
as a screen reader would find it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from tests.browser.checks import listening
from tests.browser.house import House
from tests.browser.worker import Agency, Window, Worker, an_agency

NAME, FAMILY = "Zoë-Anaïs", "Nguyễn-Lefèvre"
WHOLE = f"{NAME} {FAMILY}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_from_the_first_search_to_the_last_lock(house: House, window: Window, language: str) -> None:
    agency = an_agency(house, window, f"saskatoon{language}", language)
    me, supervisor, colleague = agency.practitioner, agency.supervisor, agency.colleague
    with (
        listening(me.page) as first,
        listening(supervisor.page) as second,
        listening(colleague.page) as third,
    ):
        file = look_before_opening(agency, me)
        write_down_who_they_are(me, file)
        sign_on_the_screen(me, file)
        open_a_case(me, file)
        note = write_in_soap(me)
        add_to_it(me, note)
        bring_a_paper(me, file)
        release_and_disclose(me, file)
        warn(me, file)
        read_with_a_reason(supervisor, file, note)
        ask_and_be_let_in(supervisor, colleague, file)
        vanish(agency, file)
    assert first + second + third == []


def look_before_opening(agency: Agency, me: Worker) -> str:
    """Nobody by this name is here; then the file is opened, and says at once what must not be done."""
    me.go(f"{agency.base}/")
    me.finds(WHOLE)
    me.reads(me.say("Nobody fits"))
    me.press("Add a person")
    me.enter({"Given name": NAME, "Family name": FAMILY, "Phone": "807 555-0177"})
    me.press("Look for the person")
    expect(me.field("Family name")).to_have_value(FAMILY)
    me.tick("French" if me.language == "fr" else "English")
    me.press("Open the file")
    me.is_at(WHOLE)
    reach = me.page.get_by_role("listitem").filter(has_text="807 555-0177")
    expect(reach).to_contain_text(me.say("Do not leave a message"))
    me.reads(me.say("No consent in force"))
    return me.path()


def write_down_who_they_are(me: Worker, file: str) -> None:
    """Where they live, how to speak with them, something sensitive, and somebody who did not ask to be here."""
    me.enter_part("Add an address", file)
    me.tick("Home")
    me.enter({"Street and number, unit": "12, rue des Érables", "Town": "Sioux Lookout"})
    me.press("Keep it in the file")
    me.enter_part("Record how to speak and write", file)
    me.enter({"Languages spoken": "Vietnamese, French", "Words or topics to avoid": "crossing the river"})
    me.press("Keep it in the file")
    me.enter_part("Add to the history", file)
    me.choose({"About": "Contact with the law"})
    me.enter({"What happened": "A charge that was stayed in 2019"})
    me.press("Keep it in the file")
    me.enter_part("Add a related person", file)
    me.enter({"Name": "Thérèse Lefèvre", "Relationship": "aunt"})
    me.press("Keep it in the file")
    me.reads(me.say("Write why they must be recorded."))
    me.enter({"Why they must be recorded": "Minds the children during the course"})
    me.press("Keep it in the file")
    me.reads("12, rue des Érables", "crossing the river", "stayed in 2019", "Minds the children")


def sign_on_the_screen(me: Worker, file: str) -> None:
    """The worker turns the screen; the client reads, agrees and types their name."""
    me.go(file)
    me.press("Record consent")
    me.choose({"What for": "Service and information collection"})
    me.tick("Answers now, on this screen")
    me.press("Record consent")
    me.is_at("Service and information collection")
    me.tick("I agree")
    me.press("Give my answer")
    me.is_refused("Type your name to sign.")
    me.enter({"Your name": WHOLE})
    me.press("Give my answer")
    me.reads(me.say("The answer is recorded."), me.say("In force"))


def open_a_case(me: Worker, file: str) -> None:
    """What the work is for."""
    me.go(file)
    me.press("Open a case")
    me.enter({"What the client wants to reach, in their words": "A place in the millwright course"})
    me.press("Open the case")
    me.reads("A place in the millwright course")


def write_in_soap(me: Worker) -> str:
    """Begun, lost with its tab, found again, signed."""
    me.press("Write a note")
    me.page.locator("summary").filter(
        has_text=me.say("Another format. Now: %(format)s", format="")[:10]
    ).click()
    me.press("SOAP")
    me.choose({"Kind of contact": "Meeting", "Place": "Our office"})
    me.enter({"Minutes": "40", "Why you were in contact": "A planned meeting"})
    said = me.field("Subjective: what the person said")
    said.press_sequentially("She wants to weld")
    me.has_saved("She wants to weld")
    me.turns_away()
    expect(me.field("Subjective: what the person said")).to_have_value("She wants to weld")
    me.enter({"Plan": "Visit the shop", "Next steps in words, or why there is none": "She decides first"})
    me.press("Sign and lock")
    me.reads(me.say("The note is signed and locked."))
    me.page.get_by_role("link", name=re.compile(f"^{me.say('Note')}")).first.click()
    me.reads(me.say("Signed"), "She wants to weld", "Visit the shop")
    return me.path()


def add_to_it(me: Worker, note: str) -> None:
    """What is locked is not changed; it is added to."""
    me.choose({"Reason": "Information that came late"})
    me.enter({"What you add": "She called: the shop has a place"})
    me.press("Sign the addendum")
    me.go(note)
    me.reads("She wants to weld", "She called: the shop has a place")


def bring_a_paper(me: Worker, file: str) -> None:
    """A certificate comes in and is opened exactly as it came."""
    pdf = a_pdf()
    me.go(f"{file}/papers/new")
    me.field("Files from this device").set_input_files(
        {"name": "certificat.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    me.choose({"What it is": "Certificate or diploma"})
    me.press("File the papers")
    with me.page.expect_navigation():
        me.page.get_by_role("row").filter(has_text="certificat").get_by_role("link").first.click()
    opened = me.thing("Open the paper")
    me.look_again_until(lambda: opened.count() > 0)
    assert me.context.request.get(str(opened.get_attribute("href"))).body() == pdf


def a_pdf() -> bytes:
    """One empty page."""
    writer, whole = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(whole)
    return whole.getvalue()


def release_and_disclose(me: Worker, file: str) -> None:
    """What the client allowed may leave; a word more may not."""
    me.go(f"{file}/consents")
    me.press("Permission to release")
    me.enter({"Person or organization": "Collège Boréal"})
    me.choose({"Kind of recipient": "School or trainer", "Purpose": "Training or school"})
    me.tick("We may tell them", "Goals and action plan", "Agrees")
    me.choose({"How": "Signed on paper"})
    me.press("Record permission")
    me.reads("Collège Boréal")
    me.go(f"{file}/consents")
    me.page.locator("section").filter(has_text="Collège Boréal").get_by_role("link").last.click()
    me.press("Record a disclosure")
    me.enter({"What exactly leaves": "The plan of this month, one page"})
    me.choose({"How": "By e-mail"})
    me.tick("Goals and action plan", "Notes")
    me.press("Record the disclosure")
    refusal = "The permission does not cover all of this. Take out what it does not name."
    me.is_refused(refusal)
    expect(me.field("What exactly leaves")).to_have_value("The plan of this month, one page")
    me.page.get_by_role("checkbox", name=me.say("Notes"), exact=True).uncheck()
    me.press("Record the disclosure")
    me.reads(me.say("The disclosure is recorded."), "Collège Boréal", "The plan of this month, one page")


def warn(me: Worker, file: str) -> None:
    """An alert stands at the top of the file, before everything else."""
    me.go(f"{file}/alerts")
    me.press("Set an alert")
    me.choose({"Kind of alert": "Safe ways to make contact"})
    me.enter({"What to know": "Only call between ten and noon"})
    me.tick("Those who do casework")
    soon = me.house.day + timedelta(days=30)
    me.enter({"Look at it again on": soon.isoformat(), "Last day": (soon + timedelta(days=30)).isoformat()})
    me.press("Set the alert")
    me.go(file)
    words = me.page.get_by_text("Only call between ten and noon")
    box, heading = words.bounding_box(), me.page.get_by_role("heading", level=1).bounding_box()
    assert box is not None and heading is not None and box["y"] < heading["y"]


def read_with_a_reason(supervisor: Worker, file: str, note: str) -> None:
    """Notes of those one does not work with open with a reason, and the file remembers who looked."""
    supervisor.go(note.split("/notes/", maxsplit=1)[0])
    expect(supervisor.page.locator("main")).not_to_contain_text("A planned meeting")
    supervisor.press("Open the notes with a reason")
    supervisor.reads(supervisor.say("Notes open with a reason"))
    expect(supervisor.page.locator("main")).not_to_contain_text("weld")
    supervisor.enter({"Why you need to open it": "The monthly look at notes"})
    supervisor.press("Open the notes")
    supervisor.go(note)
    supervisor.reads("She wants to weld")
    supervisor.go(f"{file}/access")
    supervisor.press("Who looked")
    supervisor.reads("The monthly look at notes")


def ask_and_be_let_in(supervisor: Worker, colleague: Worker, file: str) -> None:
    """A colleague finds the name and not the file; asks, is let in for a time, and reads."""
    colleague.go(file.split("/people/")[0] + "/")
    colleague.finds("zoe anais")
    colleague.press(WHOLE)
    colleague.reads(colleague.say("This file is on a colleague's list"))
    colleague.enter({"Why you need to open it": "I cover her desk this week"})
    colleague.press("Ask for access")
    colleague.reads(colleague.say("Your supervisor can see what you asked."))
    supervisor.go(f"{file}/access")
    supervisor.reads("I cover her desk this week")
    supervisor.unfolds("Give access for a time")
    supervisor.choose({"Who": f"Colleague of {file.split('/')[1].split('-')[0]}"})
    supervisor.enter(
        {"Last day": (supervisor.house.day + timedelta(days=7)).isoformat(), "Why": "Covers the desk"}
    )
    supervisor.press("Open the file to them")
    colleague.go(file)
    colleague.is_at(WHOLE)
    colleague.reads("Only call between ten and noon")


def vanish(agency: Agency, file: str) -> None:
    """The access ends and the file is restricted: for the colleague there is no such person; for the worker there is."""
    supervisor, colleague, me = agency.supervisor, agency.colleague, agency.practitioner
    supervisor.go(f"{file}/access")
    theirs = supervisor.page.get_by_role("row").filter(has_text="Covers the desk")
    with supervisor.page.expect_navigation():
        theirs.get_by_role("button", name=supervisor.say("End this access")).click()
    supervisor.press("Restrict the file")
    supervisor.reads(supervisor.say("Only those on its list see the file now."))
    colleague.go(f"{agency.base}/")
    for words in (WHOLE, "807 555-0177"):
        colleague.finds(words)
        colleague.reads(colleague.say("Nobody fits"))
    colleague.go(file)
    colleague.reads(colleague.say("This page is not here"))
    me.go(file)
    me.is_at(WHOLE)
