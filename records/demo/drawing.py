"""Who draws what the demo hands out: the casework does not know the press, so whoever makes the demo brings it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from records.documents.keys import SealKey
from records.documents.values import IssuedBytes


@dataclass(frozen=True, slots=True)
class Press:
    """`draw` gives the bytes of a draft and how many pages they are, `issue` a sealed file."""

    draw: Callable[[Any], tuple[bytes, int]]
    issue: Callable[[Any, SealKey], IssuedBytes]


_press: ContextVar[Press] = ContextVar("press")


def press() -> Press:
    """The one in use."""
    return _press.get()


@contextmanager
def drawn_by(brought: Press) -> Iterator[None]:
    """Until the end of the block, this one draws."""
    token = _press.set(brought)
    try:
        yield
    finally:
        _press.reset(token)
