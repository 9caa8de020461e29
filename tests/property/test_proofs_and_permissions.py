"""What leaves on paper for others, and what a person is asked, whatever stands in the record."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from records.brands.values import Letterhead
from records.consents.rules import SCOPES
from records.disclosures.rules import Permission
from records.documents.facts import Agreed, Contact, Facts
from records.documents.facts_permissions import Referred
from records.documents.facts_proofs import Attended, Given, Together
from records.documents.kinds import document_from_plain
from records.documents.permissions import Allowed, ConsentForm, Permit, ReferralLetter, Told
from records.documents.proofs import Job, ParticipationCertificate, WorkSummary
from records.documents.readers import reader_refusal
from records.documents.rules import compose, gaps
from records.documents.words import MEETINGS, SERVICES, SKILLS
from records.particulars.kinds import KINDS
from records.workshops.rules import KINDS as WORKSHOP_KINDS
from templates.labels import LABELS

DAY = date(2026, 11, 20)
ITEMS = SCOPES["release"]
# What stands in the record, under the one item of a permission that covers it.
CANARIES = {
    "identifying": ("Ursula Canary", "canary-phone", "2019-0001", "1988-05-04"),
    "attendance": ("2024-02-29",),
    "plan": ("canary goal", "canary aim"),
    "outcomes": ("canary job",),
}
NEVER = ("canary employer", "canary own words", "canary title", "canary result")
DAYS = st.dates(date(2024, 3, 1), DAY)
SESSIONS = st.lists(
    st.builds(
        Attended,
        st.sampled_from(["One", "Two", "word " * 60, "x" * 300]),
        st.sampled_from(WORKSHOP_KINDS),
        st.sampled_from(["", "Women in trades"]),
        DAYS,
        st.integers(0, 400),
        st.booleans(),
    ),
    max_size=12,
)
CONTACTS = st.lists(
    st.builds(Contact, DAYS, st.sampled_from(sorted(MEETINGS)), st.integers(0, 90), st.just("office"))
)


def facts(kind: str, **more: Any) -> Facts:
    """A record that says something in every place."""
    goals = [{"wording": "canary goal", "own_words": "canary own words"}]
    jobs = [Job("canary job", "canary employer", DAY)]
    made = Facts(
        kind=kind,
        language="en",
        size="regular",
        letterhead=Letterhead("Amik"),
        client_name="Ursula Canary",
        called="Ursula",
        file_number="2019-0001",
        worker_name="Priya",
        worker_title="",
        goal="canary aim",
        opened_on=date(2024, 2, 29),
        today=DAY,
        contacts=[Contact(DAY, "meeting", 60, "office")],
        steps=(),
        agreed=Agreed(1, DAY, DAY, "", {"goals": goals}),
        together=Together(jobs=jobs, sessions=[Attended("canary title", "resume", "", DAY, 60, True)]),
    )
    return replace(made, **more)


def referred(covers: tuple[str, ...]) -> Referred:
    permit = Permit(DAY, None, covers, "training", "send")
    return Referred("College", "", "V-1", "A place", DAY, permit, date(1988, 5, 4), "canary-phone")


@given(st.lists(st.sampled_from(ITEMS), unique=True).map(tuple))
def test_a_referral_letter_tells_what_the_permission_covers_and_nothing_else(covers: tuple[str, ...]) -> None:
    made = facts(ReferralLetter.KIND, referred=referred(covers))
    letter = compose(made)
    assert isinstance(letter, ReferralLetter)
    assert document_from_plain(letter.to_plain()) == letter
    assert set(letter.told) <= set(covers)
    told = str(letter.to_plain())
    for item, canaries in CANARIES.items():
        stands = [canary for canary in canaries if canary in told]
        assert bool(stands) == (item in covers), (item, stands)
    assert not [canary for canary in NEVER if canary in told]
    assert ("not_named" in gaps(made)) == ("identifying" not in covers)
    assert set(get_args(Told)) == set(CANARIES)


@given(
    st.builds(
        Permission,
        kind=st.sampled_from(["release", "service"]),
        state=st.sampled_from(["given", "offered", "withdrawn", "refused"]),
        given_on=st.sampled_from([None, DAY - timedelta(30), DAY + timedelta(1)]),
        last_on=st.sampled_from([None, DAY - timedelta(1), DAY]),
        ended_on=st.none(),
        recipient=st.sampled_from([b"them", b"others"]),
        scope=st.frozensets(st.sampled_from(ITEMS)),
        purpose=st.just("training"),
        direction=st.sampled_from(["send", "receive", "both"]),
        single_use=st.booleans(),
        used=st.booleans(),
    ),
    st.booleans(),
    st.booleans(),
)
def test_a_reader_is_refused_unless_everything_allows_them(
    one: Permission, is_open: bool, is_in_use: bool
) -> None:
    refused = reader_refusal(one, recipient=b"them", on=DAY, is_open=is_open, is_in_use=is_in_use)
    allowed = (
        (one.kind, one.state, one.recipient) == ("release", "given", b"them")
        and one.given_on == DAY - timedelta(30)
        and one.last_on != DAY - timedelta(1)
        and one.direction != "receive"
        and not (one.single_use and one.used)
        and bool(one.scope)
        and is_open
        and is_in_use
    )
    assert (refused is None) == allowed


@given(st.lists(st.builds(Allowed, kind=st.sampled_from(sorted(LABELS["consent_kind"])), wording=st.text(min_size=1),
    wording_language=st.sampled_from(["en", "fr"]), wording_version=st.just("1"),
    answer=st.sampled_from(["", "given", "refused"])), min_size=1))  # fmt: skip
def test_a_consent_form_asks_what_waits_or_copies_what_holds_word_for_word(asked: list[Allowed]) -> None:
    form = compose(facts(ConsentForm.KIND, allowed=asked))
    assert isinstance(form, ConsentForm) and document_from_plain(form.to_plain()) == form
    waiting = [one for one in asked if not one.answer]
    assert list(form.allowed) == (waiting or asked), (
        "neither words nor answers are made up, and no answer is asked twice"
    )


@given(CONTACTS, SESSIONS, st.sampled_from(["en", "fr"]), st.sampled_from(["regular", "large"]))
def test_time_together_is_counted_once_and_a_certificate_stays_on_its_page(
    contacts: list[Contact], sessions: list[Attended], language: str, size: str
) -> None:
    shape = {
        "contacts": contacts,
        "together": Together(sessions=sessions),
        "language": language,
        "size": size,
    }
    summary = compose(facts(WorkSummary.KIND, **shape))
    assert isinstance(summary, WorkSummary) and document_from_plain(summary.to_plain()) == summary
    met = [one for one in contacts if one.kind not in ("collateral", "contact_attempt")]
    alone = [one for one in sessions if not one.is_written]
    assert summary.meetings == len(met) + len(alone) == sum(way.times for way in summary.ways)
    assert summary.minutes == sum(one.minutes for one in (*met, *alone))
    assert len(summary.sessions) + summary.more_sessions == len({one.title for one in sessions})
    certificate = compose(facts(ParticipationCertificate.KIND, **shape))
    assert isinstance(certificate, ParticipationCertificate)
    shown = sum(one.times for one in certificate.sessions)
    assert shown + certificate.more_sessions == len(sessions)
    assert len(certificate.sessions) <= 4 and all(len(one.what) <= 90 for one in certificate.sessions)
    assert certificate.first_on <= certificate.last_on
    if sessions:
        assert certificate.minutes == sum(one.minutes for one in sessions)


def test_every_kind_of_service_has_words_for_the_person_in_both_languages() -> None:
    (types,) = (field.codes for field in KINDS["service"].fields if field.name == "type")
    assert set(types) | set(LABELS["service_type"]) == set(SERVICES)
    assert set(SKILLS) == set(WORKSHOP_KINDS) - {"other"}
    assert all(set(words) == {"en", "fr"} for words in (*SERVICES.values(), *SKILLS.values()))
    many = [Given(code, DAY) for code in SERVICES]
    summary = compose(facts(WorkSummary.KIND, together=Together(services=many)))
    assert isinstance(summary, WorkSummary)
    assert len(summary.services) + summary.more_services == len({words["en"] for words in SERVICES.values()})
