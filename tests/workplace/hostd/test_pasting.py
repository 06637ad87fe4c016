"""What comes into a real desktop's clipboard, and what is only selected there."""

import asyncio
import base64
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from daas_broker.display.desktop.rfb.greeting import GreetDesktop
from tests.support.desk import CONTROL, PROGRAMS, Desk, desk_at
from tests.support.hostd import eventually
from tests.support.viewer import open_viewer

pytestmark = pytest.mark.slow
MOUSEPAD = PROGRAMS[0]
CUT_TEXT, ITS_CUT_TEXT = 6, 3  # RFC 6143, 7.5.6 and 7.6.4


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as desk:
        yield desk


@pytest.fixture
def light(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path, "light") as desk:
        yield desk


def select(desk: Desk, text: str, selection: str = "primary") -> None:
    desk.run("sh", "-c", f"printf {text} | xclip -i -selection {selection} >/dev/null 2>&1")


def held(desk: Desk, selection: str) -> str:
    return desk.run("timeout", "5", "xclip", "-o", "-selection", selection).strip()


async def paste(desk: Desk, text: str) -> None:
    viewer = await open_viewer(desk.desktop.endpoint.display, 1280, 800)
    await viewer.watch(1)
    await viewer.press(CONTROL, ord("a"))
    await viewer.watch(0.5)
    await viewer.socket.send("cw," + base64.b64encode(text.encode()).decode())
    await viewer.watch(0.5)
    await viewer.press(CONTROL, ord("v"))
    await viewer.watch(0.5)
    await viewer.press(CONTROL, ord("s"))
    await viewer.watch(1)
    await viewer.socket.close()


def test_what_comes_in_is_pasted_in_the_place_of_what_is_selected(desk: Desk) -> None:
    """[DV13]"""
    desk.open(MOUSEPAD)
    desk.type(MOUSEPAD, "먼저 쓴 글")
    time.sleep(0.7)  # a desktop refuses a second viewer within half a second
    asyncio.run(paste(desk, "밖에서 온 글"))
    assert desk.held(MOUSEPAD) == "밖에서 온 글"


async def greeted(display: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_unix_connection(display)
    greeting = GreetDesktop()
    while not greeting.is_done:
        writer.write(greeting.feed(await reader.read(4096)))
    return reader, writer


async def next_text(reader: asyncio.StreamReader, seconds: float) -> str:
    """What the desktop says was copied; nothing else comes where no picture is asked for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            kind, length = struct.unpack(">BxxxI", await reader.readexactly(8))
            assert kind == ITS_CUT_TEXT
            return (await reader.readexactly(length)).decode("latin-1")
    return ""


async def cross_both_ways(desk: Desk) -> tuple[str, str]:
    reader, writer = await greeted(desk.desktop.endpoint.display)
    await asyncio.to_thread(select, desk, "selected")
    told_of_selected = await next_text(reader, 2)
    writer.write(struct.pack(">BxxxI", CUT_TEXT, 4) + b"came")
    await asyncio.to_thread(eventually, lambda: held(desk, "clipboard") == "came", 10)
    await asyncio.to_thread(select, desk, "copied", "clipboard")
    told_of_copied = await next_text(reader, 10)
    writer.close()
    return told_of_selected, told_of_copied


def test_a_light_desktop_tells_of_copies_alone_and_leaves_the_selection(light: Desk) -> None:
    """[DV13]"""
    assert asyncio.run(cross_both_ways(light)) == ("", "copied")
    assert held(light, "primary") == "selected"
