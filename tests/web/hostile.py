"""The forms of the pages as a browser finds them, and what somebody hostile or unlucky writes into their fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

NUL = "a\0b"
LETTERS = "Ab" * 100
# What somebody may well write: it is kept as it was written, or refused with a sentence.
ODD = {
    "pictures": "🎉👩🏽‍🦱 e\u0301\u0323\u0302 \U0010ffff",
    "to the left": "\u202eevil\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u2066x\u2069",
    "one letter": "x",
    "200 letters": LETTERS,
    "a script": "<script>alert(1)</script><b onclick=x>'\"`</textarea>",
    "SQL": "' OR 1=1; DROP TABLE clients; --",
    "a formula": "=cmd|' /C calc'!A0",
    "a template": "{{7*7}} %(x)s %s {0} ${x}",
}
# What no field of a kind may take.
REFUSED: dict[str, tuple[str, ...]] = {
    "text": (NUL, "\x1b[31m", "z" * 21_000),
    "date": ("2026-02-30", "0000-00-00", "99999-01-01", "soon", NUL),
    "time": ("25:00", "99999999999", "-1:-1", NUL),
    "number": ("9" * 40, "-9223372036854775809", "1e400", "NaN", NUL),
    "choice": ("no-such-code", "-1", NUL),
}
_KINDS = {"date": "date", "time": "time", "number": "number", "radio": "choice", "select": "choice"}
_LIKELY = {
    "date": "2026-11-20",
    "time": "10:30",
    "number": "1",
    "email": "dana@example.org",
    "tel": "705 555-0111",
}
_NOT_TYPED = ("submit", "button", "file", "password", "image", "reset")


@dataclass
class Field:
    """One field: its kind for `REFUSED`, what a careful person would send, and what it offers to choose from."""

    name: str
    kind: str
    likely: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """One form of a page: where it leads, and its fields by name."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def careful(self) -> dict[str, str]:
        """What a careful person would send."""
        return {one.name: one.likely for one in self.fields.values() if one.likely}

    @property
    def is_typed(self) -> bool:
        """True when there is something in it that somebody typed or chose."""
        return any(one.kind not in ("hidden", "checkbox") for one in self.fields.values())

    def of_kind(self, *kinds: str) -> Iterator[Field]:
        """The fields of these kinds."""
        return (one for one in self.fields.values() if one.kind in kinds)


def sheets(tree: LexborHTMLParser) -> Iterator[Sheet]:
    """Every form of a page that sends something; the buttons that send it elsewhere make one more."""
    for form in tree.css("form[method=post]"):
        own = [node for node in form.css("input, select, textarea") if not node.attributes.get("form")]
        fields = [_field(node) for node in own if _is_typed(node)]
        ways = [node.attributes["formaction"] for node in form.css("[formaction]")]
        for action in dict.fromkeys([form.attributes.get("action"), *ways]):
            sheet = Sheet(str(action))
            for one in fields:
                kept = sheet.fields.setdefault(one.name, one)
                kept.offered = kept.offered or one.offered
                kept.likely = kept.likely or one.likely
            if sheet.fields:
                yield sheet


def typed_in(tree: LexborHTMLParser, action: str) -> dict[str, set[str]] | None:
    """What the fields of a form hold, by name; None when the form is not on the page."""
    forms = [
        form
        for form in tree.css("form[method=post]")
        if action
        in (form.attributes.get("action"), *(n.attributes["formaction"] for n in form.css("[formaction]")))
    ]
    found: dict[str, set[str]] = {}
    for form in forms:
        for node in form.css("input, select, textarea"):
            if _is_typed(node):
                found.setdefault(str(node.attributes["name"]), set()).update(_held(node))
    return found if forms else None


def _is_typed(node: LexborNode) -> bool:
    name, kind = node.attributes.get("name"), node.attributes.get("type")
    return (
        bool(name) and name != "csrf_token" and kind not in _NOT_TYPED and "disabled" not in node.attributes
    )


def _field(node: LexborNode) -> Field:
    type_ = "select" if node.tag == "select" else str(node.attributes.get("type") or "text")
    held = _held(node)
    found = Field(
        str(node.attributes["name"]), _KINDS.get(type_, type_ if type_ in ("hidden", "checkbox") else "text")
    )
    if type_ == "select":
        found.offered = [value for one in node.css("option") if (value := one.attributes.get("value"))]
    elif type_ == "radio":
        found.offered = [str(node.attributes.get("value"))]
    usual = (found.offered or [_LIKELY.get(type_, "Plain words")])[0]
    if found.kind in ("hidden", "checkbox"):
        usual = ""
    found.likely = next((value for value in held if value), usual)
    return found


def _held(node: LexborNode) -> set[str]:
    """What the browser would send of one element."""
    if node.tag == "textarea":
        return {node.text().removeprefix("\n")}
    if node.tag == "select":
        chosen = node.css("option[selected]")
        return {str(one.attributes.get("value") or "") for one in chosen} or {""}
    value = str(node.attributes.get("value") or "")
    if node.attributes.get("type") in ("radio", "checkbox"):
        return {value or "on"} if "checked" in node.attributes else set()
    return {value}
