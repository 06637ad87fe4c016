"""Looks where devices call from, and raises alarms of what cannot be.

A device is *seen* at an endpoint if and only if its gateway has its packets from there and it shook
hands within three minutes (wireguard.com/protocol: REJECT_AFTER_TIME).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import AddressValueError, IPv4Address

from identity.login import store as sign_ins
from identity.login.model import Outcome
from identity.sessions.events import SessionShownElsewhere
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report
from vpn.alarms import store as alarm_store
from vpn.alarms.model import Kind, Seen
from vpn.alarms.service import Alarms
from vpn.devices import store as devices
from vpn.devices.model import DeviceId, Held
from vpn.gateways.service import Gateways
from vpn.places.ports import Atlas
from vpn.sessions import store as session_store
from vpn.sessions.service import TunnelSessions, place_of
from vpn.sightings import rules, store
from vpn.sightings.model import Stay
from vpn.tunnel.model import SeenPeer
from vpn.tunnel.ports import TunnelFailed, TunnelHost

FRESH = timedelta(minutes=3)
TOUCHED_EVERY = timedelta(seconds=30)
KEPT = timedelta(days=30)
SIGN_INS = 10  # of a person that are looked at


@dataclass(frozen=True)
class Lookout:
    begin: Begin
    now: Now
    gateways: Gateways
    host: TunnelHost
    atlas: Atlas
    alarms: Alarms
    sessions: TunnelSessions
    name: str = "vpn.sightings"
    every: timedelta = timedelta(seconds=2)

    def run(self) -> Report:
        report = Report()
        with self.begin() as tx:
            if not self.gateways.find(tx).is_on:
                return report
        try:
            peers = self.host.see().peers
        except TunnelFailed as error:
            report.errors.append(f"tunnel: {error}")
            return report
        with self.begin() as tx:
            owners = {base64.b64encode(one.public_key).decode(): one for one in devices.held(tx.db)}
            last = store.latest(tx.db)
        self._compare(peers, owners, last, report)
        return report

    def session_shown_elsewhere(self, _event_id: int, event: SessionShownElsewhere) -> None:
        """No alarm where it comes from the network that its device itself calls from: somebody
        switched the tunnel off while a page was open [VB4]."""
        bound = _address(event.bound_to)
        with self.begin() as tx:
            held = devices.held_at(tx.db, bound) if bound else None
            stay = store.latest(tx.db).get(held.device.id) if held else None
            if stay is not None and str(place_of(stay.endpoint)) == event.address:
                return
            seen = [Seen(stay.seen_at, stay.endpoint, stay.country)] if stay else []
            place = _address(event.address)
            country = self.atlas.country(place) if place else None
            seen.append(Seen(self.now(), event.address, country))
            device_id = held.device.id if held else None
            who = UserId(event.person_id)
            self.alarms.raise_alarm(tx, rules.shown_elsewhere(who, device_id, tuple(seen)))

    def _compare(
        self,
        peers: list[SeenPeer],
        owners: Mapping[str, Held],
        last: Mapping[DeviceId, Stay],
        report: Report,
    ) -> None:
        still, now = [], self.now()
        for peer in peers:
            held, fresh = owners.get(peer.key), peer.handshake_at
            if held is None or peer.endpoint is None or fresh is None or now - fresh > FRESH:
                continue
            stay = last.get(held.device.id)
            if stay is None or stay.endpoint != peer.endpoint:
                with self.begin() as tx:
                    self._arrived(tx, held, peer.endpoint, report)
            elif now - stay.seen_at >= TOUCHED_EVERY:
                still.append(stay)
        if still:
            with self.begin() as tx:
                store.touch(tx.db, still, now)

    def _arrived(self, tx: Tx, held: Held, endpoint: str, report: Report) -> None:
        now, device = self.now(), held.device
        store.forget(tx.db, now - KEPT)
        place = place_of(endpoint)
        country = self.atlas.country(place) if place else None
        stay = Stay(device.id, device.person_id, endpoint, country, now, now)
        store.add(tx.db, stay)
        report.count("arrived")
        if (cause := rules.cloned(self._lately(tx, device.id))) is not None:
            if self.alarms.raise_alarm(tx, cause):
                report.count("cloned")
            self._shut(tx, device.id)
        elif self.sessions.moved(tx, held, endpoint):
            report.count("moved")
        if country is None or (before := self._before(tx, stay, country)) is None:
            return
        apart = self.atlas.apart_km(before.country or "", country)
        travel = rules.travelled(before, stay, apart)
        if travel is not None and self.alarms.raise_alarm(tx, travel):
            report.count("travelled")

    def _lately(self, tx: Tx, device_id: DeviceId) -> list[Stay]:
        """Not what somebody has looked at and dismissed."""
        since = self.now() - rules.LOOKS_BACK
        decided = alarm_store.last_closed(tx.db, f"device:{device_id}", Kind.CLONE)
        return store.since(tx.db, device_id, max(since, decided) if decided else since)

    def _shut(self, tx: Tx, device_id: DeviceId) -> None:
        """The way is by address, and both of them have it [VA2]."""
        session = session_store.find_open_locked(tx.db, device_id)
        if session is not None:
            self.sessions.close(tx, session, "cloned", "-")

    def _before(self, tx: Tx, stay: Stay, country: str) -> Seen | None:
        """Where the same person was last in another country: by a device, or at a sign-in. Not a
        journey that somebody has decided about: who travels changes networks all day."""
        since = stay.came_at - rules.TRAVELS_WITHIN
        decided = alarm_store.last_closed(tx.db, f"person:{stay.person_id}", Kind.TRAVEL)
        since = max(since, decided) if decided else since
        found = [
            seen
            for record in sign_ins.history(tx.db, stay.person_id, SIGN_INS)
            if record.outcome is Outcome.DONE
            and record.at >= since
            and (seen := self._signed_in(record.visit.address, record.at, country)) is not None
        ]
        other = store.elsewhere(tx.db, stay.person_id, country, since)
        if other is not None:
            found.append(Seen(other.seen_at, other.endpoint, other.country))
        return max(found, key=lambda seen: seen.at, default=None)

    def _signed_in(self, address: str, at: datetime, country: str) -> Seen | None:
        """None where it was in the same country, or came through the tunnel, or nobody knows."""
        place = _address(address)
        if place is None or place.is_loopback or self.gateways.plan.is_inside(address):
            return None
        other = rules.AGENCY_COUNTRY if place.is_private else self.atlas.country(place)
        return None if other in {None, country} else Seen(at, address, other)


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except AddressValueError:
        return None
