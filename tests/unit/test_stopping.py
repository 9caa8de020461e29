"""An interruption is never lost, whenever it comes."""

import os
import signal
import sys

import pytest

from webapp.supervisor import stoppable, wait_for_the_end


class Leaving:
    """Interrupts while Python cleans it up, where an exception goes nowhere."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


def test_an_interruption_that_python_swallows_still_ends_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    swallowed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", swallowed.append)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    try:
        with stoppable() as asked:
            Leaving()
            assert list(wait_for_the_end(asked, stay=False)) == []
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), before, strict=True):
            signal.signal(number, handler)
    assert asked() and len(swallowed) == 1
