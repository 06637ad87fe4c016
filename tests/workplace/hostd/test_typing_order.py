"""Text and keys in any order, on a machine that is busy: each program holds what was typed."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from daas_broker.desktops.model import SeenDesktop
from tests.support.desk import PROGRAMS, RELEASE, Desk, Program, desk_at
from tests.support.gateway import Typist, typing_at

pytestmark = pytest.mark.slow
CONTROL, ENTER, BACKSPACE, DELETE, LEFT, RIGHT = 65507, 65293, 65288, 65535, 65361, 65363
KEYS = (ENTER, BACKSPACE, DELETE, LEFT, RIGHT)
ACTS = 90
SEEDS = range(4)
STEPS = {"한": ("ㅎ", "하", "한"), "값": ("ㄱ", "가", "갑", "값"), "의": ("ㅇ", "으", "의")}


@dataclass
class Page:
    """An editor as all of them behave: a caret, and perhaps everything is selected."""

    text: str = ""
    caret: int = 0
    is_all: bool = False

    def insert(self, text: str) -> None:
        if self.is_all:
            self.text, self.caret, self.is_all = "", 0, False
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)

    def press(self, key: int) -> None:
        if key == ENTER:
            self.insert("\n")
        elif self.is_all:
            self._end_selection(key)
        elif key in {LEFT, RIGHT}:
            self.caret = min(max(self.caret + (1 if key == RIGHT else -1), 0), len(self.text))
        else:
            at = self.caret - 1 if key == BACKSPACE else self.caret
            if 0 <= at < len(self.text):
                self.text, self.caret = self.text[:at] + self.text[at + 1 :], at

    def _end_selection(self, key: int) -> None:
        if key in {BACKSPACE, DELETE}:
            self.insert("")
        self.caret, self.is_all = (0 if key == LEFT else len(self.text)), False

    def select_all(self) -> None:
        self.is_all = bool(self.text)


async def write(typist: Typist, page: Page, choice: random.Random) -> None:
    """One thing that somebody does; most of it changes between text and keys."""
    act = choice.random()
    if act < 0.5:
        syllable = choice.choice(list(STEPS))
        await typist.compose(*STEPS[syllable], syllable)
        page.insert(syllable)
    elif act < 0.58:
        letter = choice.choice("abc")
        await typist.press(ord(letter))
        page.insert(letter)
    elif act < 0.64:
        await typist.press(CONTROL, ord("a"))
        page.select_all()
    else:
        key = choice.choice(KEYS)
        await typist.press(key)
        page.press(key)


async def scene(desktop: SeenDesktop, program: Program, seed: int) -> str:
    """What the program should hold afterwards; it is saved, or copied."""
    choice, page = random.Random(seed), Page()  # noqa: S311 - the same each time
    await asyncio.sleep(RELEASE)
    async with typing_at(desktop) as typist:
        await asyncio.sleep(1)  # the stream resets the keyboard when it begins
        await typist.press(CONTROL, ord("a"))
        await typist.press(DELETE)
        for _ in range(ACTS):
            await write(typist, page, choice)
        await typist.compose("끝")  # a text editor ends its file with a line of its own
        page.insert("끝")
        for letter in "s" if program.saves else "ac":
            await typist.press(CONTROL, ord(letter))
        await typist.settled()
        await asyncio.sleep(2)
    return page.text


@contextmanager
def busy_machine() -> Iterator[None]:
    """Twice as much to do as there are processors."""
    burn = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(["nice", "-n", "5", *burn]) for _ in range(4)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


@pytest.fixture(scope="module", params=["internet", "light"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with desk_at(tmp_path_factory.mktemp("hostd"), request.param) as desk:
        yield desk


@pytest.mark.parametrize("name", ["mousepad (GTK)", "featherpad (Qt)", "Chromium"])
def test_text_and_keys_keep_their_order_on_a_busy_machine(desk: Desk, name: str) -> None:
    """[DIN1]"""
    program = next(program for program in PROGRAMS if program.name == name)
    desk.open(program)
    with busy_machine():
        for seed in SEEDS:
            wanted = asyncio.run(scene(desk.desktop, program, seed))
            assert desk.held(program) == wanted.strip(), f"seed {seed}"
    desk.end(program)
