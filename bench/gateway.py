"""The display gateway beside websockify 0.13, between the same browser and the same desktop.

Ours checks the Origin, redeems a ticket in PostgreSQL, notes the connection and parses every
message against the closed list. The peer passes bytes and asks nobody.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport

from bench import Figure
from bench._gateway_ends import (
    ASK,
    BURST,
    BURST_BYTES,
    PING,
    POUR,
    cpu_seconds,
    memory_mib,
    running,
    websockify,
)
from bench._hints import hints_on
from bench.pool import ADMIN, CALL_SECONDS, fill, unlimited
from daas_broker import wiring
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import PODMAN, DesktopSize, Protocol
from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.display.unix_websocket import Manner, connect_unix
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
from kernel.settings import Settings, Zone, read_settings
from kernel.tokens import Token
from tests.support.fakes.desktop_host import FakeDesktopHost
from workplace.bridges.desktop_files import DesktopFiles
from workplace.migrate import upgrade
from workplace.stack import keys
from workplace.stack.postgres import start_private

CONNECTIONS, PARALLEL, PINGS = 100, 50, 2000
PEER = "websockify 0.13"
SETTLE_SECONDS = 2.0


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


class Browser(WSListener):
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.heard = asyncio.Event()
        self.bytes = 0

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002
        self.bytes += frame.payload_size
        self.heard.set()

    async def ask(self, message: bytes) -> None:
        self.heard.clear()
        self.say(message)
        await self.heard.wait()

    def say(self, message: bytes) -> None:
        self.transport.send(self.dialect.kind, message)


@dataclass(frozen=True)
class Seat:
    """Who sits at which desktop; `cookie` is that of their sign-in."""

    actor: Actor
    cookie: Token
    desktop: Desktop


@dataclass
class Result:
    memory_mib: float
    connect_p95_ms: float
    ping_p50_us: float
    ping_p99_us: float
    cpu_per_gb: float


async def open_one(way: Way) -> tuple[Browser, float]:
    browser = Browser(way.dialect)
    began = time.perf_counter()
    manner = Manner(8 * 2**20, headers=way.headers)
    await connect_unix(lambda: browser, str(way.socket), way.resource, manner)
    await asyncio.wait_for(browser.heard.wait(), 30)
    seconds = time.perf_counter() - began
    for word in way.dialect.greeting:
        await browser.ask(word)
    return browser, seconds


async def measure(pid: int, ways: Sequence[Way]) -> Result:
    await asyncio.sleep(SETTLE_SECONDS)
    warm, _ = await open_one(ways[0])
    before = memory_mib(pid)
    first = await asyncio.gather(*(open_one(way) for way in ways[1 : PARALLEL + 1]))
    rest = [await open_one(way) for way in ways[PARALLEL + 1 : CONNECTIONS + 1]]
    browsers = [browser for browser, _ in [*first, *rest]]
    await asyncio.sleep(SETTLE_SECONDS)
    memory = (memory_mib(pid) - before) / len(browsers)
    pings = [await ping(browsers[number % len(browsers)]) for number in range(PINGS)]
    used = cpu_seconds(pid)
    await burst(warm)
    per_gb = (cpu_seconds(pid) - used) / (BURST_BYTES / 1e9)
    for browser in [warm, *browsers]:
        browser.transport.disconnect()
    cuts = statistics.quantiles(pings, n=100)
    connects = statistics.quantiles([seconds for _, seconds in first], n=20)
    return Result(memory, connects[18] * 1e3, cuts[49] * 1e6, cuts[98] * 1e6, per_gb)


async def ping(browser: Browser) -> float:
    began = time.perf_counter()
    await browser.ask(browser.dialect.ping)
    return time.perf_counter() - began


async def burst(browser: Browser) -> None:
    browser.bytes = 0
    browser.say(browser.dialect.burst)
    while browser.bytes < BURST_BYTES:
        browser.heard.clear()
        await asyncio.wait_for(browser.heard.wait(), 60)


def ours(home: Path, settings: Settings, protocol: Protocol) -> Result:
    base = foundation_on(settings)
    ways = ways_to(base, home, protocol)
    command = [sys.executable, "-m", "workplace.display"]
    environment = {**settings.environment(), "ONMARU_ZONE": "work"}
    with running(command, [settings.socket("display-work")], environment) as pid:
        result = uvloop.run(measure(pid, ways))
    base.engine.dispose()
    return result


def peer(home: Path, protocol: Protocol) -> Result | None:
    program = websockify(read_settings().var / "bench")
    if program is None:
        return None
    listens = home / "peer.sock"
    is_light = protocol is Protocol.LIGHT
    desk, dialect = ("light/display.sock", LIGHT) if is_light else ("raw.sock", RAW)
    command = [str(program), f"--unix-listen={listens}", f"--unix-target={home / desk}"]
    with running(command, [listens], {}) as pid:
        headers = (("Sec-WebSocket-Protocol", "binary"),)
        return uvloop.run(measure(pid, [Way(listens, "/", headers, dialect)] * (CONNECTIONS + 1)))


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
    count: int = CONNECTIONS + 1,
) -> list[Way]:
    """A signed-in person, a claimed desktop and a fresh ticket for each connection."""
    broker, seats = seated(base, home, protocol, count)
    for seat in seats:
        ready(broker, seat.actor, seat.desktop)
    return [way_to(broker, seat, protocol) for seat in seats]


def seated(
    base: Foundation, home: Path, protocol: Protocol, count: int
) -> tuple[wiring.DaasBroker, list[Seat]]:
    """A signed-in person and a claimed desktop for each connection."""
    who = identity.build(base)
    host = FakeDesktopHost(
        utc_now, latency=CALL_SECONDS / 10, sockets=home / protocol, protocol=protocol
    )
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
        (home / protocol / desktop.id).symlink_to(home / protocol)
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


def figures(protocol: Protocol, we: Result, they: Result | None) -> list[Figure]:
    rows = [
        ("memory per idle connection (PSS)", "MiB", "memory_mib", 0.1),
        (f"connect to first message, {PARALLEL} at once, p95", "ms", "connect_p95_ms", 15.0),
        (f"round trip at {CONNECTIONS} connections, p50", "µs", "ping_p50_us", 150.0),
        (f"round trip at {CONNECTIONS} connections, p99", "µs", "ping_p99_us", 1000.0),
        ("processor time per GB of picture", "CPU-s/GB", "cpu_per_gb", 1.2),
    ]
    made = []
    for name, unit, attribute, target in rows:
        value = round(getattr(we, attribute), 3)
        beside = round(getattr(they, attribute), 3) if they else None
        figure = f"{protocol}: {name}"
        made.append(Figure(figure, unit, value, beside, PEER, f"≤ {target}", value <= target))
    return made


def main() -> int:
    home = Path(mkdtemp(prefix="onmaru-bench-"))
    server = start_private(home / "pg")
    settings = replace(read_settings(), var=home)
    settings = replace(settings, redis_url=f"unix://{settings.socket('redis')}")
    settings.run.mkdir(parents=True, exist_ok=True)
    keys.ensure(settings.secrets)
    for protocol in Protocol:
        (home / protocol).mkdir()
    desks = [sys.executable, "-m", "bench._gateway_ends", str(home)]
    ready = [home / "raw.sock", home / "light" / "text.sock"]
    found: list[Figure] = []
    try:
        for protocol in Protocol:
            on = replace(settings, database_url=server.create(f"bench_{protocol}"))
            upgrade(on.database_url)
            with hints_on(on), running(desks, ready, {}):
                we, they = ours(home, on, protocol), peer(home, protocol)
            for figure in figures(protocol, we, they):
                figure.report()
                found.append(figure)
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)
        rmtree(settings.run, ignore_errors=True)
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
