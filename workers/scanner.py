"""Asking clamd whether bytes are harmful, by its INSTREAM command over TCP or a socket of this machine."""

import socket
from typing import Final
from urllib.parse import urlsplit

from tenants.settings import settings

# Below the lease of the job.
PATIENCE: Final = 40
_CHUNK: Final = 256 * 1024


class NoScanner(Exception):
    """The scanner is away, or could not answer this time; asking again later may help."""


def scan(data: bytes) -> str:
    """`clean`, `refused` when something harmful was found, or `unscanned` when no scanner is set up or the file is
    larger than it takes."""
    if not settings().clamd_url:
        return "unscanned"
    try:
        answer = _ask(data)
    except OSError as error:
        raise NoScanner from error
    if answer == "stream: OK":
        return "clean"
    if answer.endswith(" FOUND"):
        return "refused"
    if "size limit exceeded" in answer:
        return "unscanned"
    raise NoScanner


def _ask(data: bytes) -> str:
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            scanner.sendall(len(part).to_bytes(4) + part)
        scanner.sendall(bytes(4))
        answer = b""
        while part := scanner.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected() -> socket.socket:
    url = urlsplit(settings().clamd_url)
    if url.scheme == "tcp":
        return socket.create_connection((url.hostname or "", url.port or 3310), timeout=PATIENCE)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(PATIENCE)
    scanner.connect(url.path)
    return scanner
