"""What comes out of the press: one file for two standards, the same each time, with words to be read out."""

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from press import finisher, pdf
from press.sealing import faults_of
from press.setting import Pictures, set_in_type
from records.brands.values import Letterhead
from records.documents.kinds import document_from_plain
from records.documents.letters import ClosingLetter, IntroductionLetter
from records.documents.values import ActionPlan, DestructionCertificate, NextSteps, ProgressReport
from templates import environment
from templates.trends import trend
from templates.words import speaking
from tests.documents.golden import outline, words
from tests.documents.samples import sample

REPORT, PLAN, SHEET, CLOSING, HELLO, CERTIFICATE = (
    sample(kind)
    for kind in (
        *(ProgressReport, ActionPlan, NextSteps, ClosingLetter, IntroductionLetter),
        DestructionCertificate,
    )
)
# As many steps as a sheet has room for, with a short head.
SHEET = replace(
    SHEET, steps=tuple(replace(SHEET.steps[0], text=f"Call number {n}") for n in range(1, 9)), code="",
    letterhead=Letterhead("Northside Careers"),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def press() -> Iterator[None]:
    yield
    pdf.close()


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
        "Progress report PR-2026-0012 · File 2026-0417",
        f"Page 1 of {drawn.pages}",
    ):
        assert expected in said
    assert said.count("Sam Tremblay") == 1, "the name stands once, where it says whom the report is for"


@pytest.mark.parametrize("size", ["regular", "large"])
def test_the_map_and_what_went_well_are_on_paper_with_words_for_the_picture(size: str) -> None:
    drawn = pdf.draw(replace(REPORT, size=size, code="")).pdf
    said = words(drawn)
    assert "Assessing going on, round 2 0 of 4 steps" in said and "Evaluating not begun" in said
    assert "Asked for the fee himself" in said and "In your words: “I nearly did not”" in said
    with pikepdf.open(io.BytesIO(drawn)) as finished:
        told = [
            str(one.Alt) for one in finished.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert sorted(told) == sorted(
        ["Assessing: 0 of 4 steps", "Planning: 4 of 4 steps", "Implementing: 4 of 4 steps"]
        + ["Evaluating: 0 of 4 steps", "Work in a warehouse: 3 of 5 steps", "A licence: 7 of 24 steps"]
    )


def test_scores_over_time_are_drawn_on_paper_with_words_for_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = trend([date(2026, 8, 24), date(2026, 11, 20)], [4, 7], low=0, high=10)
    page = environment().from_string(
        '{% from "components/trend.html" import trend with context %}<title>T</title>{{ trend(drawn, "Hope") }}'
    )
    with speaking("en"):
        html = f'<html lang="en">{page.render(drawn=drawn)}'
    monkeypatch.setattr(pdf, "set_in_type", lambda _values, _pictures: ("T", html.encode()))
    finished = pdf.draw(REPORT).pdf
    assert faults_of(finished) == {"PDF/UA-1": (), "PDF/A-3a": ()}
    told = "Hope: 4 on Aug.\N{NO-BREAK SPACE}24, 2026, 7 on Nov.\N{NO-BREAK SPACE}20, 2026"
    assert f"Figure “{told}”" in "\n".join(outline(finished))
    assert "Hope 10 0 4 7" in words(finished)


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


def test_a_picture_keeps_its_address_and_a_word_that_looks_like_one_is_broken() -> None:
    address = "data:image/png;base64," + "iVBORw0KGgo" * 60
    typed = f'<img src="{address}"> src="{address}'
    _title, html = set_in_type(replace(REPORT, goal=typed), Pictures(logo=address, signature=address))
    told = html.decode()
    assert told.count(address) == told.count(f'src="{address}"') == 2, (
        "the two pictures, and nothing of what was typed"
    )
    assert told.count("\u200b") > 2 * 60


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
