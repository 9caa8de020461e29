"""Making an archive entry by entry, each in a transaction of its own: killed anywhere, it goes on where it was."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.departures import envelope
from records.departures.gathering import Hidden, dictionary, hidden, next_file, page_of, tables
from records.departures.models import Archive, ArchivePart
from records.departures.rules import ARCHIVE_LIVES, new_receipt, told
from tenants import audit, clock, context, files, jobs
from tenants.database import new_id
from tenants.sealing import keyring
from tenants.settings import VERSION

FORMAT: Final = "northfile-export-1"
_README: Final = """{agency}, {day}

This archive holds everything that Northfile {version} kept for this agency.
  tables/      every table, one record a line, in JSON
  files/       every stored file, under its id in tables/files
  data-dictionary.json   what each table and column is
  manifest.json          every file here with its size and SHA-256, and the code of receipt
What waits in quarantine for its destruction is named in manifest.json and not taken along.

Cette archive contient tout ce que Northfile {version} conservait pour cet organisme.
  tables/      chaque table, une inscription par ligne, en JSON
  files/       chaque fichier, sous son identifiant dans tables/files
  data-dictionary.json   ce qu’est chaque table et chaque colonne
  manifest.json          chaque fichier d’ici avec sa taille et son SHA-256, et le code de réception
Ce qui attend en quarantaine d’être détruit est nommé dans manifest.json et n’est pas emporté.
"""


def pack_next(session: Session, archive_id: UUID) -> bool:
    """Adds the next entry; says whether there is more to do. Only the transaction that commits counts."""
    archive = session.execute(
        select(Archive)
        .where(Archive.id == archive_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    if archive.state != "making":
        return False
    leaving_out = hidden(session)
    step = str(archive.place.get("step", "readme"))
    if step == "readme":
        day = clock.today(context.current().timezone)
        words = _README.format(agency=context.current().name, day=day, version=VERSION)
        _add(session, archive, "README.txt", words.encode())
        archive.place = {"step": "dictionary"}
    elif step == "dictionary":
        _add(session, archive, "data-dictionary.json", _json(dictionary()))
        archive.place = {"step": "tables", "table": next(iter(tables())), "after": None, "page": 0}
    elif step == "tables":
        _add_page(session, archive, leaving_out)
    elif step == "files":
        _add_file(session, archive, leaving_out)
    else:
        _finish(session, archive, leaving_out)
    return archive.state == "making"


def _add_page(session: Session, archive: Archive, leaving_out: Hidden) -> None:
    """The next page that has a line, of this table or of one after it."""
    place = dict(archive.place)
    while place["step"] == "tables":
        table, page = place["table"], place["page"] + 1
        lines, after = page_of(session, table, place["after"], leaving_out)
        place = place | {"after": after, "page": page} if after is not None else _after_table(table)
        if lines:
            _add(session, archive, f"tables/{table}/{page:05d}.jsonl", b"".join(lines))
            archive.counts = {**archive.counts, table: archive.counts.get(table, 0) + len(lines)}
            break
    archive.place = place


def _after_table(table: str) -> dict[str, Any]:
    names = list(tables())
    rest = names[names.index(table) + 1 :]
    if not rest:
        return {"step": "files", "after": None}
    return {"step": "tables", "table": rest[0], "after": None, "page": 0}


def _add_file(session: Session, archive: Archive, leaving_out: Hidden) -> None:
    file_id = next_file(session, archive.place["after"], leaving_out)
    if file_id is None:
        archive.place = {"step": "end"}
        return
    _add(session, archive, f"files/{file_id}", files.read(session, file_id))
    archive.place = {"step": "files", "after": str(file_id)}


def _finish(session: Session, archive: Archive, leaving_out: Hidden) -> None:
    """The list of everything, with the code that shows that somebody came this far; then the key is forgotten."""
    code, listed = new_receipt(), parts_of(session, archive.id)
    archive.content_hash = content_hash({one.name: one.hash for one in listed})
    archive.receipt = keyring(session).lookup("receipt", told(code))
    manifest = {
        "format": FORMAT,
        "agency": context.current().name,
        "organisation_id": str(context.current().organisation_id),
        "software_version": VERSION,
        "made_at": clock.now().isoformat(),
        "counts": archive.counts,
        "content_hash": archive.content_hash,
        "entries": [{"name": one.name, "size": one.size, "sha256": one.hash} for one in listed],
        "in_quarantine": [{"class": of, "id": str(record)} for of, record in leaving_out.records],
        "receipt": code,
    }
    _add(session, archive, "manifest.json", _json(manifest), is_last=True)
    archive.state, archive.key = "ready", None
    archive.ready_at, archive.expires_at = clock.now(), clock.now() + ARCHIVE_LIVES
    jobs.enqueue(session, jobs.Job.FORGET_ARCHIVE, delay=ARCHIVE_LIVES, archive=archive.id)
    audit.record(session, audit.Verb.ARCHIVE_READY, archive.id, hash=archive.content_hash)


def content_hash(hashes: Mapping[str, str]) -> str:
    """The fingerprint of all records and files, whatever stands around them: what was moved elsewhere and back has the
    same."""
    lines = (f"{name} {hashes[name]}\n" for name in sorted(hashes) if name.startswith(("tables/", "files/")))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def parts_of(session: Session, archive_id: UUID) -> list[ArchivePart]:
    """The entries of an archive in order."""
    wanted = select(ArchivePart).where(ArchivePart.archive_id == archive_id).order_by(ArchivePart.number)
    return list(session.execute(wanted).scalars())


def _add(session: Session, archive: Archive, name: str, data: bytes, *, is_last: bool = False) -> None:
    piece = envelope.entry(name, data) + (envelope.the_end() if is_last else b"")
    key = bytes.fromhex(archive.key)
    frames = envelope.frames_of(piece, key=key, salt=archive.salt, first=archive.frames, is_last=is_last)
    sealed = b"".join(frames)
    stored = files.store(session, sealed, owner_id=new_id(), client_id=None)
    session.flush()
    hashed = hashlib.sha256(data).hexdigest()
    session.add(
        ArchivePart(
            archive_id=archive.id,
            number=archive.frames,
            file_id=stored.id,
            name=name,
            size=len(data),
            hash=hashed,
        )
    )
    archive.frames, archive.size = archive.frames + len(frames), archive.size + len(sealed)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
