"""The stand-in as a process of its own, on this machine alone: `northfile up` starts it when no key is set."""

import hmac
import json
import threading
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from socketserver import BaseServer
from typing import Final
from urllib.parse import urlsplit

from stripe import WebhookSignature

from tenants import clock
from tenants.billing import way
from tenants.billing.stand_in.asked import Wrong, told
from tenants.billing.stand_in.books import Books, Shown
from tenants.billing.stand_in.counter import answer, in_words_of
from tenants.settings import settings

_LONGEST: Final = 64 * 1024
_SLOWEST: Final = 30.0  # seconds between two tries to tell the product something


class Desk(BaseHTTPRequestHandler):
    """One question at a time is answered, and what it changed is written down before the answer leaves."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    def __init__(self, books: Books, request: socket, asker: tuple[str, int], server: BaseServer) -> None:
        self._books = books
        super().__init__(request, asker, server)

    def ask(self) -> None:
        """Any question."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, _LONGEST)).decode()
        try:
            self._expect_key()
            status, said = self._once(body)
        except Wrong as wrong:
            status, said = wrong.status, wrong.body
        written = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_GET = do_POST = ask

    def _expect_key(self) -> None:
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {way.api_key()}".encode()):
            raise Wrong("api_key_invalid", status=401)

    def _once(self, body: str) -> tuple[int, Shown]:
        """A question that is asked again by the same key gets the same answer."""
        question, parts = self.headers.get("Idempotency-Key", ""), urlsplit(self.path)
        asked, version = told(f"{parts.query}&{body}"), self.headers.get("Stripe-Version", "")
        with self._books.lock:
            known = self._books.shelves["answers"].get(question)
            if known:
                return known["status"], known["answer"]
            said = in_words_of(version, answer(self._books, str(self.command), parts.path, asked))
            if self.command == "POST":
                if question:
                    self._books.remember(question, HTTPStatus.OK, said)
                self._books.save()
                self._books.news.set()
            return HTTPStatus.OK, json.loads(json.dumps(said))

    def log_message(self, *_words: object) -> None:
        """Says nothing: whoever asks writes it down."""


def send(books: Books) -> None:
    """Tells the product what happened, signed, until it answers that it has it."""
    pause = 0.0
    while True:
        books.news.wait(pause or None)
        books.news.clear()
        with books.lock:
            events = books.shelves["events"]
            waiting = [events[key] for key in books.unsent if key in events]
        sent = [event["id"] for event in waiting if _deliver(event)]
        with books.lock:
            books.unsent = [key for key in books.unsent if key not in sent]
            books.save()
        pause = min(_SLOWEST, pause * 2 + 0.5) if len(sent) < len(waiting) else 0.0


def _deliver(event: Shown) -> bool:
    body = json.dumps(event)
    signed = WebhookSignature.generate_signature_header(
        body, way.signing_secret(), int(clock.unmoved().timestamp())
    )
    connection = HTTPConnection("127.0.0.1", settings().port, timeout=5)
    try:
        connection.request(
            "POST", "/stripe/webhook", body, {"Stripe-Signature": signed, "Content-Type": "application/json"}
        )
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def main() -> None:
    """Answers until it is stopped."""
    books = Books(settings().var / "stand-in" / "books.json")
    if books.unsent:
        books.news.set()
    threading.Thread(target=send, args=(books,), daemon=True).start()
    port = urlsplit(settings().stripe_api_base).port
    ThreadingHTTPServer(("127.0.0.1", port or 0), partial(Desk, books)).serve_forever()


if __name__ == "__main__":
    main()
