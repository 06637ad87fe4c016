"""Keeps the versions of images in step with what the hosts hold, and roll-outs with their failures.

A version is *kept* if and only if the host holds its image, its trial has an end, and while it is
a canary its failures have not risen above those of the stable version.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import (
    TRIAL,
    DesktopPhase,
    DesktopSpec,
    Image,
    ImageKey,
    Pace,
    Provider,
    SeenDesktop,
)
from daas_broker.desktops.ports import (
    DesktopHost,
    HostFailure,
    ImageMaker,
    Permanent,
    ReleaseArriving,
)
from daas_broker.images import rules, store
from daas_broker.images.model import FAILURES, Health, Stage, Step, Trial, Version
from daas_broker.images.ports import Probe
from daas_broker.images.service import Images, note, since, tell
from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report
from kernel.settings import Zone

log = logging.getLogger(__name__)
TRIAL_TAKES = timedelta(seconds=30)  # beyond the slowest boot
NOBODY = "-"


@dataclass
class ImageKeeper:
    """Of one host, under the lease of that host's pool keeper (`lease`): a host obeys one broker
    at a time, and this one reads the epoch and never raises it."""

    begin: Begin
    now: Now
    provider: Provider
    host: DesktopHost
    probe: Probe
    images: Images
    lease: str
    every: timedelta = timedelta(seconds=2)
    began_at: datetime | None = None
    failed: set[str] = field(default_factory=set)  # names whose build failed since it began

    @property
    def name(self) -> str:
        return f"daas_broker.images.{self.provider}"

    def run(self) -> Report:
        report = Report()
        self.began_at = self.began_at or self.now()
        try:
            held = {image.key: image for image in self.host.images()}
            self._take_up_again(held, report)
            self._register(held, report)
            self._choose_first(held, report)
            self._try_versions(report)
            self._watch(report)
            self._release(report)
            self._tidy(report)
            self._build_missing(held, report)
        except HostFailure as error:
            report.errors.append(f"images of {self.provider}: {error}")
        return report

    def _known(self) -> list[Version]:
        with self.begin() as tx:
            return store.known(tx.db, self.provider)

    def _take_up_again(self, held: Mapping[ImageKey, Image], report: Report) -> None:
        """Before the marks of this release are noted: whoever is killed in between finds again
        what is left to do."""
        known = self._known()
        for version in rules.taken_up_again(known, held):
            for other in rules.left_behind(version.name, known, held):
                self.images.stop(NOBODY, other, reason="returned")
            self.images.make_stable(NOBODY, version, reason="returned")
            report.count("taken_up_again")

    def _register(self, held: Mapping[ImageKey, Image], report: Report) -> None:
        """Rows for what the host holds; what it holds no longer is removed."""
        known = {version.key: version for version in self._known()}
        for key, image in held.items():
            version = known.get(key)
            if version is None or version.stage is Stage.REMOVED:
                self._appear(image, version)
                report.count("registered")
            elif version.released != image.released:
                with self.begin() as tx:
                    store.note_released(tx.db, self.provider, image)
            known.pop(key, None)
        for version in known.values():
            if version.stage is not Stage.REMOVED:
                self._move(version, version.moved(Stage.REMOVED, self.now(), reason="absent"))
                report.count("vanished")

    def _appear(self, image: Image, version: Version | None) -> None:
        with self.begin() as tx:
            if version is None:
                store.register(tx.db, self.provider, image, self.now())
            else:
                store.move(tx.db, version, version.moved(Stage.BUILT, self.now()))
            tell(tx)

    def _choose_first(self, held: Mapping[ImageKey, Image], report: Report) -> None:
        """A name that has no stable version yet takes what its pools start from anyhow."""
        known = {version.key: version for version in self._known()}
        served = {v.name for v in known.values() if v.stage is Stage.STABLE}
        for name, key in rules.first_stable(list(held.values())).items():
            version = known.get(key)
            if name not in served and version is not None and version.stage is Stage.BUILT:
                self._move(version, version.moved(Stage.STABLE, self.now(), reason="first"))
                report.count("first")

    def _try_versions(self, report: Report) -> None:
        """One trial at a time; a desktop of a trial that is over is destroyed."""
        trials = rules.queue(self._known())
        seen = self.host.desktops()
        wanted = {trial.desktop for _, trial in trials}
        for desktop in seen:
            if desktop.pool == TRIAL and desktop.id not in wanted:
                self.host.destroy(desktop.id, desktop.generation, self._epoch())
        if not trials:
            return
        pace = self.host.health().pace
        first = trials[0][0]
        for version, trial in trials:
            following = rules.turn(trial, None if version is first else first, seen, pace)
            if following.step is Step.WAITING:
                self._tell_trial(version, following)
            else:
                self._try(version, following, seen, pace)
                report.count("tried")

    def _try(self, version: Version, trial: Trial, seen: Sequence[SeenDesktop], pace: Pace) -> None:
        if trial.step is Step.BEGINNING:
            trial = replace(trial, step=Step.BOOTING, began_at=self.now(), limit_seconds=pace.boot)
            version = self._tell_trial(version, trial)
        try:
            desktop = next((one for one in seen if one.id == trial.desktop), None)
            if desktop is None:
                spec = DesktopSpec(trial.desktop, 1, TRIAL, version.key, Zone.INTERNET)
                desktop = self.host.ensure(spec, self._epoch())
        except Permanent as error:
            self._end_trial(version, replace(trial, why=str(error)))
            return
        self._judge(version, trial, desktop, pace)

    def _judge(self, version: Version, trial: Trial, desktop: SeenDesktop, pace: Pace) -> None:
        took = self.now() - trial.began_at
        if desktop.phase is DesktopPhase.STOPPED:
            self._end_trial(version, replace(trial, why="stopped"))
        elif desktop.ready:
            seconds = trial.boot_seconds or took.total_seconds()
            typing = replace(trial, step=Step.TYPING, boot_seconds=seconds)
            version = self._tell_trial(version, typing)
            found = self.probe(desktop.endpoint, pace.patience)
            self._end_trial(version, replace(typing, **vars(found)))
        elif took > pace.slowest_boot + TRIAL_TAKES:
            self._end_trial(version, replace(trial, why="no_picture"))

    def _tell_trial(self, version: Version, trial: Trial) -> Version:
        """How far it is, for whoever looks; no act of anybody."""
        following = replace(version, trial=trial)
        if trial != version.trial:
            with self.begin() as tx:
                store.move(tx.db, version, following)
                tell(tx)
        return following

    def _end_trial(self, version: Version, trial: Trial) -> None:
        stage = Stage.REFUSED if trial.why else Stage.TRIED
        following = replace(version.moved(stage, self.now()), trial=trial)
        with self.begin() as tx:
            if store.move(tx.db, version, following):
                note(
                    tx, self.now(), NOBODY, "end_image_trial", following,
                    why=trial.why, typed=trial.typed, arrived=trial.arrived,
                )  # fmt: skip
        self.host.destroy(trial.desktop, 1, self._epoch())

    def _watch(self, report: Report) -> None:
        """A canary whose failures rise is stopped, and so is a young stable version [IR4]."""
        known = self._known()
        for version in known:
            if version.stage is Stage.CANARY and self._has_risen(version, known):
                self.images.stop(NOBODY, version, reason=FAILURES)
                report.count("stopped")
            elif self._may_go_back(version, known) and self._has_risen(version, known):
                self.images.go_back(NOBODY, version, reason=FAILURES)
                report.count("rolled_back")

    def _may_go_back(self, version: Version, known: list[Version]) -> bool:
        is_young = self.now() - version.stage_since < rules.WATCHED_FOR
        own = (v for v in known if v.name == version.name)
        return version.stage is Stage.STABLE and is_young and rules.former(own) is not None

    def _has_risen(self, version: Version, known: list[Version]) -> bool:
        """Beside the stable version, or beside the one before it."""
        others = [v for v in known if v.name == version.name and v.key != version.key]
        stable = [v for v in others if v.stage is Stage.STABLE]
        beside = stable[0] if stable else rules.former(others)
        with self.begin() as tx:
            own = store.health(tx.db, version, version.stage_since)
            other = store.health(tx.db, beside, since(beside, self.now())) if beside else Health()
        return rules.has_risen(own, other)

    def _release(self, report: Report) -> None:
        """What a new release of ours describes is tried, and then everybody's: its programs and
        the gateway's were made for each other."""
        for version in self._known():
            if not version.released:
                continue
            if version.stage is Stage.BUILT and version.trial is None:
                self.images.begin_trial(NOBODY, version)
                report.count("trial")
            elif version.stage is Stage.TRIED:
                self.images.make_stable(NOBODY, version, reason="release")
                report.count("released")

    def _tidy(self, report: Report) -> None:
        """The last few of a name are kept, and what any desktop runs from [IR5]."""
        if not isinstance(self.host, ImageMaker):
            return
        with self.begin() as tx:
            held = frozenset(store.desktops_of(tx.db))
        for version in rules.superfluous(self._known(), held, self.now()):
            self.images.remove_from(
                self.host, NOBODY, version, reason=rules.why_superfluous(version)
            )
            report.count("removed")

    def _build_missing(self, held: Mapping[ImageKey, Image], report: Report) -> None:
        """Of each description one image of this release, made when nothing else is: `./onmaru up`
        waits for the first only [IR9]. What failed is left to an administrator, until this process
        begins anew: it may have been another release's. Where one of another release serves
        meanwhile, a start is settled first."""
        if not isinstance(self.host, ImageMaker) or not held:
            return
        last = self.host.build()
        if last is not None and last.error and self.began_at and last.started_at >= self.began_at:
            self.failed.add(last.name)
        missing = rules.unbuilt(self.host.recipes(), held.values(), self._known())
        served = {image.name for image in held.values()} if self._is_settling() else set()
        left = [name for name in missing if name not in self.failed | served]
        if left and (last is None or not last.running):
            with suppress(ReleaseArriving):  # it builds when it has come
                self.host.build_image(left[0], released=True)
                report.count("building")

    def _is_settling(self) -> bool:
        return self.began_at is None or self.now() - self.began_at < rules.SETTLING

    def _move(self, old: Version, new: Version) -> None:
        with self.begin() as tx:
            if store.move(tx.db, old, new):
                note(tx, self.now(), NOBODY, f"image_{new.stage.value}", new)

    def _epoch(self) -> int:
        with self.begin() as tx:
            return desktops.epoch(tx.db, self.lease)
