"""A device's next certificate and key, before the end of those it has."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.limits import Limit, Spend
from kernel.outbox import enqueue_unless_due
from vpn.authority import store as certificates
from vpn.authority.model import Certificate
from vpn.authority.rules import ClaimRefused, renewing
from vpn.authority.service import Authority
from vpn.devices import rules as device_rules
from vpn.devices import store as devices
from vpn.devices.model import DeviceId
from vpn.devices.service import tell
from vpn.devices.shared import Shared, TunnelKeys
from vpn.gateways.service import APPLY
from vpn.gateways.store import next_revision
from vpn.renewal.ports import Door
from vpn.renewal.rules import RenewalRefused

TRIES = Limit("vpn_renew", 20, timedelta(minutes=1))


@dataclass(frozen=True)
class Asked:
    """`signature` is of the key of the certificate `serial`, over the next tunnel keys."""

    serial: str
    public_key: str
    signature: bytes
    preshared_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Renewed:
    """`revision` is None where this was answered before."""

    certificate: Certificate
    revision: int | None


@dataclass(frozen=True)
class Renewals:
    begin: Begin
    now: Now
    spend: Spend
    authority: Authority
    shared: Shared
    door: Door

    def renew(self, address: str, asked: Asked) -> str:
        """PEM of the certificate from now on and of the authority beneath it. Raise KeyMalformed,
        RenewalRefused."""
        self.spend(TRIES, address)
        keys = TunnelKeys(
            device_rules.public_key(asked.public_key),
            device_rules.preshared_key(asked.preshared_key),
        )
        with self.begin() as tx:
            made = self._renewed(tx, asked, keys)
            if made is None:
                facts = {"address": address, "serial": asked.serial}
                entry = audit.Entry(self.now(), "-", "vpn.renew", "-", "refused", facts)
                audit.append(tx.db, entry)
        if made is None:
            raise RenewalRefused
        if made.revision is not None:
            self.door.expect(keys.public, keys.secret, made.revision)
        return made.certificate.pem + self.authority.root

    def _renewed(self, tx: Tx, asked: Asked, keys: TunnelKeys) -> Renewed | None:
        """[VP11]"""
        shown, now = certificates.find(tx.db, asked.serial), self.now()
        if shown is None or not _has_signed(shown, asked.signature, keys):
            return None
        revision = next_revision(tx.db)  # one after the other
        device_id = DeviceId(shown.device_id)
        device, good = (
            devices.find_locked(tx.db, device_id),
            certificates.of_device(tx.db, device_id),
        )
        if device is None or good is None or not devices.is_welcome(tx.db, device_id, now):
            return None
        known = devices.find_key(tx.db, device_id, keys.public)
        if known is not None:  # the answer to the same question was lost on its way
            return Renewed(good, None) if keys.are(known, self.shared) else None
        if good.serial != shown.serial or good.not_after <= now:
            return None
        if not devices.give_next_key(tx.db, device_id, keys.sealed(self.shared), now):
            return None  # [VP3]
        made = self.authority.renew(tx, good, asked.signature, keys.said)
        devices.change(tx.db, replace(device, valid_until=now + device_rules.KEY_LASTS))
        enqueue_unless_due(tx.db, APPLY)
        tell(tx, device.person_id)
        facts = {"person": device.person_id, "serial": made.serial, "before": good.serial}
        audit.append(tx.db, audit.Entry(now, device.person_id, "vpn.renew", device_id, facts=facts))
        return Renewed(made, revision)


def _has_signed(certificate: Certificate, signature: bytes, keys: TunnelKeys) -> bool:
    try:
        renewing(certificate, signature, keys.said)
    except ClaimRefused:
        return False
    return True
