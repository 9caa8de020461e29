"""The limits of the house: a function is a screenful, a route fits in a hand, a module is read in one sitting."""

import ast
import subprocess
import sys

import pytest

from tests.house.source import ROOMS, ROOT, body_lines, is_route, lines, modules
from workers.tasks import TASKS

FUNCTION, ROUTE, TASK, MODULE, TEMPLATE, POSITIONAL = 30, 15, 25, 250, 80, 5

# A step of the database's history is read once, from top to bottom, and is mostly SQL.
HISTORY = "migrations/versions/"
# The words of the audit trail and the map of the pages are looked up, not read.
VOCABULARY = {"tenants/verbs.py", "templates/lists/verbs.py", "webapp/routes.py"}


def told(faults: list[str], advice: str) -> None:
    assert not faults, f"{advice}\n  " + "\n  ".join(faults)


def test_functions_are_a_screenful() -> None:
    told(
        [
            f"{module}:{function.lineno} {function.name}: {lines(function)} lines"
            for module in modules()
            for function in module.functions
            if lines(function) > FUNCTION and not str(module).startswith(HISTORY)
        ],
        f"A function has at most {FUNCTION} lines: give a part of it a name.",
    )


def test_routes_fetch_decide_call_and_answer() -> None:
    told(
        [
            f"{module}:{function.lineno} {function.name}: {body_lines(function)} lines"
            for module in modules()
            for function in module.functions
            if is_route(function) and body_lines(function) > ROUTE
        ],
        f"A route has at most {ROUTE} lines: decisions belong into records.",
    )


def test_tasks_claim_work_and_file() -> None:
    names = {task.__name__ for task in TASKS.values()}
    told(
        [
            f"{module}:{function.lineno} {function.name}: {lines(function)} lines"
            for module in modules()
            for function in module.functions
            if str(module).startswith("workers/") and function.name in names and lines(function) > TASK
        ],
        f"A task has at most {TASK} lines.",
    )


def test_modules_are_read_in_one_sitting() -> None:
    counted = [
        (len(module.text.splitlines()), module)
        for module in modules()
        if not str(module).startswith(HISTORY) and str(module) not in VOCABULARY
    ]
    told(
        [f"{module}: {count} lines" for count, module in counted if count > MODULE],
        f"A module has at most {MODULE} lines: split it by idea.",
    )


def test_templates_are_read_at_a_glance() -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates" / "email").rglob("*.txt")]
    assert files
    told(
        [
            f"{path.relative_to(ROOT)}: {count} lines"
            for path in sorted(files)
            if (count := len(path.read_text().splitlines())) > TEMPLATE
        ],
        f"A template has at most {TEMPLATE} lines: make a component or a fragment.",
    )


def test_arguments_beyond_five_have_names() -> None:
    told(
        [
            f"{module}:{function.lineno} {function.name}"
            for module in modules()
            for function in module.functions
            if len(function.args.posonlyargs + function.args.args) > POSITIONAL + _is_method(function)
        ],
        f"At most {POSITIONAL} arguments in place: put `*` before the rest.",
    )


def _is_method(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = [argument.arg for argument in function.args.args[:1]]
    return int(first in (["self"], ["cls"]))


def test_nothing_is_imported_inside_a_function() -> None:
    told(
        [
            f"{module}:{node.lineno}"
            for module in modules()
            for function in module.functions
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ],
        "Import at the top; a circle is a sign that something lies in the wrong room.",
    )


def test_package_roots_hold_only_their_sentence() -> None:
    told(
        [
            str(module)
            for module in modules()
            if module.path.name == "__init__.py"
            and len(module.tree.body) > 1
            and str(module) != "templates/__init__.py"
        ],
        "An __init__.py is a docstring and nothing else.",
    )


@pytest.mark.parametrize("rule", ["C901", "PLR0911", "PLR0912", "PLR0915"])
def test_complexity_is_low(rule: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--quiet",
            "--no-cache",
            "--output-format=concise",
            "--select",
            rule,
            *ROOMS,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
