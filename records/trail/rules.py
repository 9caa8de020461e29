"""The signed copy of an audit trail: how it is written, and whether one is as it was written. Pure (decision 45).

A text file. The first line says whose it is and from where to where; then one line for each event: its hash, a space,
and the words that were hashed together with the hash before; the last line carries the agency's certificate and its
signature over all lines before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography.x509 import load_der_x509_certificate

from tenants.verbs import Verb

FORMAT: Final = "northfile-audit-1"
SIGNED_AS: Final = b"northfile.audit.v1\n"
_HOW: Final = ec.ECDSA(SHA256())
# What changes how the agency works, or who may do what in it.
SETTINGS: Final = frozenset(
    {
        *(Verb.ORGANISATION_CREATED, Verb.MEMBER_INVITED, Verb.MEMBER_JOINED, Verb.MEMBER_CHANGED),
        *(Verb.MEMBER_ROLES_CHANGED, Verb.MEMBER_ENDED, Verb.MEMBER_RETURNED),
        *(Verb.INVITATION_SENT_AGAIN, Verb.INVITATION_WITHDRAWN, Verb.SUPPORT_ALLOWED, Verb.SUPPORT_ENDED),
        *(Verb.ACCESS_REVIEW_OPENED, Verb.ACCESS_REVIEW_CLOSED, Verb.BRAND_CHANGED, Verb.SEVERING_SET),
        *(Verb.POLICY_TEXT_ISSUED, Verb.POLICY_ENDED, Verb.QUESTIONS_SETTLED, Verb.WORDING_WRITTEN),
        *(Verb.CASELOAD_POINTS_SET, Verb.CAPACITY_SET, Verb.SCHEME_WRITTEN, Verb.SCHEME_RETIRED),
        *(Verb.INSTRUMENT_WRITTEN, Verb.INSTRUMENT_RETIRED, Verb.PRESET_DECIDED, Verb.RULE_DRAFTED),
        *(Verb.POLICY_PROPOSED, Verb.POLICY_PUBLISHED, Verb.SIGN_IN_RULES_SET),
        *(Verb.BILLING_DETAILS_CHANGED, Verb.TRIAL_MOVED),
    }
)


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy says of itself, in its first line, when all of it holds; and whose certificate it carries, which
    whoever reads it compares with the one on the agency's page."""

    head: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a copy does not hold: a code, and the number of the first line that shows it."""

    code: str
    line: int


def head_line(**told: object) -> bytes:
    """The first line."""
    return _written({"format": FORMAT, **told})


def event_line(digest: bytes, words: str) -> bytes:
    """The line of one event."""
    return f"{digest.hex()} {words}\n".encode()


def last_line(before: bytes, certificate: bytes, private_key: bytes) -> bytes:
    """The line that signs, over the SHA-256 of all lines before; certificate and key in DER."""
    key = load_der_private_key(private_key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    signature = key.sign(SIGNED_AS + before, _HOW).hex()
    return _written({"algorithm": "ES256", "certificate": certificate.hex(), "signature": signature})


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate, in groups that can be read aloud."""
    plain = hashlib.sha256(certificate).hexdigest()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def read_copy(lines: Iterable[bytes]) -> Copy | Fault:
    """The copy when every event follows from the one before it, none is missing, and the signature fits."""
    whole, number, seq = hashlib.sha256(), 0, 0
    head: dict[str, Any] = {}
    before = last = b""
    for number, line in enumerate(lines, start=1):
        if number > 1:
            whole.update(last)
        try:
            if number == 1:
                head = _head(line)
                seq, before = head["first"] - 1, bytes.fromhex(head["previous"])
            elif not line.startswith(b"{"):
                seq, before = seq + 1, _followed(line, before, head["organisation"], seq + 1)
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            return Fault("broken", number)
        last = line
    if not number or seq != head.get("last"):
        return Fault("short", number)
    certificate = _signer(last, whole.digest())
    return Copy(head, fingerprint(certificate)) if certificate else Fault("unsigned", number)


def _head(line: bytes) -> dict[str, Any]:
    found = dict(json.loads(line))
    if found["format"] != FORMAT or not isinstance(found["first"], int):
        raise ValueError(FORMAT)
    return found


def _followed(line: bytes, before: bytes, organisation: str, seq: int) -> bytes:
    digest, words = line.removesuffix(b"\n").split(b" ", 1)
    told = json.loads(words)
    if hashlib.sha256(before + words).hexdigest().encode() != digest or told[:2] != [organisation, seq]:
        raise ValueError(seq)
    return bytes.fromhex(digest.decode())


def _signer(line: bytes, digest: bytes) -> bytes | None:
    """The certificate whose key signed the digest, if it did."""
    try:
        told = json.loads(line)
        certificate = bytes.fromhex(told["certificate"])
        key = load_der_x509_certificate(certificate).public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(bytes.fromhex(told["signature"]), SIGNED_AS + digest, _HOW)
    except (InvalidSignature, ValueError, KeyError, TypeError, AssertionError):
        return None
    return certificate


def _written(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, sort_keys=True, ensure_ascii=False, default=str).encode() + b"\n"
