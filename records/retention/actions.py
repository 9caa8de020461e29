"""Changing the schedule: authorities, drafts, and the second person who puts a version in force."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.retention.changes import loosens, shortens
from records.retention.classes import expect_carried_out
from records.retention.models import AUTHORITY_KINDS, Authority, Policy, PolicyVersion, RetentionRule
from records.retention.queries import lines_of, rules_in
from records.retention.schedule import Line, as_rule, rule_of, rules_of, schedule_on
from records.retention.second_person import second_person
from records.retention.states import ensure_state
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused

# A shorter period is announced before it counts, so that nobody loses a record overnight.
NOTICE_OF_SHORTENING = timedelta(days=30)


def add_authority(
    session: Session, *, title: str, citation: str, kind: str, verified_on: date | None = None
) -> Authority:
    """Writes down a law, agreement or decision for rules to cite, and when somebody last checked it."""
    if not title.strip() or not citation.strip():
        raise Refused("Enter what it is called and where in it the period stands.", field="citation")
    if kind not in AUTHORITY_KINDS:
        raise Refused("Choose what kind of authority this is.", field="kind")
    _not_in_the_future(verified_on)
    row = Authority(title=title.strip(), citation=citation.strip(), kind=kind, added_by=_me())
    row.verified_on, row.verified_by = verified_on, row.added_by if verified_on else None
    session.add(row)
    session.flush()
    audit.record(session, audit.Verb.AUTHORITY_ADDED, row.id, kind=kind)
    return row


def check_authority(session: Session, authority: Authority, *, verified_on: date) -> None:
    """Somebody looked at the text itself again, and it still says so."""
    hold(session, authority)
    _not_in_the_future(verified_on)
    if authority.verified_on is not None and verified_on < authority.verified_on:
        raise Refused("It was checked after this day already.", field="verified_on")
    authority.verified_on, authority.verified_by = verified_on, _me()
    audit.record(session, audit.Verb.AUTHORITY_CHECKED, authority.id, on=verified_on)


def draft_version(session: Session) -> PolicyVersion:
    """The draft everybody works on: the one there is, or a new one that starts from the newest schedule."""
    ensure_state(session, lock=True)  # of two people who begin at once, one begins
    policy = _policy(session)
    rows = session.execute(
        select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy.id)
        .order_by(PolicyVersion.number.desc())
    )
    versions = rows.scalars().all()
    if versions and versions[0].state in ("draft", "proposed"):
        versions[0].expect("draft")
        return versions[0]
    draft = PolicyVersion(policy_id=policy.id, number=len(versions) + 1, author_id=_me())
    session.add(draft)
    session.flush()
    base = next((one for one in versions if one.state == "published"), None)
    _copy_rules(session, rules_in(session, base.id) if base else [], draft)
    audit.record(session, audit.Verb.RULE_DRAFTED, draft.id, change="begun")
    return draft


def add_rule(
    session: Session, version: PolicyVersion, line: Line, *, preset: str | None = None
) -> RetentionRule:
    """Adds a line to a draft. It may still lack its authority; it cannot be proposed without."""
    version.expect("draft")
    expect_carried_out(line.record_class, line.action)
    row = RetentionRule(version_id=version.id, author_id=_me(), preset=preset, **line.columns())
    session.add(row)
    audit.record(session, audit.Verb.RULE_DRAFTED, row.id, change="added", preset=preset)
    return row


def change_rule(session: Session, version: PolicyVersion, rule: RetentionRule, line: Line) -> None:
    """Puts other words in a line of a draft. A line that binds is loosened only on another authority."""
    version.expect("draft")
    rule.expect_in()
    expect_carried_out(line.record_class, line.action)
    keep_what_binds(session, rule, line, line.authority_id)
    for name, value in line.columns().items():
        setattr(rule, name, value)
    rule.author_id = _me()
    audit.record(session, audit.Verb.RULE_DRAFTED, rule.id, change="changed")


def remove_rule(
    session: Session, version: PolicyVersion, rule: RetentionRule, *, because: UUID | None = None
) -> None:
    """Crosses a line of a draft out; `because` is the authority on which one that binds goes. The remover becomes one
    of the draft's authors: taking out can let records go."""
    version.expect("draft")
    rule.expect_in()
    keep_what_binds(session, rule, None, because)
    version.author_id = rule.author_id = _me()
    rule.removed_at, rule.removed_because = clock.now(), because
    audit.record(session, audit.Verb.RULE_DRAFTED, rule.id, change="removed")


