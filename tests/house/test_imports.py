"""Who may import whom, and who may read the environment, the time and the queue."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.house.source import ROOMS, ROOT, Module, modules

# Who reads what nobody else may; each with its reason.
PERMITS: dict[str, dict[str, str]] = {
    "os.environ": {
        "tenants/embedded.py": "hands the addresses of its services to the processes it starts",
        "press/walls.py": "has an environment of its own",
    },
    "time": {
        "tenants/clock.py": "the clock",
        "tenants/database.py": "the time inside a UUIDv7, which orders and never tells",
    },
}
_TIME = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}


def used(module: Module) -> Iterator[tuple[int, str]]:
    """The dotted names a module uses."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.lineno, f"{node.value.id}.{node.attr}"


def strangers(kind: str, names: set[str]) -> list[str]:
    return [
        f"{module}:{line} {name}"
        for module in modules()
        for line, name in used(module)
        if name in names and str(module) not in PERMITS[kind] and str(module) != "tenants/settings.py"
    ]


def test_the_contracts_hold() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_imports_itself_in_the_end() -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_only_the_settings_read_the_environment() -> None:
    assert strangers("os.environ", {"os.environ", "os.getenv", "os.environb"}) == []


def test_only_the_clock_reads_the_time() -> None:
    assert strangers("time", _TIME) == []


def test_no_permit_is_left_over() -> None:
    names = {"os.environ": {"os.environ", "os.getenv"}, "time": _TIME}
    needed = {
        (kind, str(module))
        for kind in PERMITS
        for module in modules()
        for _, name in used(module)
        if name in names[kind]
    }
    assert {(kind, path) for kind, permits in PERMITS.items() for path in permits} - needed == set()
