"""Browsers that somebody told us to remember: for thirty days the password alone is asked for there."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from tenants import clock, gate
from tenants.database import new_id
from tenants.errors import Conflict
from tenants.factors import Device, Factors, Holder, holder, keep

DAYS = 30
_MOST = 10


def remembered(factors: Factors) -> tuple[Device, ...]:
    """Those that still hold, the newest first."""
    oldest = clock.now() - timedelta(days=DAYS)
    return tuple(device for device in factors.devices if device.made_at > oldest)


def remember(identity_id: UUID, name: str) -> str:
    """From now on this browser; returns what its cookie holds."""
    held = holder(identity_id)
    after, token = with_device(held.factors, name)
    keep(held, after)
    return token


def is_remembered(held: Holder, token: str) -> bool:
    """Whether a browser shows the token of one that holds; says so on its line of the list."""
    after = after_visit(held.factors, token)
    if after is not None:
        with suppress(Conflict):  # seen twice at once, which the line need not know
            keep(held, after)
    return after is not None


def forget_all(identity_id: UUID) -> None:
    """Every browser is asked for the second step again: whoever has a new password has a reason."""
    held = holder(identity_id)
    if held.factors.devices:
        keep(held, held.factors.but(devices=()))


def with_device(factors: Factors, name: str) -> tuple[Factors, str]:
    """One more, and the token its cookie holds. The oldest of more than ten goes."""
    token, now = gate.new_token(), clock.now()
    device = Device(id=new_id(), token_hash=gate.hash_of(token), name=name, made_at=now, used_at=now)
    return factors.but(devices=(device, *remembered(factors))[:_MOST]), token


def after_visit(factors: Factors, token: str) -> Factors | None:
    """What becomes of them when a browser shows this token; None when it is not one that holds."""
    shown, now = gate.hash_of(token), clock.now()
    known = remembered(factors)
    if not factors.has_second or all(device.token_hash != shown for device in known):
        return None
    return factors.but(
        devices=tuple(
            device.model_copy(update={"used_at": now}) if device.token_hash == shown else device
            for device in known
        )
    )


def without_device(factors: Factors, device_id: UUID) -> Factors:
    """That one is asked again."""
    return factors.but(devices=tuple(device for device in factors.devices if device.id != device_id))
