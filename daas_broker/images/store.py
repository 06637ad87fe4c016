"""Versions of images and the boots of their desktops, in SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import COMING, Desktop
from daas_broker.desktops.model import Image, ImageKey, Provider
from daas_broker.desktops.store import desktops
from daas_broker.images.model import Channel, Health, Stage, Trial, Version
from kernel.db import Instant, metadata

TRIALS = TypeAdapter(Trial)
versions = Table(
    "daas_image_versions",
    metadata,
    Column("provider", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("title", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("stage_since", Instant, nullable=False),
    Column("built_at", Instant, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("share", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("trial", JSONB),
    Column("canary_since", Instant),
    Column("stable_since", Instant),
    UniqueConstraint("provider", "name", "number"),
    # New desktops are made of one version, and of one canary at most [IR1].
    Index("uq_daas_image_versions_stable", "provider", "name", unique=True,
          postgresql_where="stage = 'stable'"),
    Index("uq_daas_image_versions_canary", "provider", "name", unique=True,
          postgresql_where="stage = 'canary'"),
)  # fmt: skip
boots = Table(
    "daas_image_boots",
    metadata,
    Column("desktop_id", String, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("provider", String, nullable=False),
    Column("image", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", String, nullable=False),  # empty: its screen was drawn
    Column("seconds", Float),
    Index("ix_daas_image_boots_image", "image", "at"),
)


def register(db: Session, provider: Provider, image: Image, now: datetime) -> bool:
    """A version for an image that the host was seen to hold; False when it was known."""
    last = db.scalar(
        select(func.max(versions.c.number)).where(
            versions.c.provider == provider, versions.c.name == image.name
        )
    )
    values = {
        "provider": provider,
        "key": image.key,
        "name": image.name,
        "title": image.title,
        "number": (last or 0) + 1,
        "stage": Stage.BUILT.value,
        "stage_since": now,
        "built_at": image.built_at,
        "size_bytes": image.size_bytes,
        "released": image.released,
        "share": 0,
        "reason": "",
    }
    added = upsert(versions).values(values).on_conflict_do_nothing().returning(versions.c.key)
    return db.execute(added).one_or_none() is not None


def note_released(db: Session, provider: Provider, image: Image) -> None:
    db.execute(
        update(versions)
        .where(versions.c.provider == provider, versions.c.key == image.key)
        .values(released=image.released)
    )


def known(db: Session, provider: Provider | None = None) -> list[Version]:
    chosen = select(versions).order_by(versions.c.name, versions.c.number.desc())
    if provider is not None:
        chosen = chosen.where(versions.c.provider == provider)
    return [_version(row) for row in db.execute(chosen)]


def is_trying(db: Session, provider: Provider) -> bool:
    wanted = versions.c.provider == provider, versions.c.stage == Stage.TRYING.value
    return bool(db.scalar(select(exists().where(*wanted))))


def titles(db: Session) -> dict[str, str]:
    """What people call each image, by its name: the newest version's word."""
    ordered = select(versions.c.name, versions.c.title).order_by(versions.c.built_at)
    return {row.name: row.title for row in db.execute(ordered)}


def served(db: Session) -> dict[Provider, set[str]]:
    """Of each provider whose images were ever seen: the names of which new desktops are made."""
    is_stable = versions.c.stage == Stage.STABLE.value
    rows = db.execute(select(versions.c.provider, versions.c.name, is_stable).distinct())
    found: dict[Provider, set[str]] = {}
    for provider, name, is_served in rows:
        found.setdefault(Provider(provider), set()).update({name} if is_served else ())
    return found


def find(db: Session, key: ImageKey) -> Version | None:
    """A key names a content, and no two providers start the same."""
    row = db.execute(select(versions).where(versions.c.key == key)).first()
    return _version(row) if row else None


def move(db: Session, old: Version, new: Version) -> bool:
    """False when it no longer stands where `old` says [IR1]."""
    done = db.execute(
        update(versions)
        .where(
            versions.c.provider == old.provider,
            versions.c.key == old.key,
            versions.c.stage == old.stage.value,
            versions.c.stage_since == old.stage_since,
        )
        .values(
            stage=new.stage.value,
            stage_since=new.stage_since,
            share=new.share,
            reason=new.reason,
            trial=TRIALS.dump_python(new.trial, mode="json") if new.trial else None,
            canary_since=new.canary_since,
            stable_since=new.stable_since,
        )
        .returning(versions.c.key)
    )
    return done.one_or_none() is not None


