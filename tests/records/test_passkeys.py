"""Passkeys as a browser answers for them, made here by a device of paper: what is right, and everything that is not."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from uuid import UUID

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

from tenants import factors, passkeys
from tenants.errors import Refused
from tenants.factors import Factors
from tenants.settings import settings
from tests.world import World


@dataclass
class Device:
    """A key, its name, and how often it was used. `verified` says whether it looked who holds it."""

    owner: UUID
    verified: bool = True
    used: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, challenge: str, origin: str) -> str:
        """What `navigator.credentials.create` gives."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        known = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._facts(0x40) + known}
        told = {"attestationObject": bytes_to_base64url(cbor2.dumps(attested))}
        return self._answer(told, _client("webauthn.create", challenge, origin))

    def used_for(self, challenge: str, origin: str) -> str:
        """What `navigator.credentials.get` gives."""
        self.used += 1
        facts, client = self._facts(0), _client("webauthn.get", challenge, origin)
        signature = self.key.sign(facts + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"authenticatorData": facts, "signature": signature, "userHandle": self.owner.bytes}
        return self._answer({name: bytes_to_base64url(value) for name, value in told.items()}, client)

    def _facts(self, more: int) -> bytes:
        flags = 0x01 | (0x04 if self.verified else 0) | more
        return hashlib.sha256(b"localhost").digest() + bytes([flags]) + struct.pack(">I", self.used)

    def _answer(self, told: dict[str, str], client: bytes) -> str:
        name = bytes_to_base64url(self.id)
        told |= {"clientDataJSON": bytes_to_base64url(client)}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})


def _client(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()


def a_challenge() -> str:
    return passkeys.challenge_in(passkeys.wanted_of_known(Factors()))


def test_a_passkey_fits_its_own_challenge_once_and_nothing_else(world: World) -> None:
    here, me, other = settings().address, world.first.identities["owner"], world.second.identities["owner"]
    phone, challenge = Device(me), a_challenge()
    held = factors.holder(me)
    for wrong in (phone.made(a_challenge(), here), phone.made(challenge, "https://evil.example"),
                  Device(me, verified=False).made(challenge, here), "", "{}", "[]", "null"):  # fmt: skip
        with pytest.raises(Refused):
            passkeys.with_passkey(held.factors, "Phone", wrong, challenge)
    factors.keep(held, passkeys.with_passkey(held.factors, "Phone", phone.made(challenge, here), challenge))
    challenge = a_challenge()
    thief = Device(me, id=phone.id)
    faults = (phone.used_for(a_challenge(), here), phone.used_for(challenge, "https://evil.example"),
              thief.used_for(challenge, here), Device(me).used_for(challenge, here), "", "{}", "[]")  # fmt: skip
    for wrong in faults:
        with pytest.raises(Refused):
            passkeys.use(me, wrong, challenge)
    shown = phone.used_for(challenge, here)
    assert passkeys.claimed_by(shown) == me
    with pytest.raises(Refused):
        passkeys.use(other, shown, challenge)
    passkeys.use(me, shown, challenge)
    with pytest.raises(Refused):
        passkeys.use(me, shown, challenge)
    phone.used -= 2  # a copy that does not know how often the other was used
    challenge = a_challenge()
    with pytest.raises(Refused):
        passkeys.use(me, phone.used_for(challenge, here), challenge)


def test_of_two_who_use_one_code_at_once_one_is_let_in(world: World) -> None:
    me, held = world.first.identities["owner"], factors.holder(world.first.identities["owner"])
    codes = factors.new_codes()
    factors.keep(held, factors.with_codes(Factors(secret=factors.new_secret()), codes))
    first, second = (factors.holder(me) for _ in range(2))
    for one in (first, second):
        assert factors.after_answer(one.factors, codes[0]) is not None
    assert factors.use_code(me, codes[0]) == "recovery"
    after = factors.after_answer(second.factors, codes[0])
    assert after is not None
    with pytest.raises(Refused):
        factors.keep(second, after[0])
