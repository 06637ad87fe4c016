"""Homes in memory: as `HomeHost` says, beside the fake host of desktops that has them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from daas_broker.desktops.homes import (
    Change,
    Comparison,
    Difference,
    EntryId,
    HomeId,
    HomeState,
    Reset,
    Restored,
    RestoreWish,
    Snapshot,
    SnapshotId,
    snapshot_id,
)
from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.ports import HomeBusy, Permanent, Retryable
from kernel.settings import Zone

Files = dict[str, str]  # 문서/… and others by path


@dataclass
class FakeHome:
    files: Files = field(default_factory=dict)
    snapshots: dict[SnapshotId, Files] = field(default_factory=dict)


def entry(path: str) -> EntryId:
    return EntryId(sha256(path.encode()).hexdigest()[:32])


@dataclass
class FakeHomes:
    """`now` is the host's clock; `held` says which desktop has which home."""

    now: Callable[[], datetime]
    homes: dict[tuple[Zone, HomeId], FakeHome] = field(default_factory=dict, kw_only=True)
    held: dict[HomeId, DesktopId] = field(default_factory=dict, kw_only=True)

    def begin(self, verb: str, epoch: int | None = None) -> None:
        raise NotImplementedError

    def zone_of(self, desktop: DesktopId, generation: int) -> Zone | None:
        raise NotImplementedError

    def attach_home(
        self, desktop: DesktopId, generation: int, home: HomeId, epoch: int
    ) -> HomeState:
        self.begin("attach_home", epoch)
        zone = self.zone_of(desktop, generation)
        if zone is None:
            raise Retryable(f"{desktop} does not run here")
        if self.held.get(home, desktop) != desktop:
            raise HomeBusy(f"{self.held[home]} holds it")
        self.held[home] = desktop
        return state(self.homes.setdefault((zone, home), FakeHome()))

    def snapshot_home(self, home: HomeId, zone: Zone, epoch: int) -> HomeState:
        self.begin("snapshot_home", epoch)
        found = self._home(home, zone)
        self._take(found)
        return state(found)

    def compare_home(self, home: HomeId, zone: Zone, snapshot: SnapshotId) -> Comparison:
        self.begin("compare_home")
        found = self._home(home, zone)
        then, now = self._of(found, snapshot), found.files
        changed = [p for p in sorted(then.keys() | now.keys()) if then.get(p) != now.get(p)]
        documents = [p for p in changed if p.startswith("문서/")]
        differences = tuple(difference(p, then.get(p), now.get(p)) for p in documents)
        return Comparison(differences, 0, len(changed) - len(documents))

    def restore_home(self, home: HomeId, zone: Zone, wish: RestoreWish, epoch: int) -> Restored:
        self.begin("restore_home", epoch)
        found = self._home(home, zone)
        then = self._of(found, wish.snapshot)
        if wish.entries is None and home in self.held:
            raise HomeBusy("a desktop has it")
        before = self._take(found)
        if wish.entries is None:
            found.files = dict(then)
            return Restored(before, len(then), state(found))
        chosen = {path: text for path, text in then.items() if entry(path) in wish.entries}
        late = {path for path in found.files.keys() - then.keys() if path.startswith("문서/")}
        gone = {path for path in late if entry(path) in wish.entries}
        found.files = {path: text for path, text in found.files.items() if path not in gone}
        found.files |= chosen
        return Restored(before, len(chosen) + len(gone), state(found))

    def reset_home(self, home: HomeId, zone: Zone, what: Reset, epoch: int) -> Restored:
        self.begin("reset_home", epoch)
        found = self._home(home, zone)
        if home in self.held:
            raise HomeBusy("a desktop has it")
        before = self._take(found)
        kept = found.files.items() if what is Reset.PROFILE else ()
        found.files = {path: text for path, text in kept if path.startswith("문서/")}
        return Restored(before, 0, state(found))

    def give_back(self, desktop: DesktopId) -> tuple[HomeId, ...]:
        """What the end of a desktop does."""
        given = tuple(home for home, holder in self.held.items() if holder == desktop)
        for home in given:
            del self.held[home]
        return given

    def _home(self, home: HomeId, zone: Zone) -> FakeHome:
        """Made where it is absent, as the file is on a real host."""
        return self.homes.setdefault((zone, home), FakeHome())

    def _take(self, home: FakeHome) -> Snapshot:
        at = self.now()
        last = max(home.snapshots, default=None)
        if last is not None and home.snapshots[last] == home.files:
            return described(last, home.files)
        while snapshot_id(at) in home.snapshots:
            at += timedelta(seconds=1)
        home.snapshots[snapshot_id(at)] = dict(home.files)
        return described(snapshot_id(at), home.files)

    def _of(self, home: FakeHome, snapshot: SnapshotId) -> Files:
        if snapshot not in home.snapshots:
            raise Permanent(f"no snapshot {snapshot}")
        return home.snapshots[snapshot]


def described(name: SnapshotId, files: Files) -> Snapshot:
    return Snapshot(name, len(files), sum(map(len, files.values())))


def state(home: FakeHome) -> HomeState:
    taken = tuple(described(name, files) for name, files in sorted(home.snapshots.items()))
    return HomeState(taken, sum(map(len, home.files.values())), 1 << 31, encrypted=True)


def difference(path: str, then: str | None, now: str | None) -> Difference:
    kind = Change.NEW if then is None else Change.GONE if now is None else Change.CHANGED
    before, after = (None if text is None else len(text) for text in (then, now))
    name = path.removeprefix("문서/")
    return Difference(entry(path), name, kind, before, after, None, None)
