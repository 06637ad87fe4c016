"""When a desktop counts as drawn: on a real X server, with windows of our own."""

import ctypes
import importlib.util
from collections.abc import Iterator
from ctypes import byref, c_int, c_long, c_uint, c_ulong, c_void_p
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.hostd import eventually
from tests.workplace.hostd.conftest import HIGH, WIDE
from workplace.hostd.definition import FOLDER

PANEL, DESKTOP = "xfce4-panel", "xfdesktop"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("drawn", FOLDER / "files/usr/lib/onmaru/drawn.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


drawn: Any = load()
X = ctypes.CDLL("libX11.so.6")
for name, result, given in (
    ("XOpenDisplay", c_void_p, [ctypes.c_char_p]),
    ("XCloseDisplay", c_int, [c_void_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XCreateSimpleWindow", c_ulong,
     [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_uint, c_ulong, c_ulong]),
    ("XSetClassHint", c_int, [c_void_p, c_ulong, c_void_p]),
    ("XMapWindow", c_int, [c_void_p, c_ulong]),
    ("XCreateGC", c_void_p, [c_void_p, c_ulong, c_ulong, c_void_p]),
    ("XSetForeground", c_int, [c_void_p, c_void_p, c_ulong]),
    ("XFillRectangle", c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint]),
    ("XSync", c_int, [c_void_p, c_int]),
):  # fmt: skip
    function = getattr(X, name)
    function.restype, function.argtypes = result, given


class Windows:
    """Of a program, as a toolkit makes them."""

    def __init__(self, display: bytes) -> None:
        self.screen = X.XOpenDisplay(display)

    def make(self, kind: str, above: int | None = None) -> int:
        root = above or X.XDefaultRootWindow(self.screen)
        window = int(X.XCreateSimpleWindow(self.screen, root, 0, 0, WIDE, HIGH, 0, 0, 0))
        if kind:
            word = ctypes.create_string_buffer(kind.encode())
            hint = (c_void_p * 2)(ctypes.addressof(word), ctypes.addressof(word))
            X.XSetClassHint(self.screen, window, byref(hint))
        X.XSync(self.screen, 0)
        return window

    def show(self, window: int) -> None:
        X.XMapWindow(self.screen, window)
        X.XSync(self.screen, 0)

    def paint(self, window: int, colours: int) -> None:
        """Stripes from top to bottom, each of another colour."""
        context = X.XCreateGC(self.screen, window, 0, None)
        for number in range(colours):
            X.XSetForeground(self.screen, context, c_long(0x101010 * (number + 1)).value)
            high = HIGH // colours
            X.XFillRectangle(self.screen, window, context, 0, number * high, WIDE, high)
        X.XSync(self.screen, 0)

    def write(self, window: int, colours: int) -> None:
        """A few letters in the upper left corner."""
        context = X.XCreateGC(self.screen, window, 0, None)
        for number in range(colours):
            X.XSetForeground(self.screen, context, c_long(0x080808 * (number + 1)).value)
            X.XFillRectangle(self.screen, window, context, 8 + 3 * number, 8, 3, 12)
        X.XSync(self.screen, 0)


@pytest.fixture
def windows(display: bytes) -> Iterator[Windows]:
    made = Windows(display)
    yield made
    X.XCloseDisplay(made.screen)


def test_a_window_that_is_never_shown_makes_no_desktop_drawn(
    display: bytes, windows: Windows
) -> None:
    """[DVM7]"""
    windows.make(DESKTOP)
    assert not drawn.are_drawn([DESKTOP], display)


def test_a_window_that_nothing_is_painted_into_makes_no_desktop_drawn(
    display: bytes, windows: Windows
) -> None:
    """[DVM7]"""
    window = windows.make(DESKTOP)
    windows.show(window)
    assert not drawn.are_drawn([DESKTOP], display)
    windows.paint(window, 2)  # a ground and a border
    assert not drawn.are_drawn([DESKTOP], display)
    windows.paint(window, 24)
    assert drawn.are_drawn([DESKTOP], display)


def test_a_desktop_is_drawn_with_the_last_of_its_windows(display: bytes, windows: Windows) -> None:
    """[DVM7]"""
    frame = windows.make("")
    panel = windows.make(PANEL, above=frame)
    windows.show(frame)
    windows.show(panel)
    windows.paint(panel, 24)
    assert drawn.are_drawn([PANEL], display)
    assert not drawn.are_drawn([PANEL, DESKTOP], display)


def test_an_empty_sheet_is_drawn_by_the_words_at_its_edge(display: bytes, windows: Windows) -> None:
    """[HD32] [DVM7] Whichever window it is, as long as a program made it for people."""
    sheet = windows.make("mousepad")
    windows.show(sheet)
    windows.paint(sheet, 2)
    assert not drawn.are_drawn([drawn.ANY], display)
    windows.write(sheet, 24)
    assert not drawn.are_drawn(["mousepad"], display)
    assert drawn.are_drawn([drawn.ANY], display)


def test_who_asks_again_and_again_leaves_the_processor_to_who_draws(
    display: bytes, windows: Windows
) -> None:
    """[DVM7]"""
    eyes = drawn.Eyes([DESKTOP], display)
    assert not eyes.see()
    eyes.not_before += 60
    window = windows.make(DESKTOP)
    windows.show(window)
    windows.paint(window, 24)
    assert not eyes.see()
    eyes.not_before = 0.0
    assert eyes.see()


def test_without_a_screen_nothing_is_drawn(tmp_path: Path) -> None:
    """[DVM7]"""
    assert not drawn.are_drawn([DESKTOP], f"unix:{tmp_path}/none".encode())


def test_a_window_that_goes_ends_nothing(display: bytes, windows: Windows) -> None:
    """[DVM7]"""
    windows.show(windows.make(PANEL))
    X.XCloseDisplay(windows.screen)
    eventually(lambda: not drawn.are_drawn([PANEL], display), 10)
    windows.screen = X.XOpenDisplay(display)
