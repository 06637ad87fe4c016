"""What may be done with a version, and when failures end a roll-out. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import comb

from daas_broker.desktops.model import (
    TRIAL,
    DesktopPhase,
    Image,
    ImageKey,
    Pace,
    Recipe,
    SeenDesktop,
)
from daas_broker.images.model import (
    FAILURES,
    IN_USE,
    MAY_BE_TRIED,
    NEXT,
    OLD,
    OLD_UNFIT,
    Basis,
    Health,
    Stage,
    Step,
    Trial,
    Version,
)
from kernel.errors import Conflict, Invalid

FIRST_SHARE = 5  # per cent of new desktops
LEAST_FAILURES = 2  # one may be bad luck
DOUBT = 0.01  # how likely so many failures may be by chance before they count as the image's
EXPECTED_RATE = 0.02  # of failures, where the stable version has shown too little to compare
ENOUGH_BOOTS = 20  # without a rise: the canary may become everybody's
WATCHED_FOR = timedelta(hours=24)  # after it became stable, with the former one to go back to
# A build takes minutes of processor, of which those who come after a start have more need.
SETTLING = timedelta(minutes=20)
TOLD_FOR = timedelta(days=3)  # that it was taken back by itself [IR10]
KEPT = 3  # of a name, beside those in use


class StageForbids(Conflict):
    """The version stands where this act makes no sense; `stage` says where."""

    code = "image_stage_forbids"


class NothingToGoBackTo(Conflict):
    code = "image_no_former"


class ShareImpossible(Invalid):
    code = "image_share_impossible"


class ImageInUse(Conflict):
    """Desktops of it exist, or it is rolled out."""

    code = "image_in_use"


def has_risen(canary: Health, stable: Health) -> bool:
    """Whether the canary fails more than the stable version does, beyond chance [IR4].

    A one-sided binomial test: were the canary as good as the stable version, so many failures or
    more would come with a probability below `DOUBT`. A host in trouble fails both and ends none.
    """
    if canary.failures < LEAST_FAILURES:
        return False
    rate = max(EXPECTED_RATE, stable.rate)
    return canary.rate > rate and tail(canary.boots, canary.failures, rate) < DOUBT


def tail(boots: int, failures: int, rate: float) -> float:
    """The probability of at least so many failures."""
    below = sum(comb(boots, k) * rate**k * (1 - rate) ** (boots - k) for k in range(failures))
    return max(0.0, 1 - below)


def is_news(version: Version, now: datetime) -> bool:
    """It was taken back by itself, not long ago, and nobody has done anything with it since."""
    is_ours = version.stage is Stage.STOPPED and version.reason == FAILURES
    return is_ours and now - version.stage_since < TOLD_FOR


def check_trial(version: Version) -> None:
    if version.stage not in MAY_BE_TRIED:
        raise StageForbids(stage=version.stage.value)


def queue(versions: Iterable[Version]) -> list[tuple[Version, Trial]]:
    """Trials in their order: the one that has begun, then who asked first [DVM10]."""
    trying = [(v, v.trial) for v in versions if v.stage is Stage.TRYING and v.trial]
    has_begun = {Step.BOOTING, Step.TYPING}
    return sorted(trying, key=lambda o: (o[1].step not in has_begun, o[1].began_at, o[0].key))


def turn(trial: Trial, before: Version | None, seen: Iterable[SeenDesktop], pace: Pace) -> Trial:
    """Whether it waits, and for what: for the trial before it, or for those that start [DVM10]."""
    if trial.step in {Step.BOOTING, Step.TYPING}:
        return trial
    if before is not None:
        return replace(trial, step=Step.WAITING, behind=before.key, booting=0)
    starting = sum(one.phase is DesktopPhase.STARTING and one.pool != TRIAL for one in seen)
    if 0 < pace.at_once <= starting:
        return replace(trial, step=Step.WAITING, behind=None, booting=starting)
    return replace(trial, step=Step.BEGINNING, behind=None, booting=0)


def check_canary(version: Version, share: int) -> None:
    """Only what passed its trial reaches people [IR2]."""
    if not 1 <= share <= 50:  # noqa: PLR2004 - half of all is no canary any more
        raise ShareImpossible(share=share)
    if Stage.CANARY not in NEXT[version.stage] and version.stage is not Stage.CANARY:
        raise StageForbids(stage=version.stage.value)


def check_promotion(version: Version) -> None:
    if version.stage not in {Stage.TRIED, Stage.CANARY, Stage.FORMER}:  # [IR2]
        raise StageForbids(stage=version.stage.value)


def check_removal(version: Version, desktops: int) -> None:
    """What a desktop runs from stays, and so does what new ones are made of [IR5]."""
    if version.stage in IN_USE or desktops:
        raise ImageInUse(stage=version.stage.value, desktops=desktops)
    if Stage.REMOVED not in NEXT[version.stage]:
        raise StageForbids(stage=version.stage.value)


def former(versions: Iterable[Version]) -> Version | None:
    """What to go back to: the one that was everybody's last."""
    stood = [version for version in versions if version.stage is Stage.FORMER]
    return max(stood, key=lambda version: version.stage_since, default=None)


