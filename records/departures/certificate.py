"""The certificate of an agency's end: what was destroyed, by table and number, signed by the key that ends with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.retention.canonical import plain, written
from records.retention.proof import NOT_OURS, NOT_SIGNED, OTHER_KEY, certificate_hash, key_id
from tenants.errors import Refused

FORMAT: Final = "northfile-departure-1"
SIGNED_AS: Final = b"northfile departure 1\n"
STORES: Final = {"database": "empty", "files": "empty", "keys": "empty", "backups": "until_horizon"}
_LARGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureCertificate:
    """The body that is signed: ids, numbers, days and codes; no person and nothing anybody wrote."""

    organisation_id: str
    agency: str
    asked_at: datetime
    approved_at: datetime
    closed_at: datetime
    receipt_at: datetime
    holds_answered: int
    begun_at: datetime
    finished_at: datetime
    destroyed: Mapping[str, int]
    last_certificate: str | None
    audit_head: str | None
    stores: Mapping[str, str]
    backup_horizon: str
    software_version: str
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class VerifiedDeparture:
    """What stands in a certificate whose signature holds, and the hash of its file."""

    body: Mapping[str, Any]
    hash: str


def sign(certificate: DepartureCertificate, private_key: Ed25519PrivateKey) -> bytes:
    """The certificate as a signed JSON file, in canonical bytes."""
    body = plain(certificate)
    signature = private_key.sign(SIGNED_AS + written(body))
    return _signed_file(cast("dict[str, Any]", body), key_id(private_key.public_key()), signature)


def is_departure(signed: bytes) -> bool:
    """Whether a file says of itself that it is such a certificate."""
    return len(signed) <= _LARGEST and f'"format":"{FORMAT}"'.encode() in signed


def verify(signed: bytes, public_key: Ed25519PublicKey) -> VerifiedDeparture | Refused:
    """What is in the file, if every byte is as it was signed; else why not, as a value, not raised."""
    try:
        file = json.loads(signed[:_LARGEST].decode())
        body, named, signature = dict(file["certificate"]), str(file["key"]), bytes.fromhex(file["signature"])
        is_ours = body["format"] == FORMAT and _signed_file(body, named, signature) == signed
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Refused(NOT_OURS)
    if not is_ours:
        return Refused(NOT_OURS)
    if named != key_id(public_key):
        return Refused(OTHER_KEY)
    try:
        public_key.verify(signature, SIGNED_AS + written(body))
    except InvalidSignature:
        return Refused(NOT_SIGNED)
    return VerifiedDeparture(body, certificate_hash(signed))


def _signed_file(body: dict[str, Any], key: str, signature: bytes) -> bytes:
    return written({"algorithm": "Ed25519", "certificate": body, "key": key, "signature": signature.hex()})
