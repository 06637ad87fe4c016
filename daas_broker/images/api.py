"""Images, their versions and roll-outs over HTTP, for IT administrators."""

from datetime import datetime, timedelta
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import PODMAN, Build, ImageKey, Package, Provider
from daas_broker.images import rules
from daas_broker.images.model import Basis, Health, Stage, Step, Trial, Version
from daas_broker.images.service import Family, Images, Standing
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop images", description="What a desktop may boot")
Key = Annotated[str, Field(max_length=64)]


class HealthBody(BaseModel):
    """`seconds` of a boot, on average."""

    boots: int
    failures: int
    seconds: float | None


class DayBody(BaseModel):
    day: datetime
    boots: int
    failures: int


class FailureBody(BaseModel):
    at: datetime
    why: str


class TrialBody(BaseModel):
    """`began_at` is when it came to its `step`. While it waits, `behind` is the key of the version
    whose trial is before it, or `booting` desktops are started just now."""

    began_at: datetime
    step: Step
    behind: str | None
    booting: int
    limit_seconds: float | None
    boot_seconds: float | None
    picture_bytes: int | None
    typed: int
    arrived: int
    text_seconds: float | None
    why: str

    @staticmethod
    def of(trial: Trial) -> "TrialBody":
        return TrialBody(**{k: v for k, v in vars(trial).items() if k != "desktop"})


class TakenBackVersion(BaseModel):
    """A version whose failures rose; `was_stable` unless it was a canary."""

    key: str
    title: str
    number: int
    at: datetime
    was_stable: bool
    boots: int
    failures: int

    @staticmethod
    def of(version: Version, health: Health) -> "TakenBackVersion":
        return TakenBackVersion(
            key=version.key,
            title=version.title,
            number=version.number,
            at=version.stage_since,
            was_stable=version.stable_since is not None,
            boots=health.boots,
            failures=health.failures,
        )


class TakenBackBody(BaseModel):
    versions: list[TakenBackVersion]


class ImageVersionBody(BaseModel):
    """`share` is that of new desktops in per cent, while it is a canary; `canary_since` stays when
    it becomes everybody's, and is null where it never was one. `stable_since` likewise. `released`
    with `changed`: the release's, and an earlier release's recipe had been changed here."""

    key: str
    number: int
    stage: Stage
    stage_since: datetime
    built_at: datetime
    size_bytes: int
    released: bool
    changed: bool
    basis: Basis
    share: int
    reason: str
    trial: TrialBody | None
    canary_since: datetime | None
    stable_since: datetime | None
    health: HealthBody
    desktops: int
    days: list[DayBody]
    failures: list[FailureBody]

    @staticmethod
    def of(standing: Standing) -> "ImageVersionBody":
        version = standing.version
        kept = {
            name: getattr(version, name)
            for name in ("key", "number", "stage", "stage_since", "built_at", "size_bytes",
                         "released", "share", "reason", "canary_since", "stable_since")
        }  # fmt: skip
        return ImageVersionBody(
            **kept,
            changed=standing.is_changed,
            basis=standing.basis,
            trial=TrialBody.of(version.trial) if version.trial else None,
            health=HealthBody(**vars(standing.health)),
            desktops=standing.desktops,
            days=[DayBody(day=d, boots=n, failures=f) for d, n, f in standing.days],
            failures=[FailureBody(at=at, why=why) for at, why in standing.failures],
        )


class ImageBody(BaseModel):
    """`goes_back_to` is the number of the version that becomes everybody's at a roll-back.
    `builds_itself`: none is of the running release, and one is made without anybody's doing."""

    name: str
    title: str
    provider: str
    may_be_built: bool
    goes_back_to: int | None
    builds_itself: bool
    versions: list[ImageVersionBody]

    @staticmethod
    def of(family: Family) -> "ImageBody":
        return ImageBody(
            name=family.name,
            title=family.title,
            provider=family.provider,
            may_be_built=family.may_be_built,
            goes_back_to=family.goes_back_to,
            builds_itself=family.builds_itself,
            versions=[ImageVersionBody.of(standing) for standing in family.versions],
        )


class BuildBody(BaseModel):
    """`key` is set once there is an image; one that was there before means that nothing changed."""

    provider: str
    name: str
    started_at: datetime
    running: bool
    step: int
    steps: int
    doing: str
    log: list[str]
    key: str | None
    error: str

    @staticmethod
    def of(provider: Provider, build: Build) -> "BuildBody":
        return BuildBody(**{**vars(build), "log": list(build.log)}, provider=provider)


