"""Entitlements as words: signed with Ed25519 by the workplace, shown with a signature of a device.

`<entitlement>.<signature>` is what the page keeps, `<that>.<milliseconds>.<proof>` what it shows.
All parts are base64url without padding, so that they fit into Sec-WebSocket-Protocol.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pydantic import TypeAdapter, ValidationError

from daas_broker.continuity.model import Entitlement

KEY_FILE, PUBLIC_FILE = "desktop-continuity", "desktop-continuity-public"
MARK = "e."  # of a word that is no ticket
LONGEST = 6_000  # of what is shown; what nginx takes in one line of a head is 8 KiB
PARTS = 4
HALF = 32  # bytes of r and of s, as WebCrypto writes a signature
ENTITLEMENT = TypeAdapter(Entitlement)
SAID = "onmaru.desktop.continuity"


class NotOurs(Exception):
    """Not whole, or not signed by this workplace."""


def new_key() -> str:
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(key: str) -> str:
    return _private(key).public_key().public_bytes_raw().hex()


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.strip()))


@dataclass(frozen=True)
class Seal:
    """Who only looks, as a gateway does, reads the file of the public half and no other."""

    secrets: Path

    def sign(self, entitlement: Entitlement) -> str:
        plain = ENTITLEMENT.dump_json(entitlement)
        return f"{coded(plain)}.{coded(self._private.sign(plain))}"

    def open(self, shown: str) -> tuple[Entitlement, str, datetime, bytes]:
        """What was promised, as a word, when it is shown, and the device's proof; raise NotOurs."""
        parts = shown.split(".")
        if len(shown) > LONGEST or len(parts) != PARTS:
            raise NotOurs
        try:
            plain, signature, proof = (decoded(parts[at]) for at in (0, 1, 3))
            self._public.verify(signature, plain)
            at = datetime.fromtimestamp(int(parts[2]) / 1000, UTC)
            return ENTITLEMENT.validate_json(plain), f"{parts[0]}.{parts[1]}", at, proof
        except (InvalidSignature, NotBase64, ValidationError, ValueError, OverflowError) as error:
            raise NotOurs from error

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return _private((self.secrets / KEY_FILE).read_text())

    @cached_property
    def _public(self) -> Ed25519PublicKey:
        text = (self.secrets / PUBLIC_FILE).read_text()
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text.strip()))


def said(word: str, milliseconds: int, origin: str) -> bytes:
    """What a device signs."""
    return "\n".join((SAID, word, str(milliseconds), origin)).encode()


def is_of_device(device: str, message: bytes, proof: bytes) -> bool:
    """Whether the device with that key (DER, base64url) signed it, as WebCrypto does."""
    try:
        key = load_der_public_key(decoded(device))
        if not isinstance(key, ec.EllipticCurvePublicKey) or len(proof) != 2 * HALF:
            return False
        r, s = int.from_bytes(proof[:HALF]), int.from_bytes(proof[HALF:])
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, NotBase64, ValueError, UnsupportedAlgorithm):
        return False
    return True


def is_device_key(device: str) -> bool:
    try:
        key = load_der_public_key(decoded(device))
    except (NotBase64, ValueError, UnsupportedAlgorithm):
        return False
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def coded(plain: bytes) -> str:
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
