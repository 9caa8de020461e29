"""How the door and the press speak: a JSON head and a body of bytes, each with its length in front."""

import json
import struct
from typing import Any, BinaryIO

Head = dict[str, Any]
_LENGTHS = struct.Struct(">II")
# The name of the field that holds the agency's seal.
SEAL = "Seal"
LARGEST_BODY = 128 * 1024 * 1024


class Hangup(Exception):
    """The other side closed the pipe, or said something that is not a frame."""


def send(pipe: BinaryIO, head: Head, body: bytes = b"") -> None:
    """Writes one frame; OSError when the other side is gone."""
    text = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(text), len(body)) + text)
    pipe.write(body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[Head, bytes]:
    """Reads one frame; Hangup at the end of the pipe or for a body over LARGEST_BODY bytes."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        raise Hangup
    head_length, body_length = _LENGTHS.unpack(lengths)
    if max(head_length, body_length) > LARGEST_BODY:
        raise Hangup
    text, body = pipe.read(head_length), pipe.read(body_length)
    if len(text) < head_length or len(body) < body_length:
        raise Hangup
    return json.loads(text), body
