"""What one desktop takes of its host: memory (PSS) and processor time, rich and light, unlooked at
and looked at. Nothing moves in it; a clock ticks on its panel.

Both are images of this repository on this machine, so each is the other's peer. The peer of a rich
desktop at rest is itself, kept from resting by a viewer who does something each second.
"""

import asyncio
import json
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from bench import Figure
from bench._desktop_memory import processes, table
from daas_broker.desktops.model import DesktopId, DesktopSpec, PoolId, SeenDesktop
from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.greeting import GreetDesktop
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.support.viewer import Viewer, open_viewer

REST_SECONDS, SETTLE_SECONDS, LOOK_SECONDS = 12.0, 6.0, 15.0
WIDTH, HEIGHT = 1440, 900
CLOCK_TICKS = 100.0
EPOCH = 7
RICH_PEER, AWAKE_PEER = "our rich desktop", "the same, never resting"
STIR = "kr"  # all keys up: an act without an effect


@dataclass(frozen=True)
class Taken:
    """MiB, and hundredths of one processor."""

    memory: float
    cpu: float


def cpu_seconds(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / CLOCK_TICKS


async def take(pid: int, seconds: float) -> Taken:
    before = cpu_seconds(list(processes(pid)))
    await asyncio.sleep(seconds)
    pids = list(processes(pid))
    used = cpu_seconds(pids) - before
    return Taken(sum(held.all for held in table(pid)), used / seconds * 100)


async def watch_rich(seen: SeenDesktop, pid: int) -> Taken:
    return await watch_still(seen, pid, is_stirred=False)


async def watch_still(seen: SeenDesktop, pid: int, *, is_stirred: bool) -> Taken:
    viewer = await open_viewer(seen.endpoint.display, WIDTH, HEIGHT)
    await viewer.watch(SETTLE_SECONDS)
    watching = asyncio.create_task(viewer.watch(LOOK_SECONDS + 1))
    stirring = asyncio.create_task(stir(viewer)) if is_stirred else None
    taken = await take(pid, LOOK_SECONDS)
    if stirring is not None:
        stirring.cancel()
    await watching
    await viewer.socket.close()
    return taken


async def stir(viewer: Viewer) -> None:
    while True:
        await viewer.socket.send(STIR)
        await asyncio.sleep(1)


async def watch_light(seen: SeenDesktop, pid: int) -> Taken:
    reader, writer = await asyncio.open_unix_connection(seen.endpoint.display)
    greeting = GreetDesktop()
    while not greeting.is_done:
        writer.write(greeting.feed(await reader.read(4096)))
    asked = (7, 16, 1, 0, -239, -308, -26)
    writer.write(struct.pack(f">BxH{len(asked)}i", 2, len(asked), *asked))
    screen = struct.pack(">IHHHHI", 0, 0, 0, WIDTH, HEIGHT, 0)
    watching = asyncio.create_task(_ask_on(reader, writer, FromDesktop(greeting.screen)))
    await asyncio.sleep(1)
    writer.write(struct.pack(">BxHHBx", 251, WIDTH, HEIGHT, 1) + screen)
    await asyncio.sleep(3)
    taken = await take(pid, LOOK_SECONDS)
    watching.cancel()
    writer.close()
    await writer.wait_closed()
    return taken


async def _ask_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, follows: FromDesktop
) -> None:
    """As noVNC does: the next change, each time one has come."""
    incremental = 0
    while True:
        writer.write(struct.pack(">BBHHHH", 3, incremental, 0, 0, WIDTH, HEIGHT))
        incremental = 1
        data = await reader.read(256 * 1024)
        if not data:
            return
        follows.feed(data)


async def measure(hostd: Hostd, *, is_light: bool) -> tuple[Taken, Taken, Taken]:
    """Nobody looking, somebody, and somebody who lets it have no rest."""
    spec = DesktopSpec(DesktopId(fresh_id()), 1, PoolId("p"), hostd.image.key, Zone.INTERNET)
    seen = hostd.host.ensure(spec, EPOCH)
    eventually(lambda: hostd.seen(spec.id).ready, 90)
    pid = hostd.container(spec.id).pid
    await asyncio.sleep(REST_SECONDS)
    alone = await take(pid, LOOK_SECONDS)
    tell_programs(hostd.image.key, pid)
    looked_at = awake = await (watch_light if is_light else watch_rich)(seen, pid)
    if not is_light:
        await asyncio.sleep(REST_SECONDS)
        awake = await watch_still(seen, pid, is_stirred=True)
    hostd.host.destroy(spec.id, 1, EPOCH)
    return alone, looked_at, awake


def tell_programs(image: str, pid: int) -> None:
    """MiB (PSS) of each program while nobody looks: its own, and its part of shared files."""
    held = [[one.program, round(one.own, 1), round(one.files, 1)] for one in table(pid)]
    sys.stdout.write(json.dumps({"programs of": image, "own and files, MiB": held}) + "\n")


def run(name: str) -> tuple[Taken, Taken, Taken]:
    with running_hostd(Path(mkdtemp(prefix="onmaru-bench-")), name) as hostd:
        return asyncio.run(measure(hostd, is_light=name == "light"))


def main() -> int:
    began = time.monotonic()
    rich, light = run("internet"), run("light")
    for when, heavy, slight in zip(("nobody looking", "one viewer"), rich, light, strict=False):
        report(f"light desktop, {when}: memory (PSS)", "MiB", slight.memory, heavy.memory)
        report(f"light desktop, {when}: processor", "% of one", slight.cpu, heavy.cpu)
    report_rest(rich[1], rich[2])
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    return 0


def report_rest(resting: Taken, awake: Taken) -> None:
    figure, target = "rich desktop, one viewer, nothing moves: processor", f"≤ {AWAKE_PEER}"
    ours, peer = (round(taken.cpu * 0.6, 2) for taken in (resting, awake))
    Figure(figure, "s a minute", ours, peer, AWAKE_PEER, target, ours <= peer).report()


def report(figure: str, unit: str, ours: float, peer: float) -> None:
    better = ours <= peer
    target = f"≤ {RICH_PEER}"
    Figure(figure, unit, round(ours, 1), round(peer, 1), RICH_PEER, target, better).report()


if __name__ == "__main__":
    raise SystemExit(main())
