"""The signed record of a release: what crossed, who answered for it, and on what grounds [DX4]."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from daas_broker.releases.model import Evidence

KEY_FILE = "release-key"
FORMAT = "onmaru release 1"


def new_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def canonical(facts: Mapping[str, object]) -> str:
    """The one spelling that is signed."""
    record = {"format": FORMAT, **facts}
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(record: str) -> str:
    return sha256(record.encode()).hexdigest()


@dataclass(frozen=True)
class Signer:
    key_file: Path

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        key = serialization.load_pem_private_key(self.key_file.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{self.key_file} is no Ed25519 key")
        return key

    @property
    def public_key(self) -> bytes:
        """32 bytes, as WebCrypto imports them raw."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, facts: Mapping[str, object]) -> Evidence:
        record = canonical(facts)
        return Evidence(record, self._key.sign(record.encode()), self.public_key)

    def is_ours(self, record: str, signature: bytes) -> bool:
        """Whether this very record was signed with our key, whatever key it brings along."""
        public = Ed25519PublicKey.from_public_bytes(self.public_key)
        try:
            public.verify(signature, record.encode(errors="replace"))
        except InvalidSignature:
            return False
        return True
