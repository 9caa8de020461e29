"""The starter schedule: suggestions with their source, each for an agency to confirm; none of it is law."""

from typing import Final

from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.sentences import Sentence
from records.retention.suggestions import Confidence, Preset
from records.retention.terms import Action, Event, RecordClass, Selector, latest_of, on

CLOSED_OR_SERVED: Final = latest_of(Event.CASE_CLOSED, Event.LAST_SERVICE_ON)
FISCAL: Final = Cutoff(CutoffKind.FISCAL_YEAR_END)
SEVEN_YEARS: Final = Period(7)
COMMON: Final = Sentence(
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
        source=Sentence(
            "Ontario social work college: 7 years from the last entry. A college's rule, not an agency's."
        ),
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
        source=Sentence(
            "Ontario social work college: 7 years after turning 18. Here from the age in the province."
        ),
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
        source=Sentence(
            "Enter from your signed agreement: clause, page, date checked. Seven years is a guess."
        ),
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
        source=Sentence("CQLR c. P-39.1, s. 11: at least 1 year after the decision. To be checked."),
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
        source=Sentence(
            "Personal Information Protection Act (BC): at least 1 year after use. To be checked."
        ),
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="client_identity",
        title=Sentence("Name, birth date and contact points of a person"),
        record_class=RecordClass.CLIENT_IDENTITY,
        trigger=CLOSED_OR_SERVED,
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=Sentence("As the case file; goes only with the last of the person's cases."),
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="consent",
        title=Sentence("Consents and authorisations"),
        record_class=RecordClass.CONSENT,
        trigger=latest_of(Event.CASE_CLOSED, Event.CONSENT_ENDED),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=Sentence("A published non-profit retention template: 7 years, here from the end of both."),
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
        action=Action.DESTROY,
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
        source=Sentence(
            "Breach of Security Safeguards Regulations: 24 months; the section is to be checked."
        ),
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
        source=Sentence("Québec regulation on confidentiality incidents: 5 years, from a summary."),
        confidence=Confidence.SECOND_HAND,
    ),
    Preset(
        code="conflict_declaration",
        title=Sentence("Declarations of conflicts of interest"),
        record_class=RecordClass.CONFLICT_DECLARATION,
        trigger=on(Event.LAST_EDITED_ON),
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="supervision",
        title=Sentence("Questions and thanks between colleagues about no case"),
        record_class=RecordClass.SUPERVISION,
        trigger=on(Event.LAST_EDITED_ON),
        keep=Period(2),
        action=Action.DESTROY,
        source=COMMON,
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="document",
        title=Sentence("Papers scanned into a case, identity papers among them"),
        record_class=RecordClass.DOCUMENT,
        trigger=on(Event.CASE_CLOSED),
        keep=Period(90, Unit.DAYS),
        action=Action.DESTROY,
        source=Sentence(
            "PIPEDA, Schedule 1, cl. 4.5.3: what is not needed any more should go. The period is yours to find."
        ),
        confidence=Confidence.UNCONFIRMED,
    ),
    Preset(
        code="employment_evidence",
        title=Sentence("Evidence of employment for a funder"),
        record_class=RecordClass.EMPLOYMENT_EVIDENCE,
        trigger=on(Event.AGREEMENT_ENDED),
        cutoff=FISCAL,
        keep=SEVEN_YEARS,
        action=Action.DESTROY,
        source=Sentence(
            "Enter from your signed agreement: clause, page, date checked. Seven years is a guess."
        ),
        confidence=Confidence.UNCONFIRMED,
        needs_agreement=True,
    ),
)


def presets_for(jurisdiction: str) -> tuple[Preset, ...]:
    """The lines to offer an agency in a province or territory, by its two-letter code."""
    return tuple(one for one in STARTER if one.selector.jurisdiction in (None, jurisdiction))
