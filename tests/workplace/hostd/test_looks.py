"""A screen whose points are two pixels: programs of any toolkit are as large as before."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import PROGRAMS, RELEASE, Desk, Program, desk_at
from tests.support.hostd import eventually
from tests.support.viewer import open_viewer

pytestmark = pytest.mark.slow
GTK, QT = PROGRAMS[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as desk:
        yield desk


def size_of(desk: Desk, title: str) -> tuple[int, int]:
    """Width and height in pixels of the window with this in its title; of none, zero."""
    found = re.search(rf'"[^"]*{re.escape(title)}[^"]*": \(.*\)\s+(\d+)x(\d+)\+', desk.windows())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def sit_down(desk: Desk, dpi: int) -> None:
    async def sit() -> None:
        await asyncio.sleep(RELEASE)
        grown = dpi // 96
        viewer = await open_viewer(
            desk.desktop.endpoint.display, 1280 * grown, 800 * grown, dpi=dpi
        )
        await viewer.until_picture()
        await viewer.watch(3)
        await viewer.socket.close()

    asyncio.run(sit())


def begun(desk: Desk, program: Program) -> tuple[int, int]:
    desk.open(program)
    size = size_of(desk, program.window)
    desk.end(program)
    return size


def is_twice(after: tuple[int, int], before: tuple[int, int]) -> bool:
    """Qt rounds by a pixel or two."""
    return all(abs(now - 2 * was) <= 2 for now, was in zip(after, before, strict=True))


def test_programs_of_each_toolkit_are_twice_as_many_pixels(desk: Desk) -> None:
    """[HD33]"""
    sit_down(desk, 96)
    before = {program.name: begun(desk, program) for program in (GTK, QT)}
    sit_down(desk, 192)
    after = {program.name: begun(desk, program) for program in (GTK, QT)}
    assert min(before.values()) > (300, 200)
    assert all(is_twice(after[name], before[name]) for name in before), (before, after)


async def turn(desk: Desk, dpi: int, size: tuple[int, int]) -> None:
    """As a phone that is laid on its side."""
    await asyncio.sleep(RELEASE)
    viewer = await open_viewer(desk.desktop.endpoint.display, 986, 1600, dpi=120)
    await viewer.until_picture()
    await viewer.watch(2)
    await viewer.socket.send(f"s,{dpi}")
    await viewer.socket.send("r,{}x{}".format(*size))
    await viewer.watch(6)
    await viewer.socket.close()


def test_a_program_that_is_open_meanwhile_hears_to_draw_all_of_its_window(desk: Desk) -> None:
    """[HD33]"""
    log = "/home/desktop/heard"
    listens = f"xev -name listener -geometry 300x200 -event structure > {log}"
    desk.run("sh", "-c", listens, wait=False)
    eventually(lambda: "listener" in desk.windows(), 20)
    asyncio.run(turn(desk, 288, (2508, 996)))
    heights = [int(each) for each in re.findall(r"height (\d+)", desk.run("cat", log))]
    at = heights.index(198)
    assert (heights[at - 1], heights[at + 1]) == (200, 200)
