"""The frame of an agency's pages, the same from page to page: drawn once for a member, a language and a place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from jinja2.utils import LRUCache
from markupsafe import Markup

from templates import words
from tenants.context import Tenancy

FRAMES = 512  # in each process; one has some 10 kB

# A piece as it was drawn, cut where the form token stood: the token is the session's own and is never kept.
Pieces = dict[str, list[str]]

_frames: LRUCache = LRUCache(FRAMES)


def pieces_for(now: Tenancy, identity: object, here: object) -> Pieces:
    """The pieces drawn so far for this reader at this place. All of the tenancy but its passing token is the key, so
    a change of name, role, language or standing draws anew. A piece may show nothing else: never a client."""
    key = (words.language(), request.script_root, replace(now, token=""), identity, here)
    pieces: Pieces = _frames.setdefault(key, {})
    return pieces


@pass_context
def kept(context: Context, name: str, caller: Callable[[], Any]) -> Markup:
    """For `{% call kept("name") %}`: what stands inside, drawn the first time only. Where nobody is known (`frame` is
    None) it is drawn each time."""
    pieces: Pieces | None = context["frame"]
    if pieces is None:
        return Markup(caller())
    if name not in pieces:
        drawn = str(caller())
        pieces[name] = drawn.split(g.csrf_token) if "csrf_token" in g else [drawn]
    parts = pieces[name]
    return Markup(parts[0] if len(parts) == 1 else generate_csrf().join(parts))


def install(app: Flask) -> None:
    """Gives templates `kept`."""
    app.jinja_env.globals["kept"] = kept
