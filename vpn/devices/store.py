"""Devices, their keys and their addresses in SQL. What must never be twice is a constraint."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    false,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import INET, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.devices.model import (
    LIVING,
    Device,
    DeviceId,
    Held,
    NewKey,
    NextKey,
    Owner,
    Platform,
    State,
    Trust,
)
from vpn.networks.model import Plan
from vpn.networks.rules import NoAddressLeft

RESTS = timedelta(days=30)  # what an old log says of an address is not said of a new device

devices = Table(
    "vpn_devices",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("state", String, nullable=False),
    Column("trust", String, nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String),
    Column("ended_at", Instant),
    Column("refusal", String, nullable=False, server_default=""),
    CheckConstraint(
        "state IN ('waiting', 'active', 'refused', 'removed', 'lost')", name="state_is_known"
    ),
    CheckConstraint(
        "(ended_at IS NULL) = (state IN ('waiting', 'active'))", name="ended_once_it_is_over"
    ),
)
keys = Table(
    "vpn_keys",
    metadata,
    # Of a key only this half: there is no column for the other one [VP1]. A key is one device's
    # for ever [VP3].
    Column("public_key", LargeBinary, primary_key=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("retired_at", Instant),
    # Known, and not heard from yet: the one before it is good until then [VP12].
    Column("is_next", Boolean, nullable=False, server_default=false()),
    Column("shared", LargeBinary),  # sealed [VP13]
    CheckConstraint("octet_length(public_key) = 32", name="key_is_whole"),
    Index(
        "uq_vpn_keys_of_device",
        "device_id",
        unique=True,
        postgresql_where=text("retired_at IS NULL AND NOT is_next"),
    ),
    Index(
        "uq_vpn_keys_next_of_device",
        "device_id",
        unique=True,
        postgresql_where=text("retired_at IS NULL AND is_next"),
    ),
)
leases = Table(
    "vpn_leases",
    metadata,
    Column("device_id", String, ForeignKey("vpn_devices.id"), primary_key=True),
    Column("address", INET, nullable=False),
    # From when it is given until it may be given again; without an end while its device lives.
    Column("held", TSTZRANGE, nullable=False),
    ExcludeConstraint(
        ("address", "="),
        ("held", "&&"),
        name="ex_vpn_leases_one_holder",  # [VP4]
        using="gist",
        ops={"address": "inet_ops"},
    ),
)

FIRST_FREE = text("""
    WITH taken AS (SELECT address FROM vpn_leases WHERE held && :held)
    SELECT host(one) FROM (
        SELECT CAST(:first AS inet) UNION ALL SELECT address + 1 FROM taken
    ) AS next (one)
    WHERE one BETWEEN CAST(:first AS inet) AND CAST(:last AS inet)
    AND NOT EXISTS (SELECT FROM taken WHERE address = one)
    ORDER BY one LIMIT 1
""").bindparams(bindparam("held", type_=TSTZRANGE))


def add(db: Session, device: Device) -> None:
    db.execute(insert(devices).values(**asdict(device)))


def change(db: Session, device: Device) -> None:
    values = {name: value for name, value in asdict(device).items() if name != "id"}
    db.execute(update(devices).where(devices.c.id == device.id).values(**values))


def find_locked(db: Session, device_id: DeviceId) -> Device | None:
    asked = select(devices).where(devices.c.id == device_id).with_for_update()
    row = db.execute(asked).one_or_none()
    return _device(row) if row else None


def of_person(db: Session, person_id: UserId) -> list[Device]:
    """Also those that have ended, the newest first."""
    asked = select(devices).where(devices.c.person_id == person_id)
    return [_device(row) for row in db.execute(asked.order_by(devices.c.enrolled_at.desc()))]


def every(db: Session) -> list[Device]:
    rows = db.execute(select(devices).order_by(devices.c.enrolled_at.desc()))
    return [_device(row) for row in rows]


def held(db: Session) -> list[Held]:
    """Every living device with its key and address."""
    return [_held(row) for row in db.execute(_holdings())]


def held_by(db: Session, device_id: DeviceId) -> Held | None:
    row = db.execute(_holdings().where(devices.c.id == device_id)).one_or_none()
    return _held(row) if row else None


def held_at(db: Session, address: IPv4Address) -> Held | None:
    """The device that an address inside the tunnel belongs to."""
    row = db.execute(_holdings().where(leases.c.address == str(address))).one_or_none()
    return _held(row) if row else None


def welcome(db: Session, now: datetime) -> list[Held]:
    """Those that the gateway lets in: approved, in time, and of somebody who works here [VP5]."""
    return [_held(row) for row in db.execute(_welcome(now))]


def is_welcome(db: Session, device_id: DeviceId, now: datetime) -> bool:
    """Whether it is one of those."""
    return db.execute(_welcome(now).where(devices.c.id == device_id)).first() is not None


def why_gone(db: Session, public_keys: set[bytes]) -> dict[bytes, str]:
    """Why those are not let in: `ended` by somebody's act, `left`, `expired`. What is in no row is
    not here; what is let in would be `expired`, and nobody asks about it."""
    gone = (
        select(keys.c.public_key, keys.c.retired_at, people.c.is_active)
        .join(devices, devices.c.id == keys.c.device_id)
        .join(people, people.c.id == devices.c.person_id)
        .where(keys.c.public_key.in_(public_keys))
    )
    return {
        row.public_key: "ended" if row.retired_at else "expired" if row.is_active else "left"
        for row in (db.execute(gone) if public_keys else ())
    }


def give_key(db: Session, device_id: DeviceId, brought: NewKey, now: datetime) -> bool:
    """Instead of the one before. False where this key was ever known [VP3]."""
    retire_key(db, device_id, now)
    fresh = upsert(keys).values(**vars(brought), device_id=device_id, made_at=now)
    done = db.execute(fresh.on_conflict_do_nothing().returning(keys.c.device_id))
    return done.one_or_none() is not None


def give_next_key(db: Session, device_id: DeviceId, brought: NewKey, now: datetime) -> bool:
    """Beside the present one, in the place of one that was never heard. False where this key was
    ever known [VP3]."""
    unheard = _living_keys(device_id) & keys.c.is_next
    db.execute(update(keys).where(unheard).values(retired_at=now))
    fresh = upsert(keys).values(**vars(brought), device_id=device_id, made_at=now, is_next=True)
    done = db.execute(fresh.on_conflict_do_nothing().returning(keys.c.device_id))
    return done.one_or_none() is not None


def find_key(db: Session, device_id: DeviceId, public_key: bytes) -> NewKey | None:
    """If it is this device's, present or next."""
    asked = _living_keys(device_id) & (keys.c.public_key == public_key)
    row = db.execute(select(keys.c.public_key, keys.c.shared).where(asked)).one_or_none()
    return NewKey(row.public_key, row.shared) if row else None


