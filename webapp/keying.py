"""A record that is typed from a paper form: the day on the form, and whether its scan is still to come."""

from collections.abc import MutableMapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import request

from records.entries.actions import came_on_paper
from templates.filters import long_day
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.typed import typed_day
from webapp.forms import Day, Form, Tick
from webapp.transaction import session

FIELDS = ("paper_on", "scan_follows")


class FromPaper(Form):
    """What a form carries when it is filled in from paper; drawn only then."""

    paper_on = Day(L_("From a paper form, dated"))
    scan_follows = Tick(L_("The scan follows later"))


def told() -> dict[str, Any]:
    """What the address says of the paper somebody types from."""
    day = typed_day(request.args.get("paper_on", ""))
    return {"paper_on": day, "scan_follows": "scan_follows" in request.args} if day else {}


def from_paper() -> dict[str, str]:
    """Why the facts about a person change, when the address says that they are typed from paper."""
    day = typed_day(request.args.get("paper_on", ""))
    return {"reason": _("From a paper form of %(day)s", day=long_day(day))} if day else {}


def signed_on_paper() -> dict[str, Any]:
    """What the address says of a consent that was signed on paper: the day, and in which words."""
    day = typed_day(request.args.get("paper_on", ""))
    said = {name: request.args.get(name) for name in ("language", "wording_version")}
    return {"given_how": "signed_paper", "given_on": day, **said} if day else {}


def taken(values: MutableMapping[str, Any]) -> dict[str, Any]:
    """Takes what is said of the paper out of the values of a form."""
    return {name: values.pop(name, None) for name in FIELDS}


def keep_source(client_id: UUID, entry_id: UUID, paper: dict[str, Any]) -> None:
    """Keeps that an entry came on paper, when it did."""
    on: date | None = paper["paper_on"]
    if on is not None:
        came_on_paper(session(), client_id, entry_id, on=on, scan_follows=bool(paper["scan_follows"]))
