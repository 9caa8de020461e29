"""Who calls out of the press is heard."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def canary() -> Iterator[tuple[int, list[str]]]:
    """A listener on this machine and the list of what called it."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        yield listener.getsockname()[1], calls
        with suppress(TimeoutError):
            listener.accept()
            calls.append("called")
