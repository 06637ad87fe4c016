"""Keeps releases moving: looks into them, delivers them, ends them, and forgets their bytes."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import Antivirus, AntivirusAway
from daas_broker.desktops.machine import TAKEN, Desktop
from daas_broker.desktops.store import find as find_desktop
from daas_broker.policies import signs
from daas_broker.policies.model import NUMBERS
from daas_broker.policies.permits import korean_date
from daas_broker.releases import rules, store
from daas_broker.releases.model import OPEN, Release, ReleaseStage, Source, Verdicts
from daas_broker.releases.ports import BytesAway, Hold, Inspector
from daas_broker.releases.service import BytesChanged, checked, note, told
from daas_broker.sessions import store as sessions
from daas_broker.transfers.model import Contents, DriveFile
from daas_broker.transfers.ports import Drive, FileDoor
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Refused
from kernel.reconcile import Report
from kernel.settings import Zone

log = logging.getLogger(__name__)
SYSTEM = "-"  # nobody's act
LEFT_BEHIND = timedelta(hours=1)  # between the keeping of bytes and the row that names them


@dataclass(frozen=True)
class GuardKeeper:
    """The antivirus is shown as it was when it was asked last, every ten seconds [DX11]."""

    begin: Begin
    now: Now
    antivirus: Antivirus
    name: str = "daas_broker.antivirus"
    every: timedelta = timedelta(seconds=10)

    def run(self) -> Report:
        report, said = Report(), self._asked()
        with self.begin() as tx:
            known = store.guard(tx.db)
            made = rules.guarded(known, said, self.now())
            store.put_guard(tx.db, made)
            if replace(made, asked_at=known.asked_at) == known:
                return report
            for release in store.in_stages(tx.db, [ReleaseStage.INSPECTING]):
                told(tx, release)
            tx.announce("releases:all", "desktop.release")
        report.count(made.presence.value)
        return report

    def _asked(self) -> str | None:
        try:
            return self.antivirus.name()
        except AntivirusAway:
            return None


@dataclass(frozen=True)
class ReleaseKeeper:
    """A release moves if and only if it waits for us: to be looked into, to go, or to end."""

    begin: Begin
    now: Now
    hold: Hold
    inspector: Inspector
    antivirus: Antivirus
    door: FileDoor
    drive: Drive
    name: str = "daas_broker.releases"
    every: timedelta = timedelta(seconds=5)

    def run(self) -> Report:
        report = Report()
        with self.begin() as tx:
            going = store.in_stages(tx.db, OPEN)
        is_scanned = True
        for release in going:
            if release.stage is ReleaseStage.INSPECTING and not is_scanned:
                continue  # who hangs would hang again, and what is approved waits behind
            try:
                if word := self._move(release):
                    report.count(word)
            except Refused as error:
                is_scanned = is_scanned and not isinstance(error, AntivirusAway)
                report.errors.append(f"{release.id}: {error}")
        self._sweep(report)
        return report

    def _move(self, release: Release) -> str:
        if ended := rules.expired(release, self.now()):
            return "ended" if self._keep(ended, SYSTEM, "end", release.stage) else ""
        if release.stage is ReleaseStage.INSPECTING:
            return self._inspect(release)
        is_going = release.stage is ReleaseStage.RELEASED and release.wish.source is not Source.TEXT
        return self._deliver(release) if is_going else ""

    def _inspect(self, release: Release) -> str:
        try:
            made = self._verdicts(release)
        except (BytesChanged, BytesAway) as error:
            log.warning("release %s is not what was asked for: %s", release.id, error)
            lost = replace(release, stage=ReleaseStage.LOST, moved_at=self.now())
            return "lost" if self._keep(lost, SYSTEM, "end", release.stage) else ""
        with self.begin() as tx:
            lane = store.lane(tx.db, release.wish.to)
        moved = rules.inspected(release, lane, made)
        facts = {"findings": {key.value: n for key, n in made.findings.items()},
                 "scanner": made.scanner}  # fmt: skip
        return "inspected" if self._keep(moved, SYSTEM, "inspect", release.stage, **facts) else ""

    def _verdicts(self, release: Release) -> Verdicts:
        data = b"".join(checked(self.hold.read(release.id), release.kept))
        scan = self._scan(release, data)
        found = self.inspector.inspect(release.wish.name, data)
        if found.picture:
            self.hold.put_picture(release.id, found.picture)
        today = korean_date(self.now())
        shown = signs.find(found.text, today)
        # That there is a number an approver must know; whose it is they need not.
        hidden = signs.masked(found.text, [one for one in shown if one.sign in NUMBERS])
        named = [*shown, *signs.find(release.wish.name, today)]
        told_signs = [one.sign.value for one in named]
        found = replace(found, text=hidden)
        return rules.verdicts(release.wish, found, scan, self.now(), told_signs)

    def _scan(self, release: Release, data: bytes) -> Scan:
        """Raise AntivirusAway, and it is tried again; after a while it is what nobody scanned."""
        if release.wish.source is Source.TEXT:
            return Scan()
        try:
            return self.antivirus.scan([data])
        except AntivirusAway:
            if self.now() < release.asked_at + rules.ASKED_AGAIN:
                raise  # [DX3]
            return Scan()

    def _deliver(self, release: Release) -> str:
        """Once [DX5]: whoever moves it to DELIVERING carries it."""
        way = self._way(release)
        if way is None:
            return ""
        going = replace(release, stage=ReleaseStage.DELIVERING, moved_at=self.now())
        if not self._keep(going, SYSTEM, "", release.stage):
            return ""
        made = self._carried(going, way)
        act = "" if made.stage is ReleaseStage.RELEASED else "deliver"
        self._keep(made, SYSTEM, act, ReleaseStage.DELIVERING, place=made.place)
        return made.stage.value

    def _carried(self, going: Release, way: Callable[[Contents], str]) -> Release:
        """Not a byte goes before all of them are known to be the approved ones [DX1]."""
        file = DriveFile("", going.wish.name, going.kept.size_bytes)
        try:
            data = b"".join(checked(self.hold.read(going.id), going.kept))
            place = way(Contents(file, iter([data])))
        except (BytesChanged, BytesAway) as error:
            log.warning("release %s is not what was approved: %s", going.id, error)
            return replace(going, stage=ReleaseStage.LOST, moved_at=self.now())
        except Refused as error:  # a desktop that went, a full drive: it waits
            log.info("release %s waits: %s", going.id, error)
            return replace(going, stage=ReleaseStage.RELEASED, trouble=error.code)
        return replace(
            going, stage=ReleaseStage.DELIVERED, moved_at=self.now(), place=place, trouble=""
        )

    def _way(self, release: Release) -> Callable[[Contents], str] | None:
        """None while the person has no desktop there."""
        if release.wish.to is Zone.WORK:
            return lambda contents: self._into_drive(release.person_id, contents)
        desktop = self._desktop(release.person_id, release.wish.to)
        if desktop is None or desktop.endpoint is None:
            return None
        at = desktop.endpoint
        return lambda contents: self.door.put(at, contents)

    def _into_drive(self, person: UserId, contents: Contents) -> str:
        actor = Actor(person, SessionId("release"), Zone.WORK)
        return self.drive.save(actor, contents.file.name, contents.chunks).name

    def _desktop(self, person: UserId, zone: Zone) -> Desktop | None:
        with self.begin() as tx:
            held = [find_desktop(tx.db, one.desktop_id) for one in sessions.active(tx.db, person)]
        fit = [one for one in held if one and one.zone is zone and one.state in TAKEN]
        return fit[0] if fit else None

    def _keep(
        self, made: Release, by: str, act: str, before: ReleaseStage, **facts: object
    ) -> bool:
        """Unless somebody moved it meanwhile."""
        with self.begin() as tx:
            current = store.find_locked(tx.db, made.id)
            if current is None or current.stage is not before:
                return False
            store.save(tx.db, made)
            self._say(tx, made, by, act, facts)
        if made.stage not in OPEN:
            self.hold.remove(made.id)
        return True

    def _say(self, tx: Tx, made: Release, by: str, act: str, facts: dict[str, object]) -> None:
        told(tx, made)
        if act:
            note(tx, self.now(), by, act, made, **facts)

    def _sweep(self, report: Report) -> None:
        """Bytes of releases that are over, or that were never asked for after all [DX6]."""
        left = set(self.hold.left_since(LEFT_BEHIND))
        if not left:
            return
        with self.begin() as tx:
            wanted = store.open_ids(tx.db)
        for key in sorted(left - wanted):
            self.hold.remove(key)
            report.count("forgotten")
