"""Texts that a gateway refused: asked for from there, and let across there, once [DX9]."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.store import find as find_desktop
from daas_broker.policies.model import Way
from daas_broker.releases import rules, store
from daas_broker.releases.model import Release, ReleaseId, ReleaseStage, Source, Wish
from daas_broker.releases.ports import Hold
from daas_broker.releases.service import BytesChanged, checked, note, told
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.settings import Zone

NAME = "클립보드 글"


@dataclass(frozen=True)
class Taken:
    way: Way
    text: str


@dataclass(frozen=True)
class Texts:
    """`ask` is Releases.ask_text. Each call blocks."""

    begin: Begin
    now: Now
    hold: Hold
    ask_text: Callable[[UserId, Wish, str], Release]

    def may_ask(self, desktop_id: DesktopId, way: Way) -> bool:
        with self.begin() as tx:
            return store.lane(tx.db, _to(tx, desktop_id, way)).is_open

    def ask(self, person: UserId, desktop_id: DesktopId, taken: Taken, reason: str) -> Release:
        with self.begin() as tx:
            to = _to(tx, desktop_id, taken.way)
        wish = Wish(Source.TEXT, to, NAME, reason, desktop_id, taken.way.value)
        return self.ask_text(person, wish, taken.text)

    def take(self, person: UserId, desktop_id: DesktopId, release_id: ReleaseId) -> Taken:
        """It has crossed when this returns, whatever becomes of it then. NotFound for another's,
        and where it was not approved for this zone."""
        with self.begin() as tx:
            release = store.find(tx.db, release_id)
            if release is None or not _is_for(tx, release, person, desktop_id):
                raise NotFound
            _check_released(release)
        data = self._read(release)
        with self.begin() as tx:
            current = _check_released(store.find_locked(tx.db, release_id))
            now = self.now()
            stage = ReleaseStage.LOST if data is None else ReleaseStage.DELIVERED
            made = replace(current, stage=stage, moved_at=now, place=NAME)
            store.save(tx.db, made)
            told(tx, made)
            note(tx, now, person, "deliver", made, desktop=desktop_id)
        self.hold.remove(release_id)
        if data is None:
            raise rules.ReleaseOver(stage=ReleaseStage.LOST.value)
        return Taken(Way(release.wish.way), data.decode(errors="replace"))

    def _read(self, release: Release) -> bytes | None:
        """None where what is held is not what was approved [DX1]."""
        try:
            return b"".join(checked(self.hold.read(release.id), release.kept))
        except BytesChanged:
            return None


def _check_released(release: Release | None) -> Release:
    if release is None:
        raise NotFound
    if release.stage is not ReleaseStage.RELEASED:
        raise rules.ReleaseOver(stage=release.stage.value)
    return release


def _to(tx: Tx, desktop_id: DesktopId, way: Way) -> Zone:
    """What leaves a work desktop leaves the work zone: nobody knows where its person sits."""
    desktop = find_desktop(tx.db, desktop_id)
    if desktop is None:
        raise NotFound
    other = Zone.WORK if desktop.zone is Zone.INTERNET else Zone.INTERNET
    return desktop.zone if way is Way.IN else other


def _is_for(tx: Tx, release: Release, person: UserId, desktop_id: DesktopId) -> bool:
    is_text = release.wish.source is Source.TEXT and release.person_id == person
    return is_text and release.wish.to is _to(tx, desktop_id, Way(release.wish.way))
