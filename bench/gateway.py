"""The display gateway beside websockify 0.13, between the same browser and the same desktop.

Ours checks the Origin, redeems a ticket in PostgreSQL, notes the connection and parses every
message against the closed list. The peer passes bytes and asks nobody.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop
from picows import WSFrame, WSListener, WSTransport

from bench import Figure, connect
from bench._gateway_ends import (
    BURST_BYTES,
    cpu_seconds,
    memory_mib,
    running,
    websockify,
)
from bench._gateway_ground import ground
from bench._gateway_ways import LIGHT, PEER, RAW, Dialect, Way, foundation_on, ways_to
from bench._hints import hints_on
from daas_broker.desktops.model import Protocol
from daas_broker.display.unix_websocket import Manner, connect_unix
from kernel.settings import Settings, read_settings

CONNECTIONS, TOGETHER, PINGS = 100, 50, 2000
SETTLE_SECONDS = 2.0


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


@dataclass
class Result:
    memory_mib: float
    ping_p50_us: float
    ping_p99_us: float
    cpu_per_gb: float


async def open_one(way: Way) -> Browser:
    browser = Browser(way.dialect)
    manner = Manner(8 * 2**20, headers=way.headers)
    await connect_unix(lambda: browser, str(way.socket), way.resource, manner)
    await asyncio.wait_for(browser.heard.wait(), 30)
    for word in way.dialect.greeting:
        await browser.ask(word)
    return browser


async def measure(pid: int, ways: Sequence[Way]) -> Result:
    await asyncio.sleep(SETTLE_SECONDS)
    warm = await open_one(ways[0])
    before = memory_mib(pid)
    first = await asyncio.gather(*(open_one(way) for way in ways[1 : TOGETHER + 1]))
    rest = [await open_one(way) for way in ways[TOGETHER + 1 : CONNECTIONS + 1]]
    browsers = [*first, *rest]
    await asyncio.sleep(SETTLE_SECONDS)
    memory = (memory_mib(pid) - before) / len(browsers)
    pings = [await ping(browsers[number % len(browsers)]) for number in range(PINGS)]
    used = cpu_seconds(pid)
    await burst(warm)
    per_gb = (cpu_seconds(pid) - used) / (BURST_BYTES / 1e9)
    for browser in [warm, *browsers]:
        browser.transport.disconnect()
    cuts = statistics.quantiles(pings, n=100)
    return Result(memory, cuts[49] * 1e6, cuts[98] * 1e6, per_gb)


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
    ways = ways_to(base, home, protocol, count=CONNECTIONS + 1)
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


def figures(protocol: Protocol, we: Result, they: Result | None) -> list[Figure]:
    rows = [
        ("memory per idle connection (PSS)", "MiB", "memory_mib", 0.1),
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
    found: list[Figure] = []
    with ground() as at:
        desks = [sys.executable, "-m", "bench._gateway_ends", str(at.home)]
        ready = [at.home / "raw.sock", at.home / "light" / "text.sock"]
        for protocol in Protocol:
            on = at.fresh(f"bench_{protocol}")
            with hints_on(on), running(desks, ready, {}):
                we, they = ours(at.home, on, protocol), peer(at.home, protocol)
            found += figures(protocol, we, they)
        for protocol in Protocol:
            found += connect.figures_of(at, protocol)
    for figure in found:
        figure.report()
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
