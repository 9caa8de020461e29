"""How a record of any table is told to the person it is about; a table nobody named here is told by its own names."""

import re
from datetime import date

from templates.filters import short_day
from templates.labels import LABELS
from templates.told_words import FIELDS, SOURCES
from templates.words import gettext as _

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_LISTS = {
    "access_requests.kind": "request_kind",
    "access_requests.relation": "request_relation",
    "access_requests.state": "request_state",
    "access_requests.outcome": "request_outcome",
    "access_requests.identity_how": "identity_how",
    "request_steps.act": "request_act",
    "alerts.kind": "alert_kind",
    "appointments.kind": "appointment_kind",
    "appointments.state": "appointment_state",
    "appointments.asked_by": "asked_by",
    "appointments.needs": "appointment_need",
    "registrations.state": "registration_state",
    "mode": "mode",
    "assessment_runs.answered_by": "answered_by",
    "assessment_runs.mode": "mode",
    "assessment_runs.language": "paper_language",
    "case_needs.support": "support",
    "case_needs.contact": "contact_plan",
    "case_needs.way": "work_way",
    "cases.exit_reason": "exit_reason",
    "cases.status": "case_status",
    "case_status_changes.from_status": "case_status",
    "case_status_changes.to_status": "case_status",
    "case_status_changes.reason": "status_reason",
    "handovers.occasion": "handover_occasion",
    "handovers.state": "handover_state",
    "consents.kind": "consent_kind",
    "consents.state": "consent_state",
    "consents.given_how": "given_how",
    "consents.given_by": "given_by",
    "contact_points.kind": "contact_kind",
    "disclosures.basis": "disclosure_basis",
    "delivery_openings.what": "delivery_opening",
    "documents.kind": "document_kind",
    "documents.size": "document_size",
    "entries.kind": "entry_kind",
    "employment_spells.end_reason": "work_end",
    "employment_spells.kind": "work_kind",
    "employment_spells.source": "work_source",
    "job_losses.reason": "work_end",
    "checkpoints.decision": "checkpoint_state",
    "checkpoint_decisions.outcome": "checkpoint_state",
    "evidence.kind": "evidence_kind",
    "evidence.checks": "evidence_check",
    "evidence.state": "evidence_state",
    "goals.decides": "decides",
    "goals.state": "goal_state",
    "goals.type": "goal_type",
    "incidents.kind": "incident_kind",
    "incidents.severity": "incident_severity",
    "incidents.state": "incident_state",
    "interventions.result": "intervention_result",
    "interventions.type": "service_type",
    "note_addenda.reason": "addendum_reason",
    "notes.kind": "note_kind",
    "objectives.state": "objective_state",
    "papers.kind": "paper_kind",
    "papers.source": "paper_source",
    "papers.original": "paper_original",
    "paper_files.scan": "paper_scan",
    "particulars.kind": "entry_kind",
    "tasks.owner": "who",
    "barriers.category": "barrier",
    "barriers.source": "barrier_source",
    "barriers.severity": "severity",
    "barriers.changeability": "changeability",
    "barriers.state": "barrier_state",
    "strategies.owner": "who",
    "strategies.result": "strategy_result",
    "risks.kind": "risk_kind",
    "risks.level": "risk_level",
    "risks.state": "risk_state",
    "screenings.decision": "screening_decision",
    "tasks.source": "task_source",
    "tasks.state": "task_state",
    "check_ins.state": "check_in_state",
    "check_ins.channel": "contact_kind",
    "contact_attempts.channel": "contact_kind",
    "contact_attempts.outcome": "attempt_outcome",
    "plans.agreed_how": "given_how",
    "plans.state": "plan_state",
    "how_sent": "how_sent",
    "language": "language",
    "purpose": "disclosure_purpose",
    "recipient_category": "disclosure_recipient",
}


def source_words(source: str) -> str:
    """What a record of this table is called."""
    return str(SOURCES.get(source) or source.replace("_", " ").capitalize())


def field_words(name: str) -> str:
    """What a field is called."""
    return str(FIELDS.get(name) or name.replace("_", " ").capitalize())


def value_words(words: str, source: str, name: str) -> str:
    """What a field holds: a code in words, a day as a day, anything else as it was written."""
    if words in ("yes", "no"):
        return _("Yes") if words == "yes" else _("No")
    known = LABELS.get(_LISTS.get(f"{source}.{name}") or _LISTS.get(name, ""), {})
    if words in known:
        return str(known[words])
    return short_day(date.fromisoformat(words)) if _DAY.fullmatch(words) else words


def excerpt(words: str, most: int = 160) -> str:
    """The beginning of a text, for a list."""
    return words if len(words) <= most else f"{words[:most].rstrip()}…"
