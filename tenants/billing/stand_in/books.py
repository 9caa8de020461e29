"""The books of the stand-in: everything it knows, in one file, so that it survives being stopped."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from tenants import clock
from tenants.billing.stand_in.asked import Wrong

Shown = dict[str, Any]
_SHELVES: Final = (
    "customers",
    "prices",
    "sessions",
    "portals",
    "subscriptions",
    "invoices",
    "events",
    "answers",
)
# How much it remembers of what it was asked and of what it told.
_REMEMBERED: Final = 500


class Books:
    """Shelves of objects by id, in the order they were made. Whoever reads or writes holds the lock."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.lock = threading.RLock()
        self.news = threading.Event()
        kept = json.loads(file.read_text()) if file.exists() else {}
        self.shelves: dict[str, dict[str, Any]] = {name: kept.get(name, {}) for name in _SHELVES}
        self.unsent: list[str] = kept.get("unsent", [])

    def save(self) -> None:
        """Writes everything down, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = self._file.with_suffix(".half")
        half.write_text(json.dumps(self.shelves | {"unsent": self.unsent}))
        half.replace(self._file)

    def get(self, shelf: str, key: str) -> Shown:
        """One object. Raises Wrong as the provider does for what it has not."""
        found = self.shelves[shelf].get(key)
        if found is None:
            raise Wrong("resource_missing", status=404)
        shown: Shown = found
        return shown

    def add(self, shelf: str, mark: str, kind: str, **values: Any) -> Shown:
        """A new object on a shelf."""
        key = f"{mark}_{token_hex(12)}"
        made = {"id": key, "object": kind, "created": seconds(), "livemode": False, **values}
        self.shelves[shelf][key] = made
        return made

    def find(self, shelf: str, **wanted: Any) -> list[Shown]:
        """The objects of a shelf with these values, the newest first."""
        found = reversed(self.shelves[shelf].values())
        return [one for one in found if all(one.get(name) == value for name, value in wanted.items())]

    def tell(self, kind: str, shown: Shown) -> None:
        """One more event, to be sent when everything is written down."""
        event = self.add("events", "evt", "event", type=kind, data={"object": json.loads(json.dumps(shown))})
        self.unsent.append(event["id"])
        self._forget("events")

    def remember(self, question: str, status: int, answer: Shown) -> None:
        """The answer to a question that may be asked again."""
        self.shelves["answers"][question] = {"status": status, "answer": answer}
        self._forget("answers")

    def _forget(self, shelf: str) -> None:
        kept = self.shelves[shelf]
        while len(kept) > _REMEMBERED:
            del kept[next(iter(kept))]


def seconds(moment: datetime | None = None) -> int:
    """A moment as the provider writes it; now without one."""
    return int((moment or clock.now()).timestamp())


def moment(written: int) -> datetime:
    """The moment that the provider wrote."""
    return datetime.fromtimestamp(written, UTC)


def page(found: list[Shown]) -> Shown:
    """A list as the provider shows it."""
    return {"object": "list", "data": found, "has_more": False, "url": "/v1"}
