"""The key under which a browser keeps what it could not send yet.

It comes with each entrance to the document and is nowhere on the device: who has lost the right to
read, or has only the device, cannot open what is kept there.
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.actor import UserId
from kernel.errors import Unavailable

KEY_FILE = "office-keeping"
KEY_BYTES = 32


class KeepingKeyAway(Unavailable):
    """The instance's secret is not readable here."""

    code = "keeping_key_away"


@dataclass(frozen=True)
class KeepingKeys:
    file: Path

    def key_of(self, person: UserId, document: str) -> bytes:
        """32 bytes, the same each time (HKDF with SHA-256, RFC 5869)."""
        try:
            secret = self.file.read_bytes().strip()
        except OSError as error:
            raise KeepingKeyAway from error
        context = "\0".join(("onmaru offline copy", person, document)).encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=context).derive(secret)
