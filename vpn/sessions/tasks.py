"""Ends sessions in time, and warns before.

A session is *open* if and only if its row has no end; the gateway's keeper makes its way from that.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report
from vpn.devices import store as devices
from vpn.devices.model import DeviceId
from vpn.sessions import rules, store
from vpn.sessions.model import TunnelSession
from vpn.sessions.service import TunnelSessions
from vpn.tunnel.model import SeenPeer
from vpn.tunnel.ports import TunnelFailed, TunnelHost


@dataclass(frozen=True)
class SessionKeeper:
    begin: Begin
    now: Now
    sessions: TunnelSessions
    host: TunnelHost
    name: str = "vpn.sessions"
    every: timedelta = timedelta(seconds=5)

    def run(self) -> Report:
        report = Report()
        with self.begin() as tx:
            found = store.every_open(tx.db)
        if not found:
            return report
        traffic = self._traffic(report)
        with self.begin() as tx:
            welcome = {held.device.id for held in devices.welcome(tx.db, self.now())}
            alive = store.signed_in(tx.db, {one.sign_in_id for one in found}, self.now())
        for session in found:
            is_known = session.device_id in welcome and session.sign_in_id in alive
            if is_known and not self._is_due(session, traffic.get(session.device_id)):
                continue  # most of ten thousand: nothing is asked or written for them
            with self.begin() as tx:
                self._keep(tx, session, traffic, report)
        return report

    def _is_due(self, session: TunnelSession, peer: SeenPeer | None) -> bool:
        now = self.now()
        is_news = now - session.used_at >= rules.NOTED_EVERY
        is_used = is_news and _is_used(session, peer)
        is_told = rules.warning(session, now) is not None
        return is_used or is_told or self._over(session, peer) is not None

    def _over(self, session: TunnelSession, peer: SeenPeer | None) -> str | None:
        now, heard_at = self.now(), peer.handshake_at if peer else None
        slept = "asleep" if rules.has_slept(session, heard_at, now) else None
        return rules.end_reason(session, now) or slept

    def _keep(
        self, tx: Tx, seen: TunnelSession, traffic: Mapping[DeviceId, SeenPeer], report: Report
    ) -> None:
        session = store.find_open_locked(tx.db, seen.device_id)
        if session is None or session.id != seen.id:
            return  # it ended meanwhile
        reason = self._gone(tx, session)
        peer = traffic.get(session.device_id)
        if peer is not None and _is_used(session, peer):
            session = replace(session, used_at=self.now(), counted_bytes=peer.received_bytes)
            store.change(tx.db, session)
        reason = reason or self._over(session, peer)
        if reason is not None:
            self.sessions.close(tx, session, reason, "-")
            report.count(reason)
        elif (minutes := rules.warning(session, self.now())) is not None:
            store.change(tx.db, replace(session, warned_minutes=minutes))
            tx.announce(f"person:{session.person_id}", "tunnel.session", minutes=minutes)
            report.count("warned")

    def _gone(self, tx: Tx, session: TunnelSession) -> str | None:
        """Its device is not welcome any more, or the sign-in that opened it has ended [VS5]."""
        if not devices.is_welcome(tx.db, session.device_id, self.now()):
            return "device"
        alive = store.signed_in(tx.db, {session.sign_in_id}, self.now())
        return None if alive else "signed_out"

    def _traffic(self, report: Report) -> dict[DeviceId, SeenPeer]:
        """Empty while the host is away: nobody is idle for want of knowledge until it is back."""
        with self.begin() as tx:
            owners = {
                base64.b64encode(held.public_key).decode(): held.device.id
                for held in devices.held(tx.db)
            }
        try:
            seen = self.host.see()
        except TunnelFailed as error:
            report.errors.append(f"tunnel: {error}")
            return {}
        return {owners[peer.key]: peer for peer in seen.peers if peer.key in owners}


def _is_used(session: TunnelSession, peer: SeenPeer | None) -> bool:
    return peer is not None and rules.is_used(session, peer.received_bytes)
