"""What comes out of the press: one file for two standards, the same each time, with words to be read out."""

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import page
import pikepdf
import pypdf
import pytest

from records.documents.kinds import DocumentValues, document_from_plain
from records.documents.letters import ClosingLetter, IntroductionLetter, Outcome, Partner
from records.documents.values import (
    ActionPlan,
    Approval,
    Authority,
    ClassCount,
    DestructionCertificate,
    Letterhead,
    Measure,
    Meeting,
    NextSteps,
    PlannedGoal,
    ProgressReport,
    Recognized,
    Skipped,
    Step,
    Store,
)
from records.phases.rules import STEPS, Phase, Round, StepState
from workers import finisher, pdf

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)

AUGUST, OCTOBER = date(2026, 8, 24), date(2026, 10, 2)
# Two phases open at once, one of them for the second time.
STOOD = {
    "assessing": ("open", (Round(1, AUGUST, closed_on=OCTOBER), Round(2, OCTOBER)), "before"),
    "planning": ("open", (Round(1, AUGUST),), "done"),
    "implementing": ("closed", (Round(1, AUGUST, closed_on=OCTOBER),), "done"),
    "evaluating": ("ahead", (), "none"),
}
PHASES = tuple(
    Phase(code, state, rounds, tuple(StepState(step, how) for step in STEPS[code]))
    for code, (state, rounds, how) in STOOD.items()
)
RECOGNIZED = (Recognized(OCTOBER, "Asked for the fee himself", "I nearly did not"),)

REPORT = ProgressReport(
    number="PR-2026-0012",
    language="en",
    size="regular",
    letterhead=Letterhead("Northside Careers", ("214 Main Street", "Winnipeg, Manitoba"), "204-555-0142"),
    client_name="Sam Tremblay",
    file_number="2026-0417",
    worker_name="Priya Nair",
    worker_title="Employment counsellor",
    issued_on=date(2026, 11, 20),
    period_from=date(2026, 8, 24),
    period_to=date(2026, 11, 20),
    goal="A full-time job in a warehouse, close to home.",
    summary="You came to every meeting.\nThe course starts in January.",
    meetings=(
        Meeting(date(2026, 8, 24), "In person", 60, "Main Street", "Your goal"),
        Meeting(date(2026, 9, 8), "By phone", 30),
    ),
    done=(Step("Finish your résumé", done_on=date(2026, 9, 29)),),
    next_steps=(
        Step("Book your test", due_on=date(2026, 12, 4)),
        Step("Send the course fee", "worker", "Priya Nair"),
        Step("Send the books", "provider", "Red River Training", date(2027, 1, 4)),
    ),
    phases=PHASES,
    recognized=RECOGNIZED,
)
PLAN = ActionPlan(
    number="D-1004",
    language="en",
    size="regular",
    letterhead=Letterhead("Northside Careers"),
    client_name="Sam Tremblay",
    file_number="2026-0417",
    worker_name="Priya Nair",
    worker_contact="priya@northside.example.org",
    issued_on=date(2026, 11, 20),
    plan_number=2,
    agreed_on=date(2026, 11, 2),
    review_on=date(2027, 2, 1),
    goals=(
        PlannedGoal("Weld by June", "together", "Sparks, but paid", "Pay slips", "30 hours", date(2027, 6, 1),
                    (Step("Call the union", due_on=date(2026, 12, 4)),), (Measure("workshop", "Safety week"),)),
    ),
    reason="The yard closed",
    phases=PHASES,
    recognized=RECOGNIZED,
)  # fmt: skip
CLOSING = ClosingLetter(
    number="D-1010",
    language="en",
    size="regular",
    letterhead=Letterhead("Northside Careers"),
    client_name="Sam",
    file_number="2026-0417",
    worker_name="Priya Nair",
    worker_contact="priya@northside.example.org",
    issued_on=date(2026, 11, 20),
    closed_on=date(2026, 11, 18),
    tone="reached",
    words="I will remember the forklift.",
    outcomes=(Outcome("Sparks, but paid", "achieved"),),
    recognized=RECOGNIZED,
    still_open=(Step("Renew the licence", due_on=date(2027, 3, 1)),),
    helpers=(Partner("Red River Training", "204-555-0199"),),
    follow_up="agreed",
    kept_through=date(2033, 11, 18),
)
HELLO = IntroductionLetter(
    number="D-1011",
    language="en",
    size="regular",
    letterhead=Letterhead("Northside Careers"),
    client_name="Sam",
    file_number="2026-0417",
    worker_name="Priya Nair",
    worker_contact="priya@northside.example.org",
    issued_on=date(2026, 11, 20),
    next_at=datetime(2026, 12, 9, 15, 30, tzinfo=UTC),
    next_place="our office",
    timezone="America/Winnipeg",
)
SHEET = NextSteps(
    number="D-1005",
    language="en",
    size="regular",
    letterhead=Letterhead("Northside Careers"),
    client_name="Sam",
    worker_name="Priya Nair",
    worker_contact="priya@northside.example.org",
    issued_on=date(2026, 11, 20),
    steps=tuple(
        Step(f"Call the employer on the list, number {n}", due_on=date(2026, 12, n)) for n in range(1, 9)
    ),
    next_at=datetime(2026, 12, 9, 15, 30, tzinfo=UTC),
    next_place="our office",
    in_touch_on=date(2026, 12, 4),
    timezone="America/Winnipeg",
)
CERTIFICATE = DestructionCertificate(
    number="DC-0003",
    language="en",
    agency_name="Northside Careers",
    issued_on=date(2026, 11, 20),
    as_of=date(2026, 11, 1),
    policy="Client files, version 4",
    authorities=(Authority("Personal Health Information Act", "s. 17"),),
    counts=(ClassCount("Closed file", 1214, 1212, (Skipped("Legal hold", 2),)), ClassCount("Inquiry", 3, 3)),
    approvers=(Approval("Administrator", datetime(2026, 10, 18, 15, 4, tzinfo=UTC)),),
    merkle_root="9f2c" * 16,
    statistics_note="Counts by program and year stay.",
    stores=(Store("Database", "No rows left"), Store("Files", "No files left")),
    method="Each key was destroyed, then the rows.",
    backup_horizon=date(2026, 12, 25),
    software_version="Northfile 0.1.0",
    previous_hash="",
    signature_fingerprint="SHA256:1f:9a",
    verify_hint="Anyone can check this certificate.",
    timezone="America/Winnipeg",
)


