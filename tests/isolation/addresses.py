"""Every address of the application, found in its own map, with real ids filled in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.isolation.wall import Wall
from tests.visitor import Visitor
from tests.world import Agency

# Which table an id in an address belongs to. A new kind of id must take its place here.
TABLES = {
    "client_id": "clients",
    "consent_id": "consents",
    "offer_id": "consents",
    "release_id": "consents",
    "partner_id": "partners",
    "resource_id": "resources",
    "referral_id": "referrals",
    "employer_id": "employers",
    "contact_id": "employer_contacts",
    "job_order_id": "job_orders",
    "spell_id": "employment_spells",
    "scheme_id": "outcome_schemes",
    "enrolment_id": "enrolments",
    "checkpoint_id": "checkpoints",
    "evidence_id": "evidence",
    "closing_id": "closings",
    "handover_id": "handovers",
    "disclosure_id": "disclosures",
    "case_id": "cases",
    "note_id": "notes",
    "notice_id": "notices",
    "group_id": "notes",
    "phrase_id": "phrases",
    "task_id": "tasks",
    "check_in_id": "check_ins",
    "barrier_id": "barriers",
    "strategy_id": "strategies",
    "risk_id": "risks",
    "document_id": "documents",
    "delivery_id": "deliveries",
    "paper_id": "papers",
    "paper_file_id": "paper_files",
    "instrument_id": "instruments",
    "assessment_id": "assessment_runs",
    "policy_id": "policy_documents",
    "text_id": "policy_texts",
    "conflict_id": "conflict_declarations",
    "version_id": "policy_versions",
    "rule_id": "retention_rules",
    "authority_id": "authorities",
    "hold_id": "holds",
    "alert_id": "alerts",
    "appointment_id": "appointments",
    "workshop_id": "workshops",
    "registration_id": "registrations",
    "incident_id": "incidents",
    "incident_action_id": "incident_actions",
    "incident_notice_id": "incident_notices",
    "run_id": "retention_runs",
    "item_id": "run_items",
    "invitation_id": "invitations",
    "member_id": "members",
    "import_id": "imports",
    "archive_id": "archives",
    "import_row_id": "import_rows",
    "particular_id": "particulars",
    "goal_id": "goals",
    "objective_id": "objectives",
    "intervention_id": "interventions",
    "plan_id": "plans",
    "point_doubt_id": "point_doubts",
    "reassignment_id": "reassignments",
    "batch_id": "batches",
    "other_id": "clients",
    "merge_id": "merges",
    "point_id": "contact_points",
    "name_id": "former_names",
    "grant_id": "access_grants",
    "request_id": "access_requests",
    "request_item_id": "request_items",
    "package_id": "request_packages",
    "severing_id": "severing_versions",
    "block_id": "access_blocks",
    "report_id": "figure_reports",
    "review_id": "file_reviews",
    "reviewed_file_id": "reviewed_files",
    "exchange_id": "exchanges",
    "brand_id": "brands",
    "access_review_id": "access_reviews",
    "support_grant_id": "support_grants",
}


# What stands in an address and is not an id, with something that may stand there.
WORDS = {"what": "assessing", "kind": "address", "code": "NF-ADDRESS-1-EN"}


@dataclass(frozen=True)
class Page:
    """One method of one address."""

    app: Flask
    rule: Rule
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def access(self) -> str:
        """Who may come, as the route says."""
        return str(getattr(self.app.view_functions[self.rule.endpoint], "access", "nobody said"))

    @property
    def ids(self) -> list[str]:
        """The ids in the address, from left to right."""
        return [name for name in self.rule.arguments if name not in ("slug", *WORDS)]

    def path(self, **values: Any) -> str:
        """The address with everything filled in."""
        built = self.rule.build(WORDS | values, append_unknown=False)
        assert built is not None, (self, values)
        return built[1]

    def ask(self, visitor: Visitor, *, token: bool = True, **values: Any) -> TestResponse:
        """Comes as one of our own pages would."""
        if self.method == "GET":
            return visitor.get(self.path(**values))
        return visitor.send(self.path(**values)) if token else visitor.post(self.path(**values))


def pages(app: Flask, wanted: Callable[[Page], bool] = lambda _page: True) -> Iterator[Page]:
    """Every method of every address."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if wanted(page := Page(app, rule, method)):
                yield page


def of_agencies(page: Page) -> bool:
    """True for what stands under an agency's address."""
    return "slug" in page.rule.arguments


def ids_of(agency: Agency, wall: Wall, page: Page) -> dict[str, str]:
    """Ids of this agency for every place in the address."""
    return {name: str(agency.ids.get(name) or wall.rows(TABLES[name], agency)[0]["id"]) for name in page.ids}


def made_up(page: Page) -> dict[str, str]:
    """Ids of nothing."""
    return {name: str(uuid4()) for name in page.ids}


def told(response: TestResponse, *hide: str) -> tuple[int, str]:
    """Status and body, without the words that were in the question."""
    body = response.get_data().decode(errors="replace")
    for word in hide:
        body = body.replace(word, "…")
    return response.status_code, body
