"""What a certificate of destruction says: counts, codes, hashes and dates; no name, case number or prose."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, cast

from records.retention.canonical import plain
from records.retention.terms import Action, RecordClass

FORMAT: Final = "northfile-certificate-1"
HASH: Final = re.compile(r"[0-9a-f]{64}")
CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,99}")


class Completeness(StrEnum):
    """Whether every registered store was found empty of what was destroyed."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class Method(StrEnum):
    """How destruction was done; the statement in words belongs to the printed certificate."""

    ROWS_AND_KEYS = "rows_and_keys"
    ROWS_FILES_AND_KEYS = "rows_files_and_keys"


class Outcome(StrEnum):
    """What was found in a store afterwards."""

    EMPTY = "empty"
    REMAINS = "remains"
    UNTIL_HORIZON = "until_horizon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """How many records of a class were left alone for one reason, by its code."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """One class and action in a run: planned is destroyed and skipped together, to the record."""

    record_class: RecordClass
    action: Action
    planned: int
    destroyed: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved, as the member's id, and when."""

    member_id: str
    approved_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "approved_at", _utc(self.approved_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One kind of store (by its code) and what the sweep found in it."""

    store: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The body that is signed. `number` counts from 1 without gaps in an organisation; `previous_hash` is
    that of the certificate before, and None for the first. `authorities` are citations, `policy_versions`
    ids.

    Raises ValueError when it does not add up.
    """

    organisation_id: str
    number: int
    run_id: str
    as_of: date
    started_at: datetime
    finished_at: datetime
    policy_versions: tuple[str, ...]
    authorities: tuple[str, ...]
    classes: tuple[ClassCount, ...]
    approvals: tuple[Approval, ...]
    merkle_root: str
    leaf_count: int
    statistics_hash: str
    stores: tuple[Store, ...]
    method: Method
    backup_horizon: date
    software_version: str
    completeness: Completeness
    previous_hash: str | None = None
    format: str = FORMAT

    def __post_init__(self) -> None:
        object.__setattr__(self, "started_at", _utc(self.started_at))
        object.__setattr__(self, "finished_at", _utc(self.finished_at))
        for fault, is_so in self._faults().items():
            if is_so:
                raise ValueError(fault)

    def _faults(self) -> Mapping[str, bool]:
        hashes = [self.merkle_root, self.statistics_hash]
        hashes += [] if self.previous_hash is None else [self.previous_hash]
        codes = [store.store for store in self.stores]
        codes += [one.reason for row in self.classes for one in row.skipped]
        return {
            "The format is not known.": self.format != FORMAT,
            "Certificates are numbered from 1; the first, and no other, has none before it.": self.number < 1
            or (self.number == 1) != (self.previous_hash is None),
            "A hash is 64 hexadecimal digits.": not all(HASH.fullmatch(one) for one in hashes),
            "Reasons and stores are codes, not prose.": not all(CODE.fullmatch(one) for one in codes),
            "The run ended before it began.": self.finished_at < self.started_at,
            "The counts do not add up.": not all(_adds_up(row) for row in self.classes)
            or self.leaf_count != sum(row.destroyed for row in self.classes),
            "What remains in a store makes a certificate partial.": self.completeness is Completeness.COMPLETE
            and any(store.outcome is Outcome.REMAINS for store in self.stores),
        }


def as_json(certificate: Certificate) -> dict[str, Any]:
    """The body as JSON knows it. Its canonical bytes are what is signed."""
    body = plain(certificate)
    return dict(cast("dict[str, Any]", body))


def from_json(body: Mapping[str, Any]) -> Certificate:
    """The certificate that `as_json` wrote. Raises ValueError, KeyError or TypeError for anything else, to
    the spelling: what is read back must be written the same way again."""
    certificate = Certificate(
        **{name: body[name] for name in SAME},
        as_of=date.fromisoformat(body["as_of"]),
        started_at=datetime.fromisoformat(body["started_at"]),
        finished_at=datetime.fromisoformat(body["finished_at"]),
        policy_versions=tuple(body["policy_versions"]),
        authorities=tuple(body["authorities"]),
        classes=tuple(_class_count(row) for row in body["classes"]),
        approvals=tuple(_approval(row) for row in body["approvals"]),
        stores=tuple(Store(store=row["store"], outcome=Outcome(row["outcome"])) for row in body["stores"]),
        method=Method(body["method"]),
        backup_horizon=date.fromisoformat(body["backup_horizon"]),
        completeness=Completeness(body["completeness"]),
    )
    if json.dumps(as_json(certificate), sort_keys=True) != json.dumps(dict(body), sort_keys=True):
        message = "The certificate is not spelled the one way it may be."
        raise ValueError(message)
    return certificate


SAME: Final = (
    "organisation_id",
    "number",
    "run_id",
    "merkle_root",
    "leaf_count",
    "statistics_hash",
    "software_version",
    "previous_hash",
    "format",
)


def _adds_up(row: ClassCount) -> bool:
    skipped = [one.count for one in row.skipped]
    return row.planned == row.destroyed + sum(skipped) and min(row.planned, row.destroyed, *skipped) >= 0


def _utc(moment: datetime) -> datetime:
    # Two zones never agree on an hour that a clock change repeats; in UTC no hour is repeated.
    if moment.utcoffset() is None:
        message = "A moment needs its offset."
        raise ValueError(message)
    return moment.astimezone(UTC)


def _approval(row: Mapping[str, Any]) -> Approval:
    return Approval(member_id=row["member_id"], approved_at=datetime.fromisoformat(row["approved_at"]))


def _class_count(row: Mapping[str, Any]) -> ClassCount:
    return ClassCount(
        record_class=RecordClass(row["record_class"]),
        action=Action(row["action"]),
        planned=row["planned"],
        destroyed=row["destroyed"],
        skipped=tuple(Skipped(reason=one["reason"], count=one["count"]) for one in row["skipped"]),
    )
