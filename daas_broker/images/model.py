"""Versions of an image: each build is one, and each stands somewhere between built and removed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import ceil

from daas_broker.desktops.model import DesktopId, ImageKey, Provider


class Stage(StrEnum):
    BUILT = "built"  # the host holds it and nobody has tried it
    TRYING = "trying"  # a desktop of it is booted, looked at and typed into
    REFUSED = "refused"  # it failed its trial
    TRIED = "tried"
    CANARY = "canary"  # a share of new desktops
    STABLE = "stable"  # all others
    FORMER = "former"  # was stable until another one became it
    STOPPED = "stopped"  # was rolled out and taken back, by hand or because failures rose
    REMOVED = "removed"


NEXT: dict[Stage, frozenset[Stage]] = {
    # At once stable is what nobody could compare with anything: a host's first image.
    Stage.BUILT: frozenset({Stage.TRYING, Stage.STABLE, Stage.REMOVED}),
    Stage.TRYING: frozenset({Stage.TRIED, Stage.REFUSED, Stage.REMOVED}),
    Stage.REFUSED: frozenset({Stage.TRYING, Stage.REMOVED}),
    Stage.TRIED: frozenset({Stage.TRYING, Stage.CANARY, Stage.STABLE, Stage.REMOVED}),
    Stage.CANARY: frozenset({Stage.STABLE, Stage.STOPPED, Stage.REMOVED}),
    Stage.STABLE: frozenset({Stage.FORMER, Stage.STOPPED, Stage.REMOVED}),
    Stage.FORMER: frozenset({Stage.TRYING, Stage.STABLE, Stage.REMOVED}),
    Stage.STOPPED: frozenset({Stage.TRYING, Stage.REMOVED}),
    # A host that was away, or another disk, may show it again.
    Stage.REMOVED: frozenset({Stage.BUILT}),
}
# Why a version was removed by the keeper. By a person: no reason.
OLD, OLD_UNFIT = "old", "old_unfit"
FAILURES = "failures"  # why the keeper took it back
IN_USE = frozenset({Stage.CANARY, Stage.STABLE})  # new desktops may be made of it
MAY_BE_TRIED = frozenset(stage for stage, following in NEXT.items() if Stage.TRYING in following)


class Step(StrEnum):
    """How far a trial is."""

    WAITING = "waiting"  # for its turn
    BEGINNING = "beginning"  # its turn has come
    BOOTING = "booting"
    TYPING = "typing"  # somebody looks at it and types


@dataclass(frozen=True)
class Trial:
    """What a real desktop of the version did before anybody was given one. `why` is empty where
    all went well; times are seconds, sizes bytes. `began_at` is when it came to its `step`,
    waiting or not; once it is over, when the desktop was started."""

    desktop: DesktopId
    began_at: datetime
    step: Step = Step.BEGINNING
    behind: ImageKey | None = None  # the version whose trial is before it
    booting: int = 0  # desktops that start just now, and that it waits for
    limit_seconds: float | None = None  # to its picture
    boot_seconds: float | None = None
    picture_bytes: int | None = None
    typed: int = 0  # syllables sent through the input method
    arrived: int = 0  # of them, read back from a program, exact and in order
    text_seconds: float | None = None
    why: str = ""


class Basis(StrEnum):
    """What a version was made from, beside what its next build would be made from."""

    NEXT = "next"  # the same
    CHANGED = "changed"  # this release's description, before it was changed here
    OTHER_RELEASE = "other_release"
    UNKNOWN = "unknown"  # no host tells


@dataclass(frozen=True)
class Version:
    """`number` counts the builds of a name. `share` is that of new desktops, in per cent, while
    it is a canary; `reason` says why it was stopped: a keeper's word, or what
    the administrator wrote. `canary_since` says when a share of new desktops was first made of it;
    None where that never was, or before it was tried anew. `stable_since` is the same of when it
    last became everybody's."""

    key: ImageKey
    provider: Provider
    name: str
    title: str
    number: int
    stage: Stage
    stage_since: datetime
    built_at: datetime
    size_bytes: int
    released: bool = False
    share: int = 0
    reason: str = ""
    trial: Trial | None = None
    canary_since: datetime | None = None
    stable_since: datetime | None = None

    def moved(self, stage: Stage, now: datetime, *, share: int = 0, reason: str = "") -> "Version":
        """The same version in its next stage; a bug where no arrow leads there [IR1]."""
        if stage not in NEXT[self.stage]:
            raise AssertionError(f"{self.stage} → {stage}")
        anew = stage in {Stage.TRYING, Stage.BUILT}
        was = replace(self, canary_since=None, stable_since=None) if anew else self
        if stage is Stage.BUILT and self.reason == OLD:
            was = replace(was, trial=None)  # only room was made: it is new again
        made = replace(was, stage=stage, stage_since=now, share=share, reason=reason)
        if stage is Stage.CANARY:
            return replace(made, canary_since=now)
        return replace(made, stable_since=now) if stage is Stage.STABLE else made


@dataclass(frozen=True)
class Health:
    """Desktops of a version that came to their picture or not, or died while they were held."""

    boots: int = 0
    failures: int = 0
    seconds: float | None = None  # of a boot, on average

    @property
    def rate(self) -> float:
        return self.failures / self.boots if self.boots else 0.0


@dataclass(frozen=True)
class Channel:
    """What new desktops of a name are made of. `given` counts those made since the canary began;
    the canary `owes` a second try where one of it failed and nobody has made another since."""

    stable: ImageKey
    canary: ImageKey | None = None
    share: int = 0
    given: int = 0
    owes: bool = False

    def pick(self, ahead: int = 0) -> ImageKey:
        """For the next desktop but `ahead`. The first one is the canary's, so that its failures
        show at once, and then as many as its share [IR3]. One that died in somebody's hands is
        followed by another at once as well [DPR8]."""
        if self.canary is None or self.share <= 0:
            return self.stable
        if self.owes and ahead == 0:
            return self.canary
        nth = self.given + ahead
        mine = ceil((nth + 1) * self.share / 100) > ceil(nth * self.share / 100)
        return self.canary if mine else self.stable

    def again(self, image: ImageKey, failures: int) -> ImageKey:
        """After a failure: the canary once more, to tell a bad image from bad luck; then stable,
        so that a pool is short of a desktop for a moment only."""
        is_canary = image == self.canary and self.share > 0
        return image if is_canary and failures <= 1 else self.stable

    def owes_a_try(self, image: ImageKey, failures: int) -> bool:
        """The canary's second try is made even where the pool could do without: one failure in
        a small pool would tell nothing for the next twenty desktops [DPR8]."""
        return failures == 1 and image == self.canary and self.share > 0

    def holds(self, image: ImageKey) -> bool:
        """Whether a desktop that is made of it may stay warm."""
        return image in {self.stable, self.canary}