@pytest.fixture(scope="module", autouse=True)
def press() -> Iterator[None]:
    yield
    pdf.close()


def words(drawn: bytes) -> str:
    """The text layer with its line ends and thin spaces made plain."""
    pages = pypdf.PdfReader(io.BytesIO(drawn)).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in pages).split())


@pytest.mark.parametrize("size", ["regular", "large"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "document",
    [REPORT, PLAN, SHEET, CLOSING, HELLO, CERTIFICATE],
    ids=["report", "plan", "sheet", "closing", "hello", "certificate"],
)
def test_every_document_meets_both_standards(document: DocumentValues, language: str, size: str) -> None:
    drawn = pdf.draw(document_from_plain({**document.to_plain(), "language": language, "size": size}))
    for profile in PROFILES:
        failures = page.validate_pdf_bytes(drawn.pdf, profile=profile).failures
        assert [(failure.rule_id, failure.message) for failure in failures] == []
    with pikepdf.open(io.BytesIO(drawn.pdf)) as finished:
        assert finished.check_pdf_syntax() == []
        assert str(finished.Root.Lang) == f"{language}-CA"
        assert len(finished.pages) == drawn.pages


@pytest.mark.parametrize("size", ["regular", "large"])
def test_large_print_says_the_same_words(size: str) -> None:
    drawn = pdf.draw(document_from_plain({**REPORT.to_plain(), "size": size}))
    said = words(drawn.pdf)
    for expected in (
        "How far you have come",
        "Your next step Book your test",
        "Friday, December 4, 2026",
        "Finish your résumé",
        "Send the course fee",
        "Red River Training",
        "We met 2 times in this time, 1 h 30 min in all.",
        "Progress report PR-2026-0012 · File 2026-0417 · Version 1",
        f"Page 1 of {drawn.pages}",
    ):
        assert expected in said
    assert said.count("Sam Tremblay") == 1, "the name stands once, where it says whom the report is for"


@pytest.mark.parametrize("size", ["regular", "large"])
def test_the_map_and_what_went_well_are_on_paper_with_words_for_the_picture(size: str) -> None:
    drawn = pdf.draw(replace(REPORT, size=size)).pdf
    said = words(drawn)
    assert "Assessing going on, round 2 0 of 4 steps" in said and "Evaluating not begun" in said
    assert "Asked for the fee himself" in said and "In your words: “I nearly did not”" in said
    with pikepdf.open(io.BytesIO(drawn)) as finished:
        told = [
            str(one.Alt) for one in finished.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert sorted(told) == sorted(
        ["Assessing: 0 of 4 steps", "Planning: 4 of 4 steps", "Implementing: 4 of 4 steps"]
        + ["Evaluating: 0 of 4 steps"]
    )


@pytest.mark.parametrize("size", ["regular", "large"])
def test_a_closing_letter_says_what_was_reached_and_how_to_come_back(size: str) -> None:
    said = words(pdf.draw(replace(CLOSING, size=size)).pdf)
    for expected in (
        "What you have reached, Sam",
        "I will remember the forklift.",
        "You may come back at any time",
        "Sparks, but paid",
        "Reached",
        "Renew the licence",
        "Red River Training, 204-555-0199",
        "You agreed that we may ask later",
        "at least until Nov. 18, 2033",
    ):
        assert expected in said
    lost = ClosingLetter(**{name: getattr(CLOSING, name) for name in ("number", "language", "letterhead")}, size=size,
        client_name="Sam", file_number="2026-0417", worker_name="Priya Nair", worker_contact="204", words="",
        issued_on=CLOSING.issued_on, closed_on=CLOSING.closed_on, tone="unreached")  # fmt: skip
    told = words(pdf.draw(lost).pdf)
    assert "We could not reach you" in told and "We will not contact you again" in told
    assert "goal" not in told.lower() and "until" not in told


def test_a_new_worker_is_introduced_with_how_to_reach_them() -> None:
    said = words(pdf.draw(HELLO).pdf)
    assert "Sam, your new worker is Priya Nair" in said and "priya@northside.example.org" in said
    assert "Wednesday, December 9, 2026 at 9:30 a.m." in said


def test_a_french_document_has_french_dates_whatever_the_screen_says() -> None:
    said = words(pdf.draw(replace(REPORT, language="fr")).pdf)
    assert "vendredi 4 décembre 2026" in said
    assert "20 nov. 2026" in said


@pytest.mark.parametrize(("size", "pages"), [("regular", 1), ("large", 2)])
def test_the_sheet_of_next_steps_says_the_same_in_both_sizes(size: str, pages: int) -> None:
    drawn = pdf.draw(document_from_plain({**SHEET.to_plain(), "size": size}))
    said = words(drawn.pdf)
    assert drawn.pages == pages
    for expected in (
        "What we agreed, Sam",
        "number 8",
        "Wednesday, December 9, 2026, 9:30 a.m.",
        "We are in touch again on Friday, December 4, 2026.",
        "priya@northside.example.org",
    ):
        assert expected in said


def test_the_certificate_says_when_the_last_copy_is_gone() -> None:
    said = words(pdf.draw(CERTIFICATE).pdf)
    assert "1,215 records destroyed" in said
    assert "Friday, December 25, 2026" in said
    assert "Closed file 1,214 1,212 2" in said
    assert "Oct. 18, 2026, 10:04 a.m." in said


@pytest.mark.parametrize("size", ["regular", "large"])
def test_the_plan_says_who_decides_and_what_helps(size: str) -> None:
    said = words(pdf.draw(replace(PLAN, size=size)).pdf)
    for expected in (
        "Weld by June",
        "Sparks, but paid",
        "Decided together",
        "Call the union",
        "Group workshop",
    ):
        assert expected in said


def test_a_list_in_large_print_keeps_equal_cells_apart() -> None:
    said = words(pdf.draw(replace(CERTIFICATE, size="large")).pdf)
    assert "Inquiry Planned: 3 Destroyed: 3 Left alone: 0" in said


def test_what_is_drawn_on_a_page_never_ends_in_a_carriage_return_and_is_read_again() -> None:
    text = next(one for n in range(999) if zlib.compress(one := b"q " * n + b"Q " * n, 9).endswith(b"\r"))
    with pikepdf.new() as made:
        made.add_blank_page()
        drawn = made.pages[0].obj.Contents = made.make_stream(
            zlib.compress(text, 9), Filter=pikepdf.Name.FlateDecode
        )
        finisher._seal_ends(made)
        assert not drawn.read_raw_bytes().endswith(b"\r")
        assert drawn.read_bytes().strip() == text.strip()


def test_three_drawings_are_one_file_even_by_another_press() -> None:
    first, second = pdf.draw(REPORT).pdf, pdf.draw(REPORT).pdf
    pdf.close()
    assert first == second == pdf.draw(REPORT).pdf


def test_the_frozen_values_travel_inside() -> None:
    with pikepdf.open(io.BytesIO(pdf.draw(REPORT).pdf)) as finished:
        attached = finished.attachments["northfile-document.json"].get_file().read_bytes()
        assert str(finished.Root.AF[0].AFRelationship) == "/Data"
        assert b"Sam Tremblay" not in bytes(finished.Root.Metadata.read_bytes()), "a title is seen in windows"
    assert document_from_plain(json.loads(attached)) == REPORT


def test_heads_have_scope_and_feet_are_not_read_out() -> None:
    with pikepdf.open(io.BytesIO(pdf.draw(REPORT).pdf)) as finished:
        kinds: dict[str, list[str]] = {}
        waiting = [finished.Root.StructTreeRoot.K[0]]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Dictionary) and "/S" in element:
                kinds.setdefault(str(element.S), []).append(
                    str(element.get("/A", pikepdf.Dictionary()).get("/Scope", ""))
                )
                waiting += list(element.get("/K", []))
        assert set(kinds["/TH"]) == {"/Row", "/Column"}
        marks = finished.pages[0].obj.Contents.read_bytes()
    assert marks.count(b"/Artifact <</Type /Pagination>> BDC") == 2


def test_a_draft_says_so_on_every_page() -> None:
    drawn = pdf.draw(replace(REPORT, mark="draft"))
    sheets = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages
    assert all("DRAFT" in sheet.extract_text() for sheet in sheets)
    assert "DRAFT" not in words(pdf.draw(REPORT).pdf)


def test_letters_without_a_font_stop_an_issued_report_and_are_named_on_a_draft() -> None:
    rare = "\U0010fffd"  # for private use: no font here has it
    with pytest.raises(pdf.CannotDraw) as refused:
        pdf.draw(replace(REPORT, goal=rare))
    assert refused.value.code == "glyphs"
    assert pdf.draw(replace(REPORT, goal=rare, mark="draft")).missing_glyphs == (rare,)
