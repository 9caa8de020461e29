"""The main job, told in English and in French, with scripts and without: an agency begins, somebody is helped, and
years later their file is gone, with proof."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from playwright.sync_api import BrowserContext, expect
from pypdf import PdfReader

from records.retention.proof import Verified, verify
from tests.browser.checks import listening
from tests.browser.house import House
from tests.browser.person import PASSWORD, Person


@dataclass
class Story:
    """Who takes part, and what they find out on the way."""

    house: House
    owner: Person
    lead: Person
    practitioner: Person
    word: str
    today: date
    is_scripted: bool
    base: str = ""

    def email(self, name: str) -> str:
        """The address of somebody in it."""
        return f"{name}@{self.word}.example.org"


@pytest.mark.parametrize(
    ("language", "is_scripted"), [("en", True), ("fr", False)], ids=["en", "fr without scripts"]
)
def test_from_sign_up_to_certificate(
    house: House, window: Callable[..., BrowserContext], language: str, is_scripted: bool
) -> None:
    people = [
        Person(house, window(language=language, java_script_enabled=is_scripted), language=language)
        for _ in range(3)
    ]
    word = f"amik{language}{int(is_scripted)}"
    story = Story(house, *people, word, house.day, is_scripted)
    with (
        listening(people[0].page) as first,
        listening(people[1].page) as second,
        listening(people[2].page) as third,
    ):
        sign_up(story)
        invite(story, "practitioner", "practitioner", story.practitioner)
        invite(story, "lead", "privacy_lead", story.lead)
        held = help_somebody(story, "Ozymandra")
        gone = help_somebody(story, "Quillebard")
        put_a_schedule_in_force(story)
        years_later(story, 7 * 366)
        hold(story, held)
        run = destroy(story, gone)
        organisation = proof(story, run)
    nothing_is_left(story, gone, held, organisation)
    assert first + second + third == []


def sign_up(story: Story) -> None:
    """Three fields, a link, a password."""
    owner = story.owner
    owner.go("/sign-up")
    owner.fill(email=story.email("owner"), agency_name=f"Centre {story.word}", province="QC")
    owner.press("Send me a link")
    owner.follow_mail(story.email("owner"))
    owner.fill(name="Dana Roy", password=PASSWORD, language=owner.language)
    owner.page.uncheck("[name='samples']")
    owner.press("Open the file room")
    story.base = owner.path().rstrip("/")
    assert story.word in story.base
    owner.reads(f"Centre {story.word}", owner.say("Nothing waits for you"))


def invite(story: Story, name: str, role: str, person: Person) -> None:
    """The owner invites, the other accepts."""
    owner = story.owner
    owner.go(f"{story.base}/team")
    owner.press("Invite a colleague")
    owner.fill(name=name.title(), email=story.email(name), roles=role, language=owner.language)
    owner.press("Send the invitation")
    owner.reads(owner.say("The invitation is on its way."), story.email(name))
    person.follow_mail(story.email(name))
    person.fill(name=f"{name.title()} Côté", password=PASSWORD)
    person.press("Join the agency")
    assert person.path() == f"{story.base}/"


@dataclass
class File:
    """A person's file: its addresses and the words that must be gone one day."""

    name: str
    client: str
    case: str
    number: str
    pdf: bytes

    @property
    def secret(self) -> str:
        """What only this file says."""
        return f"{self.name.lower()} heliotrope"


def help_somebody(story: Story, name: str) -> File:
    """Find before you add; consent, case, note, document, closing."""
    me = story.practitioner
    me.page.locator("#search").fill(name)
    with me.page.expect_navigation():
        me.page.locator("#search").press("Enter")
    me.reads(me.say("Nobody fits"))
    me.press("Add a person")
    me.fill(legal_given=name, legal_family="Trémblay", phone="705 555-0142")
    me.press("Look for the person")
    if me.page.get_by_role(
        "button", name=me.say("None of these: open a new file")
    ).count():  # a phone is shared
        me.press("None of these: open a new file")
    me.fill(language=me.language)
    me.press("Open the file")
    client = me.path()
    me.reads(f"{name} Trémblay", me.say("No consent in force"))
    consent(story, client)
    me.press("Open a case")
    me.fill(goal=f"{name} wants to work with engines")
    me.press("Open the case")
    case = me.path()
    number = me.page.locator("h1").inner_text().rsplit(", ", 1)[1]
    file = File(name, client, case, number, b"")
    write_a_note(story, file)
    file.pdf = make_a_report(story, file)
    close(story, file)
    return file


