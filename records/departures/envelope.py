"""How an archive is encrypted: frames, each sealed by itself, under a key made of a passphrase (decision 37).

    head    = "northfile-archive-1" and a line end, then 16 bytes of salt
    frame   = length (4 bytes, big-endian), then AES-256-GCM of at most a megabyte, as everywhere in the product
    bound   = head, number of the frame (8 bytes), 1 for the last frame and else 0 (1 byte)

The frames together are a tar file. A frame that is changed, left out, moved or missing at the end does not open.
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from records.departures.rules import told
from tenants.errors import Refused, sentence
from tenants.sealing import open_sealed, seal

MAGIC: Final = b"northfile-archive-1\n"
SALT: Final = 16
FRAME: Final = 1024 * 1024
# 32 MB and a tenth of a second; the passphrase is not one that anybody chose.
_COST: Final = 2**15
_BLOCK: Final = 512

NOT_AN_ARCHIVE: Final = sentence("This file is not an archive of Northfile.")
DOES_NOT_OPEN: Final = sentence(
    "The archive does not open: the passphrase is another one, or the file was changed."
)
CUT_OFF: Final = sentence("The archive is cut off; download it again.")


def key_of(passphrase: str, salt: bytes) -> bytes:
    """The key that a passphrase stands for, however it was typed."""
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(told(passphrase).encode())


def head(salt: bytes) -> bytes:
    """The first bytes of the file."""
    return MAGIC + salt


def frames_of(data: bytes, *, key: bytes, salt: bytes, first: int, is_last: bool) -> list[bytes]:
    """The frames of a piece of the file, numbered from `first`."""
    pieces = [data[at : at + FRAME] for at in range(0, len(data), FRAME)]
    sealed = (
        seal(key, piece, _bound(salt, first + place, is_last=is_last and place == len(pieces) - 1))
        for place, piece in enumerate(pieces)
    )
    return [len(one).to_bytes(4, "big") + one for one in sealed]


def entry(name: str, data: bytes) -> bytes:
    """One file of the tar, padded to whole blocks; nothing in it tells when or by whom."""
    found = tarfile.TarInfo(name)
    found.size, found.mode = len(data), 0o600
    return found.tobuf(tarfile.PAX_FORMAT) + data + b"\0" * (-len(data) % _BLOCK)


def the_end() -> bytes:
    """What a tar file ends with."""
    return b"\0" * (2 * _BLOCK)


def plain(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The bytes of the tar file, a megabyte at a time. Raises Refused at the first that does not open."""
    first = file.read(len(MAGIC) + SALT)
    if not first.startswith(MAGIC) or len(first) < len(MAGIC) + SALT:
        raise Refused(NOT_AN_ARCHIVE)
    salt, number, is_last = first[len(MAGIC) :], 0, False
    key = key_of(passphrase, salt)
    while not is_last:
        sealed = _next(file)
        piece, is_last = _opened(sealed, key, salt, number)
        number += 1
        yield piece
    if file.read(1):
        raise Refused(DOES_NOT_OPEN)


def unpack(file: BinaryIO, passphrase: str, into: Path) -> int:
    """Writes every file of the archive below a folder and says how many they were. Nothing is written outside of it."""
    count = 0
    with tarfile.open(fileobj=_Stream(plain(file, passphrase)), mode="r|") as archive:
        for one in archive:
            archive.extract(one, into, filter="data")
            count += 1
    return count


def _next(file: BinaryIO) -> bytes:
    size = file.read(4)
    length = int.from_bytes(size, "big")
    if len(size) == 4 and length > FRAME + 64:
        raise Refused(DOES_NOT_OPEN)
    sealed = file.read(length)
    if len(size) < 4 or len(sealed) < length:
        raise Refused(CUT_OFF)
    return sealed


def _opened(sealed: bytes, key: bytes, salt: bytes, number: int) -> tuple[bytes, bool]:
    for is_last in (False, True):
        try:
            return open_sealed(key, sealed, _bound(salt, number, is_last=is_last)), is_last
        except (InvalidTag, ValueError):
            continue
    raise Refused(DOES_NOT_OPEN)


def _bound(salt: bytes, number: int, *, is_last: bool) -> bytes:
    return head(salt) + number.to_bytes(8, "big") + bytes([is_last])


class _Stream(io.RawIOBase):
    """What an iterator gives, read as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        found, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return found