def next_keys(db: Session, now: datetime) -> dict[bytes, NextKey]:
    """Of devices that are welcome, the keys that wait to be heard."""
    welcome_ids = _welcome(now).with_only_columns(devices.c.id)
    waiting = keys.c.retired_at.is_(None) & keys.c.is_next & keys.c.device_id.in_(welcome_ids)
    asked = select(keys.c.public_key, keys.c.device_id, keys.c.shared).where(waiting)
    return {
        row.public_key: NextKey(DeviceId(row.device_id), row.shared) for row in db.execute(asked)
    }


def take_next_key(db: Session, device_id: DeviceId, public_key: bytes, now: datetime) -> bool:
    """It was heard: the one before is over [VP12]. False where it is no next key any more."""
    waiting = _living_keys(device_id) & keys.c.is_next & (keys.c.public_key == public_key)
    if db.execute(select(keys.c.device_id).where(waiting).with_for_update()).first() is None:
        return False
    before = _living_keys(device_id) & ~keys.c.is_next
    db.execute(update(keys).where(before).values(retired_at=now))
    db.execute(update(keys).where(waiting).values(is_next=False))
    return True


def _living_keys(device_id: DeviceId) -> ColumnElement[bool]:
    return (keys.c.device_id == device_id) & keys.c.retired_at.is_(None)


def retire_key(db: Session, device_id: DeviceId, now: datetime) -> None:
    db.execute(update(keys).where(_living_keys(device_id)).values(retired_at=now))


def give_address(db: Session, device_id: DeviceId, plan: Plan, now: datetime) -> IPv4Address:
    """The first free one. Of many that ask at once the database lets one have it [VP4].

    What is held later only is taken as well: a clock that was put back must not ask for ever.
    """
    while (address := _first_free(db, plan, now)) is not None:
        fresh = upsert(leases).values(device_id=device_id, address=address, held=Range(now, None))
        done = db.execute(fresh.on_conflict_do_nothing().returning(leases.c.device_id))
        if done.one_or_none() is not None:
            return IPv4Address(address)
    raise NoAddressLeft


def _first_free(db: Session, plan: Plan, now: datetime) -> str | None:
    """Either the plan's first, or the one after an address that is taken."""
    first, last = plan.gateway + 1, plan.network.broadcast_address - 1
    bounds = {"first": str(first), "last": str(last), "held": Range(now, None)}
    found: str | None = db.scalar(FIRST_FREE, bounds)
    return found


def release_address(db: Session, device_id: DeviceId, now: datetime) -> None:
    given = text("tstzrange(lower(held), :until)").bindparams(until=now + RESTS)
    open_ = (leases.c.device_id == device_id) & text("upper_inf(held)")
    db.execute(update(leases).where(open_).values(held=given))


def _holdings() -> Any:
    return (
        select(devices, keys.c.public_key, keys.c.made_at, keys.c.shared, leases.c.address)
        .join(people, people.c.id == devices.c.person_id)
        .join(
            keys,
            (keys.c.device_id == devices.c.id) & keys.c.retired_at.is_(None) & ~keys.c.is_next,
        )
        .join(leases, leases.c.device_id == devices.c.id)
        .where(devices.c.state.in_([state.value for state in LIVING]))
    )


def _welcome(now: datetime) -> Any:
    return _holdings().where(
        devices.c.state == State.ACTIVE.value, devices.c.valid_until > now, people.c.is_active
    )


def _held(row: Row[Any]) -> Held:
    address = IPv4Address(str(row.address))
    return Held(_device(row), row.public_key, address, row.made_at, row.shared)


def _device(row: Row[Any]) -> Device:
    plain: Sequence[str] = (
        "name", "enrolled_at", "valid_until", "decided_at", "ended_at", "refusal",
    )  # fmt: skip
    return Device(
        id=DeviceId(row.id),
        person_id=UserId(row.person_id),
        platform=Platform(row.platform),
        owner=Owner(row.owner),
        state=State(row.state),
        trust=Trust(row.trust),
        decided_by=UserId(row.decided_by) if row.decided_by else None,
        **{key: row._mapping[key] for key in plain},
    )
