"""The gateway as it is now, and cutting at once without waiting for the keeper's next look."""

import base64
import logging
from dataclasses import dataclass
from ipaddress import IPv4Address

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.outbox import enqueue_unless_due
from vpn.gateways.service import APPLY, TOPIC
from vpn.places.ports import Atlas
from vpn.tunnel import rules, store
from vpn.tunnel.model import HeldBack, Peer, SeenTunnel
from vpn.tunnel.ports import TunnelFailed, TunnelHost

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scissors:
    """What does not succeed here the keeper does; it plans from the database."""

    host: TunnelHost

    def cut(self, public_key: bytes, address: IPv4Address, revision: int) -> None:
        """Every way through, and the peer, without which no packet comes, after their commit. The
        ways first: the kernel takes them while a daemon may be telling somebody of its peers."""
        self.shut(address, revision)
        try:
            self.host.set_peers([], [base64.b64encode(public_key).decode()], revision)
        except TunnelFailed as error:
            log.warning("cut %s later: %s", address, error)

    def of(self, public_key: bytes) -> str | None:
        key = base64.b64encode(public_key).decode()
        try:
            return next((peer.endpoint for peer in self.host.see().peers if peer.key == key), None)
        except TunnelFailed as error:
            log.warning("the gateway does not say where %s calls from: %s", key[:8], error)
            return None

    def expect(self, public_key: bytes, shared: bytes | None, revision: int) -> None:
        """A device's next key, before its device tries it [VP12]."""
        preshared = base64.b64encode(shared).decode() if shared else None
        key = base64.b64encode(public_key).decode()
        try:
            self.host.set_peers([Peer(key, None, preshared)], [], revision)
        except TunnelFailed as error:
            log.info("a next key is expected later: %s", error)

    def shut(self, address: IPv4Address, revision: int) -> None:
        """The ways through; its peer stays, and comes back to the portal."""
        try:
            self.host.set_grants([], [address], revision)
        except TunnelFailed as error:
            log.warning("shut %s later: %s", address, error)


@dataclass(frozen=True)
class Line(Scissors):
    """The same, and in which country somebody calls."""

    atlas: Atlas

    def country(self, address: IPv4Address) -> str | None:
        return self.atlas.country(address)


@dataclass(frozen=True)
class Tunnels:
    begin: Begin
    now: Now
    host: TunnelHost

    def held_back(self, actor: Actor) -> HeldBack | None:
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            return store.held_back(tx.db)

    def allow_removals(self, actor: Actor, count: int) -> None:
        """Up to `count` peers may go [VW8]. Raise RemovalsChanged where more wait, or none."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            held = rules.allow(store.held_back_locked(tx.db), count, self.now())
            store.hold(tx.db, held)
            enqueue_unless_due(tx.db, APPLY)
            tx.announce(TOPIC, "gateway.changed")
            facts = {"count": held.count, "peers": held.peers, "why": held.why}
            act = "vpn.allow_removals"
            audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, "-", facts=facts))

    def see(self, actor: Actor) -> SeenTunnel | None:
        """None while its host does not answer."""
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        try:
            return self.host.see()
        except TunnelFailed as error:
            log.warning("the gateway does not answer: %s", error)
            return None
