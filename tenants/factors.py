"""Second steps of signing in: what somebody has besides their password, kept in one piece with the person and sealed
by the root key, so that neither a dump nor a stolen disk holds a secret that opens a door."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pyotp import TOTP
from pyotp.exceptions import OTPVerificationError

from tenants import clock, gate, throttle
from tenants.errors import Conflict, NotFound, Refused
from tenants.sealing import open_sealed, seal
from tenants.settings import settings
from tenants.throttle import Kind

CODES = 10
MOST_PASSKEYS = 10
_CODE_BYTES = 15  # 120 bits: nothing to guess, so a plain hash is enough


class Kept(BaseModel):
    """A value that is kept as JSON, and never changed in place."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Passkey(Kept):
    """A key that a phone, a computer or a stick holds; we keep its public half."""

    id: UUID
    name: str
    credential: bytes
    public_key: bytes
    count: int
    made_at: datetime
    used_at: datetime | None = None


class Device(Kept):
    """A browser that is not asked for the second step for thirty days."""

    id: UUID
    token_hash: bytes
    name: str
    made_at: datetime
    used_at: datetime


class Factors(Kept):
    """Everything of one person. `step` is the newest code of the app that was used; `spent` are challenges answered
    lately, so that neither is good twice."""

    secret: str = ""
    step: int = 0
    codes: tuple[bytes, ...] = ()
    passkeys: tuple[Passkey, ...] = ()
    devices: tuple[Device, ...] = ()
    spent: dict[str, datetime] = {}

    @property
    def has_second(self) -> bool:
        """True when signing in takes more than the password."""
        return bool(self.secret or self.passkeys)

    def but(self, **changes: Any) -> "Factors":
        """The same with these changes. Who has no second step left needs no codes and no devices to go without."""
        changed = self.model_copy(update=changes)
        return changed if changed.has_second else Factors()


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose factors they are, and which version of them was read."""

    identity_id: UUID
    email: str
    name: str
    language: str
    version: int
    factors: Factors


def holder(identity_id: UUID) -> Holder:
    """The factors of a person, as they are now. Raises NotFound for somebody who is not let in at all."""
    row = next(iter(gate.ask("factors", identity_id)), None)
    if row is None:
        raise NotFound()
    found = Factors()
    if row["sealed"] is not None:
        plain = open_sealed(settings().root_key, row["sealed"], _bound_to(identity_id))
        found = Factors.model_validate_json(plain)
    return Holder(identity_id, row["email"], row["name"], row["language"], row["version"], found)


def keep(held: Holder, factors: Factors, *, session: str = "") -> None:
    """Keeps what became of them. Raises Conflict when they changed since they were read, so that of two who use one
    code at once, one is let in. With a first second step, every session but this one ends: the others took none."""
    plain = factors.model_dump_json().encode()
    sealed = seal(settings().root_key, plain, _bound_to(held.identity_id))
    here = gate.hash_of(session)
    told = held.identity_id, held.version, sealed, factors.has_second, here
    if not gate.ask("keep_factors", *told)[0]["keep_factors"]:
        raise Conflict("This was changed meanwhile. Try once more.")


def use_code(identity_id: UUID, answer: str, *, field: str = "code") -> str:
    """Somebody shows a code, of their app or for recovery: uses it up and says which it was. Raises Refused when it is
    neither, and TooSoon after too many that were neither."""
    throttle.expect((Kind.CODE, str(identity_id)))
    held = holder(identity_id)
    found = after_answer(held.factors, answer)
    throttle.note(Kind.CODE, str(identity_id), well=found is not None)
    if found is None:
        raise Refused("This code is not right, or it was used already. Wait for the next one.", field=field)
    keep(held, found[0])
    return found[1]


def new_secret() -> str:
    """For an app that shows codes: 160 bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def is_secret(text: str | None) -> bool:
    """Whether it is one that `new_secret` may have made."""
    return re.fullmatch("[A-Z2-7]{32}", text or "") is not None


def enrolment_address(secret: str, email: str) -> str:
    """What the picture says that such an app reads."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name="Northfile")


def with_app(factors: Factors, secret: str, code: str) -> Factors:
    """With an app that has shown that it knows the secret. Raises Refused when its code is not right."""
    after = after_app_code(factors.model_copy(update={"secret": secret, "step": 0}), "".join(code.split()))
    if after is None:
        raise Refused(
            "This is not what the app should show. Is the time of your phone right? Try the next code.",
            field="code",
        )
    return after


def after_app_code(factors: Factors, code: str) -> Factors | None:
    """What becomes of them when this code of the app is used, or None when it is wrong, old or was used. A phone knows
    the real time, whatever day this house was moved to."""
    try:
        step = TOTP(factors.secret).verify_and_get_timecode(code, for_time=clock.unmoved(), valid_window=1)
    except OTPVerificationError:
        return None
    return factors.but(step=step) if step > factors.step else None


def new_codes() -> list[str]:
    """Ten recovery codes, to be shown once."""
    drawn = (base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower() for _ in range(CODES))
    return ["-".join(re.findall("....", code)) for code in drawn]


def with_codes(factors: Factors, codes: list[str]) -> Factors:
    """With these recovery codes and no others."""
    return factors.but(codes=tuple(_hash_of_code(code) for code in codes))


def after_answer(factors: Factors, answer: str) -> tuple[Factors, str] | None:
    """What becomes of them when somebody answers with a code of the app or a recovery code, and which it was; None
    when it is neither."""
    bare = "".join(answer.split())
    if factors.secret and re.fullmatch("[0-9]{6}", bare):
        after = after_app_code(factors, bare)
        return (after, "app") if after else None
    wanted = _hash_of_code(bare)
    if factors.has_second and wanted in factors.codes:
        return factors.but(codes=tuple(code for code in factors.codes if code != wanted)), "recovery"
    return None


def _hash_of_code(code: str) -> bytes:
    return hashlib.sha256(re.sub("[^a-z2-7]", "", code.lower()).encode()).digest()


def _bound_to(identity_id: UUID) -> bytes:
    return b"factors|" + identity_id.bytes
