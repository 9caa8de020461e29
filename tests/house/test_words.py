"""Names, promises, excuses, and pages that tell of things that exist."""

import ast
import re
import tokenize
from io import StringIO

import pytest

from tenants import settings
from tests.house.source import ROOT, Function, Module, modules

BANNED = re.compile(r"(^|_)(utils?|helpers?|managers?|services?|base|common|misc|stuff)(_|$)")
WORDS_OF_OTHERS = {"Base": "SQLAlchemy's", "Services": "database and broker, as in `northfile services`"}
# May only fall: an excuse that is no longer needed takes its number with it.
EXCUSES = 12


def excuses(module: Module) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(StringIO(module.text).readline)
    return [
        (token.start[0], token.string)
        for token in tokens
        if token.type == tokenize.COMMENT and re.search(r"noqa|type: ignore|pragma", token.string)
    ]


def test_every_excuse_has_a_reason() -> None:
    reasoned = re.compile(
        r"#\s*(?:ruff: )?noqa: [A-Z0-9, ]+ ?(- |# ).{10,}|#\s*type: ignore\[[a-z, -]+\]\s+# .{10,}"
    )
    faults = [
        f"{module}:{n} {text}"
        for module in modules()
        for n, text in excuses(module)
        if not reasoned.search(text)
    ]
    assert faults == []


def test_excuses_do_not_grow_in_number() -> None:
    count = sum(len(excuses(module)) for module in modules())
    assert count <= EXCUSES, "mend it instead of excusing it"
    assert count == EXCUSES, f"well done: set EXCUSES to {count}"


def test_nothing_is_called_by_a_word_that_says_nothing() -> None:
    faults = [str(module) for module in modules() if BANNED.search(module.path.stem)]
    faults += [
        f"{module}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and BANNED.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower())
        and node.name not in WORDS_OF_OTHERS
    ]
    assert faults == []


def test_every_module_says_its_duty() -> None:
    assert [str(module) for module in modules() if not ast.get_docstring(module.tree)] == []


def test_every_public_promise_is_written_down() -> None:
    faults = []
    for module in modules():
        if str(module).startswith("migrations/versions"):
            continue
        for node in [*module.tree.body, *_members(module)]:
            if (
                isinstance(node, Function | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                if not (isinstance(node, Function) and _overrides(module, node)):
                    faults.append(f"{module}:{node.lineno} {node.name}")
    assert faults == []


def _members(module: Module) -> list[ast.stmt]:
    return [
        member
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for member in node.body
    ]


HOOKS = {"process_formdata", "pre_validate"}  # named and promised by WTForms


def _overrides(module: Module, node: Function) -> bool:
    """What another class in the file promises under the same name, or a library does."""
    promised = {one.name for one in module.functions if ast.get_docstring(one)}
    return node.name in promised | HOOKS


def test_the_table_of_names_in_the_readme_is_the_one_of_the_settings() -> None:
    readme = (ROOT / "README.md").read_text()
    told = re.findall(r"^\|\s*`([A-Z][A-Z0-9_]+)`", readme, re.MULTILINE)
    assert sorted(told) == sorted(settings.names())


DOCS = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
_ROOTS = "templates|tenants|records|webapp|workers|migrations|tests|docs|benchmarks"
_PATH = re.compile(rf"(?<![\w/.<])((?:{_ROOTS})/[\w./{{}},*<>-]*[\w/}}*])")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_a_page_names_exists(page: object) -> None:
    missing = [
        path
        for quoted in re.findall(r"`([^`\n]+)`", page.read_text())
        for path in _PATH.findall(quoted)
        if "<" not in path and not any(_exists(one) for one in [path.split("::")[0].rstrip(".,")])
    ]
    assert missing == []


def _exists(path: str) -> bool:
    variants = [path]
    if found := re.search(r"\{([^}]*)\}", path):
        variants = [path.replace(found.group(0), one.strip()) for one in found.group(1).split(",")]
    return all(any(ROOT.glob(one)) for one in variants)


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: object) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_of_the_house_names_every_room_and_slice() -> None:
    page = (ROOT / "docs" / "house.md").read_text()
    slices = [path.name for path in (ROOT / "records").iterdir() if (path / "__init__.py").exists()]
    assert [name for name in slices if name not in page] == []
