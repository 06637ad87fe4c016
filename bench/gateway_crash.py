"""The gateway killed with -9 at every moment of a stream: opening, open, pouring, closing.

A real gateway process before desktops that answer, with real tickets in PostgreSQL. After each kill
it is started anew, as the supervisor does, and the viewers come back with fresh tickets as the page
does. That the page keeps its last picture meanwhile is tests/e2e/test_gateway_dies.py's.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import uvloop
from picows import WSError
from sqlalchemy import func, select

from bench import Figure
from bench._gateway_ends import running
from bench._gateway_ground import ground
from bench._gateway_ways import RICH, Seat, Way, foundation_on, host_at, seated, way_to
from bench.gateway import Browser
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId, Protocol
from daas_broker.display.unix_websocket import Manner, connect_unix
from daas_broker.usage.store import connections
from daas_broker.wiring import DaasBroker
from kernel.settings import Settings
from tests.support.fakes.desktop_host import FakeDesktopHost

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100  # at each moment
VIEWERS = 6
LONGEST = 30.0
AGAIN_SECONDS = 0.1
FAILURES = (OSError, WSError, TimeoutError)


@dataclass
class Toll:
    kills: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lost: int = 0  # viewers that did not come back in time
    touched: int = 0  # desktops that are not the same, or not in use any more
    orphans: int = 0  # streams that the broker still counts and nobody has


@dataclass
class Scene:
    """A broker, its people each at a desktop, and a gateway."""

    settings: Settings
    broker: DaasBroker
    host: FakeDesktopHost
    seats: Sequence[Seat]
    gateway: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.settings.socket("display-work")

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        environment = {**os.environ, **self.settings.environment(), "ONMARU_ZONE": "work"}  # noqa: TID251 - with ours added
        self.gateway = subprocess.Popen(
            [sys.executable, "-m", "workplace.display"], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        assert self.gateway is not None
        self.gateway.send_signal(signal.SIGKILL)
        self.gateway.wait()

    def way(self, seat: Seat) -> Way:
        """With a fresh ticket, as the page asks for one each time."""
        return way_to(self.broker, seat, Protocol.RICH)


async def ask(way: Way) -> Browser:
    browser = Browser(way.dialect)
    await connect_unix(
        lambda: browser, str(way.socket), way.resource, Manner(8 * 2**20, headers=way.headers)
    )
    return browser


async def open_all(scene: Scene) -> list[Browser]:
    async def one(seat: Seat) -> Browser:
        browser = await ask(scene.way(seat))
        await asyncio.wait_for(browser.heard.wait(), LONGEST)
        return browser

    return await asyncio.gather(*(one(seat) for seat in scene.seats))


async def opening(scene: Scene) -> None:
    """Tickets are on their way to be redeemed."""
    await asyncio.gather(*(ask(scene.way(seat)) for seat in scene.seats))


async def quiet(scene: Scene) -> None:
    for browser in await open_all(scene):
        await browser.ask(RICH.ping)


async def pouring(scene: Scene) -> None:
    for browser in await open_all(scene):
        browser.heard.clear()
        browser.say(RICH.burst)
        await browser.heard.wait()


async def closing(scene: Scene) -> None:
    for browser in await open_all(scene):
        browser.transport.disconnect()


MOMENTS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "opening": opening,
    "open": quiet,
    "pouring": pouring,
    "closing": closing,
}


async def come_back(scene: Scene) -> int:
    """Each viewer tries again until its desktop answers; how many did not."""

    async def one(seat: Seat) -> int:
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            with suppress(*FAILURES):
                browser = await ask(scene.way(seat))
                await asyncio.wait_for(browser.ask(RICH.ping), 5)
                return 0
            await asyncio.sleep(AGAIN_SECONDS)
        return 1

    return sum(await asyncio.gather(*(one(seat) for seat in scene.seats)))


def one_round(scene: Scene, moment: str, toll: Toll) -> None:
    before = {one.id: one.started_at for one in scene.host.desktops()}

    async def story() -> None:
        await come_back(scene)
        await MOMENTS[moment](scene)
        scene.kill()
        began = time.monotonic()
        scene.start()
        toll.lost += await come_back(scene)
        toll.seconds.append(time.monotonic() - began)
        toll.touched += count_touched(scene, before)
        toll.orphans += open_streams(scene) - len(scene.seats)

    uvloop.run(story())
    toll.kills[moment] += 1


def count_touched(scene: Scene, before: Mapping[DesktopId, datetime]) -> int:
    after = {one.id: one.started_at for one in scene.host.desktops()}
    in_use = {State.IN_USE, State.DISCONNECTED}
    states = [scene.broker.seating.get_desktop(s.actor, s.desktop.id)[0] for s in scene.seats]
    return sum(one.state not in in_use or before.get(one.id) != after.get(one.id) for one in states)


def open_streams(scene: Scene) -> int:
    with scene.broker.base.begin() as tx:
        open_ones = select(func.count()).where(connections.c.ended_at.is_(None))
        return int(tx.db.scalar(open_ones) or 0)


@contextmanager
def scene_at(home: Path, settings: Settings) -> Iterator[Scene]:
    base = foundation_on(settings)
    host = host_at(home, Protocol.RICH)
    broker, seats = seated(base, home, host, VIEWERS)
    scene = Scene(settings, broker, host, seats)
    scene.start()
    try:
        yield scene
    finally:
        scene.kill()
        base.engine.dispose()


def report(toll: Toll, load: float) -> int:
    kills, worst = sum(toll.kills.values()), max(toll.seconds)
    about = f"{kills} kills -9 of the gateway, {VIEWERS} viewers, load {load:.0f}"
    rows = [
        ("longest until each viewer's desktop answered again", "s", round(worst, 1), LONGEST),
        ("viewers that did not come back", "viewers", toll.lost, 0),
        ("desktops that were touched", "desktops", toll.touched, 0),
        ("streams counted that nobody has", "streams", toll.orphans, 0),
    ]
    figures = [
        Figure(
            f"{about}: {name}", unit, value, None,
            "none can be run here", f"≤ {most}", value <= most,
        )
        for name, unit, value, most in rows
    ]  # fmt: skip
    for figure in figures:
        figure.report()
    return 0 if all(figure.holds for figure in figures) else 1


def main() -> int:
    toll = Toll()
    with ground() as at:
        desks = [sys.executable, "-m", "bench._gateway_ends", str(at.home)]
        on = at.fresh("bench")
        with running(desks, [at.home / "raw.sock"], {}), scene_at(at.home, on) as scene:
            for number in range(KILLS):
                for moment in MOMENTS:
                    one_round(scene, moment, toll)
                sys.stderr.write(f"{number}: {toll.lost} lost, longest {max(toll.seconds):.1f} s\n")
    return report(toll, os.getloadavg()[0])


if __name__ == "__main__":
    raise SystemExit(main())
