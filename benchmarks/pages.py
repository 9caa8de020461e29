"""Pages asked for over loopback by a few visitors who keep their connections, beside the floor and the lone agency."""

import http.client
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlencode

from benchmarks.figures import Figures, Meter, Round
from benchmarks.load import EMAIL, PASSWORD

VISITORS = 2
FORM = "application/x-www-form-urlencoded"
NOTE = {
    "kind": "meeting",
    "minutes": "45",
    "place": "office",
    "reason": "Planned meeting to look at the applications sent since the last time.",
    "details": "We went through four postings together. Two ask for a forklift licence, which is not there yet. "
    * 4,
    "action_taken": "Corrected the résumé and sent two applications.",
    "step_1_what": "Bring the transcript",
    "step_1_who": "client",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    location: str


class Visitor:
    """One browser's worth of requests: one connection kept open, cookies, a form token."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.port, self.cookies, self.token = port, dict(cookies or {}), token

    def ask(self, method: str, path: str, body: str | None = None, accept: str = "text/html") -> Answer:
        """One request, its answer read to the end."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": accept,
        }
        if body is not None:
            headers |= {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(
            answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", "")
        )

    def get(self, path: str) -> Answer:
        """A page that must come."""
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return answer

    def post(self, path: str, values: Mapping[str, str], accept: str = "text/html") -> Answer:
        """A form that must be taken."""
        answer = self.ask("POST", path, urlencode({**values, "csrf_token": self.token}), accept)
        assert answer.status in (200, 303), (path, answer.status)
        return answer

    def sign_in(self) -> str:
        """Through the page that everyone uses; the address of the agency."""
        self.take_token("/sign-in")
        home = self.post("/sign-in", {"email": EMAIL, "password": PASSWORD}).location
        self.take_token(home + "people")
        return home

    def take_token(self, path: str) -> None:
        """What a form of this page is sent with."""
        found = re.search(r'name="csrf-token" content="([^"]+)', self.get(path).body)
        assert found is not None
        self.token = found[1]

    def twin(self) -> "Visitor":
        """The same person on another connection."""
        return Visitor(self.port, self.cookies, self.token)


Ask = Callable[[Visitor, int], object]


@dataclass
class Contender:
    """One of the things compared: who asks what, and where its cost shows."""

    visitors: list[Visitor]
    ask: Ask
    meter: Meter
    figures: Figures

    @classmethod
    def of(cls, visitor: Visitor, ask: Ask, meter: Meter) -> "Contender":
        """With two visitors, twins of this one."""
        return cls([visitor.twin() for _ in range(VISITORS)], ask, meter, Figures())


def turn(contender: Contender, count: int, first: int) -> Round:
    """So many requests, shared among the visitors."""
    times: list[float] = []

    def stroll(visitor: Visitor, start: int) -> None:
        for n in range(start, first + count, len(contender.visitors)):
            begun = time.perf_counter()
            contender.ask(visitor, n)
            times.append(time.perf_counter() - begun)

    threads = [
        Thread(target=stroll, args=(visitor, first + n)) for n, visitor in enumerate(contender.visitors)
    ]
    before, begun = contender.meter.read(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, after = time.perf_counter() - begun, contender.meter.read()
    assert len(times) == count, "a visitor gave up; the reason is above"
    return Round(times, wall, after - before)


def interleaved(contenders: list[Contender], rounds: int, count: int) -> None:
    """Round after round, each contender in turn and never the same one first, so that a noisy minute is everybody's."""
    for contender in contenders:
        turn(contender, 24, 0)  # statements prepared, templates compiled
    for number in range(rounds):
        shift = number % len(contenders)
        for contender in contenders[shift:] + contenders[:shift]:
            contender.figures.rounds.append(turn(contender, count, number * count))
