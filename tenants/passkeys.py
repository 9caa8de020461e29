"""Passkeys: what we ask a browser for, and whether its answer is right (WebAuthn level 3)."""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tenants import clock
from tenants.database import new_id
from tenants.errors import Refused
from tenants.factors import MOST_PASSKEYS, Factors, Holder, Passkey, holder, keep
from tenants.settings import settings

# A challenge is answered within so many minutes or not at all.
MINUTES = 5
# What somebody may send instead of an answer.
_WRONG = (WebAuthnException, ValueError, TypeError, KeyError)


def wanted_of_new(held: Holder) -> str:
    """What a browser needs for making one: it must be able to sign in by itself, so the device checks the person."""
    return options_to_json(
        generate_registration_options(
            rp_id=_host(),
            rp_name="Northfile",
            user_id=held.identity_id.bytes,
            user_name=held.email,
            user_display_name=held.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_described(held.factors),
        )
    )


def with_passkey(factors: Factors, name: str, answer: str, challenge: str) -> Factors:
    """One more. Raises Refused when the browser's answer is not right, and above ten."""
    if len(factors.passkeys) >= MOST_PASSKEYS:
        raise Refused("You have ten passkeys. Remove one that you do not use any more first.")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=settings().address,
            require_user_verification=True,
        )
    except _WRONG:
        raise Refused("The passkey could not be made. Try again.") from None
    passkey = Passkey(
        id=new_id(),
        name=name,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        count=made.sign_count,
        made_at=clock.now(),
    )
    return factors.but(passkeys=(*factors.passkeys, passkey))


def without_passkey(factors: Factors, passkey_id: UUID) -> Factors:
    """That one opens nothing any more."""
    return factors.but(passkeys=tuple(one for one in factors.passkeys if one.id != passkey_id))


def wanted_of_known(factors: Factors) -> str:
    """What a browser needs for using one: of this person, or of whoever comes when there is none to name."""
    return options_to_json(
        generate_authentication_options(
            rp_id=_host(),
            allow_credentials=_described(factors),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def challenge_in(wanted: str) -> str:
    """The part of what is wanted that the answer must sign."""
    return str(json.loads(wanted)["challenge"])


def claimed_by(answer: str) -> UUID | None:
    """Who the answer says that it is from; nothing is proved by it."""
    try:
        return UUID(bytes=base64url_to_bytes(json.loads(answer)["response"]["userHandle"]))
    except _WRONG:
        return None


def use(identity_id: UUID, answer: str, challenge: str) -> None:
    """Somebody shows a passkey. Raises Refused when it is not theirs, not for this challenge, or was shown before."""
    held = holder(identity_id)
    after = after_passkey(held.factors, answer, challenge)
    if after is None:
        raise Refused("This passkey did not fit. Try again, or use another way.")
    keep(held, after)


def after_passkey(factors: Factors, answer: str, challenge: str) -> Factors | None:
    """What becomes of them when one of the passkeys answers this challenge, once; None when the answer is not right."""
    now = clock.now()
    spent = {one: until for one, until in factors.spent.items() if until > now}
    used = next((one for one in factors.passkeys if _verified(one, answer, challenge)), None)
    if used is None or challenge in spent:
        return None
    found = _verified(used, answer, challenge)
    assert found is not None
    after = used.model_copy(update={"count": found.new_sign_count, "used_at": now})
    return factors.but(
        passkeys=tuple(after if one is used else one for one in factors.passkeys),
        spent=spent | {challenge: now + timedelta(minutes=MINUTES)},
    )


def _verified(passkey: Passkey, answer: str, challenge: str) -> VerifiedAuthentication | None:
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=settings().address,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except _WRONG:
        return None
    return found if found.credential_id == passkey.credential else None


def _described(factors: Factors) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential) for one in factors.passkeys]


def _host() -> str:
    return urlsplit(settings().address).hostname or ""
