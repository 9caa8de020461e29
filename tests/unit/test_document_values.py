"""Frozen document values: they come back from JSON equal, and nothing else comes back at all."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.brands.values import Letterhead
from records.documents.kinds import document_from_plain
from records.documents.values import (
    Approval,
    Authority,
    ClassCount,
    DestructionCertificate,
    Meeting,
    ProgressReport,
    Skipped,
    Step,
    Store,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))
STEPS = st.builds(
    Step,
    st.text(),
    st.sampled_from(["client", "worker", "provider"]),
    st.text(),
    st.none() | DAYS,
    st.none() | DAYS,
)
REPORTS = st.builds(
    ProgressReport,
    number=st.text(),
    language=st.sampled_from(["en", "fr"]),
    size=st.sampled_from(["regular", "large"]),
    letterhead=st.builds(Letterhead, st.text(), st.lists(st.text(), max_size=3).map(tuple), st.text()),
    client_name=st.text(),
    file_number=st.text(),
    worker_name=st.text(),
    worker_title=st.text(),
    issued_on=DAYS,
    period_from=DAYS,
    period_to=DAYS,
    goal=st.text(),
    summary=st.text(),
    meetings=st.lists(st.builds(Meeting, DAYS, st.text(), st.integers(0, 600)), max_size=3).map(tuple),
    done=st.lists(STEPS, max_size=3).map(tuple),
    next_steps=st.lists(STEPS, max_size=3).map(tuple),
    mark=st.sampled_from(["", "draft", "copy"]),
)


def certificate() -> DestructionCertificate:
    return DestructionCertificate(
        number="DC-0003",
        language="fr",
        agency_name="Northside Careers",
        issued_on=date(2026, 11, 20),
        as_of=date(2026, 11, 1),
        policy="Client files, version 4",
        authorities=(Authority("Act", "s. 17"),),
        counts=(ClassCount("Closed file", 14, 12, (Skipped("Legal hold", 2),)),),
        approvers=(Approval("Administrator", datetime(2026, 10, 18, 15, 4, tzinfo=UTC)),),
        merkle_root="9f2c",
        statistics_note="",
        stores=(Store("Database", "No rows left"),),
        method="Keys destroyed.",
        backup_horizon=date(2026, 12, 25),
        software_version="0.1.0",
        previous_hash="",
        signature_fingerprint="1f:9a",
        verify_hint="Ask.",
    )


@given(REPORTS)
def test_a_report_comes_back_from_json_equal(report: ProgressReport) -> None:
    assert document_from_plain(json.loads(json.dumps(report.to_plain()))) == report


def test_a_certificate_comes_back_from_json_equal() -> None:
    assert document_from_plain(json.loads(json.dumps(certificate().to_plain()))) == certificate()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "progress_report"},
        {"kind": "recipe"},
        {"language": "de"},
        {"issued_on": 20261120},
        {"issued_on": "yesterday"},
        {"client_name": "Sam"},
        {"counts": "none"},
        {"version": True},
    ],
)
def test_what_was_not_frozen_does_not_come_back(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        document_from_plain({**certificate().to_plain(), **change})


def test_a_missing_field_is_named() -> None:
    plain = certificate().to_plain()
    del plain["policy"]
    with pytest.raises(ValueError, match="policy"):
        document_from_plain(plain)