def consent(story: Story, client: str) -> None:
    """The words are explained, the decision is recorded."""
    me = story.practitioner
    me.press("Record consent")
    me.fill(decision="given", given_how="signed_paper")
    me.press("Record consent")
    me.reads(me.say("The consent is recorded."), me.say("In force"))
    me.go(client)
    expect(me.page.locator("main")).not_to_contain_text(me.say("No consent in force"))


def write_a_note(story: Story, file: File) -> None:
    """The eight elements of standard 5.3; saved while it is written; signed."""
    me = story.practitioner
    me.press("Write a note")
    note = me.path()
    me.fill(kind="meeting", minutes="45", place="office", reason="A planned meeting")
    me.fill(details=file.secret, action_taken="We read three offers.", training="How to read an offer")
    due = (story.today + timedelta(days=7)).isoformat()
    me.fill(step_1_what="Call the garage", step_1_who="client", step_1_due_on=due)
    if story.is_scripted:
        me.page.locator("[name=details]").press("End")
        me.page.keyboard.type(", and engines")
        me.has_saved(f"{file.secret}, and engines")
        expect(me.page.locator("[data-save-state]")).to_contain_text(
            me.say("Draft saved {time}").split("{")[0]
        )
    else:
        me.press("Keep the draft")
    me.page.goto(note)
    assert me.page.locator("[name=details]").input_value().startswith(file.secret)
    me.press("Sign and lock")
    me.reads(me.say("The note is signed and locked."), "Call the garage")
    me.go(note)
    me.reads(me.say("Signed"), file.secret, "How to read an offer", "Practitioner Côté")


def make_a_report(story: Story, file: File) -> bytes:
    """Drafted, looked at, issued, opened: a PDF that says what the record says, and not the text of the note."""
    me = story.practitioner
    me.go(file.case)
    me.press("Make a document")
    me.press("Go on to the draft")
    expect(me.page.locator("#preview img").first).to_be_visible()
    me.press("Issue the document")
    opened = me.thing("Open the document")
    me.look_again_until(lambda: opened.count() > 0)
    pdf = me.context.request.get(str(opened.get_attribute("href"))).body()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert pdf.startswith(b"%PDF-1.7")
    for words in (f"{file.name} Trémblay", "engines", "Call the garage", f"Centre {story.word}"):
        assert words in text, text
    assert "heliotrope" not in text
    return pdf


def close(story: Story, file: File) -> None:
    """The end of the work."""
    me = story.practitioner
    me.go(file.case)
    me.press("Close the case")
    me.fill(exit_reason="employed", regardless="—")
    me.press("Close the case")
    me.reads(me.say("The case is closed."))


def put_a_schedule_in_force(story: Story) -> None:
    """One writes it, with the law it rests on; the other publishes."""
    owner, lead = story.owner, story.lead
    owner.go(f"{story.base}/retention")
    owner.reads(owner.say("No schedule in force"))
    owner.go(f"{story.base}/retention/draft")
    owner.press("Write an authority down")
    owner.fill(title="Funding agreement 2026", citation="clause 12.3", kind="funder")
    owner.press("Keep the authority")
    owner.go(f"{story.base}/retention/draft")
    owner.press("Add a rule")
    owner.fill(keep_amount="7", keep_unit="years", action="destroy", strength="mandatory")
    owner.page.locator("[name=authority_id]").select_option(index=1)
    owner.press("Put the rule in the draft")
    owner.reads("clause 12.3")
    owner.press("Ask a second person to publish")
    assert owner.thing("Publish this schedule").count() == 0, "whoever wrote it does not publish it"
    lead.go(f"{story.base}/retention/draft")
    lead.press("Publish this schedule")
    lead.reads(lead.say("The schedule is published."), "clause 12.3")


def years_later(story: Story, days: int) -> None:
    """The product is started anew on a later day, and everybody signs in again."""
    story.today += timedelta(days=days)
    story.house.move(story.today)
    for name, person in (("owner", story.owner), ("lead", story.lead), ("practitioner", story.practitioner)):
        person.context.clear_cookies()
        person.sign_in(story.email(name))
        assert person.path() == f"{story.base}/"


