"""What is given of each record, passage by passage; and the second person who reads it before anything leaves."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from records.requests.actions import begin, note_down
from records.requests.gathering import Item, gather, hidden_key
from records.requests.models import AccessRequest, RequestItem
from records.requests.passages import Hidden, passages, whole
from records.requests.proposing import Kept, rules_about, waits_for_a_person
from records.requests.queries import Judged, judged, rows_of, unlisted
from records.requests.severing_queries import kept_rules, severing_now, severing_of
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused
from tenants.permissions import P
from tenants.second_person import second_person


def list_items(session: Session, request: AccessRequest) -> int:
    """Puts on the request's list what the file holds and it does not have yet, and says how much that was. Words
    about other people begin as hidden where the agency's rules say so; nothing begins as decided."""
    request.expect("gathering", "review", "second_read", "ready")
    found, rules = unlisted(session, request), kept_rules(session, request)
    for item in found:
        session.add(
            RequestItem(
                request_id=request.id,
                client_id=request.client_id,
                source=item.source,
                record_id=item.record_id,
                happened_on=item.on,
                passages=[list(one) for one in _hidden_at_first(item, rules)],
            )
        )
    if found:
        audit.record(
            session, audit.Verb.REQUEST_LISTED, request.id, client_id=request.client_id, items=len(found)
        )
    return len(found)


def start_review(session: Session, request: AccessRequest, *, version: int) -> None:
    """Makes the list and begins to go through it."""
    request.state, now = begin(session, request, "review", version), severing_now(session)
    request.severing_id = now.id if now else None
    list_items(session, request)
    note_down(session, request, "review")


def decide(
    session: Session,
    request: AccessRequest,
    row: RequestItem,
    *,
    decision: str,
    reason: str | None = None,
    hidden: Collection[tuple[str, int]] = (),
    version: int,
) -> None:
    """Says what is given of one record: all of it, all but some passages, or nothing. The record itself stays as it
    is. `hidden` names passages by field and place."""
    request.expect("review")
    hold(session, row)
    row.expect_version(version)
    item = gather(session, request.client_id, but=request.id)[row.record_id]
    if decision == "withhold" and reason is None:
        raise Refused("Choose why it stays out.", field="reason")
    if decision == "sever":
        row.passages = [list(one) for one in _hidden(item, hidden, row, reason)]
    _settle(session, request, row, item, decision=decision, reason=reason if decision == "withhold" else None)
    audit.record(
        session, audit.Verb.REQUEST_ITEM_DECIDED, row.id, client_id=request.client_id, decision=decision
    )


def decide_as_proposed(session: Session, request: AccessRequest, rows: Mapping[UUID, int]) -> int:
    """Decides several that were read together, as they were shown: without the words about other people. `rows` are
    the ids with the versions that were seen; what was decided meanwhile is left alone, and so is what the agency wants
    decided each by itself."""
    request.expect("review")
    found, rules = (
        {row.id: row for row in rows_of(session, request.id).values()},
        kept_rules(session, request),
    )
    items, settled = gather(session, request.client_id, but=request.id), 0
    for row_id in sorted(rows.keys() & found.keys()):
        row, item = found[row_id], items.get(found[row_id].record_id)
        hold(session, row)
        is_new = row.version == rows[row_id] and row.decision is None
        if is_new and item is not None and not waits_for_a_person(rules, item):
            _settle(session, request, row, item, decision="sever" if row.passages else "give")
            settled += 1
    audit.record(
        session, audit.Verb.REQUEST_ITEM_DECIDED, request.id, client_id=request.client_id, items=settled
    )
    return settled


def ask_second(session: Session, request: AccessRequest, *, version: int) -> None:
    """Everything is decided: somebody else reads it."""
    state = begin(session, request, "ask", version)
    _expect_all_decided(session, request)
    request.state = state
    request.asked_by, request.asked_at = context.current().member_id, clock.now()
    note_down(session, request, "ask")


def agree(session: Session, request: AccessRequest, *, version: int) -> None:
    """The second reader agrees. Where nobody else may, the first does after seven days."""
    state = begin(session, request, "agree", version)
    decided = _expect_all_decided(session, request)
    assert request.asked_at is not None
    took_part = {request.asked_by} | {one.row.decided_by for one in decided}
    reader, alone = second_person(session, P.SECOND_READ, not_these=took_part, since=request.asked_at)
    rules = severing_of(session, request)
    if alone and rules is not None and rules.never_alone:
        raise Refused("The rules of this agency ask for a second reader. Nobody reads it alone.")
    request.read_by, request.alone = reader, alone
    request.state, request.read_at = state, clock.now()
    note_down(session, request, "agree")


def expect_complete(session: Session, request: AccessRequest) -> list[Judged]:
    """Everything the file holds, decided as it is now. Raises Refused when something came in or changed since."""
    if unlisted(session, request):
        raise Refused("Something came into the file meanwhile. Send it back and look at the list again.")
    return _expect_all_decided(session, request)


def _expect_all_decided(session: Session, request: AccessRequest) -> list[Judged]:
    found = judged(session, request)
    missing = len(unlisted(session, request)) + sum(not one.is_decided for one in found)
    if missing:
        raise Refused("Some records are not decided yet, or changed since: %(count)s.", count=missing)
    return found


def _hidden(
    item: Item, wanted: Iterable[tuple[str, int]], row: RequestItem, reason: str | None
) -> list[Hidden]:
    """The passages to leave out, each with its reason: the one given, or the one it was hidden for already."""
    before = {(one[0], one[1]): one[2] for one in row.passages}
    there = {(name, place) for name, text in item.texts.items() for place, _ in enumerate(passages(text))}
    chosen = sorted(set(wanted) & there)
    if not chosen:
        raise Refused("Choose the passages that stay out, or give the whole record.", field="hidden")
    if reason is None and set(chosen) - before.keys():
        raise Refused("Choose why it stays out.", field="reason")
    return [Hidden(*one, before.get(one) or str(reason)) for one in chosen]


def _hidden_at_first(item: Item, rules: Kept) -> list[Hidden]:
    found = rules_about(rules, item).items()
    return [
        one
        for name, rule in found
        if rule.proposal == "sever"
        for one in whole([name], item.texts, rule.reason)
    ]


def _settle(
    session: Session,
    request: AccessRequest,
    row: RequestItem,
    item: Item,
    *,
    decision: str,
    reason: str | None = None,
) -> None:
    row.decision, row.reason, row.happened_on = decision, reason, item.on
    row.seen = item.seen(hidden_key(session, request.client_id))
    row.decided_by, row.decided_at = context.current().member_id, clock.now()
    row.version += 1
