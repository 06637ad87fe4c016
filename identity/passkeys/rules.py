"""The two ceremonies of WebAuthn (https://www.w3.org/TR/webauthn-3/ §7), decided from what came."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from identity.passkeys.model import Credential, Passkey, Site
from identity.people.model import Person
from kernel.actor import UserId
from kernel.errors import Conflict, Denied

CHALLENGE_LIFETIME = timedelta(minutes=2)
MOST_PASSKEYS = 10
SITE_NAME = "온마루"
Options = dict[str, Any]  # as navigator.credentials takes it, binary as base64url
Answer = dict[str, Any]  # as PublicKeyCredential.toJSON() gives it


class PasskeyRefused(Denied):
    """Unknown, of another site, without the person's own consent, or not a signature."""

    code = "passkey_refused"


class PasskeyCopied(PasskeyRefused):
    """Its counter does not grow: there are two of it. Facts: none, they are for the audit."""


class TooManyPasskeys(Conflict):
    code = "too_many_passkeys"


def user_handle(person_id: UserId) -> bytes:
    """Devices keep it and show it to nobody; it must not be personal data (WebAuthn §14.6.1)."""
    return sha256(b"passkey:" + person_id.encode()).digest()


def registration_options(
    site: Site, person: Person, known: Sequence[Passkey], challenge: bytes
) -> Options:
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=SITE_NAME,
        user_id=user_handle(person.id),
        user_name=person.user_name,
        user_display_name=person.name,
        challenge=challenge,
        timeout=int(CHALLENGE_LIFETIME.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=key.credential.credential_id) for key in known
        ],
    )
    return _as_json(webauthn.options_to_json(options))


def sign_in_options(site: Site, challenge: bytes) -> Options:
    """Names no credential, so it tells nothing about who has one."""
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenge,
        timeout=int(CHALLENGE_LIFETIME.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _as_json(webauthn.options_to_json(options))


def _as_json(text: str) -> Options:
    found: Options = json.loads(text)
    return found


WRONG = (WebAuthnException, KeyError, TypeError, ValueError, AttributeError, RecursionError)


@contextmanager
def _refusing() -> Iterator[None]:
    """What came from outside is refused when it is not of the form, not to be blamed on us."""
    try:
        yield
    except WRONG as error:
        raise PasskeyRefused(str(error)) from error


def challenge_of(answer: Answer) -> bytes:
    """What the authenticator says it signed; whether that was ours is for the caller to look up."""
    with _refusing():
        signed = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        return base64url_to_bytes(signed["challenge"])


def credential_id_of(answer: Answer) -> bytes:
    with _refusing():
        return base64url_to_bytes(answer["rawId"])


def verified_registration(site: Site, answer: Answer, challenge: bytes) -> Credential:
    with _refusing():
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,  # [PK2]
        )
    return Credential(
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        is_backed_up=found.credential_backed_up,
    )


def verified_sign_in(site: Site, answer: Answer, challenge: bytes, passkey: Passkey) -> int:
    """The authenticator's new counter; PasskeyCopied when it has not grown."""
    with _refusing():
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=passkey.credential.public_key,
            credential_current_sign_count=0,  # compared below, where the answer is an alarm
            require_user_verification=True,  # [PK2]
        )
        handle = answer["response"].get("userHandle")
        is_another = handle and base64url_to_bytes(handle) != user_handle(passkey.person_id)
    if is_another:
        raise PasskeyRefused
    before, now = passkey.credential.sign_count, found.new_sign_count
    if (before or now) and now <= before:
        raise PasskeyCopied  # [PK3] both 0: an authenticator that does not count
    return now
