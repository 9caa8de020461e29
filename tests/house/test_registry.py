"""What is declared in one place is there in the other: tables, models, jobs, verbs, the privacy registry."""

import ast
import importlib
import pkgutil
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Table, create_mock_engine

import records
import tenants
from records.retention.classes import STARTED_BY, actions_of, classes_with_rules
from records.retention.own import WHOLES
from records.retention.presets import STARTER
from records.retention.terms import RecordClass
from tenants.audit import Verb
from tenants.database import Base, TenantOwned
from tenants.jobs import LEASE, Job
from tenants.permissions import ROLES, P, Role
from tenants.privacy import Unit, registry
from tests.house.source import modules
from workers.tasks import TASKS

for package in (tenants, records):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)

# Tables that hold no fact about a client, each with what it does hold.
NO_CLIENT = {
    "organisations": "the agencies",
    "organisation_keys": "keys of agencies; destroyed with the agency",
    "members": "the agency's staff",
    "invitations": "the agency's staff to be",
    "digests": "days on which the agency's staff were written to",
    "calendar_feeds": "hashes of links to calendars of the agency's staff",
    "signups": "who asked to begin an agency",
    "sign_in_rules": "what the agency asks of its staff who sign in",
    "mails": "messages to staff; no message names a client",
    "subscriptions": "what the agency pays for, as the payment provider shows it",
    "subscription_changes": "what the agency paid for before",
    "payment_accounts": "who the agency is at its payment provider",
    "billing_details": "who of the staff answers for the bill, and what stands on it",
    "jobs": "ids of work; those of a destroyed case go with it",
    "counters": "the last number given out",
    "imports": "what was brought in by whom; what a file said of people stands in its rows",
    "audit_events": "ids and codes; outlives what it tells of, and never tells what was written",
    "audit_heads": "the end of the audit chain",
}
# What the database keeps for itself, without a model.
NO_MODEL = {"alembic_version": "Alembic's mark", "audit_heads": "written only by audit_append"}


def in_database(superuser: psycopg.Connection) -> dict[str, dict[str, tuple[str, bool]]]:
    rows = superuser.execute(
        "SELECT c.relname, a.attname, format_type(a.atttypid, -1), NOT a.attnotnull FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind IN ('r', 'p')"
        " AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
    )
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for table, column, type_, nullable in rows:
        found.setdefault(table, {})[column] = (type_, nullable)
    return found


_SAME = {
    "VARCHAR": "text",
    "TEXT": "text",
    "UUID": "uuid",
    "NUMERIC(4, 1)": "numeric",
    "BYTEA": "bytea",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "JSONB": "jsonb",
    "TEXT[]": "text[]",
    "VARCHAR[]": "text[]",
    "UUID[]": "uuid[]",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "TIME WITHOUT TIME ZONE": "time without time zone",
}


def in_models(table: Table) -> dict[str, tuple[str, bool]]:
    dialect = create_mock_engine("postgresql+psycopg://", lambda *_: None).dialect
    return {
        column.name: (_SAME.get(found := column.type.compile(dialect), found), bool(column.nullable))
        for column in table.columns
    }


def test_every_table_has_its_model_and_every_model_its_table(superuser: psycopg.Connection) -> None:
    assert set(in_database(superuser)) - set(NO_MODEL) == set(Base.metadata.tables)


def test_models_say_what_the_database_has(superuser: psycopg.Connection) -> None:
    there, faults = in_database(superuser), []
    for name, table in Base.metadata.tables.items():
        model = in_models(table)
        for column in sorted(set(model) | set(there.get(name, {}))):
            said, is_ = model.get(column), there.get(name, {}).get(column)
            if said is None and is_ is not None and _has_default(superuser, name, column):
                continue  # the database fills it in by itself, and no code reads it
            faults += [] if said == is_ else [f"{name}.{column}: the model says {said}, the database {is_}"]
    assert faults == []


def _has_default(superuser: psycopg.Connection, table: str, column: str) -> bool:
    query = "SELECT atthasdef FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s"
    return bool(superuser.execute(query, (table, column)).fetchone()[0])


def test_references_in_models_are_those_of_the_database(superuser: psycopg.Connection) -> None:
    rows = superuser.execute(
        "SELECT k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text FROM pg_constraint k"
        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)"
        " AND a.attname <> 'organisation_id' WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace"
    )
    said = {
        (name, key.parent.name, key.column.table.name)
        for name, table in Base.metadata.tables.items()
        for key in table.foreign_keys
        if key.parent.name != "organisation_id"
    }
    assert said == set(rows.fetchall())


