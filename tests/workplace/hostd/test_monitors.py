"""A real desktop with two monitors, through the gateway: windows go there and Hangul is exact."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.desk import CONTROL, ENTER, PROGRAMS, RELEASE, Desk, desk_at
from tests.support.gateway import Typist, gateway, window
from tests.support.hostd import eventually

pytestmark = pytest.mark.slow
MOUSEPAD = PROGRAMS[0]
CHOICE = random.Random(7)  # noqa: S311 - the same sample each time
SYLLABLES = "".join(chr(CHOICE.randint(0xAC00, 0xD7A3)) for _ in range(120))
WRITTEN = f"{SYLLABLES[:100]}\n{SYLLABLES[100:]}"
WIDTH, HEIGHT = 1280, 800  # of either monitor
TITLE_BAR = 12  # pixels above what a program draws
Place = tuple[int, int, int, int]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as desk:
        yield desk


def place_of(desk: Desk, name: str) -> Place:
    """Left, top, width and height of a window's own part, in pixels of the whole desktop."""
    told = desk.run("xwininfo", "-name", name)
    wanted = (r"Absolute upper-left X:", r"Absolute upper-left Y:", "Width:", "Height:")
    found = [re.search(rf"{each}\s+(-?\d+)", told) for each in wanted]
    left, top, width, height = (int(each[1]) if each else -1 for each in found)
    return left, top, width, height


async def until(is_so: Callable[[], bool]) -> None:
    await asyncio.to_thread(eventually, is_so)


async def drag(typist: Typist, begin: tuple[int, int], end: tuple[int, int]) -> None:
    (x, y), (to_x, to_y) = begin, end
    await typist.say(f"m,{x},{y},0,0")
    await typist.say(f"m,{x},{y},1,0")
    for step in range(1, 21):
        await typist.say(f"m,{x + (to_x - x) * step // 20},{y + (to_y - y) * step // 20},1,0")
        await asyncio.sleep(0.03)
    await typist.say(f"m,{to_x},{to_y},0,0")


async def click(typist: Typist, x: int, y: int, times: int = 1) -> None:
    for _ in range(times):
        for buttons in (0, 1, 0):
            await typist.say(f"m,{x},{y},{buttons},0")
            await asyncio.sleep(0.03)


def monitors(desk: Desk) -> int:
    return len(re.findall(r"^ \d+: ", desk.run("xrandr", "--listmonitors"), re.MULTILINE))


@dataclass(frozen=True)
class Scene:
    """Mousepad on a desktop, and the two windows of whoever sits there."""

    desk: Desk
    name: str
    first: Typist
    second: Typist

    @property
    def place(self) -> Place:
        return place_of(self.desk, self.name)

    async def move_over(self) -> None:
        """Dragged by its title bar over the right edge of the first window."""
        left, top, width, _ = self.place
        bar = (left + width // 2, top - TITLE_BAR)
        await drag(self.first, bar, (bar[0] + WIDTH, bar[1]))
        await until(lambda: self.place[0] >= WIDTH)

    async def maximise(self) -> None:
        """By two clicks in the second window."""
        left, top, width, _ = self.place
        await click(self.second, left - WIDTH + width // 2, top - TITLE_BAR, times=2)
        await until(lambda: self.place[2] > WIDTH - 40)

    async def write(self) -> None:
        """The same order, whichever window it was typed in."""
        await click(self.second, WIDTH // 2, HEIGHT // 2)
        for syllable in SYLLABLES[:100]:
            await self.second.compose(syllable)
        await self.second.press(ENTER)
        for syllable in SYLLABLES[100:]:
            await self.first.compose(syllable)
        await self.second.press(CONTROL, ord("s"))
        await self.first.settled()
        await until(lambda: self.desk.held(MOUSEPAD) == WRITTEN)


@asynccontextmanager
async def two_windows(desk: Desk, name: str) -> AsyncIterator[Scene]:
    await asyncio.sleep(RELEASE)
    async with gateway(desk.desktop) as path, window(path) as first:
        await until(lambda: first.pictures > 0)
        async with window(path, "/second") as second:
            await until(lambda: monitors(desk) == 2 and second.pictures > 0)
            yield Scene(desk, name, first, second)
        await until(lambda: monitors(desk) == 1)
        await until(lambda: place_of(desk, name)[0] < WIDTH)


def test_a_window_goes_to_the_second_monitor_and_hangul_typed_there_is_exact(desk: Desk) -> None:
    """[DMO5] [DIN1]"""
    desk.open(MOUSEPAD)
    name = re.search(r'"([^"]*gtk\.txt[^"]*)"', desk.windows())
    assert name is not None

    async def scene() -> None:
        async with two_windows(desk, name[1]) as here:
            await here.move_over()
            await here.maximise()
            assert here.place[0] >= WIDTH  # it fills the monitor on which it is
            await here.write()

    asyncio.run(scene())
