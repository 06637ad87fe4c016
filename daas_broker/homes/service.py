"""One's home: what was kept of it, going back, and starting anew."""

from dataclasses import dataclass
from typing import NoReturn

from daas_broker.desktops.homes import Comparison, Reset, Restored, RestoreWish, SnapshotId
from daas_broker.desktops.model import Provider
from daas_broker.desktops.ports import HomeBusy, HomeHost, HostFailure
from daas_broker.homes import rules, store
from daas_broker.homes.keeping import Keeping
from daas_broker.homes.model import Home
from identity.people import store as people
from identity.people.model import Person
from kernel.actor import Actor, Role, UserId
from kernel.errors import NotFound
from kernel.settings import Zone


@dataclass(frozen=True)
class Homes:
    keeping: Keeping

    def list_homes(self, actor: Actor) -> list[Home]:
        """One's own, as far as they may be seen from this zone."""
        with self.keeping.begin() as tx:
            found = store.of_person(tx.db, actor.user_id)
        return [home for home in found if rules.may_see(actor, home.zone)]

    def keep_now(self, actor: Actor, zone: Zone) -> Home:
        home = self._own(actor, zone)
        try:
            self.keeping.keep(home)
        except HostFailure as error:
            refuse(error)
        return self._own(actor, zone)

    def compare(self, actor: Actor, zone: Zone, snapshot: SnapshotId) -> Comparison:
        """What going back to `snapshot` would change and lose."""
        home = self._with_snapshot(actor, zone, snapshot)
        try:
            return self._host(home).compare_home(home.id, home.zone, snapshot)
        except HostFailure as error:
            refuse(error)

    def restore(self, actor: Actor, zone: Zone, wish: RestoreWish) -> Restored:
        """Files, or everything; what was there is a snapshot by then, and so it can be undone."""
        home = self._with_snapshot(actor, zone, wish.snapshot)
        epoch = self.keeping.epoch(self._provider(home))
        try:
            done = self._host(home).restore_home(home.id, home.zone, wish, epoch)
        except HostFailure as error:
            refuse(error)
        files = "all" if wish.entries is None else len(wish.entries)
        with self.keeping.begin() as tx:
            store.note_seen(tx.db, home, done.state)
            self.keeping.record(
                tx, actor.user_id, "restore_home", home, snapshot=wish.snapshot, files=files
            )
        return done

    def reset_own(self, actor: Actor, zone: Zone) -> Restored:
        """The settings of programs; documents stay."""
        return self._reset(actor, self._own(actor, zone), Reset.PROFILE)

    def list_everybodys(self, actor: Actor) -> list[tuple[Home, Person | None]]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.keeping.begin() as tx:
            found = store.everybodys(tx.db)
            persons = people.by_ids(tx.db, [home.person_id for home in found])
        return [(home, persons.get(home.person_id)) for home in found]

    def reset_somebodys(self, actor: Actor, person_id: UserId, zone: Zone, what: Reset) -> Restored:
        """Its person may go back to what was there: an administrator sees no file of it."""
        actor.require(Role.IT_ADMIN)
        with self.keeping.begin() as tx:
            home = store.find(tx.db, person_id, zone)
        if home is None:
            raise NotFound
        return self._reset(actor, home, what)

    def undo_reset(
        self, actor: Actor, person_id: UserId, zone: Zone, before: SnapshotId
    ) -> Restored:
        """All as it was, while nothing was kept since: an administrator undoes what they just did
        and chooses no moment of somebody else's."""
        actor.require(Role.IT_ADMIN)
        with self.keeping.begin() as tx:
            home = store.find(tx.db, person_id, zone)
        if home is None:
            raise NotFound
        if not home.snapshots or home.snapshots[-1].id != before:
            raise rules.SnapshotGone
        epoch = self.keeping.epoch(self._provider(home))
        try:
            done = self._host(home).restore_home(
                home.id, home.zone, RestoreWish(before, None), epoch
            )
        except HostFailure as error:
            refuse(error)
        with self.keeping.begin() as tx:
            store.note_seen(tx.db, home, done.state)
            tx.announce(f"person:{home.person_id}", "home.moved")
            self.keeping.record(tx, actor.user_id, "undo_reset_home", home, snapshot=before)
        return done

    def _reset(self, actor: Actor, home: Home, what: Reset) -> Restored:
        epoch = self.keeping.epoch(self._provider(home))
        try:
            done = self._host(home).reset_home(home.id, home.zone, what, epoch)
        except HostFailure as error:
            refuse(error)
        with self.keeping.begin() as tx:
            store.note_seen(tx.db, home, done.state)
            tx.announce(f"person:{home.person_id}", "home.moved")
            self.keeping.record(tx, actor.user_id, "reset_home", home, what=what.value)
        return done

    def _own(self, actor: Actor, zone: Zone) -> Home:
        with self.keeping.begin() as tx:
            home = store.find(tx.db, actor.user_id, zone)
        if home is None or not rules.may_see(actor, zone):
            raise NotFound
        return home

    def _with_snapshot(self, actor: Actor, zone: Zone, snapshot: SnapshotId) -> Home:
        home = self._own(actor, zone)
        if snapshot not in {one.id for one in home.snapshots}:
            raise rules.SnapshotGone
        return home

    def _host(self, home: Home) -> HomeHost:
        return self.keeping.hosts[self._provider(home)]

    def _provider(self, home: Home) -> Provider:
        found = self.keeping.reached_by(home)
        if found is None:
            raise rules.HomeHostAway
        return found


def refuse(error: HostFailure) -> NoReturn:
    if isinstance(error, HomeBusy):
        raise rules.HomeInUse from error
    raise rules.HomeHostAway(str(error)) from error
