"""Proof keys: whether a request comes from the office whose keys discovery gave.

What is signed, all numbers big-endian (WOPI, "Verify that requests originate from the client"):
4 bytes length of the token, the token, 4 bytes length of the address, the address in upper case,
4 bytes 8, 8 bytes the time stamp. RSA with SHA-256 and PKCS #1 v1.5.
"""

import struct
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from weboffice.wopi.model import Proof, PublicKey
from weboffice.wopi.rules import ProofRefused

OLDEST = timedelta(minutes=20)
WEAKEST_BITS = 2048
LARGEST_BITS = 8192
_LARGEST = 2**63 - 1
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def signed_bytes(token: str, url: str, stamp: int) -> bytes:
    key, address = token.encode(), url.upper().encode()
    return b"".join(
        (
            struct.pack(">i", len(key)), key,
            struct.pack(">i", len(address)), address,
            struct.pack(">iq", 8, stamp),
        )
    )  # fmt: skip


def ticks(at: datetime) -> int:
    return (at - _YEAR_ONE) // timedelta(microseconds=1) * 10


def check(proof: Proof, keys: Sequence[PublicKey], now: datetime) -> None:
    """Raise ProofRefused unless signed lately by the present key or the one before [WO7].

    An office that has changed its key sends the signature of the old one as well, for hosts whose
    discovery is older.
    """
    stamp = _stamp(proof.stamp)
    if abs(ticks(now) - stamp) > ticks(_YEAR_ONE + OLDEST):
        raise ProofRefused(reason="too_old")
    present, before = keys[0], keys[-1]
    pairs = (
        (present, proof.signature),
        (present, proof.old_signature),
        (before, proof.signature),
    )
    for url in proof.urls:
        data = signed_bytes(proof.token, url, stamp)
        if any(_is_signed(key, signature, data) for key, signature in pairs):
            return
    raise ProofRefused(reason="wrong_signature")


def _stamp(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST))):
        raise ProofRefused(reason="no_stamp")
    return min(int(text), _LARGEST)


def _is_signed(key: PublicKey, signature: str, data: bytes) -> bool:
    if not signature:
        return False
    try:
        public_key(key).verify(
            b64decode(signature, validate=True), data, padding.PKCS1v15(), SHA256()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key: PublicKey) -> rsa.RSAPublicKey:
    """Raise ValueError for what is no key, or one that is too weak or absurdly long."""
    modulus, exponent = (
        int.from_bytes(b64decode(part, validate=True)) for part in (key.modulus, key.exponent)
    )
    if not WEAKEST_BITS <= modulus.bit_length() <= LARGEST_BITS:
        raise ValueError("modulus")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()
