"""The stand-in for a payment provider inside a test: the same counter and the same books, and nothing it tells is sent
but by the test."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

from stripe import WebhookSignature

from tenants import clock
from tenants.billing import way
from tenants.billing.stand_in.__main__ import Desk
from tenants.billing.stand_in.books import Books
from tenants.settings import settings
from tests.visitor import Visitor


class Till:
    """What the provider knows, and what it would tell."""

    def __init__(self, books: Books) -> None:
        self.books = books

    @property
    def events(self) -> list[dict[str, Any]]:
        """Everything there is to be told, in the order in which it happened."""
        return list(self.books.shelves["events"].values())

    def sent(self) -> list[dict[str, Any]]:
        """What was not told yet; told from now on."""
        found = [self.books.get("events", key) for key in self.books.unsent]
        self.books.unsent.clear()
        return found

    def tell(self, visitor: Visitor, event: object, *, late: int = 0, **headers: str) -> int:
        """Sends one message as the provider does, so many seconds ago; the status of the answer."""
        body = event if isinstance(event, str) else json.dumps(event)
        at = int(clock.unmoved().timestamp()) - late
        signed = WebhookSignature.generate_signature_header(body, way.signing_secret(), at)
        told = {"Stripe-Signature": signed} | headers
        return visitor.post(
            "/stripe/webhook", data=body, content_type="application/json", headers=told
        ).status_code


@contextmanager
def open_till(folder: Path) -> Iterator[Till]:
    """From start to end; meanwhile this process pays there."""
    books = Books(folder / "books.json")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Desk, books))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    with mock.patch.dict(os.environ, {"STRIPE_API_BASE": f"http://127.0.0.1:{server.server_port}"}):
        settings.cache_clear()
        yield Till(books)
    settings.cache_clear()
    server.shutdown()
    server.server_close()
