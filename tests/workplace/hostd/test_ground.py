"""What a screen shows before its programs have drawn: on a real X server."""

import importlib.util
from collections.abc import Iterator
from ctypes import c_int, c_ulong, c_void_p
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.workplace.hostd.conftest import HIGH, WIDE
from tests.workplace.hostd.test_drawn import DESKTOP, Windows, X, drawn
from workplace.hostd.definition import FOLDER

FILE = FOLDER / "files/usr/lib/onmaru/ground.py"
COLOURS = 40
X.XSetWindowBackgroundPixmap.argtypes = [c_void_p, c_ulong, c_ulong]
X.XSetWindowBackgroundPixmap.restype = c_int


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ground", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ground: Any = load()


@pytest.fixture
def laid(display: bytes, tmp_path: Path) -> Iterator[Any]:
    """A picture of many colours, in the middle."""
    points = b"".join(bytes([number, number, 200, 0]) for number in range(COLOURS))
    ground.write(tmp_path / "ready.raw", COLOURS, HIGH // 2, points * (HIGH // 2))
    laid = ground.Ground((WIDE, HIGH), display, tmp_path)
    laid.lay()
    yield laid
    laid.leave()


def seen(display: bytes, x: int, y: int, width: int, height: int) -> set[bytes]:
    screen = drawn.X.XOpenDisplay(display)
    try:
        return set(drawn.Look(screen, frozenset()).colours(x, y, width, height))
    finally:
        drawn.X.XCloseDisplay(screen)


def test_a_screen_shows_that_it_is_made_ready_and_is_nowhere_black(
    display: bytes, laid: Any
) -> None:
    """[DV11]"""
    flat = ground.COLOUR.to_bytes(3, "little")
    assert seen(display, 0, HIGH // 2, WIDE, 1) == laid.colours - {
        colour.to_bytes(3, "little") for colour in ground.ZONES.values()
    }
    assert seen(display, 0, HIGH - 1, WIDE, 1) == {flat}
    laid.leave()
    assert seen(display, 0, HIGH - 1, WIDE, 1) == {flat}


@pytest.mark.parametrize("zone", ["work", "internet", "guest"])
def test_its_zone_is_told_by_a_colour_above(
    display: bytes, laid: Any, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DV11]"""
    monkeypatch.setattr(ground.socket, "gethostname", lambda: zone)
    laid.not_before = 0.0
    laid.lay()
    assert seen(display, 0, 0, WIDE, ground.BAR) == {ground.ZONES[zone].to_bytes(3, "little")}


def test_a_window_through_which_it_is_seen_makes_no_desktop_drawn(
    display: bytes, laid: Any
) -> None:
    """[DV11] [DVM7]"""
    windows = Windows(display)
    window = windows.make(DESKTOP)
    X.XSetWindowBackgroundPixmap(windows.screen, window, 0)  # none: what was there stays
    windows.show(window)
    assert drawn.are_drawn([DESKTOP], display)  # who did not know of it would be misled
    assert not drawn.are_drawn([DESKTOP], display, laid.colours)
    windows.paint(window, 24)
    assert drawn.are_drawn([DESKTOP], display, laid.colours)
    X.XCloseDisplay(windows.screen)


def test_before_anybody_came_a_screen_is_two_monitors_wide_and_the_first_is_seen() -> None:
    """[DV11]"""
    assert ground.seen((5120, 1600), (1280, 800)) == (1280, 800)
    assert ground.seen((1440, 900), (1280, 800)) == (1440, 900)
