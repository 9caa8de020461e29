"""Files in a bucket behave as files in the folder do, against a stand-in that checks every signature."""

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest

from tenants import files
from tenants.errors import NotFound
from tenants.settings import settings
from tenants.storage import Bucket, Folder, Storage
from tests import factories
from tests.world import World

KEY, SECRET = "AKIA/TEST", "s3cr+t/="


class StandIn(BaseHTTPRequestHandler):
    """PUT, GET, HEAD, DELETE and the list of a bucket, for whoever signs as Amazon describes; two names a page."""

    kept: dict[str, tuple[bytes, datetime]]
    broken = False

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        parts = urlsplit(self.path)
        if not self._is_signed(parts.path, parts.query, body):
            return self._say(403)
        if self.broken:
            return self._say(503)
        name = unquote(parts.path).removeprefix("/papers/")
        if parts.query:
            return self._say(200, self._listed(dict(parse_qsl(parts.query))))
        if self.command == "PUT":
            self.kept[name] = body, datetime.now(UTC)
            return self._say(200)
        if self.command == "DELETE":
            self.kept.pop(name, None)
            return self._say(204)
        return self._say(200, self.kept[name][0]) if name in self.kept else self._say(404)

    do_PUT = do_GET = do_HEAD = do_DELETE = answer

    def _is_signed(self, path: str, query: str, body: bytes) -> bool:
        """The signature worked out a second time, from what came over the wire."""
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(.+?)/(\d{8})/(.+?)/s3/aws4_request, SignedHeaders=(.+?), Signature=(\w+)",
            self.headers["authorization"],
        )
        assert found
        who, day, region, names, signature = found.groups()
        digest, stamp = hashlib.sha256(body).hexdigest(), self.headers["x-amz-date"]
        told = "".join(f"{name}:{self.headers[name]}\n" for name in names.split(";"))
        canonical = f"{self.command}\n{path}\n{query}\n{told}\n{names}\n{digest}"
        scope = f"{day}/{region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{SECRET}".encode()
        for part in (day, region, "s3", "aws4_request", text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return who == KEY and signature == key.hex() and digest == self.headers["x-amz-content-sha256"]

    def _listed(self, asked: dict[str, str]) -> bytes:
        names = sorted(name for name in self.kept if name.startswith(asked["prefix"]))
        start = int(asked.get("continuation-token", "0"))
        rows = "".join(
            f"<Contents><Key>{name}</Key><LastModified>{self.kept[name][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for name in names[start : start + 2]
        )
        more = f"<NextContinuationToken>{start + 2}</NextContinuationToken>" if start + 2 < len(names) else ""
        return f"<ListBucketResult>{rows}{more}</ListBucketResult>".encode()

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quietly."""


@pytest.fixture
def bucket() -> Iterator[tuple[type[StandIn], str]]:
    door = type("Door", (StandIn,), {"kept": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = quote(f"http://127.0.0.1:{server.server_address[1]}", safe="")
        yield door, f"s3://{quote(KEY, safe='')}:{quote(SECRET, safe='')}@papers/north?endpoint={endpoint}"
        server.shutdown()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, bucket: tuple[type[StandIn], str]) -> Storage:
    return Folder(tmp_path) if request.param == "folder" else Bucket(bucket[1])


def test_a_place_keeps_gives_lists_and_forgets(place: Storage) -> None:
    names = [f"me/a{number}/x{number}" for number in range(5)]
    for name in (*names, "you/a1/x"):
        place.put(name, name.encode())
    place.put(names[0], b"anew")
    assert place.get(names[0]) == b"anew" and place.get(names[1]) == names[1].encode()
    assert place.has(names[2]) and not place.has("me/none") and place.get("me/none") is None
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert sorted(place.older("me/", soon)) == names
    assert list(place.older("me/", soon - timedelta(days=1))) == list(place.older("nobody/", soon)) == []
    place.remove(names[0])
    place.remove(names[0])
    assert not place.has(names[0]) and place.has("you/a1/x")


def test_a_bucket_that_refuses_or_fails_is_a_failing_disk(bucket: tuple[type[StandIn], str]) -> None:
    with pytest.raises(OSError, match="403"):
        Bucket(bucket[1].replace("s3cr", "other")).put("a", b"b")
    bucket[0].broken = True
    with pytest.raises(OSError, match="503"):
        Bucket(bucket[1]).get("a")
    with pytest.raises(OSError):
        Bucket("s3://a:b@papers?endpoint=http://127.0.0.1:9").has("a")


def test_a_paper_in_a_bucket_is_sealed_read_swept_and_erased(
    world: World, bucket: tuple[type[StandIn], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    door, url = bucket
    monkeypatch.setenv("FILES_URL", url)
    settings.cache_clear()
    try:
        with world.first.acting("practitioner") as session:
            paper = factories.a_paper(session, factories.a_client(session), data=b"%PDF-1.7 in the cloud")
            file_id = factories.files_of(session, paper)[0].id
        (name,) = door.kept
        assert name.startswith(f"north/{world.first.organisation_id}/") and b"cloud" not in door.kept[name][0]
        stray = name[:-1] + ("0" if name[-1] != "0" else "1")
        door.kept = {key: (door.kept[name][0], datetime(2026, 1, 1, tzinfo=UTC)) for key in (name, stray)}
        with world.first.acting("practitioner") as session:
            assert files.read(session, file_id) == b"%PDF-1.7 in the cloud"
            assert files.sweep(session) == 1
        assert list(door.kept) == [name]
        assert files.is_stored(world.first.organisation_id, file_id)
        files.erase(world.first.organisation_id, file_id)
        assert door.kept == {} and not files.is_stored(world.first.organisation_id, file_id)
        with world.first.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
            files.read(session, file_id)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("url", ["http://x", "s3://bucket", "s3://key@bucket", "s3:///key:secret"])
def test_an_address_that_cannot_be_one_is_refused_at_the_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, wrong in (("FILES_URL", url), ("CLAMD_URL", "http://scanner")):
        monkeypatch.setenv(name, wrong)
        settings.cache_clear()
        with pytest.raises(SystemExit, match="must be"):
            settings()
        monkeypatch.delenv(name)
    settings.cache_clear()
