"""The product's own source, parsed once, for the rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("templates", "tenants", "records", "press", "webapp", "workers", "migrations")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        """As written."""
        return self.path.read_text()

    @property
    def tree(self) -> ast.Module:
        """As parsed."""
        return _tree(self.path)

    @property
    def functions(self) -> Iterator[Function]:
        """Every function and method, inner ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def modules() -> tuple[Module, ...]:
    """Every file of Python in every room."""
    return tuple(Module(path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))


def lines(function: Function) -> int:
    """How long a function is, from its `def` to its end; its promise, the docstring, is not counted."""
    length = (function.end_lineno or 0) - function.lineno + 1
    return length - _docstring_lines(function)


def body_lines(function: Function) -> int:
    """The same without the signature."""
    body = [node for node in function.body if node is not _docstring(function)]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _docstring(node: Function) -> ast.Expr | None:
    first = node.body[0]
    is_text = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return first if is_text else None


def _docstring_lines(function: Function) -> int:
    found = _docstring(function)
    return (found.end_lineno or 0) - found.lineno + 1 if found else 0


def is_route(function: Function) -> bool:
    """True for what a blueprint's get or post stands over."""
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in ("get", "post", "route")
        for mark in function.decorator_list
    )


def comments(module: Module, pattern: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold a pattern, with their numbers."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if re.search(pattern, line):
            yield number, line
