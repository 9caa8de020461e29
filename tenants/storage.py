"""Where the sealed bytes of files lie: a folder of this machine, or a bucket that is spoken to as Amazon's S3 is."""

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from tenants import clock
from tenants.settings import settings

# Seconds a bucket may take for one answer.
_PATIENCE: Final = 30
_LISTED = re.compile(r"<Key>([^<]+)</Key>\s*<LastModified>([^<]+)</LastModified>")
_MORE = re.compile(r"<NextContinuationToken>([^<]+)</NextContinuationToken>")


class Storage(Protocol):
    """What the product asks of a place for files. A place that cannot do it now raises OSError."""

    def put(self, name: str, sealed: bytes) -> None:
        """Keeps the bytes for good before it returns, in place of what had the name."""

    def get(self, name: str) -> bytes | None:
        """The bytes, or None when nothing has the name."""

    def has(self, name: str) -> bool:
        """True when something has the name."""

    def remove(self, name: str) -> None:
        """Takes the name away; already gone counts as done."""

    def older(self, prefix: str, than: datetime) -> Iterator[str]:
        """The names below a prefix that were last written before a moment."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Files below a folder of this machine."""

    root: Path

    def put(self, name: str, sealed: bytes) -> None:
        """Writes beside the place and moves into it, so that a power cut leaves the old, the new or nothing."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        # The entry in the folder must survive a power cut, as the bytes do.
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def get(self, name: str) -> bytes | None:
        """The bytes, or None."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """True when the file is there."""
        return (self.root / name).exists()

    def remove(self, name: str) -> None:
        """Unlinks the file, if it is there."""
        (self.root / name).unlink(missing_ok=True)

    def older(self, prefix: str, than: datetime) -> Iterator[str]:
        """The names of old files, with those a killed process began to write."""
        for path in (self.root / prefix).rglob("*"):
            with suppress(FileNotFoundError):  # erased by somebody else meanwhile
                if path.is_file() and path.stat().st_mtime < than.timestamp():
                    yield path.relative_to(self.root).as_posix()


class Bucket:
    """Files in a bucket, by path-style addresses signed with the fourth version of Amazon's signature."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._region = asked.get("region", "ca-central-1")
        self._endpoint = urlsplit(asked.get("endpoint", f"https://s3.{self._region}.amazonaws.com"))
        self._id, self._secret = unquote(parts.username or ""), unquote(parts.password or "")
        self._bucket, self._prefix = f"/{parts.hostname}", f"{parts.path.strip('/')}/".lstrip("/")

    def put(self, name: str, sealed: bytes) -> None:
        """Returns when the bucket said that it keeps them."""
        self._ask("PUT", self._path(name), body=sealed)

    def get(self, name: str) -> bytes | None:
        """The bytes, or None."""
        return self._ask("GET", self._path(name))

    def has(self, name: str) -> bool:
        """True when the object is there."""
        return self._ask("HEAD", self._path(name)) is not None

    def remove(self, name: str) -> None:
        """Deletes the object. A bucket that keeps versions would keep it all the same: switch that off."""
        self._ask("DELETE", self._path(name))

    def older(self, prefix: str, than: datetime) -> Iterator[str]:
        """The names of old objects, a thousand at a time."""
        asked = {"list-type": "2", "prefix": self._prefix + prefix}
        while True:
            answer = (self._ask("GET", self._bucket, query=asked) or b"").decode()
            for key, changed in _LISTED.findall(answer):
                if datetime.fromisoformat(changed) < than:
                    yield key.removeprefix(self._prefix)
            more = _MORE.search(answer)
            if more is None:
                return
            asked["continuation-token"] = more[1]

    def _path(self, name: str) -> str:
        return quote(f"{self._bucket}/{self._prefix}{name}")

    def _ask(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: bytes = b""
    ) -> bytes | None:
        """The body of the answer, or None for what is not there."""
        asked = urlencode(sorted((query or {}).items()), quote_via=quote, safe="")
        encrypted = self._endpoint.scheme == "https"
        door = (HTTPSConnection if encrypted else HTTPConnection)(self._endpoint.netloc, timeout=_PATIENCE)
        try:
            with closing(door):
                headers = self._signed(method, path, asked, hashlib.sha256(body).hexdigest())
                door.request(method, f"{path}?{asked}" if asked else path, body=body, headers=headers)
                answer = door.getresponse()
                data = answer.read()
        except HTTPException as error:
            raise OSError("the bucket answered what is no answer") from error
        if answer.status == 404:
            return None
        if answer.status >= 300:
            raise OSError(f"the bucket answered {answer.status}")
        return data

    def _signed(self, method: str, path: str, asked: str, digest: str) -> dict[str, str]:
        """The headers of a request, signed as Amazon describes in "Signature Version 4"."""
        now = clock.now().astimezone(UTC)
        stamp, scope = f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}/{self._region}/s3/aws4_request"
        headers = {"host": self._endpoint.netloc, "x-amz-content-sha256": digest, "x-amz-date": stamp}
        names = ";".join(headers)
        told = (
            method,
            path,
            asked,
            *(f"{name}:{value}" for name, value in headers.items()),
            "",
            names,
            digest,
        )
        canonical = hashlib.sha256("\n".join(told).encode()).hexdigest()
        key = b"AWS4" + self._secret.encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{canonical}"
        signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
        credential = f"Credential={self._id}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": f"AWS4-HMAC-SHA256 {credential}"}


def storage() -> Storage:
    """Where files lie, as the settings say."""
    url = settings().files_url
    return Bucket(url) if url else Folder(settings().var / "files")