def put_rule_back(session: Session, version: PolicyVersion, rule: RetentionRule) -> None:
    """Takes a crossing-out back."""
    version.expect("draft")
    if rule.removed_at is None:
        raise Conflict("This line is in the draft already.")
    if rule.preset and any(one.preset == rule.preset for one in rules_in(session, version.id)):
        raise Conflict("This line is in the draft already.")
    rule.removed_at, rule.removed_because, rule.author_id = None, None, _me()
    audit.record(session, audit.Verb.RULE_DRAFTED, rule.id, change="put_back")


def keep_what_binds(
    session: Session, rule: RetentionRule, line: Line | None, authority_id: UUID | None
) -> None:
    """Refuses to loosen or take out a line that binds on the authority it had."""
    origin = session.get(RetentionRule, (rule.organisation_id, rule.origin_id)) if rule.origin_id else None
    if origin is None:
        return
    new = as_rule(line, rule_id=str(rule.id), version=str(rule.version_id)) if line else None
    if loosens(rule_of(origin, None), new) and authority_id in (None, origin.authority_id):
        raise Refused(
            "This line binds you. To make it shorter or take it out, cite another authority; two people decide.",
            field="authority_id",
        )


def propose_version(session: Session, version: PolicyVersion) -> None:
    """Closes a draft for changes and lays it before a second person. Refuses a line without authority."""
    version.expect("draft")
    rules = rules_in(session, version.id)
    if not rules:
        raise Refused("The draft has no rules yet.")
    if any(rule.authority_id is None for rule in rules):
        raise Refused("Every rule needs its authority: the law, agreement or decision it comes from.")
    version.state, version.proposed_at = "proposed", clock.now()
    audit.record(session, audit.Verb.POLICY_PROPOSED, version.id)


def withdraw_proposal(session: Session, version: PolicyVersion) -> None:
    """Opens a proposed version for changes again."""
    version.expect("proposed")
    version.state, version.proposed_at = "draft", None
    audit.record(session, audit.Verb.RULE_DRAFTED, version.id, change="withdrawn")


def discard_draft(session: Session, version: PolicyVersion) -> None:
    """Gives a draft up; the next one starts from the newest schedule again."""
    version.expect("draft")
    version.state = "discarded"
    audit.record(session, audit.Verb.RULE_DRAFTED, version.id, change="discarded")


def publish_version(session: Session, version: PolicyVersion) -> None:
    """Puts a proposed version in force: today when it only lengthens, in thirty days when it shortens anything. Needs
    somebody who wrote none of it. Runs that were planned under another schedule lose their approval by themselves."""
    version.expect("proposed")
    assert version.proposed_at is not None
    ensure_state(session, lock=True)  # no destruction is half way under the old rules
    member, alone = second_person(session, not_these=authors_of(session, version), since=version.proposed_at)
    version.shortens, version.effective_on = effect_of(session, version)
    version.alone, version.approved_by, version.published_at = alone, member, clock.now()
    version.state = "published"
    audit.record(
        session,
        audit.Verb.POLICY_PUBLISHED,
        version.id,
        number=version.number,
        shortens=version.shortens,
        effective_on=version.effective_on,
        alone=alone,
    )


def authors_of(session: Session, version: PolicyVersion) -> set[UUID]:
    """Who wrote a version, or took a line out of it."""
    return {version.author_id, *(rule.author_id for rule in lines_of(session, version.id))}


def effect_of(session: Session, version: PolicyVersion) -> tuple[bool, date]:
    """Whether a version shortens anything, and from which day it would count if it were published now."""
    today = clock.today(context.current().timezone)
    schedule = schedule_on(session, today)
    origin = {str(rule.id): str(rule.origin_id) for rule in rules_in(session, version.id) if rule.origin_id}
    before = schedule.versions[-1]
    is_shorter = shortens(before, rules_of(session, version.id), origin)
    announced = session.execute(
        select(func.max(PolicyVersion.effective_on)).where(PolicyVersion.state == "published")
    ).scalar_one()
    first = today + NOTICE_OF_SHORTENING if is_shorter else today
    return is_shorter, max(first, announced) if announced else first


def _copy_rules(session: Session, rules: Sequence[RetentionRule], draft: PolicyVersion) -> None:
    own = ("organisation_id", "id", "created_at", "version_id", "origin_id", "author_id")
    names = [column.key for column in RetentionRule.__table__.columns if column.key not in own]
    for rule in rules:
        session.add(
            RetentionRule(
                id=new_id(),
                version_id=draft.id,
                origin_id=rule.id,
                author_id=draft.author_id,
                **{name: getattr(rule, name) for name in names},
            )
        )


def _policy(session: Session) -> Policy:
    found = session.execute(select(Policy)).scalar_one_or_none()
    if found is None:
        found = Policy()
        session.add(found)
        session.flush()
    return found


def _not_in_the_future(day: date | None) -> None:
    if day is not None and day > clock.today(context.current().timezone):
        raise Refused("Enter a day that is not in the future.", field="verified_on")


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
