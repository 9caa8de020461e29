"""What follows a note's signature, notes of a whole group, and the phrases that are put into notes."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy.orm import Session

from records.demo.acts import Numbers, content_of
from records.demo.shapes import Deed, Told
from records.notes.actions import add_addendum
from records.notes.groups import save_group, sign_group, start_group, version_of
from records.notes.phrases import keep_phrase
from records.notes.queries import group_of
from records.notes.reviews import ask_in_error, cosign, decide_error, need_cosigning, send_back
from records.supervision.actions import write_to
from tenants import clock


def in_group(by: str, told: Told, own: Mapping[str, str]) -> Deed:
    """One session with several people: what all share, and what stands in one file alone."""
    return Deed(told.ago, "", partial(_write_group, told=told, own=own), by)


def writes_under_eyes(member: str, ago: int, by: str) -> Deed:
    """From now on what this colleague signs waits for a second name."""
    return Deed(ago, "", partial(_need, member=member), by)


def second_name(who: str, ago: int, reason: str, by: str = "harriet") -> Deed:
    """A note is co-signed."""
    return Deed(ago, who, partial(_cosign, who=who, reason=reason), by)


def sent_back(who: str, ago: int, reason: str, *, words: str, by: str = "harriet") -> Deed:
    """A note that waits for a second name goes back to its author."""
    return Deed(ago, who, partial(_send_back, who=who, reason=reason, words=words), by)


def remark(who: str, ago: int, reason: str, *, kind: str, words: str, by: str = "harriet") -> Deed:
    """A question or thanks to the author of a note, between the two of them."""
    return Deed(ago, who, partial(_remark, who=who, reason=reason, kind=kind, words=words), by)


def added(who: str, ago: int, reason: str, *, why: str, words: str, by: str = "") -> Deed:
    """Words are added to a note."""
    return Deed(ago, who, partial(_append, who=who, reason=reason, why=why, words=words), by)


def said_wrong(who: str, ago: int, reason: str, because: str, by: str = "") -> Deed:
    """A note's author says that it is wrong as a whole."""
    return Deed(ago, who, partial(_ask_in_error, who=who, reason=reason, because=because), by)


def agreed_wrong(who: str, ago: int, reason: str, by: str = "harriet") -> Deed:
    """A second person agrees that it is."""
    return Deed(ago, who, partial(_agree_in_error, who=who, reason=reason), by)


def phrase(ago: int, by: str, name: str, words: str, *, for_team: bool = False) -> Deed:
    """A wording that comes up often is kept."""
    return Deed(ago, "", partial(_keep_phrase, name=name, words=words, for_team=for_team), by)


def _write_group(session: Session, numbers: Numbers, *, told: Told, own: Mapping[str, str]) -> None:
    cases = {numbers.case(session, f"{who}/0").id: words for who, words in own.items()}
    group_id = start_group(session, [numbers.case(session, f"{who}/0") for who in own])
    notes = [note for note, _client in group_of(session, group_id)]
    parts = {note.id: cases[note.case_id] for note in notes}
    shared = {"reason": told.reason, "details": told.details}
    save_group(session, notes, shared=shared, own=parts, version=version_of(notes))
    sign_group(session, notes, content_of(told, clock.now()), own=parts, version=version_of(notes))


def _need(session: Session, numbers: Numbers, *, member: str) -> None:
    need_cosigning(session, numbers.member(session, member), needed=True)


def _cosign(session: Session, numbers: Numbers, *, who: str, reason: str) -> None:
    cosign(session, numbers.note(session, f"{who}/0", reason))


def _send_back(session: Session, numbers: Numbers, *, who: str, reason: str, words: str) -> None:
    send_back(session, numbers.note(session, f"{who}/0", reason), words=words)


def _remark(session: Session, numbers: Numbers, *, who: str, reason: str, kind: str, words: str) -> None:
    write_to(session, note=numbers.note(session, f"{who}/0", reason), kind=kind, remark=words)


def _append(session: Session, numbers: Numbers, *, who: str, reason: str, why: str, words: str) -> None:
    add_addendum(session, numbers.note(session, f"{who}/0", reason), reason=why, words=words)


def _ask_in_error(session: Session, numbers: Numbers, *, who: str, reason: str, because: str) -> None:
    ask_in_error(session, numbers.note(session, f"{who}/0", reason), reason=because)


def _agree_in_error(session: Session, numbers: Numbers, *, who: str, reason: str) -> None:
    decide_error(session, numbers.note(session, f"{who}/0", reason), confirmed=True)


def _keep_phrase(session: Session, _numbers: Numbers, *, name: str, words: str, for_team: bool) -> None:
    keep_phrase(session, name=name, words=words, for_team=for_team)
