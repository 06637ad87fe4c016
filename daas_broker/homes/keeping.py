"""Steps on homes, the same at a click and in the keeper: a row first, the host, then the row."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from daas_broker.desktops import store as desktops
from daas_broker.desktops.homes import HomeId
from daas_broker.desktops.model import DesktopId, Provider, with_the_same_homes
from daas_broker.desktops.ports import HomeHost, HostFailure, Retryable
from daas_broker.homes import rules, store
from daas_broker.homes.model import Home, Seat
from daas_broker.pools.tasks import lease_name
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.ids import fresh_id

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Keeping:
    begin: Begin
    now: Now
    hosts: Mapping[Provider, HomeHost]

    def bring(self, desktop: DesktopId) -> None:
        """At a click: what does not work now is the keeper's."""
        with self.begin() as tx:
            found = store.seats(tx.db, desktop)
        if not found:
            return
        home = self.take(found[0])
        if home is None or home.attached_at is not None:
            return
        try:
            self.attach(home, found[0])
        except HostFailure as error:
            log.warning("home of desktop %s: %s", desktop, error)

    def is_coming(self, tx: Tx, desktop: DesktopId) -> bool:
        found = store.seats(tx.db, desktop)
        if not found or found[0].desktop.provider not in self.hosts:
            return False
        home = store.find(tx.db, found[0].person_id, found[0].desktop.zone)
        holder = store.state_of(tx.db, home.held_by) if home else None
        return rules.is_coming(home, found[0], holder, self.now())

    def take(self, seat: Seat) -> Home | None:
        """None while another desktop of this person holds it [DH5]."""
        if seat.desktop.provider not in self.hosts:
            return None
        fresh = Home(
            HomeId(fresh_id()), seat.person_id, seat.desktop.zone, seat.desktop.provider, self.now()
        )
        with self.begin() as tx:
            before = store.find(tx.db, seat.person_id, seat.desktop.zone)
            if before is not None and self._is_over(tx, before):
                self.free(tx, before)
            return store.take(tx.db, fresh, seat.desktop.id)

    def attach(self, home: Home, seat: Seat) -> None:
        """Raises what the host said, once the row says so too.

        The host is the desktop's: kinds of desktops on one machine have the same homes.
        """
        provider, desktop = seat.desktop.provider, seat.desktop
        try:
            state = self.hosts[provider].attach_home(
                desktop.id, desktop.generation, home.id, self.epoch(provider)
            )
        except HostFailure as error:
            again = self.now() + rules.pause_after(home.failures)
            with self.begin() as tx:
                store.note_failed(tx.db, home, str(error), again)
            raise
        with self.begin() as tx:
            store.note_attached(tx.db, home, state, self.now())
            tx.announce(f"person:{home.person_id}", "home.moved")

    def free(self, tx: Tx, home: Home) -> bool:
        """Its desktop is gone, and with that the home was given back [DH7]."""
        if not store.free(tx.db, home):
            return False
        tx.announce(f"person:{home.person_id}", "home.moved")
        return True

    def keep(self, home: Home) -> None:
        """A snapshot of what is there."""
        provider = self.reached_by(home)
        if provider is None:
            raise Retryable(f"no host has the homes of {home.provider}")
        try:
            state = self.hosts[provider].snapshot_home(home.id, home.zone, self.epoch(provider))
        except HostFailure as error:
            again = self.now() + rules.pause_after(home.failures)
            with self.begin() as tx:
                store.note_failed(tx.db, home, str(error), again)
            raise
        with self.begin() as tx:
            store.note_kept(tx.db, home, state, self.now())
            tx.announce(f"person:{home.person_id}", "home.moved")

    def reached_by(self, home: Home) -> Provider | None:
        """Whoever had it last; another one with the same homes where that one was switched off."""
        names = [home.provider, *sorted(with_the_same_homes(home.provider))]
        return next((name for name in names if name in self.hosts), None)

    def epoch(self, provider: Provider) -> int:
        with self.begin() as tx:
            return desktops.epoch(tx.db, lease_name(provider))

    def record(self, tx: Tx, actor: str, act: str, home: Home, **facts: object) -> None:
        facts |= {"person": home.person_id, "zone": home.zone.value}
        entry = audit.Entry(self.now(), actor, f"daas_broker.{act}", home.id, facts=facts)
        audit.append(tx.db, entry)

    def _is_over(self, tx: Tx, home: Home) -> bool:
        return home.held_by is not None and store.state_of(tx.db, home.held_by) in rules.OVER
