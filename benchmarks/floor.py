"""The floor: the very statements of a page by a bare psycopg connection under row security, and its template by a bare
Jinja environment. No session, no forms, no framework; the same server in front, for the same way of counting."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import psycopg
from flask import Flask, template_rendered
from jinja2 import Environment, Template
from sqlalchemy import event

import templates
from benchmarks.load import SLUG
from records.clients.queries import Listed
from records.particulars.kinds import KINDS
from templates import labels
from tenants import gate
from tenants.database import engine
from tenants.paging import PAGE_SIZE, Page
from tenants.permissions import P
from webapp.app import create_app

Start = Callable[[str, list[tuple[str, str]]], object]


@dataclass
class Seen:
    """What one page did when the product made it."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def _key(endpoint: str, values: dict[str, Any]) -> str:
    return f"{endpoint} {values}"


def _whole(_name: str, caller: Callable[[], str]) -> str:
    """In place of the product's `framed`: the floor draws the whole template each time."""
    return caller()


def watched(app: Flask, method: str, path: str, form: dict[str, str] | None) -> Seen:
    """Lets the product make the page once and writes down how."""
    seen, real_url_for = Seen(), app.url_for

    def url_for(endpoint: str, **values: Any) -> str:
        return seen.links.setdefault(_key(endpoint, values), real_url_for(endpoint, **values))

    def statement(_c: object, _cursor: object, words: str, values: Any, *_: object) -> None:
        if "audit_append" not in words:  # the floor only reads
            seen.statements.append((words, values))

    def rendered(_app: object, template: Template, context: dict[str, Any], **_: object) -> None:
        if not seen.template:
            seen.template, seen.context = str(template.name), context
            allowed = {str(permission): context["may"](permission) for permission in P}
            seen.context["may"] = allowed.__getitem__

    app.jinja_env.globals["url_for"] = url_for
    if app.jinja_env.cache is not None:
        app.jinja_env.cache.clear()  # pieces drawn before keep the function they were drawn with
    event.listen(engine("app"), "before_cursor_execute", statement)
    client = app.test_client()
    client.set_cookie("sid", os.environ["BENCH_SESSION"])
    with template_rendered.connected_to(rendered, app):
        answer = client.open(path, method=method, data=form)
    event.remove(engine("app"), "before_cursor_execute", statement)
    app.jinja_env.globals["url_for"] = real_url_for
    assert answer.status_code == 200, (path, answer.status_code)
    return seen


def plainly(seen: Seen, has_page: Callable[[str], bool]) -> Environment:
    """An environment with the product's rules and none of its machinery: links are looked up, a token is a token."""
    env = templates.environment()
    env.globals.update(
        url_for=lambda endpoint, **values: seen.links[_key(endpoint, values)],
        csrf_token=lambda: "IjE2ODQ5.aSExample.with-the-usual-length-of-a-token-here-0123456789",
        get_flashed_messages=lambda **_: (),
        asset=lambda name: f"/static/{name}",
        framed=_whole,
        has_page=has_page,
        particular_kinds=frozenset(KINDS),
    )
    env.filters["label"] = labels.label
    return env


class Floor:
    """A bare WSGI application over what was seen."""

    def __init__(self) -> None:
        app = create_app()
        app.config["WTF_CSRF_ENABLED"] = False
        app.jinja_env.globals["framed"] = _whole
        self._token = self._lasting_token()
        self._mine = threading.local()
        self._pages: dict[str, tuple[Seen, Template]] = {}
        for name, (method, path, form) in json.loads(os.environ["BENCH_PAGES"]).items():
            seen = watched(app, method, path, form)
            env = plainly(seen, app.view_functions.__contains__)
            asked = seen.context["request"]
            for known in ("g", "request", "session", *env.globals):
                seen.context.pop(known, None)
            # Templates ask where they are; a page of the floor is always where it was seen.
            seen.context["request"] = SimpleNamespace(endpoint=asked.endpoint, view_args=asked.view_args)
            self._pages[f"/{name}"] = seen, env.get_template(seen.template)

    def _lasting_token(self) -> str:
        _identity, tenancy = gate.resume(os.environ["BENCH_SESSION"], SLUG)
        assert tenancy is not None
        return gate.tenancy_for(
            tenancy.organisation_id, tenancy.member_id, seconds=gate.COMMAND_SECONDS
        ).token

    def _connection(self) -> psycopg.Connection[Any]:
        found: psycopg.Connection[Any] | None = getattr(self._mine, "connection", None)
        if found is None:
            held = engine("app").connect()  # kept for the thread's life
            found = self._mine.connection = held.connection.dbapi_connection  # type: ignore[assignment]  # psycopg's
            self._mine.held = held
        assert found is not None
        return found

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """One page, by its name."""
        body = b"alive"
        if environ["PATH_INFO"] != "/healthz":
            seen, template = self._pages[environ["PATH_INFO"]]
            body = template.render(self._filled(seen)).encode()
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def _filled(self, seen: Seen) -> dict[str, Any]:
        """The context of the page, with the rows of a list as they come from the database now."""
        connection = self._connection()
        connection.execute("SELECT set_config('app.ctx', %s, true)", (self._token,))
        rows = [connection.execute(words, values).fetchall() for words, values in seen.statements]
        connection.commit()
        listed = seen.context.get("page")
        if not isinstance(listed, Page):
            return seen.context
        people = [row for answer in rows for row in answer if len(row) == len(Listed._fields)]
        return {**seen.context, "page": Page(people[:PAGE_SIZE], listed.after)}


def create() -> Floor:
    """For the server's `--factory`."""
    return Floor()
