"""What one attempt is made of, and which proofs made elsewhere count as two."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Set as AbstractSet
from hashlib import sha256

from identity.single_sign_on.model import Begun
from kernel.tokens import Token

RETURN = "/api/sign-in/single/return"
ANSWER = "/api/sign-in/single/answer"
LEFT = "/sign-in"  # where one comes back to from signing out there
DESCRIPTION = "/api/sign-in/single/metadata"
# Of RFC 8176 §2: several factors, a key in hardware or software whose owner was verified.
STRONG = frozenset({"mfa", "hwk", "swk", "sc", "fpt", "face", "iris"})
OTHER_THINGS = frozenset({"otp", "sms", "tel"})  # with a password they are two proofs
KNOWN_THINGS = frozenset({"pwd", "pin", "kba"})
# How SAML says it: a class of proofs (Authentication Context for SAML 2.0 §3.4; REFEDS MFA Profile;
# AD FS and Entra ID). Whatever is not here is one proof, a certificate as well: none of its classes
# says that the key asked for anything [SO3].
CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
TOGETHER = frozenset(
    {
        CLASSES + "MobileTwoFactorContract",
        CLASSES + "MobileTwoFactorUnregistered",
        CLASSES + "SmartcardPKI",  # the card and its PIN
        "https://refeds.org/profile/mfa",
        "http://schemas.microsoft.com/claims/multipleauthn",
    }
)
SINGLE = {
    CLASSES + "Password": "pwd",
    CLASSES + "PasswordProtectedTransport": "pwd",
    CLASSES + "TimeSyncToken": "otp",
}
_WITHIN = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f]{0,500}")


def begun(token: Token, origin: str) -> Begun:
    """Each part from the browser's token in its own way, so that none gives away another."""
    return Begun(
        _derived("state", token), _derived("nonce", token), _derived("verifier", token),
        origin + RETURN, origin + ANSWER,
    )  # fmt: skip


def _derived(part: str, token: Token) -> str:
    digest = sha256(f"single_sign_on:{part}:{token}".encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_two_proofs(methods: AbstractSet[str]) -> bool:
    return bool(methods & STRONG) or bool(methods & OTHER_THINGS and methods & KNOWN_THINGS)


def methods_of(classes: AbstractSet[str], also_two: AbstractSet[str]) -> frozenset[str]:
    """RFC 8176's words for classes of proofs; `also_two` are those that the agency says are two."""
    if classes & (TOGETHER | also_two):
        return frozenset({"mfa"})
    return frozenset(SINGLE[each] for each in classes if each in SINGLE)


def place_within(wanted: str) -> str:
    """Where to go after sign-in: only within this origin, whatever a link says."""
    return wanted if _WITHIN.fullmatch(wanted) else "/"