def hold(story: Story, file: File) -> None:
    """Both files are due; the funder asks about one."""
    owner = story.owner
    owner.go(f"{story.base}/retention")
    with owner.page.expect_navigation():
        owner.page.locator("main a[href*='place=now']").first.click()
    row = owner.page.get_by_role("row").filter(has_text=file.number)
    expect(row).to_contain_text("clause 12.3")
    with owner.page.expect_navigation():
        row.get_by_role("link", name=file.number).click()
    owner.press("Place a hold")
    owner.fill(kind="funder_audit", basis="Audit 2033-14", reason="The funder asked to see the file.")
    owner.press("Place the hold")
    owner.reads(owner.say("Protected"), "Audit 2033-14", file.number)


def destroy(story: Story, file: File) -> str:
    """A list, a second person, hidden at once, gone after the waiting time. The address of the run."""
    owner, lead = story.owner, story.lead
    owner.go(f"{story.base}/retention")
    owner.press("Plan a run")
    owner.reads(file.number)
    run = owner.path()
    lead.go(run)
    lead.fill(count="2")
    lead.press("Approve the run")
    lead.reads(lead.say("Type how many files the list holds."))
    lead.fill(count="1")
    lead.press("Approve the run")
    believe_the_date(lead, run)
    waiting = lead.page.locator("main").get_by_text(lead.say("Hidden, waiting")).first
    lead.look_again_until(waiting.is_visible)
    # Nothing goes before a message about it has been out for a week: the calendar moves when they have left.
    lead.look_again_until(lambda: lead.page.get_by_text(lead.say("On its way")).count() == 0)
    lead.reads(lead.say("Message sent on %(day)s", day=""))
    story.practitioner.go(file.case)
    story.practitioner.reads(story.practitioner.say("This page is not here"))
    assert f"{file.name}" not in story.practitioner.page.content()
    years_later(story, 31)
    believe_the_date(lead, run)
    certificate = lead.thing("Open the certificate")
    lead.look_again_until(lambda: certificate.count() > 0)
    return run


def believe_the_date(lead: Person, run: str) -> None:
    """The calendar jumped, so nothing goes on until somebody confirms the date."""
    lead.go(run)
    with lead.page.expect_navigation():
        lead.page.locator("form[action$='/retention/date'] button").click()
    lead.go(run)


def proof(story: Story, run: str) -> str:
    """A certificate that names nobody and that anyone can check. Returns the id of whose it is."""
    lead = story.lead
    lead.go(run)
    key = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex(lead.page.locator("#certificate code").inner_text())
    )
    signed = lead.context.request.get(f"{run}/certificate.json").body()
    verified = verify(signed, key)
    assert isinstance(verified, Verified), verified
    assert verified.certificate.leaf_count == 2  # the case, and the person it was the last case of
    assert "clause 12.3" in verified.certificate.authorities
    changed = signed.replace(b"clause 12.3", b"clause 12.4")
    assert not isinstance(verify(changed, key), Verified)
    pdf = lead.context.request.get(f"{run}/certificate.pdf").body()
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert verified.certificate.merkle_root in text.replace("\n", "").replace(" ", "")
    assert "Trémblay" not in text + json.dumps(json.loads(signed), ensure_ascii=False)
    return verified.certificate.organisation_id


def nothing_is_left(story: Story, gone: File, held: File, organisation: str) -> None:
    """Of the purged file, not a word and not an id in any table, and no file; of the held one, everything."""
    house, me = story.house, story.practitioner
    ids = [path.rsplit("/", 1)[1] for path in (gone.client, gone.case)]
    for trace in (gone.name, gone.name.lower(), gone.number, *ids):
        # The trail tells what happened to which id; its chain is never edited.
        kept = {"public.audit_events"} if trace in ids else set()
        assert house.places_with(trace, organisation) <= kept, trace
    assert not [path for path in house.var.rglob("*") if any(trace in str(path) for trace in ids)]
    me.go(held.case)
    me.reads(held.name, held.number, "Call the garage")
    me.press("Note")
    me.reads(held.secret, "How to read an offer")
    me.go(f"{story.base}/documents")
    me.page.locator("main tbody a").first.click()
    opened = me.thing("Open the document")
    assert me.context.request.get(str(opened.get_attribute("href"))).body() == held.pdf
