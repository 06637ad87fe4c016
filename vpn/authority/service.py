"""The authority of device certificates; its key lies among the instance's secrets."""

from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kernel.clock import Now
from kernel.db import Tx
from kernel.settings import Settings
from vpn.authority import rules, store
from vpn.authority.model import Certificate, Claim

KEY_FILE = "device-authority"


@dataclass
class Authority:
    now: Now
    settings: Settings

    def certify(self, tx: Tx, device_id: str, claim: Claim, tunnel_keys: bytes) -> Certificate:
        """A certificate instead of the device's last one; raise ClaimRefused."""
        key = rules.proved(claim, tunnel_keys)
        self.revoke(tx, device_id, "replaced")
        made = rules.issue(self._key, self.settings.instance, device_id, key, self.now())
        store.add(tx.db, made)
        return made

    def renew(
        self, tx: Tx, before: Certificate, signature: bytes, tunnel_keys: bytes
    ) -> Certificate:
        """For the same key of the device, another 90 days; raise ClaimRefused [VP11]."""
        key = rules.renewing(before, signature, tunnel_keys)
        self.revoke(tx, before.device_id, "replaced")
        made = rules.issue(self._key, self.settings.instance, before.device_id, key, self.now())
        store.add(tx.db, made)
        return made

    def revoke(self, tx: Tx, device_id: str, reason: str) -> None:
        store.revoke(tx.db, device_id, self.now(), reason)

    @cached_property
    def root(self) -> str:
        """PEM, for whoever checks certificates of devices."""
        root = rules.root_of(self._key, self.settings.instance)
        return root.public_bytes(serialization.Encoding.PEM).decode()

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        pem = (self.settings.secrets / KEY_FILE).read_bytes()
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{KEY_FILE} is no key on an elliptic curve")
        return key