def test_every_table_is_in_the_privacy_registry_or_holds_no_client() -> None:
    tables = set(Base.metadata.tables) | set(NO_MODEL) - {"alembic_version"}
    assert tables - set(registry) - set(NO_CLIENT) == set(), (
        "register it beside its model, or say why it leads to nobody"
    )
    assert set(registry) & set(NO_CLIENT) == set()
    assert (set(registry) | set(NO_CLIENT)) - tables == set()


def test_what_leads_to_a_client_is_not_called_kept() -> None:
    leading = {name for name, table in Base.metadata.tables.items() if "client_id" in table.columns} - set(
        NO_CLIENT
    )
    kept = {name for name in leading if registry[name].unit is Unit.KEPT}
    # The list of a run must outlive the file it names, until the certificate is issued and the ids are emptied.
    assert kept <= {"run_items"}


def test_every_registered_table_says_by_which_class_of_record_it_is_kept() -> None:
    classless = {name for name, entry in registry.items() if not entry.retention}
    assert classless == {name for name, entry in registry.items() if entry.unit is Unit.KEPT}
    named = {entry.retention for entry in registry.values()} - {""}
    assert named | {"any"} == set(map(str, classes_with_rules())) == set(map(str, RecordClass))
    assert {one.record_class for one in STARTER} <= set(classes_with_rules())
    assert all(one.action in actions_of(one.record_class) for one in STARTER)
    assert all(set(one.trigger.events) <= set(STARTED_BY[one.record_class]) for one in STARTER)


def test_every_table_with_a_rule_of_its_own_is_part_of_a_record_that_can_go() -> None:
    own = {name for name, entry in registry.items() if entry.unit is Unit.OWN}
    parts = {one.__tablename__ for whole in WHOLES.values() for one in (whole.root, *whole.parts)}
    # What colleagues wrote about a case goes with it, and by itself when it is about none.
    assert parts - {"exchanges"} == own


@pytest.mark.parametrize("name", sorted(registry))
def test_a_registration_names_columns_there_are(name: str) -> None:
    entry, table = registry[name], Base.metadata.tables[name]
    columns = {column.removesuffix("_sealed") for column in table.columns.keys()}  # noqa: SIM118
    named = {*entry.search, *entry.export, *entry.third_party, *([entry.path] if entry.path else [])}
    assert named <= columns
    assert entry.package in ("yes", "no", "sever")
    assert 0 <= entry.order <= 100


@pytest.mark.parametrize("unit", [Unit.CASE, Unit.CLIENT])
def test_children_go_before_their_parents(unit: Unit) -> None:
    orders = {name: entry.order for name, entry in registry.items() if entry.unit is unit}
    faults = [
        f"{name} ({orders[name]}) refers to {target} ({orders[target]})"
        for name in orders
        for key in Base.metadata.tables[name].foreign_keys
        if (target := key.column.table.name) in orders and target != name and orders[name] >= orders[target]
    ]
    assert sorted(set(faults)) == []


def test_every_job_has_its_task_and_its_lease_and_the_reverse() -> None:
    assert set(TASKS) == set(Job) == set(LEASE)
    assert [kind for kind, task in TASKS.items() if task.__name__ != kind] == []


def test_every_job_is_asked_for_somewhere() -> None:
    assert {job.name for job in Job} - _attributes_of(
        "Job", but="workers/tasks.py", also="tenants/jobs.py"
    ) == set()


def test_every_verb_is_used() -> None:
    assert {verb.name for verb in Verb} - _attributes_of("Verb", but="templates/labels.py") == set()


def test_every_permission_is_asked_for_and_given() -> None:
    asked = _attributes_of("P", but="tenants/permissions.py")
    assert {permission.name for permission in P} - asked == set(), (
        "a permission nobody asks for promises nothing"
    )
    given = {permission for role in Role for permission in ROLES[role]} | {P.SEE_AGENCY, P.SEE_MEMBERS}
    given |= {P.ANSWER_FOR_ONESELF}
    assert set(P) - given == set()


def _attributes_of(name: str, *, but: str, also: str = "") -> set[str]:
    """The attributes of a class that the product names, outside of where they are listed."""
    return {
        node.attr
        for module in modules()
        if str(module) not in (but, also)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id == name)
            or (isinstance(node.value, ast.Attribute) and node.value.attr == name)
        )
    }


def test_tables_of_agencies_are_made_by_the_one_helper() -> None:
    steps = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("[0-9]*.py"))
    made = {
        node.args[0].value
        for step in steps
        for node in ast.walk(ast.parse(step.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "tenant_table"
        and isinstance(node.args[0], ast.Constant)
    }
    owned = {
        mapper.__tablename__ for mapper in TenantOwned.__subclasses__() if hasattr(mapper, "__tablename__")
    }
    assert owned - made == set()
