"""What comes out of the press: one file for two standards, the same each time, with words to be read out."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import page
import pikepdf
import pypdf
import pytest

from records.documents.values import (
    ActionPlan,
    Approval,
    Authority,
    ClassCount,
    DestructionCertificate,
    DocumentValues,
    Letterhead,
    Measure,
    Meeting,
    NextSteps,
    PlannedGoal,
    ProgressReport,
    Skipped,
    Step,
    Store,
    document_from_plain,
)
from workers import pdf

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)

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
)  # fmt: skip
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
    "document", [REPORT, PLAN, SHEET, CERTIFICATE], ids=["report", "plan", "sheet", "certificate"]
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
    assert "1,215 files destroyed" in said
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
