"""The preshared keys of devices, sealed: what a device and the gateway share beside their keys.

Who records handshakes today and can compute private keys one day opens them only with this as
well (WireGuard's `PresharedKey`). The device makes it and brings it with its key. In the database
it lies under a secret of the installation; in clear the gateway's host alone is told it [VP13].
"""

import logging
import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vpn.devices.model import NewKey

KEY_FILE = "tunnel-shared"
NONCE_BYTES = 12
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shared:
    file: Path

    def seal(self, public_key: bytes, secret: bytes) -> bytes:
        """For this key alone: put beside another one it opens nothing."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._box.encrypt(nonce, secret, public_key)

    def open(self, public_key: bytes, sealed: bytes) -> bytes | None:
        """None where another installation's secret sealed it: that device is added anew."""
        try:
            return self._box.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], public_key)
        except InvalidTag:
            log.warning("the preshared key of a device was sealed elsewhere")
            return None

    @cached_property
    def _box(self) -> AESGCM:
        return AESGCM(sha256(self.file.read_bytes().strip()).digest())


@dataclass(frozen=True)
class TunnelKeys:
    """What a device brings: its public key, and what it shares with the gateway, if anything."""

    public: bytes
    secret: bytes | None = field(default=None, repr=False)

    @property
    def said(self) -> bytes:
        """What its certificate's key signs for."""
        return self.public + (self.secret or b"")

    def sealed(self, shared: Shared) -> NewKey:
        kept = shared.seal(self.public, self.secret) if self.secret else None
        return NewKey(self.public, kept)

    def are(self, kept: NewKey, shared: Shared) -> bool:
        """Whether these are those that were brought before."""
        secret = shared.open(kept.public_key, kept.shared) if kept.shared else None
        return (self.public, self.secret) == (kept.public_key, secret)
