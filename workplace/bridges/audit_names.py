"""What the things are called that the audit is about, asked of all domains at once."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    String,
    any_,
    bindparam,
    cast,
    select,
    union_all,
)
from sqlalchemy.sql import literal

from daas_broker.desktops.store import desktops
from daas_broker.helpdesk.store import helps
from daas_broker.homes.store import homes
from daas_broker.images.store import versions as images
from daas_broker.pools.store import table as pools
from daas_broker.recordings.store import recordings
from daas_broker.releases.store import table as releases
from daas_broker.requests.store import table as requests
from daas_broker.usage.store import connections
from gdrive.access.service import readable, readable_in_trash
from gdrive.tree.model import NodeId
from identity.audit_trail.model import Named
from identity.passkeys.store import passkeys
from identity.people.store import divisions, people
from identity.sessions.store import sessions as sign_ins
from kernel.actor import Actor
from kernel.db import Tx
from kernel.settings import Zone
from messenger.rooms.store import members, rooms
from mobile_admin.cases.store import cases
from mobile_admin.devices.store import devices as field_devices
from mobile_admin.forms.store import forms
from mobile_admin.pockets.store import pockets
from vpn.alarms.store import alarms
from vpn.devices.store import devices
from vpn.policy.store import policies
from vpn.sessions.store import sessions as tunnels

IDS = bindparam("ids", type_=ARRAY(String))


class AuditNames:
    """identity.audit_trail.ports.Names"""

    def known(self, tx: Tx, actor: Actor, ids: Collection[str]) -> Mapping[str, Named]:
        if not ids:
            return {}
        found = chain(
            (tuple(row) for row in tx.db.execute(ADMINISTERED, {"ids": list(ids)})),
            _rooms(tx, actor, ids),
            _nodes(tx, actor, ids),
        )
        return {key: Named(kind, name) for key, kind, name in found if name}


def _named(kind: str, key: ColumnElement[Any], name: ColumnElement[Any]) -> Select[Any]:
    return select(key.label("id"), literal(kind).label("kind"), cast(name, String).label("name"))


def _own(kind: str, table: Any, name: str = "name") -> Select[Any]:
    return _named(kind, table.c.id, table.c[name]).where(table.c.id == any_(IDS))


def _whose(kind: str, table: Any) -> Select[Any]:
    """It has no name of its own, and somebody to whom it belongs."""
    own = _named(kind, table.c.id, people.c.name).join(people, people.c.id == table.c.person_id)
    return own.where(table.c.id == any_(IDS))


def _images() -> Select[Any]:
    name = images.c.title + literal(" ") + cast(images.c.number, String)
    return _named("image", images.c.key, name).where(images.c.key == any_(IDS))


def _families() -> Select[Any]:
    """An image without one of its versions is known by its name."""
    name = _named("image", images.c.name, images.c.title)
    return name.where(images.c.name == any_(IDS)).distinct()


def _desktops() -> Select[Any]:
    own = _named("desktop", desktops.c.id, pools.c.name)
    return own.join(pools, pools.c.id == desktops.c.pool_id).where(desktops.c.id == any_(IDS))


def _policies() -> Select[Any]:
    name = policies.c.policy["name"].astext
    return _named("tunnel_policy", policies.c.id, name).where(policies.c.id == any_(IDS))


# What is called alike by two domains is whatever stands last: people before all.
ADMINISTERED = union_all(
    *(_whose(kind, table) for kind, table in (
        ("sign_in", sign_ins), ("help", helps), ("home", homes), ("recording", recordings),
        ("request", requests), ("screen", connections), ("tunnel", tunnels), ("alarm", alarms),
    )),
    *(_own(kind, table) for kind, table in (
        ("passkey", passkeys), ("device", devices), ("field_device", field_devices),
        ("pocket", pockets), ("release", releases),
    )),
    _own("form", forms, "title"),
    _own("case", cases, "number"),
    _policies(),
    _families(),
    _images(),
    _desktops(),
    _own("pool", pools),
    _own("division", divisions),
    _own("person", people),
)  # fmt: skip


def _rooms(tx: Tx, actor: Actor, ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if actor.zone is not Zone.WORK:
        return
    asked = _own("room", rooms).join(members, members.c.room_id == rooms.c.id)
    is_in = (members.c.person_id == actor.user_id) & members.c.is_present
    yield from (tuple(row) for row in tx.db.execute(asked.where(is_in), {"ids": list(ids)}))


def _nodes(tx: Tx, actor: Actor, ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if actor.zone is not Zone.WORK:
        return
    wanted = [NodeId(one) for one in ids]
    for find in (readable, readable_in_trash):
        for access in find(tx.db, actor, wanted):
            yield access.node.id, access.node.kind.value, access.node.name
