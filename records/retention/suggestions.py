"""How a suggested line of a schedule becomes a rule: by an agency's own authority, and no other way."""

from dataclasses import dataclass, field
from enum import StrEnum

from records.retention.dates import Cutoff, Period
from records.retention.sentences import Sentence
from records.retention.terms import Action, RecordClass, Rule, Selector, Strength, Trigger
from tenants.errors import Refused


class Confidence(StrEnum):
    """How well a suggestion is founded: read at the source, read about elsewhere, or common practice."""

    READ_AT_SOURCE = "read_at_source"
    SECOND_HAND = "second_hand"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One suggested line. `source` says where the figure comes from and `confidence` how sure that is;
    `needs_agreement` means that it is to be replaced by what the signed agreement says."""

    code: str
    title: Sentence
    record_class: RecordClass
    trigger: Trigger
    keep: Period
    action: Action
    source: Sentence
    confidence: Confidence
    selector: Selector = field(default_factory=Selector)
    cutoff: Cutoff = field(default_factory=Cutoff)
    needs_agreement: bool = False


def confirmed(
    preset: Preset,
    *,
    rule_id: str,
    authority_citation: str,
    policy_version: str,
    keep: Period | None = None,
    selector: Selector | None = None,
    strength: Strength = Strength.AGENCY,
) -> Rule:
    """The rule an agency makes of a suggestion, on its own authority.

    Raises Refused without an authority, and for a line about an agreement that does not name one.
    """
    chosen = preset.selector if selector is None else selector
    if preset.needs_agreement and chosen.funder_agreement is None:
        raise Refused("Name the signed agreement this line is about.", field="funder_agreement")
    return Rule(
        id=rule_id,
        record_class=preset.record_class,
        selector=chosen,
        trigger=preset.trigger,
        cutoff=preset.cutoff,
        keep=preset.keep if keep is None else keep,
        action=preset.action,
        strength=strength,
        authority_citation=authority_citation,
        policy_version=policy_version,
    )
