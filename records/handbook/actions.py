"""Issuing a policy, saying that one has read it, declaring a conflict of interest and reviewing one."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from records.handbook.models import Acknowledgement, ConflictDeclaration, PolicyDocument, PolicyText
from records.handbook.queries import declarations_of, find_acknowledgement, get_policy
from records.handbook.rules import gap_in, is_superseded, may_follow
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import get_member


def adopt_policy(session: Session, *, kind: str, **words: str | date) -> PolicyText:
    """A new policy with its first text: title_en, title_fr, text_en, text_fr, effective_on. It counts because somebody
    of the agency issues it; a starting text alone never does."""
    policy = PolicyDocument(kind=kind)
    session.add(policy)
    session.flush()
    return _issue(session, policy, 1, words)


def issue_text(session: Session, policy: PolicyDocument, *, number: int, **words: str | date) -> PolicyText:
    """A new version beside the old ones. `number` is the version the writer was looking at."""
    hold(session, policy)
    if policy.ended_on is not None:
        raise Conflict("This policy is out of use already.")
    texts = get_policy(session, policy.id).texts
    if texts[0].number != number:
        raise Conflict("Load the page again to see what it is now.")
    if not may_follow(texts, _day(words["effective_on"])):
        raise Refused("A new version cannot begin before the one it replaces.", field="effective_on")
    return _issue(session, policy, number + 1, words)


def end_policy(session: Session, policy: PolicyDocument) -> None:
    """Takes a policy out of use from today."""
    hold(session, policy)
    policy.end(_today())
    audit.record(session, audit.Verb.POLICY_ENDED, policy.id, kind=policy.kind)


def acknowledge(session: Session, policy: PolicyDocument, text: PolicyText) -> None:
    """Whoever acts has read the text; said twice it counts once, with the first time."""
    me = _me()
    # Two clicks at once: the second waits here and finds what the first has written.
    hold(session, get_member(session, me))
    if policy.ended_on is not None or is_superseded(text, get_policy(session, policy.id).texts, _today()):
        raise Conflict("A newer version counts by now. Read that one.")
    if find_acknowledgement(session, text.id, me) is None:
        session.add(Acknowledgement(text_id=text.id, member_id=me))
        audit.record(session, audit.Verb.POLICY_ACKNOWLEDGED, text.id, number=text.number)


def declare(
    session: Session,
    *,
    answer: str,
    party: str | None = None,
    nature: str | None = None,
    details: str | None = None,
) -> ConflictDeclaration:
    """What whoever acts declares for this year: none, or one conflict of interest with its nature."""
    me, year, some = _me(), _today().year, answer == "some"
    _expect_complete(some=some, party=party, nature=nature)
    if not some and any(row.year == year for row in declarations_of(session, me)):
        raise Conflict("You have declared something for this year already.")
    declaration = ConflictDeclaration(
        member_id=me,
        year=year,
        answer=answer,
        party=party if some else None,
        nature=nature if some else None,
        details=details if some else None,
    )
    session.add(declaration)
    audit.record(session, audit.Verb.CONFLICT_DECLARED, declaration.id, answer=answer)
    return declaration


def review_declaration(
    session: Session, declaration: ConflictDeclaration, *, action: str, review: str | None = None
) -> None:
    """Somebody else says what follows. What `other_worker` asks for, a block on the file, is set where access is."""
    hold(session, declaration)
    declaration.decide(_me(), action=action, review=review, at=clock.now())
    audit.record(session, audit.Verb.CONFLICT_REVIEWED, declaration.id, action=action)


def _issue(session: Session, policy: PolicyDocument, number: int, words: dict[str, str | date]) -> PolicyText:
    for field, value in words.items():
        if isinstance(value, str) and (gap := gap_in(value)):
            raise Refused("Put your own words where it says %(gap)s.", field=field, gap=gap)
    text = PolicyText(policy_id=policy.id, number=number, published_by=_me(), **words)
    session.add(text)
    audit.record(session, audit.Verb.POLICY_TEXT_ISSUED, text.id, kind=policy.kind, number=number)
    return text


def _expect_complete(*, some: bool, party: str | None, nature: str | None) -> None:
    if some and not party:
        raise Refused("Enter the person or organization.", field="party")
    if some and nature is None:
        raise Refused("Choose what connects you.", field="nature")


def _day(value: str | date) -> date:
    assert isinstance(value, date)
    return value


def _today() -> date:
    return clock.today(context.current().timezone)


def _me() -> UUID:
    me = context.current().member_id
    assert me is not None
    return me
