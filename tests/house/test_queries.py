"""Whatever reads about clients without being told about whom asks first whom the reader may know of."""

import ast
import importlib
import pkgutil
from functools import cache

import records
from tenants.database import Base
from tenants.privacy import Unit, registry
from tests.house.source import Function, Module, modules

for _found in pkgutil.walk_packages(records.__path__, f"{records.__name__}."):
    importlib.import_module(_found.name)

# What the one predicate is called where it is asked.
GATES = {"visible", "reachable", "reaches", "is_closed", "_WITH_FACTS"}
# Rooms in which reading is no business of a person: the night's work, and what brings data in or makes an example.
NOBODY_LOOKS = {
    "records/retention/": "destruction follows from rules and must overlook nothing; what is shown of it is in QUERIES",
    "records/samples/": "made-up people, whom anybody may know of; and whether there is anybody real, never who",
    "records/demo/": "makes the agencies of the demonstration",
    "records/figures/": "counts everybody and names nobody; small numbers are hidden (decision 22)",
}
SHOWN_OF_RETENTION = {f"records/retention/{name}.py" for name in ("queries", "run_queries", "hold_queries")}
# Functions that read over clients without asking, each with its reason.
OTHERWISE = {
    "records/access/queries.py:my_grants": "part of the predicate: the reader's own grants",
    "records/access/queries.py:my_blocks": "part of the predicate: the reader's own blocks",
    "records/access/queries.py:given_ways": "counts how many files are open to a colleague, never whose they are",
    "records/access/queries.py:openings_since": "its page shows those whose client it may name, and no other",
    "records/clients/finding.py:_each_once": "part of the next",
    "records/clients/finding.py:first": "part of the next",
    "records/clients/finding.py:spelt_nearly": "spellings to search by; nobody is shown one but with its person",
    "records/clients/finding.py:_called": "a condition, for the lists that ask",
    "records/clients/queries.py:_together": "the question of `files_together`, which is told whose files",
    "records/clients/queries.py:named": "a condition, for the lists that ask",
    "records/doubles/queries.py:_signs": "a condition, for the lists that ask",
    "records/doubles/queries.py:_called": "a condition, for the lists that ask",
    "records/appointments/queries.py:_kept": "the beginning of reads that are told whose, or ask",
    "records/appointments/queries.py:is_taken": "says that somebody is busy, never with whom",
    "records/appointments/queries.py:to_remind": "for the worker, who reminds whoever agreed to it",
    "records/workshops/queries.py:seats_of": "counts chairs that are taken, never who sits on them (decision 29)",
    "records/workshops/queries.py:in_line": "gives free places in order, whoever waits (decision 29)",
    "records/assessments/queries.py:_is_due": "a condition, for the lists that ask",
    "records/assessments/queries.py:_runs": "the beginning of reads that are told whose",
    "records/cases/queries.py:_newest_change": "a condition, for the list that asks",
    "records/consents/queries.py:_held": "the beginning of reads that are told whose, or ask",
    "records/departures/gathering.py:_files": "for the worker, who makes the agency's own archive of everything",
    "records/documents/queries.py:get_requested": "for the worker, who draws what somebody asked for",
    "records/documents/queries.py:_with_job": "the beginning of reads that are told whose",
    "records/documents/queries.py:issued_of": "of what was reached already; names nobody",
    "records/papers/queries.py:find_file": "for the worker, who looks whether a file is harmless",
    "records/notices/queries.py:page_of_notices": "ids alone; its page names whom the reader may know of, and no other",
    "records/notices/queries.py:get_notice": "the reader's own; shows nothing",
    "records/notices/queries.py:new_for": "for the worker, who writes how many and names nobody",
    "records/referrals/queries.py:_sent": "the beginning of reads that are told whose, or ask",
    "records/outcomes/queries.py:_lines": "the beginning of reads that are told whose, or ask",
    "records/signatures/queries.py:_rows": "of documents that were reached already",
    "records/deliveries/queries.py:get_deliverable": "for a private link, which shows nothing before an answer",
    "records/outcomes/asking.py:get_answerable": "for an employer's link, which a permission allows",
    "records/referrals/queries.py:get_answerable": "for a partner's link, whose page names nobody",
    "records/requests/queries.py:get_wanted": "for the worker, who makes what somebody asked for",
    "records/requests/queries.py:find_served": "says the number of a request that a hold serves, never whose it is",
    "records/batches/queries.py:find_item": "for the worker, who makes what somebody asked for",
    "records/batches/queries.py:counts_of": "counts how far the reader's own batch is, and names nobody",
    "records/batches/queries.py:is_whole": "says whether all that was put together may still be printed; shows nobody",
    "records/retention/hold_queries.py:_cases_of": "the beginning of reads that ask, or count",
    "records/retention/hold_queries.py:_hidden": "counted alone: how many files in quarantine a hold keeps",
    "records/notes/chain.py:first_broken": "for the command that checks every chain and says a number",
    "records/consents/queries.py:proven_by": "told by a paper of the file",
    "records/papers/queries.py:find_preview": "told by a file of a paper, or for the worker who draws it",
    "records/imports/undoing.py:_leave_caseload": "part of the next",
    "records/imports/undoing.py:undo_batch": "for the worker, who takes back what somebody brought in",
}

