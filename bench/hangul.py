"""Every syllable of modern Hangul, typed into real programs of a real desktop and read back.

Ours: as a browser's input method tells it (preedit, commit), through the gateway's rules and lanes,
into the desktop's input method. The peer: the same desktop, each syllable pressed as its Unicode
keysym without the bridge, as noVNC and Selkies do; a sample, for it takes its time.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from bench import Figure
from daas_broker.desktops.model import DesktopId, DesktopSpec, Endpoint, PoolId
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.desk import PROGRAMS, RELEASE, Desk, Program
from tests.support.gateway import Typist, typing_at
from tests.support.hostd import eventually, running_hostd

FIRST, LAST = 0xAC00, 0xD7A3
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FINALS = 28  # of one initial and vowel, the first of them is none
EVERY = [chr(code) for code in range(FIRST, LAST + 1)]
CHOICE = random.Random(3)  # noqa: S311 - the same sample each time
SAMPLE, PEER_SAMPLE = CHOICE.sample(EVERY, 400), CHOICE.sample(EVERY, 200)
LINE = 49
CONTROL, ENTER = 65507, 65293
PEER = "Unicode keysyms into the same desktop (Selkies 2.1)"
ROUNDS = 200
BEFORE, MOST = "the pause there was before", 20.0  # ms


def steps(syllable: str) -> list[str]:
    """What an input method shows on the way to it: ㅎ, 하, 한."""
    number = ord(syllable) - FIRST
    without_final = chr(ord(syllable) - number % FINALS)
    initial = INITIALS[number // FINALS // 21]
    shown = [initial, without_final, syllable]
    return shown[:2] if without_final == syllable else shown


def same(wanted: Sequence[str], got: str) -> float:
    """Per cent that stand at their place; what was lost moves all that follow."""
    arrived = got.replace("\n", "")
    return 100 * sum(a == b for a, b in zip(wanted, arrived, strict=False)) / len(wanted)


async def through_bridge(typist: Typist, syllables: Sequence[str]) -> None:
    for at, syllable in enumerate(syllables):
        if at and at % LINE == 0:
            await typist.press(ENTER)
            await typist.settled()  # a gateway that was kept waiting takes no burst
        await typist.compose(*steps(syllable), syllable)


async def as_keysyms(typist: Typist, syllables: Sequence[str]) -> None:
    for at, syllable in enumerate(syllables):
        if at and at % LINE == 0:
            await typist.press(ENTER)
        await typist.press(0x01000000 + ord(syllable))
        await asyncio.sleep(0.02)  # fifty a second; nobody types as fast


async def type_into(
    desk: Desk, program: Program, syllables: Sequence[str], *, is_peer: bool
) -> tuple[str, float]:
    """What the program holds, and the seconds it took."""
    await asyncio.sleep(RELEASE)
    async with typing_at(desk.desktop) as typist:
        await asyncio.sleep(1.5)  # the stream resets the keyboard when it begins
        if not program.ends_with_enter:
            await typist.press(CONTROL, ord("a"))
        began = time.monotonic()
        await (as_keysyms if is_peer else through_bridge)(typist, syllables)
        await typist.settled()
        took = time.monotonic() - began
        if is_peer:
            await asyncio.sleep(2)
        if program.ends_with_enter:
            await typist.press(ENTER)
        else:
            for letter in "s" if program.saves else "ac":
                await typist.press(CONTROL, ord(letter))
        await asyncio.sleep(3)
    return desk.held(program), took


def measure(desk: Desk, program: Program, syllables: Sequence[str]) -> None:
    """The program stays open."""
    desk.open(program)
    held, took = asyncio.run(type_into(desk, program, syllables, is_peer=False))
    ours = same(syllables, held)
    if program.ends_with_enter:  # nothing can be taken back there
        desk.end(program)
        desk.open(program)
    held, _ = asyncio.run(type_into(desk, program, PEER_SAMPLE, is_peer=True))
    name = f"{len(syllables):,} syllables into {program.name}, {len(syllables) / took:.0f}/s: exact"
    peer = same(PEER_SAMPLE, held)
    Figure(name, "%", ours, peer, PEER, "= 100", ours == 100).report()


async def changes(at: Endpoint) -> list[float]:
    """Milliseconds for which a key waits behind a syllable."""
    reader, writer = await asyncio.open_unix_connection(str(at.text))
    took = []
    for number in range(ROUNDS):
        began = time.monotonic()
        for wish in ({"type": "commit", "text": "한"}, {"type": "settle"}):
            writer.write(json.dumps(wish | {"seq": number}).encode() + b"\n")
        while json.loads(await reader.readline())["type"] != "settled":
            pass
        took.append((time.monotonic() - began) * 1000)
    writer.close()
    return sorted(took)


def measure_changes(desk: Desk) -> None:
    took = asyncio.run(changes(desk.desktop.endpoint))
    for name, value in (("p50", statistics.median(took)), ("p95", took[int(ROUNDS * 0.95)])):
        figure = f"a key behind a syllable waits, {name}"
        Figure(figure, "ms", round(value, 1), 20.0, BEFORE, "<= 20", value <= MOST).report()


def main() -> None:
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(json.dumps({"machine": f"{os.cpu_count()} cores, load average {load}"}) + "\n")
    with running_hostd(Path(mkdtemp(prefix="onmaru-bench-"))) as hostd:
        fresh = DesktopId(fresh_id())
        spec = DesktopSpec(fresh, 1, PoolId("p1"), hostd.image.key, Zone.INTERNET)
        hostd.host.ensure(spec, epoch=1)
        eventually(lambda: hostd.seen(fresh).ready, 90)
        desk = Desk(hostd, hostd.seen(fresh))
        wanted = set(sys.argv[1:])  # programs by a part of their name; all without
        for program in PROGRAMS[1:]:
            if not wanted or any(name in program.name for name in wanted):
                measure(desk, program, SAMPLE)
                desk.end(program)
        if not wanted:
            measure(desk, PROGRAMS[0], EVERY)
            measure_changes(desk)


if __name__ == "__main__":
    main()
