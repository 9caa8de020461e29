"""The law beside every act of privacy: its words stand on the page of the act, and say no more than was read."""

import psycopg
import pytest

from templates import labels
from templates.lists.law import ACTS, ONLY, duties
from tenants.organisations import LAWS
from tests.isolation.furnished import furnish
from tests.retention import plan
from tests.web.conftest import Person
from tests.world import World

FILE = "/people/{client_id}"
# Where each act is done, and for whom it is shown.
BESIDE = {
    FILE + "/consents/new": "consent",
    FILE + "/releases/new": "release",
    FILE + "/consents/{consent_id}": "withdrawal",
    FILE + "/disclosures/new": "disclosure emergency",
    "/disclosures/emergencies": "emergency",
    FILE + "/requests/new": "request",
    FILE + "/requests/{request_id}": "extension refusal",
    FILE + "/requests/{request_id}/items": "severing",
    FILE + "/requests/{request_id}/items/{request_item_id}": "severing",
    FILE + "/cases/{case_id}/notes/{note_id}": "correction",
    FILE + "/cases/{case_id}/holds/new": "hold",
    "/retention/holds": "hold",
    "/incidents/breaches": "breach",
    "/incidents/{incident_id}/breach": "breach",
    "/retention": "retention",
    "/retention/runs/{run_id}": "purge",
    FILE + "/print": "printing",
    FILE + "/access": "restricting",
    FILE + "/looks": "looking",
    "/looking": "looking",
    FILE + "/papers/new": "papers",
    "/imports/new": "importing",
    FILE + "/details": "demographic sin",
    FILE + "/details/new/demographic": "demographic",
    FILE + "/details/new/identifier": "sin",
}


def test_every_act_of_privacy_has_the_law_beside_it(world: World, owner: Person, colleague: Person) -> None:
    furnish(world.first)
    world.first.ids["run_id"] = plan(world.first).id
    for path, acts in BESIDE.items():
        found = owner.look(path).tree.css("details.law")
        assert [node.attributes["data-law"] for node in found] == [acts], path
        assert "open" not in found[0].attributes
    gate = colleague.look(FILE + "/opening").tree.css("details.law")
    assert [node.attributes["data-law"] for node in gate] == ["opening"]
    shown = {act for acts in BESIDE.values() for act in acts.split()} | {"opening"}
    assert shown == set(ACTS)


@pytest.mark.parametrize("profile", ["canada", *LAWS.values()])
def test_every_act_has_a_reason_a_duty_and_its_source(profile: str) -> None:
    for act in ACTS:
        assert labels.label(act, "law_act") and duties((act,), profile), act
        for duty in duties((act,), profile):
            assert labels.label(duty, "law_duty") and labels.label(duty, "law_source"), duty
    assert "may" in labels.label(profile, "law_profile") and labels.label(profile, "law_office")
    assert set(labels.LABELS["law_duty"]) == set(labels.LABELS["law_source"])
    assert {duty for found in ACTS.values() for duty in found} == set(labels.LABELS["law_duty"])
    assert set(ONLY.values()) <= {"canada", *LAWS.values()}


def test_the_province_says_which_act_may_apply_and_never_that_one_does(
    world: World, owner: Person, superuser: psycopg.Connection
) -> None:
    for province, own in (("QC", "Law 25"), ("BC", "British Columbia"), ("NB", "federal act")):
        superuser.execute(
            "UPDATE organisations SET province = %s WHERE id = %s", (province, world.first.organisation_id)
        )
        words = owner.look(FILE + "/consents/new").tree.css("details.law")[0].text()
        assert own in words and "may apply to your agency" in words
        assert ("asked for apart" in words) == (province == "QC")