def taken_up_again(known: Iterable[Version], held: Mapping[ImageKey, Image]) -> Sequence[Version]:
    """Where the running release has been here before: of each name the version that was last
    everybody's under it, unless what is everybody's now is of this release anyhow [IR8]. `known`
    still says what the release before it had marked."""
    seen = [version for version in known if version.key in held]
    back = {v.name for v in seen if held[v.key].released and not v.released}
    own = [version for version in seen if held[version.key].of_release]
    served = {version.name for version in own if version.stage is Stage.STABLE}
    chosen = (former(v for v in own if v.name == name) for name in sorted(back - served))
    return [_preferred(version, seen) for version in chosen if version]


def _preferred(version: Version, known: Iterable[Version]) -> Version:
    """The earlier build that somebody made everybody's in its place while its own release ran."""
    earlier = (
        other
        for other in known
        if (other.name, other.stage) == (version.name, Stage.FORMER)
        and other.stable_since == version.stage_since
        and other.number < version.number
    )
    return next(earlier, version)


def left_behind(
    name: str, known: Iterable[Version], held: Mapping[ImageKey, Image]
) -> list[Version]:
    """Canaries of the release that went, whose programs this gateway was not made for [IR8]."""
    own = {key for key, image in held.items() if image.of_release}
    return [v for v in known if (v.name, v.stage) == (name, Stage.CANARY) and v.key not in own]


def basis(image: Image | None, recipe: Recipe | None) -> Basis:
    if image is None or recipe is None:
        return Basis.UNKNOWN
    if image.definition == recipe.digest:
        return Basis.NEXT
    return Basis.CHANGED if image.of_release else Basis.OTHER_RELEASE


def unbuilt(
    recipes: Iterable[Recipe], held: Iterable[Image], known: Iterable[Version]
) -> list[str]:
    """Names of which no image is of this release, and whose last one nobody took away."""
    there = {image.name for image in held if image.of_release}
    last = {version.name: version for version in sorted(known, key=lambda v: v.number)}
    declined = {
        name for name, v in last.items() if v.stage is Stage.REMOVED and v.reason in {"", OLD_UNFIT}
    }
    return [recipe.name for recipe in recipes if recipe.name not in there | declined]


def why_superfluous(version: Version) -> str:
    """What failed once is not tried by itself when it is seen again."""
    return OLD_UNFIT if version.stage in {Stage.STOPPED, Stage.REFUSED} else OLD


def first_stable(images: Sequence[Image]) -> Mapping[str, ImageKey]:
    """Of each name, before an administrator chose: what this release describes, else the last."""
    ordered = sorted(images, key=lambda image: (image.released, image.built_at, image.key))
    return {image.name: image.key for image in ordered}


def superfluous(
    versions: Sequence[Version], held: frozenset[ImageKey], now: datetime
) -> Iterator[Version]:
    """What nobody needs any more: beyond the last `KEPT` of a name, in no use and an hour old
    at least [IR5]."""
    idle = [
        version
        for version in versions
        if version.stage not in IN_USE | {Stage.TRYING, Stage.REMOVED}
        and version.key not in held
        and not version.released
    ]
    for name in sorted({version.name for version in idle}):
        ordered = sorted(
            (version for version in idle if version.name == name), key=lambda v: v.built_at
        )
        old = ordered[: max(0, len(ordered) - KEPT)]
        yield from (version for version in old if now - version.stage_since > timedelta(hours=1))
