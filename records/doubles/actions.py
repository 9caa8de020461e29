"""Telling two files apart, merging them, and parting them again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.clients.actions import remember_names
from records.clients.models import Client
from records.clients.queries import get_client
from records.doubles.models import DifferentPeople, Merge
from records.doubles.queries import is_undoable, other_hash, signed_since
from records.history.actions import keep
from records.history.rules import state_of
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused

# The facts that are chosen one by one; `mine` of the file that stays, `theirs` of the merged one.
CHOSEN = ("legal_given", "legal_family", "preferred_name", "said_as", "pronouns", "birth_on", "language")


def tell_apart(session: Session, client: Client, other: Client) -> None:
    """Remembers that two files are of two people, for both; said again, nothing changes."""
    if client.id == other.id:
        raise Refused("Choose another file than this one.")
    me, now = context.current(), clock.now()
    for one, hashed in ((client, other_hash(session, other.id)), (other, other_hash(session, client.id))):
        row = {"id": new_id(), "organisation_id": me.organisation_id, "created_at": now}
        row |= {"client_id": one.id, "other": hashed, "member_id": me.member_id}
        session.execute(insert(DifferentPeople).values(row).on_conflict_do_nothing())
    audit.record(session, audit.Verb.DIFFERENT_PEOPLE, other.id, client_id=client.id)


def merge_files(
    session: Session,
    client: Client,
    merged: Client,
    *,
    version: int,
    merged_version: int,
    reason: str = "",
    theirs: Mapping[str, bool],
) -> Merge:
    """Makes two files one: `client` stays, `merged` stands with it. Nothing is moved, so nothing is lost and undoing is
    exact. Of the facts named in `theirs` the merged file's are taken over."""
    _expect_two(session, client, merged, version, merged_version)
    mine, others = state_of(client), state_of(merged)
    taken = [name for name in CHOSEN if theirs.get(name)]
    merge = Merge(
        client_id=client.id,
        merged_id=merged.id,
        merged_number=merged.file_number,
        member_id=context.current().member_id,
        before={name: [mine[name], others[name]] for name in taken},
        reason=reason or None,
    )
    session.add(merge)
    for one in (client, merged):
        keep(session, one, reason=reason)
    _stand_together(session, client, merged, taken)
    audit.record(session, audit.Verb.FILES_MERGED, merge.id, client_id=client.id, merged=merged.id)
    return merge


def _stand_together(session: Session, client: Client, merged: Client, taken: Sequence[str]) -> None:
    for name in taken:
        setattr(client, name, getattr(merged, name))
    client.settle_names()
    client.restricted, merged.merged_into = client.restricted or merged.restricted, client.id
    for one in (merged, client):
        remember_names(session, one)


def undo_merge(session: Session, merge: Merge, *, reason: str = "", reviewed: bool = False) -> Client:
    """Parts two files again, within thirty days, and returns the one that was merged. Facts taken over go back unless
    they were changed since; a file that became restricted stays so. Notes signed since stay in the file they were
    written in; somebody must have looked."""
    hold(session, merge)
    _expect_undoable(session, merge, reviewed=reviewed)
    client, merged = get_client(session, merge.client_id), get_client(session, _some(merge.merged_id))
    for one in sorted((client, merged), key=lambda file: file.id):
        hold(session, one)
        keep(session, one, reason=reason)
    now = state_of(client)
    for name, (before, taken) in merge.before.items():
        if now[name] == taken:
            setattr(client, name, _read(name, before))
    client.settle_names()
    merged.merged_into = None
    merge.undo(at=clock.now(), by=context.current().member_id, reason=reason)
    for one in (client, merged):
        remember_names(session, one)
    audit.record(session, audit.Verb.MERGE_UNDONE, merge.id, client_id=client.id, merged=merged.id)
    return merged


def _expect_two(session: Session, client: Client, merged: Client, version: int, merged_version: int) -> None:
    """Locks both, always in the same order, and refuses what would make a chain of files."""
    if client.id == merged.id:
        raise Refused("Choose another file than this one.")
    for one in sorted((client, merged), key=lambda file: file.id):
        hold(session, one)
    client.expect(version)
    merged.expect(merged_version)
    if client.made_up != merged.made_up:
        raise Refused("One of these people is made up. Only real files are put together with real ones.")
    if client.merged_into is not None or merged.merged_into is not None:
        raise Conflict("One of these files has been merged already. Load the page again.")
    if session.execute(select(Client.id).where(Client.merged_into == merged.id)).first():
        raise Refused(
            "Another file was merged into the second one. Keep that one and merge this one into it."
        )


def _expect_undoable(session: Session, merge: Merge, *, reviewed: bool) -> None:
    if merge.merged_id is None:
        raise Conflict("This merge has been undone already.")
    if not is_undoable(merge):
        raise Refused("A merge can be undone for 30 days; this one is older.")
    if not reviewed and signed_since(session, merge):
        raise Refused(
            "Notes were signed since the merge. Look at them first: each stays in the file it was written in.",
            field="reviewed",
        )


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "birth_on" and value else value


def _some(value: UUID | None) -> UUID:
    assert value is not None
    return value
