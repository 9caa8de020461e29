"""The starter schedule: suggestions with their source, each for an agency to confirm; none of it is law."""

from typing import Final

from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.sentences import Sentence
from records.retention.suggestions import Confidence, Preset
from records.retention.terms import Action, Event, RecordClass, Selector, latest_of, on

# Not a rule but a promise of the house: no backup that holds content lives longer.
BACKUPS_LIVE: Final = Period(35, Unit.DAYS)

CLOSED_OR_SERVED: Final = latest_of(Event.CASE_CLOSED, Event.LAST_SERVICE_ON)
FISCAL: Final = Cutoff(CutoffKind.FISCAL_YEAR_END)
SEVEN_YEARS: Final = Period(7)
COMMON: Final = (
    "Common among agencies and professional colleges; no text was found that sets it for this agency."
)

STARTER: Final[tuple[Preset, ...]] = (
    Preset(
        code="case_file",
        title=Sentence("Case file, with its notes, plans and services"),
        record_class=RecordClass.CASE_FILE,
        trigger=CLOSED_OR_SERVED,
        keep=SEVEN_YEARS,
        action=Action.DE_IDENTIFY,
        source="Ontario social work college: 7 years from the last entry. A college's rule, not an agency's.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="case_file_minor",
        title=Sentence("Case file of a person who was a minor at closing"),
        record_class=RecordClass.CASE_FILE,
        selector=Selector(minor_at_closure=True),
        trigger=latest_of(Event.CASE_CLOSED, Event.LAST_SERVICE_ON, Event.CLIENT_MAJORITY),
        keep=SEVEN_YEARS,
        action=Action.DE_IDENTIFY,
        source="Ontario social work college: 7 years after turning 18. Here from the age in the province.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="case_file_agreement",
        title=Sentence("Case file paid for under a funding agreement"),
        record_class=RecordClass.CASE_FILE,
        trigger=on(Event.AGREEMENT_ENDED),
        cutoff=FISCAL,
        keep=SEVEN_YEARS,
        action=Action.DE_IDENTIFY,
        source="Enter from your signed agreement: clause, page, date checked. Seven years is a guess.",
        confidence=Confidence.UNCONFIRMED,
        needs_agreement=True,
    ),
    Preset(
        code="decision_quebec",
        title=Sentence("Information used to decide about a person, in Québec"),
        record_class=RecordClass.CASE_FILE,
        selector=Selector(jurisdiction="QC"),
        trigger=CLOSED_OR_SERVED,
        keep=Period(1),
        action=Action.REVIEW,
        source="CQLR c. P-39.1, s. 11: at least 1 year after the decision. To be checked.",
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="decision_british_columbia",
        title=Sentence("Information used to decide about a person, in British Columbia"),
        record_class=RecordClass.CASE_FILE,
        selector=Selector(jurisdiction="BC"),
        trigger=CLOSED_OR_SERVED,
        keep=Period(1),
        action=Action.REVIEW,
        source="Personal Information Protection Act (BC): at least 1 year after use. To be checked.",
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="client_identity",
        title=Sentence("Name, birth date and contact points of a person"),
        record_class=RecordClass.CLIENT_IDENTITY,
        trigger=CLOSED_OR_SERVED,
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source="As the case file; goes only with the last of the person's cases.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="consent",
        title=Sentence("Consents and authorisations"),
        record_class=RecordClass.CONSENT,
        trigger=latest_of(Event.CASE_CLOSED, Event.CONSENT_ENDED),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source="A published non-profit retention template: 7 years, here from the end of both.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="disclosure_log",
        title=Sentence("Account of what was disclosed to whom"),
        record_class=RecordClass.DISCLOSURE_LOG,
        trigger=on(Event.CREATED_ON),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="access_request",
        title=Sentence("Requests for access, correction and erasure"),
        record_class=RecordClass.ACCESS_REQUEST,
        trigger=on(Event.REQUEST_CLOSED_ON),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="incident",
        title=Sentence("Incident reports"),
        record_class=RecordClass.INCIDENT,
        trigger=on(Event.INCIDENT_CLOSED_ON),
        keep=Period(10),
        action=Action.REVIEW,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="breach_record",
        title=Sentence("Record of a breach of security safeguards"),
        record_class=RecordClass.BREACH_RECORD,
        trigger=on(Event.BREACH_DETERMINED_ON),
        keep=Period(24, Unit.MONTHS),
        action=Action.DESTROY,
        source="Breach of Security Safeguards Regulations: 24 months; the section is to be checked.",
        confidence=Confidence.READ_AT_SOURCE,
    ),
    Preset(
        code="breach_record_quebec",
        title=Sentence("Register of confidentiality incidents, in Québec"),
        record_class=RecordClass.BREACH_RECORD,
        selector=Selector(jurisdiction="QC"),
        trigger=on(Event.BREACH_DETERMINED_ON),
        keep=Period(5),
        action=Action.DESTROY,
        source="Québec regulation on confidentiality incidents: 5 years, from a summary.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="financial_support",
        title=Sentence("Financial supports paid to a client"),
        record_class=RecordClass.FINANCIAL_SUPPORT,
        trigger=on(Event.FISCAL_YEAR_OF_LAST_CLAIM),
        cutoff=FISCAL,
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source="Income Tax Act asks for 6 years from the end of the tax year; funders often for 7.",
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="employment_evidence",
        title=Sentence("Evidence of employment for a funder"),
        record_class=RecordClass.EMPLOYMENT_EVIDENCE,
        trigger=on(Event.AGREEMENT_ENDED),
        cutoff=FISCAL,
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source="Enter from your signed agreement: clause, page, date checked. Seven years is a guess.",
        confidence=Confidence.UNCONFIRMED,
        needs_agreement=True,
    ),
    Preset(
        code="survey_answer",
        title=Sentence("Anonymous survey answers"),
        record_class=RecordClass.SURVEY_ANSWER,
        trigger=on(Event.SUBMITTED_ON),
        keep=Period(5),
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="draft",
        title=Sentence("Drafts nobody signed"),
        record_class=RecordClass.DRAFT,
        trigger=on(Event.LAST_EDITED_ON),
        keep=Period(30, Unit.DAYS),
        action=Action.REVIEW,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="search_log",
        title=Sentence("Log of searches"),
        record_class=RecordClass.SEARCH_LOG,
        trigger=on(Event.CREATED_ON),
        keep=Period(90, Unit.DAYS),
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="access_log",
        title=Sentence("Log of who opened which file"),
        record_class=RecordClass.ACCESS_LOG,
        trigger=on(Event.CREATED_ON),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source="Published templates range from 3 to 7 years.",
        confidence=Confidence.UNCONFIRMED,
    ),
)


def presets_for(jurisdiction: str) -> tuple[Preset, ...]:
    """The lines to offer an agency in a province or territory, by its two-letter code."""
    return tuple(one for one in STARTER if one.selector.jurisdiction in (None, jurisdiction))
