"""What comes back to a browser, read as one would read it and checked wherever it is touched."""

import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

FIELDS = "input:not([type=hidden]), select, textarea"
# Nothing on a page may be run but our own files, and nothing may be drawn but by them.
_RUNS = re.compile(r"^\s*(javascript|data(?!:image/(?:jpeg|png);base64,)|vbscript):", re.IGNORECASE)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Page:
    """An answer: a whole page, a fragment of one, or neither."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.body = response.get_data().decode(errors="replace")
        if self.is_html:
            faults = [
                *_faults(self.tree),
                *(_faults_of_whole(self) if self.is_whole else _faults_of_part(self)),
            ]
            assert faults == [], f"{response.request.method} {response.request.path}: {faults}"
        assert _faults_of_headers(response) == []

    @property
    def is_html(self) -> bool:
        """True when there is something to read."""
        return (
            self.response.mimetype == "text/html"
            and bool(self.body.strip())
            and self.status not in (301, 302, 303, 308)
        )

    @property
    def is_whole(self) -> bool:
        """True for a page, false for a fragment."""
        return self.body.lstrip().lower().startswith("<!doctype html>")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The elements."""
        # A reader of HTML throws away rows that stand in no table.
        return LexborHTMLParser(
            f"<table>{self.body}</table>" if self.body.lstrip().startswith("<tr") else self.body
        )

    @property
    def words(self) -> str:
        """What a person can read, with single spaces."""
        body = self.tree.body
        return " ".join((body.text(separator=" ") if body else "").split())

    @property
    def title(self) -> str:
        """The heading of the page."""
        return text_of(self.tree.css("h1")[0])

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.response.headers.get("Location") or self.response.headers.get("HX-Redirect", "")

    @property
    def wrong(self) -> dict[str, str]:
        """The sentence beside each field that was refused, by the field's id."""
        return {str(node.id)[: -len("-error")]: text_of(node) for node in self.tree.css("p.error[id]")}

    @property
    def summary(self) -> str:
        """What stands above the form."""
        return " ".join(text_of(node) for node in self.tree.css(".summary li"))

    def typed(self, name: str) -> str | None:
        """What a field holds, as the browser would send it."""
        for node in self.tree.css(f"input[name={name}], select[name={name}], textarea[name={name}]"):
            if node.tag == "textarea":
                return node.text().removeprefix("\n")
            if node.tag == "select":
                chosen = node.css("option[selected]")
                return chosen[0].attributes.get("value") if chosen else ""
            if node.attributes.get("type") not in ("radio", "checkbox"):
                return node.attributes.get("value")
            if "checked" in node.attributes:
                return node.attributes.get("value")
        return None

    def links(self, words: str) -> list[str]:
        """Where the links with these words lead."""
        return [str(node.attributes.get("href")) for node in self.tree.css("a") if words in text_of(node)]

    def forms(self, part: str) -> list[str]:
        """Where the forms lead whose address holds `part`."""
        found = [str(node.attributes.get("action")) for node in self.tree.css("form[method=post]")]
        return [action for action in found if part in action]


def text_of(node: LexborNode) -> str:
    """The words in an element, with single spaces."""
    return " ".join(node.text(separator=" ").split())


def _faults(tree: LexborHTMLParser) -> list[str]:
    ids = [str(node.id) for node in tree.css("[id]")]
    faults = [f"id twice: {one}" for one in set(ids) if ids.count(one) > 1]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or name == "style" or (value and _RUNS.match(value)):
                faults.append(f"inline: {node.tag} {name}={value}")
            if name in ("aria-describedby", "aria-labelledby", "for", "popovertarget", "commandfor"):
                faults += [f"{name} leads nowhere: {one}" for one in (value or "").split() if one not in ids]
    faults += [f"a script in the page: {node.html}" for node in tree.css("script:not([src])")]
    faults += [f"not escaped: {node.html}" for node in tree.css("style, b, font, marquee")]
    faults += [f"no label: {node.html}" for node in tree.css(FIELDS) if not _is_labelled(tree, node)]
    faults += [f"no token: {node.attributes.get('action')}" for node in tree.css("form[method=post]")
               if not node.css("input[name=csrf_token]")]  # fmt: skip
    faults += [
        f"no words: {node.html}"
        for node in tree.css("a, button, h1, h2, h3, legend, label, th")
        if not _says(node)
    ]
    faults += [f"a value that is not there: {node.html}" for node in tree.css("p, dd, td, li, span, strong")
               if text_of(node) in ("None", "Undefined")]  # fmt: skip
    return faults


def _is_labelled(tree: LexborHTMLParser, node: LexborNode) -> bool:
    return "aria-label" in node.attributes or any(
        text_of(label) for label in tree.css("label") if label.attributes.get("for") == node.id
    )


def _says(node: LexborNode) -> bool:
    return bool(text_of(node) or node.attributes.get("aria-label") or node.css("[aria-label]"))


def _faults_of_whole(page: Page) -> list[str]:
    titles, headings = page.tree.css("head title"), page.tree.css("h1")
    faults = [] if len(titles) == 1 and titles[0].text().strip().endswith("Northfile") else ["no title"]
    faults += [] if len(headings) == 1 else [f"{len(headings)} h1"]
    faults += (
        [] if headings and text_of(headings[0]) in text_of(titles[0]) else ["the title is not the heading's"]
    )
    faults += [] if re.search(r'<html lang="(en|fr)-CA"', page.body) else ["no language"]
    ids = {str(node.id) for node in page.tree.css("[id]")}
    near = (str(node.attributes.get("href")) for node in page.tree.css("a[href^='#']"))
    return faults + [f"a link to nowhere: {href}" for href in near if href[1:] not in ids]


def _faults_of_part(page: Page) -> list[str]:
    body = page.tree.body
    roots = [node for node in body.iter() if node.id != "toasts"] if body else []
    if page.tree.css("head title, head meta"):
        return ["a fragment with a head"]
    # Rows of a table and items of a list come several at once.
    return [f"{len(roots)} roots"] if len({node.tag for node in roots}) > 1 else []


def _faults_of_headers(response: TestResponse) -> list[str]:
    faults = [name for name, value in _HEADERS.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    faults += [] if "default-src 'none'" in policy and "unsafe-eval" not in policy else [f"policy: {policy}"]
    faults += [] if response.headers.get("X-Request-Id") else ["no request id"]
    return faults