class ImagesBody(BaseModel):
    """`enough_boots` without a rise of failures make a canary ready for everybody. What builds
    itself does so `settling_minutes` after a start, where another release's serves meanwhile."""

    images: list[ImageBody]
    builds: list[BuildBody]
    enough_boots: int = rules.ENOUGH_BOOTS
    settling_minutes: int = rules.SETTLING // timedelta(minutes=1)


class PackageBody(BaseModel):
    """`licences` are short names; none where only people can read them."""

    name: str
    version: str
    source: str
    licences: list[str]

    @staticmethod
    def of(package: Package) -> "PackageBody":
        return PackageBody(
            name=package.name,
            version=package.version,
            source=package.source,
            licences=list(package.licences),
        )


class PackagesBody(BaseModel):
    packages: list[PackageBody]


class BuildWish(BaseModel):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    provider: str = PODMAN


class CanaryWish(BaseModel):
    share: Annotated[int, Field(ge=1, le=50)] = rules.FIRST_SHARE


class TakingBack(BaseModel):
    """Why, for who looks later: beside the version and in the audit chain."""

    reason: Annotated[str, Field(max_length=200)] = ""


class VersionPath(BaseModel):
    key: Key


def blueprint(images: Images) -> APIBlueprint:
    bp = APIBlueprint("daas_images", __name__, url_prefix="/api/admin/images", abp_tags=[TAG])

    @bp.get("", summary="Images with their versions", responses={200: ImagesBody})
    def list_images() -> Reply:
        seen = images.list_images(current_actor())
        builds = [BuildBody.of(*built) for built in seen.builds.items()]
        return reply(ImagesBody(images=[ImageBody.of(f) for f in seen.families], builds=builds))

    @bp.get(
        "/taken-back",
        summary="What was taken back by itself lately",
        responses={200: TakenBackBody},
    )
    def list_taken_back() -> Reply:
        found = images.taken_back(current_actor())
        return reply(TakenBackBody(versions=[TakenBackVersion.of(*one) for one in found]))

    @bp.post("/builds", summary="Build an image anew", responses={200: BuildBody})
    def build_image(body: BuildWish) -> Reply:
        provider = Provider(body.provider)
        return reply(
            BuildBody.of(provider, images.build_image(current_actor(), provider, body.name))
        )

    _versions(bp, images)
    return bp


def _versions(bp: APIBlueprint, images: Images) -> None:
    @bp.get("/<key>/packages", summary="What it is made of", responses={200: PackagesBody})
    def list_packages(path: VersionPath) -> Reply:
        found = images.list_packages(current_actor(), ImageKey(path.key))
        return reply(PackagesBody(packages=[PackageBody.of(package) for package in found]))

    @bp.post("/<key>/trial", summary="Boot one desktop of it and type", responses={204: None})
    def try_image(path: VersionPath) -> Reply:
        images.try_image(current_actor(), ImageKey(path.key))
        return no_content()

    @bp.post("/<key>/canary", summary="Give it to a share of new desktops", responses={204: None})
    def start_canary(path: VersionPath, body: CanaryWish) -> Reply:
        images.start_canary(current_actor(), ImageKey(path.key), body.share)
        return no_content()

    @bp.post("/<key>/promotion", summary="Give it to all new desktops", responses={204: None})
    def promote(path: VersionPath) -> Reply:
        images.promote(current_actor(), ImageKey(path.key))
        return no_content()

    @bp.post("/<key>/stop", summary="Take a canary back", responses={204: None})
    def stop(path: VersionPath, body: TakingBack) -> Reply:
        images.stop_canary(current_actor(), ImageKey(path.key), body.reason.strip())
        return no_content()

    @bp.post("/<key>/rollback", summary="Go back to the version before it", responses={204: None})
    def roll_back(path: VersionPath, body: TakingBack) -> Reply:
        images.roll_back(current_actor(), ImageKey(path.key), body.reason.strip())
        return no_content()

    @bp.delete("/<key>", summary="Remove it from the host", responses={204: None})
    def remove(path: VersionPath) -> Reply:
        images.remove(current_actor(), ImageKey(path.key))
        return no_content()
