"""Ends sessions in time, and warns before.

A session is *open* if and only if its row has no end; the gateway's keeper makes its way from that.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report
from vpn.devices import store as devices
from vpn.devices.model import DeviceId, Held
from vpn.policy import store as policy_store
from vpn.posture import store as postures
from vpn.posture.rules import is_sound
from vpn.sessions import rules, store
from vpn.sessions.model import TunnelSession, TunnelSessionId
from vpn.sessions.service import TunnelSessions
from vpn.tunnel.model import SeenPeer
from vpn.tunnel.ports import TunnelFailed, TunnelHost


@dataclass(frozen=True)
class Line:
    """`moved_bytes` went through its way since that was opened or renewed."""

    peer: SeenPeer
    moved_bytes: int


@dataclass(frozen=True)
class SessionKeeper:
    begin: Begin
    now: Now
    sessions: TunnelSessions
    host: TunnelHost
    judged: dict[TunnelSessionId, int] = field(default_factory=dict)  # by what
    failed: set[tuple[str, TunnelSessionId]] = field(default_factory=set)  # at the last try
    counted: dict[TunnelSessionId, int] = field(default_factory=dict)  # bytes, by the last look
    idled: dict[TunnelSessionId, datetime] = field(default_factory=dict)  # told for which last use
    name: str = "vpn.sessions"
    every: timedelta = timedelta(seconds=5)

    def run(self) -> Report:
        report = Report()
        with self.begin() as tx:
            found = store.every_open(tx.db)
        if not found:
            return report
        traffic = self._traffic(report)
        self._count(found, traffic)
        with self.begin() as tx:
            welcome = {held.device.id: held for held in devices.welcome(tx.db, self.now())}
            alive = store.signed_in(tx.db, {one.sign_in_id for one in found}, self.now())
            marks = _marks(tx, found, welcome, self.now())
        try:
            for session in self._last_if_failed("keep", found):
                is_known = session.device_id in welcome and session.sign_in_id in alive
                line = traffic.get(session.device_id)
                if is_known and not self._is_due(session, line):
                    continue  # most of ten thousand: nothing is asked or written for them
                with self._trying("keep", session), self.begin() as tx:
                    self._keep(tx, session, line, report)
        finally:
            self._judge(found, welcome, traffic, marks, report)
        return report

    def _last_if_failed(self, what: str, found: list[TunnelSession]) -> list[TunnelSession]:
        """What always fails is told of at each run, and holds up nobody behind it."""
        return sorted(found, key=lambda one: (what, one.id) in self.failed)

    @contextmanager
    def _trying(self, what: str, session: TunnelSession) -> Iterator[None]:
        self.failed.add((what, session.id))
        yield
        self.failed.discard((what, session.id))

    def _judge(
        self,
        found: list[TunnelSession],
        welcome: dict[DeviceId, Held],
        traffic: dict[DeviceId, Line],
        marks: dict[TunnelSessionId, int],
        report: Report,
    ) -> None:
        """Those about whom something is otherwise than when they were judged last [VS12]: after
        a policy was changed that is everybody. Each is marked as it is judged: where one cannot
        be, the others are not judged again."""
        self._forget(found)
        asked = [
            (session, welcome[session.device_id], marks[session.id])
            for session in self._last_if_failed("judge", found)
            if session.id in marks and self.judged.get(session.id) != marks[session.id]
        ]
        if not asked:
            return
        with self.begin() as tx:
            known = self.sessions.known(tx, [held for _, held, _ in asked])
        for session, held, mark in asked:
            endpoint = _endpoint(session, traffic.get(session.device_id))
            with self._trying("judge", session):
                if not self.sessions.lets_in(known, held, session, endpoint):
                    with self.begin() as tx:
                        self._shut_out(tx, session, held, endpoint, report)
            self.judged[session.id] = mark

    def _forget(self, found: list[TunnelSession]) -> None:
        open_ = {one.id for one in found}
        for ended in self.judged.keys() - open_:
            del self.judged[ended]
        for ended in self.idled.keys() - open_:
            del self.idled[ended]
        for what, ended in {*self.failed}:
            if ended not in open_:
                self.failed.discard((what, ended))

    def _count(self, found: list[TunnelSession], traffic: dict[DeviceId, Line]) -> None:
        """A way that was renewed is noticed at once: when it has moved more than the one before,
        nothing shows it."""
        before = dict(self.counted)
        self.counted.clear()
        for one in found:
            counted, line = before.get(one.id, one.counted_bytes), traffic.get(one.device_id)
            moved_bytes = line.moved_bytes if line else counted
            self.counted[one.id] = rules.counted_from(counted, moved_bytes)

    def _is_used(self, session: TunnelSession, line: Line | None) -> bool:
        return line is not None and rules.is_used(self.counted[session.id], line.moved_bytes)

    def _is_due(self, session: TunnelSession, line: Line | None) -> bool:
        now = self.now()
        is_news = now - session.used_at >= rules.NOTED_EVERY
        is_used = is_news and self._is_used(session, line)
        is_told = rules.warning(session, now) is not None or self._is_idling(session)
        return is_used or is_told or self._over(session, line) is not None

    def _is_idling(self, session: TunnelSession) -> bool:
        """Once for each last use: after a restart it is told twice."""
        is_told = self.idled.get(session.id) == session.used_at
        return not is_told and rules.warns_of_idle(session, self.now())

    def _over(self, session: TunnelSession, line: Line | None) -> str | None:
        now, heard_at = self.now(), line.peer.handshake_at if line else None
        slept = "asleep" if rules.has_slept(session, heard_at, now) else None
        return rules.end_reason(session, now) or slept

    def _keep(self, tx: Tx, seen: TunnelSession, line: Line | None, report: Report) -> None:
        session = store.find_open_locked(tx.db, seen.device_id)
        if session is None or session.id != seen.id:
            return  # it ended meanwhile
        reason = self._gone(tx, session)
        if line is not None and self._is_used(session, line):
            session = replace(session, used_at=self.now(), counted_bytes=line.moved_bytes)
            self.counted[session.id] = line.moved_bytes
            store.change(tx.db, session)
        reason = reason or self._over(session, line)
        if reason is not None:
            self.sessions.close(tx, session, reason, "-")
            report.count(reason)
        elif (minutes := rules.warning(session, self.now())) is not None:
            store.change(tx.db, replace(session, warned_minutes=minutes))
            tx.announce(f"person:{session.person_id}", "tunnel.session", minutes=minutes)
            report.count("warned")
        elif self._is_idling(session):
            tx.announce(f"person:{session.person_id}", "tunnel.session", is_idling=True)
            self.idled[session.id] = session.used_at
            report.count("idling")

    def _shut_out(
        self, tx: Tx, seen: TunnelSession, held: Held, endpoint: str, report: Report
    ) -> None:
        """If it still is to be: what it was judged by was read for many [VS12]."""
        session = store.find_open_locked(tx.db, seen.device_id)
        if session is None or session.id != seen.id:
            return
        why = self.sessions.why_out(self.sessions.known(tx, [held]), held, session, endpoint)
        if why is not None:
            self.sessions.close(tx, session, why, "-")
            report.count(why)

    def _gone(self, tx: Tx, session: TunnelSession) -> str | None:
        """Its device is not welcome any more, or the sign-in that opened it has ended [VS5]."""
        if not devices.is_welcome(tx.db, session.device_id, self.now()):
            return "device"
        alive = store.signed_in(tx.db, {session.sign_in_id}, self.now())
        return None if alive else "signed_out"

    def _traffic(self, report: Report) -> dict[DeviceId, Line]:
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
        return {
            owners[peer.key]: Line(peer, seen.moved.get(peer.address, 0) if peer.address else 0)
            for peer in seen.peers
            if peer.key in owners
        }


def _endpoint(session: TunnelSession, line: Line | None) -> str:
    return (line.peer.endpoint if line else None) or session.endpoint


def _marks(
    tx: Tx, found: list[TunnelSession], welcome: dict[DeviceId, Held], now: datetime
) -> dict[TunnelSessionId, int]:
    """By what each would be judged: the same again is not judged again. Of the policies, of what an
    administrator says of the device and of what it said itself, and of where its person stands."""
    stamp = hash(tuple(policy_store.every(tx.db)))
    standings, said = store.standings(tx.db), postures.every(tx.db)
    return {
        one.id: hash(
            (
                stamp,
                held.device.trust,
                one.proof,
                standings.get(one.id),
                is_sound(said.get(one.device_id), now),
            )
        )
        for one in found
        if (held := welcome.get(one.device_id)) is not None
    }
