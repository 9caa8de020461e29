"""The proof of a destruction: a tree of hashes over its stubs, and a certificate to verify offline."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.retention.canonical import written
from records.retention.certificate import Certificate, as_json, from_json
from records.retention.terms import RecordClass
from tenants.errors import Refused, sentence

# What is signed or hashed says first what it is, so that neither can be passed off as another kind.
SIGNED_AS: Final = b"northfile certificate 1\n"
LEAF: Final = b"\x00"
NODE: Final = b"\x01"
LARGEST: Final = 4 * 1024 * 1024

NOT_OURS: Final = sentence(
    "This file is not a certificate in the form we sign, or a character of it was changed."
)
OTHER_KEY: Final = sentence("This certificate was signed with a key other than this one.")
NOT_SIGNED: Final = sentence(
    "The signature does not match: the certificate was changed, or was never signed by us."
)
OUT_OF_CHAIN: Final = sentence(
    "Certificate %(number)s does not follow the one before it; one is missing or changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """What is left of a destroyed record: a reference only its holder can recompute, and a month.

    `closed_month` is the month (YYYY-MM) its clock started.
    """

    index: int
    reference: str
    record_class: RecordClass
    trigger: str
    closed_month: str
    destroyed_on: date
    policy_version: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate whose signature holds, and the hash the next one must name."""

    certificate: Certificate
    hash: str


def stub_reference(stub_key: bytes, record_class: RecordClass, record: UUID) -> str:
    """The reference of a record: an HMAC under the organisation's stub key. Without the key it is noise."""
    return hmac.new(stub_key, f"{record_class}\x00".encode() + record.bytes, hashlib.sha256).hexdigest()


def number_reference(stub_key: bytes, number: str) -> str:
    """The same of the number of a case file, as somebody may have it on paper, however it is written there."""
    written_as = "".join(number.split()).upper()
    return hmac.new(stub_key, b"number\x00" + written_as.encode(), hashlib.sha256).hexdigest()


def leaf_hash(stub: Stub) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(LEAF + written(stub)).digest()


def merkle_root(stubs: Iterable[Stub]) -> str:
    """The root over stubs in the order of their index, however they come; built as in RFC 9162, s. 2.1.1.

    Raises ValueError unless the indexes are 0, 1, 2 and so on.
    """
    return _root(_leaves(stubs)).hex()


def merkle_path(stubs: Iterable[Stub], index: int) -> tuple[str, ...]:
    """The hashes from one leaf to the root, nearest first. Raises IndexError without such a leaf."""
    leaves = _leaves(stubs)
    if not 0 <= index < len(leaves):
        message = "There is no leaf with this index."
        raise IndexError(message)
    return tuple(step.hex() for step in _path(leaves, index))


def is_leaf(stub: Stub, path: Sequence[str], certificate: Certificate) -> bool:
    """Whether a stub is one of the leaves a certificate was made of."""
    try:
        steps = [bytes.fromhex(step) for step in path]
        found = _climb(leaf_hash(stub), stub.index, certificate.leaf_count, steps)
    except ValueError:
        return False
    return hmac.compare_digest(found.hex(), certificate.merkle_root)


def key_id(public_key: Ed25519PublicKey) -> str:
    """The short name of a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public_key.public_bytes_raw()).hexdigest()[:16]


def sign(certificate: Certificate, private_key: Ed25519PrivateKey) -> bytes:
    """The certificate as a signed JSON file: body, key id and signature, in canonical bytes."""
    body = as_json(certificate)
    signature = private_key.sign(SIGNED_AS + written(body))
    return _signed_file(body, key_id(private_key.public_key()), signature)


def certificate_hash(signed: bytes) -> str:
    """The hash of a signed certificate, to be named by the next: SHA-256 of the whole file."""
    return hashlib.sha256(signed).hexdigest()


def verify(signed: bytes, public_key: Ed25519PublicKey) -> Verified | Refused:
    """The certificate in a file, if every byte is as it was signed; else why not, as a value, not raised."""
    try:
        body, named, signature = _opened(signed)
        # The body is small, known and canonical before its signature is looked at: one file, one spelling.
        certificate = from_json(body)
        is_ours = _signed_file(body, named, signature) == signed
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return Refused(NOT_OURS)
    if not is_ours:
        return Refused(NOT_OURS)
    if named != key_id(public_key):
        return Refused(OTHER_KEY)
    try:
        public_key.verify(signature, SIGNED_AS + written(body))
    except InvalidSignature:
        return Refused(NOT_SIGNED)
    return Verified(certificate, certificate_hash(signed))


def verify_chain(files: Iterable[bytes], public_key: Ed25519PublicKey) -> tuple[Verified, ...] | Refused:
    """All certificates of an organisation from number 1, each naming the one before; else the first fault."""
    chain: list[Verified] = []
    for signed in files:
        answer = verify(signed, public_key)
        if isinstance(answer, Refused):
            return answer
        if not _follows(answer.certificate, chain[-1] if chain else None):
            return Refused(OUT_OF_CHAIN, number=answer.certificate.number)
        chain.append(answer)
    return tuple(chain)


def _follows(certificate: Certificate, before: Verified | None) -> bool:
    if before is None:
        return certificate.number == 1
    last = before.certificate
    return (certificate.organisation_id, certificate.number, certificate.previous_hash) == (
        last.organisation_id,
        last.number + 1,
        before.hash,
    )


def _signed_file(body: dict[str, Any], key: str, signature: bytes) -> bytes:
    return written({"algorithm": "Ed25519", "certificate": body, "key": key, "signature": signature.hex()})


def _opened(signed: bytes) -> tuple[dict[str, Any], str, bytes]:
    if len(signed) > LARGEST:
        raise ValueError(NOT_OURS)
    file = json.loads(signed.decode())
    return dict(file["certificate"]), str(file["key"]), bytes.fromhex(file["signature"])


def _leaves(stubs: Iterable[Stub]) -> list[bytes]:
    ordered = sorted(stubs, key=lambda stub: stub.index)
    if [stub.index for stub in ordered] != list(range(len(ordered))):
        message = "Leaves are numbered 0, 1, 2 and so on, each once."
        raise ValueError(message)
    return [leaf_hash(stub) for stub in ordered]


def _split(count: int) -> int:
    """The greatest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return _node(_root(leaves[:half]), _root(leaves[half:]))


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*_path(leaves[:half], index), _root(leaves[half:])]
    return [*_path(leaves[half:], index - half), _root(leaves[:half])]


def _climb(leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes:
    if not 0 <= index < count or (count == 1) != (not path):
        message = "The path does not fit the tree."
        raise ValueError(message)
    if count == 1:
        return leaf
    half = _split(count)
    if index < half:
        return _node(_climb(leaf, index, half, path[:-1]), path[-1])
    return _node(path[-1], _climb(leaf, index - half, count - half, path[:-1]))