def note_boot(db: Session, provider: Provider, desktop: Desktop, at: datetime, why: str) -> None:
    """How a generation of a desktop came up, or that it died later. A failure stays one."""
    took = (at - desktop.state_since).total_seconds() if not why else None
    row = {
        "desktop_id": desktop.id,
        "generation": desktop.generation,
        "provider": provider,
        "image": desktop.image,
        "at": at,
        "why": why,
        "seconds": took,
    }
    added = upsert(boots).values(row)
    if why:
        added = added.on_conflict_do_update(
            index_elements=["desktop_id", "generation"], set_={"why": why, "at": at}
        )
    db.execute(added.on_conflict_do_nothing() if not why else added)


def health(db: Session, version: Version, since: datetime) -> Health:
    row = db.execute(
        select(func.count(), func.count().filter(boots.c.why != ""), func.avg(boots.c.seconds))
        .where(boots.c.provider == version.provider, boots.c.image == version.key)
        .where(boots.c.at >= since)
    ).one()
    return Health(row[0], row[1], row[2])


def days(db: Session, since: datetime) -> list[tuple[ImageKey, datetime, int, int]]:
    """Boots and failures of each image on each day of Seoul, in order."""
    day = func.date_trunc("day", boots.c.at, "Asia/Seoul").label("day")
    rows = db.execute(
        select(boots.c.image, day, func.count(), func.count().filter(boots.c.why != ""))
        .where(boots.c.at >= since)
        .group_by(boots.c.image, day)
        .order_by(day)
    )
    return [(ImageKey(image), at, count, failed) for image, at, count, failed in rows]


def last_failures(db: Session, key: ImageKey, most: int) -> list[tuple[datetime, str]]:
    rows = db.execute(
        select(boots.c.at, boots.c.why)
        .where(boots.c.image == key, boots.c.why != "")
        .order_by(boots.c.at.desc())
        .limit(most)
    )
    return [(row.at, row.why) for row in rows]


def desktops_of(db: Session) -> Mapping[ImageKey, int]:
    """How many desktops run from each image, or are about to."""
    rows = db.execute(
        select(desktops.c.image, func.count())
        .where(desktops.c.gone_at.is_(None))
        .group_by(desktops.c.image)
    )
    return {ImageKey(image): count for image, count in rows}


def channels(db: Session, provider: Provider) -> dict[str, Channel]:
    """Of each name that has a stable version."""
    rows = db.execute(
        select(versions)
        .where(versions.c.provider == provider)
        .where(versions.c.stage.in_([Stage.STABLE.value, Stage.CANARY.value]))
    )
    found = [_version(row) for row in rows]
    canaries = {version.name: version for version in found if version.stage is Stage.CANARY}
    return {
        version.name: _channel(db, version, canaries.get(version.name))
        for version in found
        if version.stage is Stage.STABLE
    }


def _channel(db: Session, stable: Version, canary: Version | None) -> Channel:
    if canary is None:
        return Channel(stable.key)
    begun = func.coalesce(desktops.c.asked_at, desktops.c.state_since)
    given = db.scalar(
        select(func.count())
        .select_from(desktops)
        .where(desktops.c.image.in_([stable.key, canary.key]), begun >= canary.stage_since)
    )
    return Channel(stable.key, canary.key, canary.share, given or 0, owes=_owes(db, canary))


def _owes(db: Session, canary: Version) -> bool:
    """One of it failed, at its start or later, and no other of it was begun since [DPR8]."""
    failed = db.execute(
        select(func.count(), func.max(boots.c.at))
        .where(boots.c.provider == canary.provider, boots.c.image == canary.key)
        .where(boots.c.why != "", boots.c.at >= canary.stage_since)
    ).one()
    if failed[0] != 1:
        return False
    is_coming = desktops.c.state.in_([state.value for state in COMING])
    is_later = func.coalesce(desktops.c.asked_at, desktops.c.state_since) > failed[1]
    following = exists().where(desktops.c.image == canary.key, or_(is_coming, is_later))
    return not db.scalar(select(following))


def _version(row: Row[Any]) -> Version:
    r = row._mapping
    return Version(
        key=ImageKey(r["key"]),
        provider=Provider(r["provider"]),
        name=r["name"],
        title=r["title"],
        number=r["number"],
        stage=Stage(r["stage"]),
        stage_since=r["stage_since"],
        built_at=r["built_at"],
        size_bytes=r["size_bytes"],
        released=r["released"],
        share=r["share"],
        reason=r["reason"],
        trial=TRIALS.validate_python(r["trial"]) if r["trial"] else None,
        canary_since=r["canary_since"],
        stable_since=r["stable_since"],
    )
