"""Every template compiles, keeps to the house and holds nothing that could act by itself."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

import templates

FOLDER = templates.FOLDER
PAGES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
TEXTS = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.txt") if "OFL" not in path.name
)
FRAGMENTS = [
    name
    for name in PAGES
    if Path(name).name.startswith("_") and not name.startswith(("documents/", "layout/"))
]

# What the policy forbids, what htmx would have to eval, and what would keep a client in the browser.
BANNED = {
    "hx-on": r"\bhx-on\b",
    "script in hx-vals": r"hx-vals=[\"']\s*js(?:cript)?:",
    "script in hx-confirm": r"hx-confirm=[\"']\s*js(?:cript)?:",
    "filter in hx-trigger": r"hx-trigger=[\"'][^\"']*\[",
    "inline style": r"<[^>]*\sstyle\s*=",
    "inline handler": r"<[a-z][^>]*\son[a-z]+\s*=",
    "history cache": r"history-cache",
    "status 286": r"\b286\b",
    "script address": r"(?:href|src|action)=[\"']\s*javascript:",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "version 2 of htmx": r"hx-(?:ext|disinherit|disabled-elt|history-elt|params|prompt|request|inherit)\b",
}
SAFE_ALLOWED: set[str] = set()  # templates that may use the safe filter, each with its reason beside it
LIMIT = 80
DOCUMENT_LIMIT = 120


@pytest.fixture(scope="module")
def env() -> Environment:
    env = templates.environment()
    # Names that a door adds: only compiling is tried here.
    env.filters.setdefault("label", str)
    return env


def without_comments(source: str) -> str:
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("name", PAGES + TEXTS)
def test_it_compiles(env: Environment, name: str) -> None:
    env.get_template(name)


@pytest.mark.parametrize("name", PAGES + TEXTS)
def test_it_is_short(name: str) -> None:
    limit = DOCUMENT_LIMIT if name.startswith("documents/") else LIMIT
    assert len((FOLDER / name).read_text().splitlines()) <= limit


@pytest.mark.parametrize("name", PAGES)
def test_it_holds_nothing_banned(name: str) -> None:
    source = without_comments((FOLDER / name).read_text())
    # What Jinja fills in is escaped; here only what is written counts.
    written = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    found = [what for what, pattern in BANNED.items() if re.search(pattern, written, flags=re.IGNORECASE)]
    if re.search(r"\|\s*safe\b|\bautoescape\s+false|Markup\(", source) and name not in SAFE_ALLOWED:
        found.append("the safe filter")
    assert not found


@pytest.mark.parametrize("name", PAGES + TEXTS)
def test_only_written_sentences_are_looked_up(name: str) -> None:
    """`_(variable)` would draw a person's words unescaped; the filter `said` is for sentences kept in Python."""
    source = without_comments((FOLDER / name).read_text())
    assert not re.findall(r"(?<![\w.])_\(\s*(?![\"'])[^)]*\)", source)


def roots(source: str) -> list[str]:
    """The opening tags that stand at the top of a fragment, Jinja taken away."""
    plain = re.sub(r"\{%-?\s*(?:set|from|import|macro).*?%\}", "", without_comments(source), flags=re.DOTALL)
    plain = re.sub(r"\{\{.*?\}\}", "x", plain, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}", "", plain, flags=re.DOTALL)
    depth, found = 0, []
    void = {"input", "br", "hr", "img", "meta", "link", "col", "source", "wbr"}
    for closing, tag, attributes, itself in re.findall(
        r"<(/?)([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>", plain
    ):
        if closing:
            depth -= 1
            continue
        if depth == 0:
            found.append(f"<{tag}{attributes}>")
        if tag not in void and not itself:
            depth += 1
    return found


def is_one_macro(source: str) -> bool:
    """True when the whole fragment is a component that draws its own root, given an id."""
    body = re.sub(r"\{%.*?%\}", "", without_comments(source), flags=re.DOTALL).strip()
    return bool(re.fullmatch(r"\{\{\s*\w+\([\"'].*\)\s*\}\}", body, flags=re.DOTALL))


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_has_one_root_with_an_id(name: str) -> None:
    source = (FOLDER / name).read_text()
    if is_one_macro(source):
        return
    tops = roots(source)
    if tops and all(top.startswith(("<tr", "<li")) for top in tops):
        return  # rows of a list: added after those already there, never a target themselves
    assert len(tops) == 1, tops
    assert re.search(r"\sid=", tops[0]), tops
