"""What recording costs a gateway, with and without it in the same run, and how quick a seek is.

Two gateways one after the other, with the same desktops of the bench: one whose policy asks for
nothing, one whose policy has every stream recorded. No peer records at the gateway, so ours
without recording is the peer.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop
from pydantic import JsonValue

from bench import Figure
from bench._gateway_ends import BURST_BYTES, cpu_seconds, running
from bench._gateway_ground import ground
from bench._gateway_ways import Way, foundation_on, ways_to
from bench.gateway import PINGS, burst, open_one, ping
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import Protocol
from daas_broker.policies import rules as policies
from daas_broker.policies.model import Scope, ScopeKind
from daas_broker.recordings.chunks import pack
from daas_broker.recordings.files import Shelf
from daas_broker.recordings.model import Duty, Kind, Piece, Point, Record, RecordingId
from daas_broker.recordings.playing import Opened, played
from daas_broker.recordings.rules import digest_of
from daas_broker.wiring import DaasBroker
from kernel.actor import Actor, Role, SessionId, UserId
from kernel.settings import Settings, Zone

OFFICER = Actor(UserId("o"), SessionId("bench"), roles=frozenset({Role.SECURITY_OFFICER}))
DUTY = Duty("bench regulation", 1)
STREAMS = 20
WITHOUT = "the same gateway without recording"
HOUR_MS, FRAMES_A_SECOND, FRAME_BYTES = 3_600_000, 4, 24 * 1024
MOST_A_MINUTE, MOST_CPU_PER_GB, A_FILM_GB_A_MINUTE = 6, 4.0, 0.0315
SEEKS = 40
SETTLE_SECONDS, PATIENCE_SECONDS = 3.0, 60.0


@dataclass
class Cost:
    ping_p50_us: float
    ping_p99_us: float
    cpu_per_gb: float


def main() -> int:
    costs: dict[bool, Cost] = {}
    with ground() as at:
        home, desks = at.home, [sys.executable, "-m", "bench._gateway_ends", str(at.home)]
        for is_on in (False, True):
            on = at.fresh(f"bench_{is_on}".lower())
            with running(desks, [home / "raw.sock", home / "light" / "text.sock"], {}):
                costs[is_on] = gateway(home, on, is_on=is_on)
        found = [*figures(costs[True], costs[False]), *shelf_figures(home)]
    for figure in found:
        figure.report()
    return 0 if all(figure.holds for figure in found) else 1


def gateway(home: Path, settings: Settings, *, is_on: bool) -> Cost:
    base = foundation_on(settings)

    def ready(broker: DaasBroker, actor: Actor, desktop: Desktop) -> None:
        if not is_on:
            return
        if actor.user_id == "u0":
            ask_for_recording(broker)
        broker.notices.acknowledge(actor, desktop.id, digest_of(DUTY))

    ways = ways_to(base, home, Protocol.RICH, ready, count=STREAMS)
    environment = {**settings.environment(), "ONMARU_ZONE": "work"}
    command = [sys.executable, "-m", "workplace.display"]
    with running(command, [settings.socket("display-work")], environment) as pid:
        cost = uvloop.run(measure(pid, ways))
        if is_on:
            check_it_was_recorded(home)
    base.engine.dispose()
    for desktop in (home / Protocol.RICH).iterdir():
        if desktop.is_symlink():
            desktop.unlink()
    return cost


def ask_for_recording(broker: DaasBroker) -> None:
    wish: JsonValue = {"is_on": True, "basis": DUTY.basis, "retention_days": DUTY.retention_days}
    body: dict[str, JsonValue] = {
        **policies.body_of(policies.DEFAULTS[Zone.INTERNET]),
        "recording": wish,
    }
    scope = Scope(ScopeKind.ZONE, Zone.INTERNET.value)
    broker.policies.put_draft(OFFICER, scope, body)
    broker.policies.apply(OFFICER, scope)


def check_it_was_recorded(home: Path) -> None:
    """A figure of a recording that did not happen would be a fine one."""
    deadline, size = time.monotonic() + PATIENCE_SECONDS, 0
    while size < BURST_BYTES:
        if time.monotonic() > deadline:
            raise AssertionError(f"{size} bytes were recorded of {BURST_BYTES}")
        time.sleep(0.2)
        size = sum(file.stat().st_size for file in (home / "recordings").iterdir())


async def measure(pid: int, ways: Sequence[Way]) -> Cost:
    browsers = await asyncio.gather(*map(open_one, ways))
    await asyncio.sleep(SETTLE_SECONDS)
    pings = []
    for number in range(PINGS):
        asked = ping(browsers[number % len(browsers)])
        pings.append(await asyncio.wait_for(asked, PATIENCE_SECONDS))
    used = cpu_seconds(pid)
    await burst(browsers[0])
    await asyncio.sleep(SETTLE_SECONDS)  # what is not on the disk yet is part of the price
    per_gb = (cpu_seconds(pid) - used) / (BURST_BYTES / 1e9)
    for browser in browsers:
        browser.transport.disconnect()
    cuts = statistics.quantiles(pings, n=100)
    return Cost(cuts[49] * 1e6, cuts[98] * 1e6, per_gb)


def figures(on: Cost, off: Cost) -> list[Figure]:
    rows = [
        (f"round trip at {STREAMS} recorded streams, p50", "µs", "ping_p50_us", 2.0),
        (f"round trip at {STREAMS} recorded streams, p99", "µs", "ping_p99_us", 3.0),
    ]
    share = round((on.cpu_per_gb - off.cpu_per_gb) * A_FILM_GB_A_MINUTE / 60 * 100, 3)
    made = [
        Figure("processor time per GB of recorded picture", "CPU-s/GB", round(on.cpu_per_gb, 3),
               round(off.cpu_per_gb, 3), WITHOUT, "≤ 4.0", on.cpu_per_gb <= MOST_CPU_PER_GB),
        Figure("share of a processor for recording a film, 30 MiB a minute", "%", share,
               None, "–", "≤ 2", share <= 2),
    ]  # fmt: skip
    for name, unit, attribute, most in rows:
        ours, peer = (round(getattr(cost, attribute), 3) for cost in (on, off))
        made.append(Figure(name, unit, ours, peer, WITHOUT, f"≤ {most}×", ours <= most * peer))
    return made


def shelf_figures(home: Path) -> list[Figure]:
    """An hour of a busy rich desktop: its room, and a seek from the request to the last byte."""
    shelf, id_, key = Shelf(home / "hour"), RecordingId("hour"), bytes(32)
    points, size, drawn = an_hour(shelf, id_, key)
    took = []
    for number in range(SEEKS):
        ms = number * HOUR_MS // SEEKS + 7_000
        point = [point for point in points if point.at_ms <= ms][-1]
        began = time.perf_counter()
        for _ in played(shelf, id_, key, point, Opened(ms)):
            pass
        took.append(time.perf_counter() - began)
    p50, p95 = statistics.median(took) * 1e3, statistics.quantiles(took, n=20)[18] * 1e3
    over = round((size / drawn - 1) * 100, 3)
    rate = round(size / 2**20 / 60, 2)
    return [
        Figure("seek into an hour, to the last byte of its stretch, p50", "ms", round(p50, 1),
               None, "–", "≤ 300", p50 <= 300),
        Figure("seek into an hour, to the last byte of its stretch, p95", "ms", round(p95, 1),
               None, "–", "≤ 1000", p95 <= 1000),
        Figure("room of seals, heads and links beside the pictures", "%", over,
               None, "–", "≤ 1", over <= 1),
        Figure("recorded per minute, 4 pictures of 24 KiB a second", "MiB/min",
               rate, None, "–", "≤ 6", rate <= MOST_A_MINUTE),
    ]  # fmt: skip


def an_hour(shelf: Shelf, id_: RecordingId, key: bytes) -> tuple[list[Point], int, int]:
    writing, points, drawn = shelf.create(id_, key), list[Point](), 0
    for second in range(HOUR_MS // 1000):
        records = [
            Record(Kind.PICTURE, second * 1000 + frame * 250, bytes(FRAME_BYTES))
            for frame in range(FRAMES_A_SECOND)
        ]
        drawn += len(pack(records))
        writing.write(Piece(records, is_checkpoint=second % 10 == 0))
    points, size = writing.points, writing.size_bytes
    writing.close()
    return points, size, drawn


if __name__ == "__main__":
    raise SystemExit(main())
