"""The frame of an agency's pages, the same from page to page: drawn once for a member, a language and a place."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from flask import g, request
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from templates import words
from tenants.context import Tenancy

FRAMES = 512  # in each process; one has some 10 kB

# A piece as it was drawn, cut where the form token stood: the token is the session's own and is never kept.
Pieces = dict[str, list[Markup]]


@lru_cache(FRAMES)
def _pieces_of(*_key: object) -> Pieces:
    return {}


def pieces_for(now: Tenancy, identity: object, here: object) -> Pieces:
    """The pieces drawn so far for this reader at this place. All of the tenancy but its passing token and count is the
    key, so a change of name, role, language or standing draws anew. A piece may show nothing else: never a client."""
    return _pieces_of(words.language(), request.script_root, replace(now, token="", unread=0), identity, here)


@pass_context
def framed(context: Context, name: str, caller: Callable[[], Markup]) -> Markup:
    """What stands inside a `call` of it, drawn the first time only. A page without a `frame`, because nobody is known
    there, draws it each time."""
    pieces: Pieces | None = context.get("frame")
    if pieces is None:
        return caller()
    if name not in pieces:
        drawn = caller()
        pieces[name] = drawn.split(g.csrf_token) if "csrf_token" in g else [drawn]
    parts = pieces[name]
    return parts[0] if len(parts) == 1 else escape(generate_csrf()).join(parts)
