"""The server's half of the key to a pocket, and what it keeps instead of a PIN."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kernel.errors import Unavailable

KEY_FILE = "field-pockets"


class PocketKeyAway(Unavailable):
    """The instance's secret is not readable here."""

    code = "pocket_key_away"


@dataclass(frozen=True)
class Shares:
    file: Path

    def share(self, pocket_id: str, salt: bytes) -> bytes:
        """32 bytes, the same each time; without the row's salt nobody can make them again."""
        return self._keyed(b"share\0" + pocket_id.encode() + b"\0" + salt)

    def peppered(self, pocket_id: str, proof: str) -> bytes:
        """Of a proof that comes from six digits: a copied table alone allows no guessing."""
        return self._keyed(f"proof\0{pocket_id}\0{proof}".encode())

    def _keyed(self, message: bytes) -> bytes:
        try:
            secret = self.file.read_bytes().strip()
        except OSError as error:
            raise PocketKeyAway from error
        return hmac.digest(secret, message, sha256)
