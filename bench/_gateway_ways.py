"""How a measured gateway's browsers get to their desktops: people, seats, tickets, and what is said
on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from picows import WSMsgType

from bench._gateway_ends import ASK, BURST, PING, POUR
from bench.pool import ADMIN, CALL_SECONDS, fill, unlimited
from daas_broker import wiring
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import PODMAN, DesktopSize, Protocol
from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.pools.model import PoolWish
from gdrive import wiring as gdrive
from identity import wiring as identity
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from kernel.actor import Actor, UserId
from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.hints import silent
from kernel.http import cookie_name
from kernel.parts import Foundation
from kernel.settings import Settings, Zone
from kernel.tokens import Token
from tests.support.fakes.desktop_host import FakeDesktopHost
from workplace.bridges.desktop_files import DesktopFiles

PEER = "websockify 0.13"


@dataclass(frozen=True)
class Way:
    """How to get to a desktop: a socket, an address, and what the browser says about itself."""

    socket: Path
    resource: str
    headers: tuple[tuple[str, str], ...]
    dialect: "Dialect"


@dataclass(frozen=True)
class Dialect:
    """What a browser says to be answered once, and to be flooded; `greeting` word by word."""

    name: str
    ping: bytes
    burst: bytes
    kind: WSMsgType = WSMsgType.BINARY
    greeting: tuple[bytes, ...] = ()


RICH = Dialect("rich", PING.encode(), BURST.encode(), WSMsgType.TEXT)
RAW = Dialect("rich", PING.encode(), BURST.encode())  # the peer knows binary only
LIGHT = Dialect("light", ASK, POUR, greeting=(VERSION, b"\x01", b"\x01"))


@dataclass(frozen=True)
class Seat:
    """Who sits at which desktop; `cookie` is that of their sign-in."""

    actor: Actor
    cookie: Token
    desktop: Desktop


def foundation_on(settings: Settings) -> Foundation:
    engine = connect(settings.database_url)
    return Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, unlimited)


Ready = Callable[[wiring.DaasBroker, Actor, Desktop], None]


def _as_it_is(_broker: wiring.DaasBroker, _actor: Actor, _desktop: Desktop) -> None:
    """Nothing is to be done before a ticket."""


def ways_to(
    base: Foundation,
    home: Path,
    protocol: Protocol,
    ready: Ready = _as_it_is,
    *,
    count: int,
) -> list[Way]:
    """A signed-in person, a claimed desktop and a fresh ticket for each connection."""
    broker, seats = seated(base, home, host_at(home, protocol), count)
    for seat in seats:
        ready(broker, seat.actor, seat.desktop)
    return [way_to(broker, seat, protocol) for seat in seats]


def host_at(home: Path, protocol: Protocol) -> FakeDesktopHost:
    latency = CALL_SECONDS / 10
    return FakeDesktopHost(utc_now, latency=latency, sockets=home / protocol, protocol=protocol)


def seated(
    base: Foundation, home: Path, host: FakeDesktopHost, count: int
) -> tuple[wiring.DaasBroker, list[Seat]]:
    """A signed-in person and a claimed desktop for each connection."""
    who, sockets = identity.build(base), home / host.protocol
    files = DesktopFiles(base.begin, gdrive.build(base))
    broker = wiring.build(base, who.tickets, files, {PODMAN: host})
    wish = PoolWish("풀", "internet", Zone.INTERNET, DesktopSize(), count, count)
    pool = broker.pools.create_pool(ADMIN, wish).id
    fill(broker, pool, count)
    seats = []
    for number in range(count):
        actor, cookie = person_of(base, who, number)
        desktop = broker.seating.claim(actor, pool)
        assert isinstance(desktop, Desktop)
        (sockets / desktop.id).symlink_to(sockets)
        seats.append(Seat(actor, cookie, desktop))
    return broker, seats


def way_to(broker: wiring.DaasBroker, seat: Seat, protocol: Protocol) -> Way:
    """With a ticket of its own, which opens one connection within its seconds."""
    settings = broker.base.settings
    token = broker.seating.issue_ticket(seat.actor, seat.desktop.id)
    offered = f"onmaru.display, onmaru.ticket.{token}"
    headers = (
        ("Origin", settings.origin(Zone.WORK)),
        ("Sec-WebSocket-Protocol", offered),
        ("Cookie", f"{cookie_name(Zone.WORK)}={seat.cookie}"),
    )
    dialect = LIGHT if protocol is Protocol.LIGHT else RICH
    return Way(settings.socket("display-work"), f"/display/{seat.desktop.id}", headers, dialect)


def person_of(base: Foundation, who: identity.Identity, number: int) -> tuple[Actor, Token]:
    person = UserId(f"u{number}")
    with base.begin() as tx:
        if number == 0:
            tx.db.execute(divisions.insert().values(id="d", name="d"))
        values = {"id": person, "user_name": person, "name": person, "roles": ["member"]}
        tx.db.execute(people.insert().values(division_id="d", **values))
        opening = Opening(person, Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
        session, cookie = who.sessions.open(tx, opening)
    return Actor(person, session.id, Zone.WORK), cookie
