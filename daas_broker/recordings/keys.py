"""Each recording has a key of its own, which lies in its row under the installation's master key.

Deleting a row's key deletes the recording, whatever copies of its file there are.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daas_broker.recordings.model import RecordingId
from kernel.errors import Unavailable

KEY_FILE = "recording-master"
KEY_BYTES, NONCE_BYTES = 32, 12


class KeyAway(Unavailable):
    """The master key is not readable here, or another one wrapped this recording's key."""

    code = "recording_key_away"


@dataclass(frozen=True)
class MasterKey:
    file: Path

    @cached_property
    def _key(self) -> bytes:
        try:
            return sha256(self.file.read_bytes().strip()).digest()
        except OSError as error:
            raise KeyAway from error

    def fresh(self, recording: RecordingId) -> tuple[bytes, bytes]:
        """A key, and the same wrapped, for this recording only."""
        key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
        return key, nonce + AESGCM(self._key).encrypt(nonce, key, recording.encode())

    def unwrap(self, recording: RecordingId, wrapped: bytes) -> bytes:
        """Raise KeyAway where it was wrapped by another master key or for another recording."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self._key).decrypt(nonce, sealed, recording.encode())
        except InvalidTag as error:
            raise KeyAway from error
