"""Authenticators: what a device that keeps a key is asked, and whether its answer holds (WebAuthn).

The library and what it brings are 6 MB: only a process in which somebody uses a passkey imports this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from storage.passkeys import Passkey
from storage.staff import Staff

VERIFIED = UserVerificationRequirement.REQUIRED
NO_ANSWER = (WebAuthnException, ValueError, KeyError, TypeError)
"""How the library refuses an answer, and how it stumbles over what is none."""


@dataclass(frozen=True)
class Made:
    """A key that a device has made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def to_make(host: str, member: Staff, known: Iterable[bytes], challenge: bytes) -> str:
    """What a browser needs to make a key for a member, as JSON; a device of a `known` key makes no second one."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name="Suluh",
        user_name=member.login,
        user_id=bytes.fromhex(member.id),
        user_display_name=member.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known],
    )
    return webauthn.options_to_json(options)


def made(given: dict[str, Any], challenge: bytes, host: str, origin: str) -> Made | None:
    """The new key; None where the answer does not hold."""
    try:
        key = webauthn.verify_registration_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except NO_ANSWER:
        return None
    return Made(key.credential_id, key.credential_public_key, key.sign_count)


def to_sign(host: str, challenge: bytes) -> str:
    """What a browser needs to sign with any key it has for us, as JSON."""
    options = webauthn.generate_authentication_options(rp_id=host, challenge=challenge, user_verification=VERIFIED)
    return webauthn.options_to_json(options)


def key_named(given: Mapping[str, Any]) -> bytes | None:
    """Which key the answer says it was signed with."""
    try:
        return webauthn.base64url_to_bytes(str(given["rawId"]))
    except NO_ANSWER:
        return None


def signed(given: dict[str, Any], key: Passkey, challenge: bytes, host: str, origin: str) -> int | None:
    """The key's new count; None where it did not sign this challenge, or is a copy whose count runs behind."""
    try:
        answer = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except NO_ANSWER:
        return None
    return answer.new_sign_count
