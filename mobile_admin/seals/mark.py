"""The mark in a QR code: what a phone without a network checks with the agency's public key.

Bytes: 1 of version, 10 of the code, 8 of seconds since 1970, 32 of the SHA-256 of notice.json, 7 of
the office's code, 64 of an Ed25519 signature over all before it (RFC 8032). web/src/mobile_admin/
notices/mark.ts reads the same.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mobile_admin.seals.codes import as_bytes, as_code

VERSION = 1
SIGNED = 1 + 10 + 8 + 32 + 7
WHOLE = SIGNED + 64


@dataclass(frozen=True)
class Mark:
    """`sha256` in hex; `office` the seven digits of 처리과 기관코드; `issued_at` to the second."""

    code: str
    sha256: str
    issued_at: datetime
    office: str


def signed(mark: Mark, key: Ed25519PrivateKey) -> str:
    said = (
        bytes([VERSION])
        + as_bytes(mark.code)
        + int(mark.issued_at.timestamp()).to_bytes(8)
        + bytes.fromhex(mark.sha256)
        + mark.office.encode("ascii")
    )
    return urlsafe_b64encode(said + key.sign(said)).rstrip(b"=").decode()


def read(text: str, key: Ed25519PublicKey) -> Mark | None:
    """None where it is no mark, or not of that key."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(data) != WHOLE or data[0] != VERSION:
            return None
        key.verify(data[SIGNED:], data[:SIGNED])
        at = datetime.fromtimestamp(int.from_bytes(data[11:19]), UTC)
        return Mark(as_code(data[1:11]), data[19:51].hex(), at, data[51:SIGNED].decode("ascii"))
    except (Error, ValueError, OverflowError, OSError, InvalidSignature):
        return None