# What says whose file is meant: its id, or that of something in it, which its own address was checked for.
TOLD = {
    "client_id",
    "client_ids",
    "clients",
    "case_id",
    "case_ids",
    "note_id",
    "entry_id",
    "referral_id",
    "request_id",
    "import_id",
    "ids",
}


@cache
def about_clients() -> frozenset[str]:
    """The names of the models whose rows are part of a client's file."""
    return frozenset(
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if (entry := registry.get(mapper.class_.__tablename__)) and entry.unit in (Unit.CLIENT, Unit.CASE)
    )


def names_in(node: ast.AST) -> set[str]:
    """Every name that stands in a piece of source."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def selects(function: Function) -> bool:
    """True when a select in the function begins with such a model or one of its columns."""
    return any(
        names_in(argument) & about_clients()
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "select"
        for argument in call.args
    )


def is_told_about_whom(function: Function) -> bool:
    """True when the caller names the file, or hands over a row of it."""
    given = [*function.args.args, function.args.vararg, *function.args.kwonlyargs]
    arguments = [one for one in given if one is not None]
    rows = about_clients() | {"Standing", "Relation", "Held", "Line", "Listed", "Changing", "Import"}
    return any(
        argument.arg in TOLD or (argument.annotation is not None and names_in(argument.annotation) & rows)
        for argument in arguments
    )


def asks(function: Function, module: Module) -> bool:
    """True when the function, or one beside it that it calls, asks the predicate."""
    beside = {one.name: names_in(one) for one in module.functions}
    reached, left = set[str](), names_in(function)
    while left:
        reached |= left
        left = {name for one in left for name in beside.get(one, ())} - reached
    return bool(reached & GATES)


def test_every_read_over_clients_asks_whom_the_reader_may_know_of() -> None:
    faults = []
    for module in modules():
        if not str(module).startswith("records/") or module.path.name in (
            "actions.py",
            "models.py",
            "rules.py",
        ):
            continue
        if str(module).startswith(tuple(NOBODY_LOOKS)) and str(module) not in SHOWN_OF_RETENTION:
            continue
        for function in module.functions:
            open_to_all = (
                selects(function) and not is_told_about_whom(function) and not asks(function, module)
            )
            if open_to_all and f"{module}:{function.name}" not in OTHERWISE:
                faults.append(f"{module}:{function.lineno} {function.name}")
    assert faults == [], "ask visible() or reachable() of records/clients/queries.py"


def test_each_exception_is_still_one() -> None:
    there = {f"{module}:{function.name}" for module in modules() for function in module.functions}
    assert set(OTHERWISE) - there == set()
