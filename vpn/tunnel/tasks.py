"""Keeps the gateway as the database says.

A gateway is *in step* if and only if its host has the port of its row, one peer for each device
that is welcome and no other, and one way for each open session, no longer than that lasts. Where
that would take many peers away that nobody decided about, they stay until somebody does [VW8].
"""

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address

from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report
from kernel.settings import Zone
from vpn.devices import store as devices
from vpn.devices.shared import Shared
from vpn.gateways import store as gateways
from vpn.gateways.service import TOPIC, Gateways
from vpn.gateways.store import next_revision
from vpn.tunnel import rules, store
from vpn.tunnel.model import HeldBack, Plan, SeenTunnel, Wanted
from vpn.tunnel.ports import Siren, TunnelFailed, TunnelHost, TunnelStale

Ways = Callable[[Tx], Mapping[IPv4Address, tuple[Zone, int]]]


@dataclass(frozen=True)
class TunnelKeeper:
    """`ways` are those of the open sessions by address, in seconds until they end."""

    begin: Begin
    now: Now
    gateways: Gateways
    host: TunnelHost
    ways: Ways
    shared: Shared
    siren: Siren
    name: str = "vpn.tunnel"
    every: timedelta = timedelta(seconds=2)

    def run(self) -> Report:
        report = Report()
        try:
            self._bring(report)
        except TunnelStale:
            report.count("overtaken")  # a cut came between; the next look sees it
        except TunnelFailed as error:
            report.errors.append(f"tunnel: {error}")
        return report

    def _bring(self, report: Report) -> None:
        wanted, revision, is_known = self._wanted()
        if wanted.port is None and not is_known:
            return  # nobody ever switched it on: this host may have no tunnel at all
        seen = self.host.see()
        if wanted.port is None:
            if seen.port is not None or seen.fault is not None:
                self.host.close(revision)
                report.count("closed")
            return
        self._note_key(seen)
        if self._hear_next_keys(seen, report):
            self._bring(report)  # what is wanted is another thing now
            return
        if seen.port != wanted.port or seen.fault is not None:
            self.host.open(wanted.port, revision)
            report.count("opened")
            seen = self.host.see()
        self._apply(self._guarded(rules.plan(wanted, seen), seen, report), revision, report)

    def _guarded(self, plan: Plan, seen: SeenTunnel, report: Report) -> Plan:
        """Without what an administrator has to say first [VW8]."""
        with self.begin() as tx:
            why = devices.why_gone(tx.db, {base64.b64decode(key) for key in plan.remove})
            ended = {_text(key) for key, reason in why.items() if reason == "ended"}
            going, peers = rules.undecided(plan, ended), len(seen.peers)
            before = store.held_back_locked(tx.db)
            if not rules.is_too_many(len(going), peers):
                self._let_go(tx, before)
                return plan
            if rules.is_allowed(before, len(going), self.now()):
                report.count("let_go")
                return plan
            reasons = Counter(why.get(base64.b64decode(key), "unknown") for key in going)
            since = before.since if before else self.now()
            store.hold(tx.db, HeldBack(len(going), peers, since, dict(reasons)))
            if before is None:
                self._sound(tx, len(going), peers)
        report.count("held_back")
        return rules.without(plan, going)

    def _let_go(self, tx: Tx, before: HeldBack | None) -> None:
        if before is not None:
            store.release(tx.db)
            tx.announce(TOPIC, "gateway.changed")

    def _sound(self, tx: Tx, count: int, peers: int) -> None:
        self.siren(tx, count, peers)
        tx.announce(TOPIC, "gateway.changed")
        facts = {"count": count, "peers": peers}
        audit.append(tx.db, audit.Entry(self.now(), "-", "vpn.hold_removals", "-", facts=facts))

    def _apply(self, plan: Plan, revision: int, report: Report) -> None:
        if plan.close:
            self.host.set_grants([], plan.close, revision)
        if plan.remove or plan.put:
            self.host.set_peers(plan.put, plan.remove, revision)
        if plan.grant:
            self.host.set_grants(plan.grant, [], revision)
        for word, steps in vars(plan).items():
            report.counts |= {word: len(steps)} if steps else {}

    def _wanted(self) -> tuple[Wanted, int, bool]:
        """The revision is read first: what was changed meanwhile is at worst newer than it says."""
        with self.begin() as tx:
            gateway = self.gateways.find(tx)
            if not gateway.is_on:
                known = gateway.public_key is not None
                return Wanted(None, {}, {}), gateway.revision, known
            welcome = devices.welcome(tx.db, self.now())
            following = devices.next_keys(tx.db, self.now())
            let_in = {held.address for held in welcome}
            ways = {address: way for address, way in self.ways(tx).items() if address in let_in}
        sealed = {held.public_key: held.shared for held in welcome}
        sealed |= {key: one.shared for key, one in following.items()}
        peers: dict[str, IPv4Address | None] = {_text(h.public_key): h.address for h in welcome}
        peers |= {_text(key): None for key in following}
        return Wanted(gateway.port, peers, ways, self._opened(sealed)), gateway.revision, True

    def _opened(self, sealed: Mapping[bytes, bytes | None]) -> dict[str, str]:
        opened = {key: self.shared.open(key, one) for key, one in sealed.items() if one}
        return {_text(key): _text(secret) for key, secret in opened.items() if secret}

    def _hear_next_keys(self, seen: SeenTunnel, report: Report) -> int:
        """How many devices spoke with their next key: the one before it is over [VP12]."""
        heard = {base64.b64decode(peer.key) for peer in seen.peers if peer.handshake_at}
        with self.begin() as tx:
            found = {k: d for k, d in devices.next_keys(tx.db, self.now()).items() if k in heard}
        for key, one in found.items():
            with self.begin() as tx:
                next_revision(tx.db)
                if devices.take_next_key(tx.db, one.device_id, key, self.now()):
                    report.count("rotated")
                    tx.announce(TOPIC, "devices.changed")
                    facts = {"key": _text(key)[:8]}
                    act = "vpn.rotate_key"
                    entry = audit.Entry(self.now(), "-", act, one.device_id, facts=facts)
                    audit.append(tx.db, entry)
        return len(found)

    def _note_key(self, seen: SeenTunnel) -> None:
        key = base64.b64decode(seen.public_key)
        with self.begin() as tx:
            if gateways.find(tx.db).public_key != key:
                gateways.note_key(tx.db, key)


def _text(key: bytes) -> str:
    """As WireGuard writes it."""
    return base64.b64encode(key).decode()
