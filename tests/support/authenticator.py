"""An authenticator in software: real keys, real signatures (WebAuthn level 3 §6)."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, encode_cbor

USER_PRESENT, USER_VERIFIED, HAS_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8080"


def b64(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One passkey on one device. `counts` is whether its counter grows with each use."""

    origin: str = ORIGIN
    verifies_user: bool = True
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: bytes = b""
    uses: int = 0

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """As `navigator.credentials.create` and `toJSON`."""
        self.user_handle = base64url_to_bytes(options["user"]["id"])
        client = self._client_data("webauthn.create", options["challenge"])
        statement = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(options["rp"]["id"], HAS_KEY),
        }
        response = {"clientDataJSON": b64(client), "attestationObject": b64(encode_cbor(statement))}
        return self._credential(response)

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """As `navigator.credentials.get` and `toJSON`."""
        self.uses += 1 if self.counts else 0
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._data(options["rpId"])
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(self.user_handle),
        }
        return self._credential(response)

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        id_ = b64(self.credential_id)
        return {
            "id": id_,
            "rawId": id_,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }

    def _client_data(self, kind: str, challenge: str) -> bytes:
        found = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(found).encode()

    def _data(self, rp_id: str, flags: int = 0) -> bytes:
        """Authenticator data: rp, flags, counter, and the key when it is new (§6.1)."""
        flags |= USER_PRESENT | (USER_VERIFIED if self.verifies_user else 0)
        head = sha256(rp_id.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)
        if not flags & HAS_KEY:
            return head
        length = len(self.credential_id).to_bytes(2)
        return head + bytes(16) + length + self.credential_id + encode_cbor(self._public_key())

    def _public_key(self) -> dict[int, int | bytes]:
        """COSE: EC2, ES256, P-256 (RFC 9053 §7.1)."""
        point = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
