"""Suggested lines, one by one: taken up on the agency's own authority, or left out with a reason."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.actions import add_rule
from records.retention.dates import Period
from records.retention.models import PolicyVersion, PresetLeftOut, RetentionRule
from records.retention.presets import presets_for
from records.retention.queries import get_authority, rules_in
from records.retention.schedule import Line
from records.retention.suggestions import Preset
from tenants import audit, context
from tenants.errors import Conflict, NotFound, Refused
from tenants.organisations import organisation


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion and what the agency did with it: the line it became, or why it was left out."""

    preset: Preset
    rule: RetentionRule | None
    left_out: PresetLeftOut | None

    @property
    def is_looked_at(self) -> bool:
        """Whether somebody decided about it."""
        return self.rule is not None or self.left_out is not None


def suggested(session: Session, version_id: UUID | None) -> list[Suggested]:
    """Every suggestion for the agency's province, and where it stands in a version."""
    rules = rules_in(session, version_id) if version_id else []
    taken = {rule.preset: rule for rule in rules}
    rows = session.execute(select(PresetLeftOut).where(PresetLeftOut.is_out)).scalars()
    out = {row.preset: row for row in rows}
    offered = presets_for(organisation(session).province)
    return [Suggested(one, taken.get(one.code), out.get(one.code)) for one in offered]


def take_preset(
    session: Session,
    version: PolicyVersion,
    code: str,
    *,
    authority_id: UUID,
    keep: Period | None = None,
) -> RetentionRule:
    """Takes one suggested line into a draft, for as long as the agency's own authority says. The suggestion is no
    authority, and an authority that nobody has checked is none yet."""
    preset = _preset(session, code)
    if any(rule.preset == code for rule in rules_in(session, version.id)):
        raise Conflict("This line is in the draft already.")
    if get_authority(session, authority_id).verified_on is None:
        raise Refused("Say on which day somebody last read it there.", field="verified_on")
    line = Line(
        record_class=preset.record_class,
        trigger=preset.trigger,
        keep=keep or preset.keep,
        action=preset.action,
        authority_id=authority_id,
        selector=preset.selector,
        cutoff=preset.cutoff,
    )
    _decide(session, code, "", is_out=False)
    return add_rule(session, version, line, preset=code)


def leave_out(session: Session, code: str, *, reason: str) -> None:
    """The agency decides not to have a suggested line, and says why."""
    _preset(session, code)
    if not reason.strip():
        raise Refused("Say why it is left out.", field="reason")
    _decide(session, code, reason.strip(), is_out=True)


def _decide(session: Session, code: str, reason: str, *, is_out: bool) -> None:
    row = session.execute(select(PresetLeftOut).where(PresetLeftOut.preset == code)).scalar_one_or_none()
    if row is None and not is_out:
        return
    me = context.current().member_id
    assert me is not None
    if row is None:
        row = PresetLeftOut(preset=code, decided_by=me)
        session.add(row)
    row.is_out, row.decided_by = is_out, me
    row.reason = reason or row.reason
    session.flush()
    audit.record(session, audit.Verb.PRESET_DECIDED, row.id, preset=code, left_out=is_out)


def _preset(session: Session, code: str) -> Preset:
    found = next((one for one in presets_for(organisation(session).province) if one.code == code), None)
    if found is None:
        raise NotFound()
    return found
