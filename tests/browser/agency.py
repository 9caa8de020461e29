"""Makes an agency in the database of the environment and prints what it has. With `retention` it also has a schedule
and a run, with a number so many old cases: `python -m tests.browser.agency word [retention [number]]`."""

import json
import sys
from datetime import timedelta

from sqlalchemy import select

from records.cases.actions import close_case
from records.cases.models import Case
from records.clients.queries import contact_points, get_client
from records.doubles.actions import merge_files
from records.notes.groups import start_group
from records.retention.actions import add_rule, draft_version
from records.retention.dates import Period
from records.retention.holding import place_hold
from records.retention.models import RetentionRule
from records.retention.run_queries import items_of
from records.retention.terms import HoldKind
from tenants import gate
from tenants.database import TenantSession
from tenants.members import Member
from tenants.permissions import GIVEN_BY_AGENCIES
from tests import factories, retention, world
from tests.isolation.furnished import a_request_read_twice, looked_over

_tokens: list[str] = []


def listen_for_tokens() -> None:
    """The worker of a running product may have sent and forgotten a mail before it could be read."""
    made = gate.new_token

    def new_token() -> str:
        _tokens.append(made())
        return _tokens[-1]

    gate.new_token = new_token  # type: ignore[assignment]  # the same promise
    world._token_for = lambda _address: _tokens[-1]


def make(word: str, old_cases: int) -> dict[str, str]:
    """Slug, tokens and ids of an agency whose every name and secret carries the word."""
    agency = world.an_agency(f"{word} Centre", "ON", "en", name=word.title(), secret=word)
    with agency.acting() as session:
        for member in session.execute(select(Member)).scalars():
            member.roles = [str(role) for role in GIVEN_BY_AGENCIES]
    if old_cases:
        _furnish(agency, old_cases)
    tokens = {role: agency.session_token(role) for role in ("owner", "practitioner", "supervisor")}
    facts = {"slug": agency.slug, "name": agency.name, "secret": agency.secret, "password": world.PASSWORD}
    facts |= {"kind": "address", "code": "NF-ADDRESS-1-EN"}
    return facts | tokens | {name: str(value) for name, value in agency.ids.items()}


def _furnish(agency: world.Agency, old_cases: int) -> None:
    """A schedule in force, a run of old cases and one that is held since, and the draft of the next schedule."""
    retention.put_in_force(agency, {"keep": Period(1)})
    with agency.acting("practitioner") as session:
        held, *_due = (_an_old_case(session) for _ in range(old_cases + 1))
        agency.ids["held_case_id"] = held.id
    run = retention.plan(agency)
    with agency.acting() as session:
        hold = place_hold(
            session,
            [held.id],
            kind=HoldKind.FUNDER_AUDIT,
            basis=f"{agency.secret} audit",
            reason="They asked for it.",
        ).hold
        draft = draft_version(session)
        add_rule(session, draft, retention.a_line(session, keep=Period(2)))
        session.flush()
        rule = (
            session.execute(select(RetentionRule.id).where(RetentionRule.version_id == draft.id))
            .scalars()
            .first()
        )
        listed = items_of(session, run.id)
        authority = session.execute(
            select(RetentionRule.authority_id).where(RetentionRule.id == rule)
        ).scalar_one()
    assert hold is not None
    assert rule is not None
    agency.ids |= {"hold_id": hold.id, "run_id": run.id, "version_id": draft.id, "rule_id": rule}
    agency.ids["authority_id"] = authority
    agency.ids["item_id"] = listed[0].item.id
    looked_over(agency)
    a_request_read_twice(agency)
    _people(agency)


def _people(agency: world.Agency) -> None:
    """Somebody like the client, somebody who was the client, and a note about two people at once."""
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        other, again = (factories.a_client(session, legal_given=f"{agency.name} {n}") for n in range(2))
        merge = merge_files(session, client, again, version=client.version, merged_version=1, theirs={})
        cases = [factories.a_case(session, one) for one in (client, other)]
        agency.ids |= {
            "point_id": contact_points(session, client.id)[0].id,
            "other_id": other.id,
            "merge_id": merge.id,
            "group_id": start_group(session, cases),
        }


def _an_old_case(session: TenantSession) -> Case:
    client = factories.a_client(session, legal_given="Marie-Ève", legal_family="Côté-Charbonneau")
    case = factories.a_case(session, client, days_ago=450)
    factories.a_note(session, case)
    close_case(session, case, closed_on=factories.today() - timedelta(days=400), exit_reason="employed")
    return case


if __name__ == "__main__":
    listen_for_tokens()
    word, *wanted = sys.argv[1:]
    made = make(word, old_cases=int([*wanted, "1"][1]) if wanted else 0)
    print(json.dumps(made))  # noqa: T201 - what this program is for
