"""Which addresses are devices inside the tunnel, for signing in."""

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from identity.sessions.ports import Place
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Tx
from kernel.settings import Zone
from vpn.devices import store as devices
from vpn.networks.model import Plan
from vpn.sessions import store as sessions


@dataclass(frozen=True)
class TunnelPlaces:
    plan: Plan
    now: Now

    def is_inside(self, address: str) -> bool:
        return self.plan.is_inside(address)

    def place(self, tx: Tx, person_id: UserId, zone: Zone, address: str) -> Place:
        try:
            held = devices.held_at(tx.db, IPv4Address(address))
        except AddressValueError:
            return Place.ELSEWHERE
        if held is None or held.device.person_id != person_id:
            return Place.ELSEWHERE
        session = sessions.find_open(tx.db, held.device.id)
        is_open = session is not None and session.zone is zone and session.ends_at > self.now()
        return Place.OPEN if is_open else Place.CLOSED

    def key_at(self, tx: Tx, address: str) -> str:
        if not self.is_inside(address):
            return ""
        held = devices.held_at(tx.db, IPv4Address(address))
        return held.public_key.hex() if held else ""
