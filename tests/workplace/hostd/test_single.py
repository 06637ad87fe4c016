"""A desktop of one program: what it shows, and that the program stays on its screen."""

import ctypes
import importlib
import sys
from collections.abc import Iterator
from ctypes import byref, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any

import pytest

from tests.workplace.hostd.conftest import HIGH, WIDE
from workplace.hostd.definition import FOLDER

sys.path.insert(0, str(FOLDER / "files/usr/lib/onmaru"))
single: Any = importlib.import_module("single")
filling: Any = importlib.import_module("filling")
sys.path.pop(0)

DESK = {"shows": ["desktop", "panel"], "windows": ["xfce4-panel", "xfdesktop"], "settles": 0}
X = ctypes.CDLL("libX11.so.6")
for name, result, given in (
    ("XOpenDisplay", c_void_p, [ctypes.c_char_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XInternAtom", c_ulong, [c_void_p, ctypes.c_char_p, c_int]),
    ("XCreateSimpleWindow", c_ulong,
     [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_uint, c_ulong, c_ulong]),
    ("XChangeProperty", c_int,
     [c_void_p, c_ulong, c_ulong, c_ulong, c_int, c_int, c_void_p, c_int]),
    ("XSelectInput", c_int, [c_void_p, c_ulong, c_long]),
    ("XCheckTypedEvent", c_int, [c_void_p, c_int, c_void_p]),
    ("XSync", c_int, [c_void_p, c_int]),
    ("XCloseDisplay", c_int, [c_void_p]),
):  # fmt: skip
    function = getattr(X, name)
    function.restype, function.argtypes = result, given
ATOM, WINDOW, REDIRECT, CLIENT_MESSAGE = 4, 33, 1 << 20, 33  # X11/Xatom.h, X11/X.h


class Manager:
    """Of the windows of a screen; it does nothing, and hears what it is asked for."""

    def __init__(self, display: bytes) -> None:
        self.screen = X.XOpenDisplay(display)
        self.root = X.XDefaultRootWindow(self.screen)
        X.XSelectInput(self.screen, self.root, REDIRECT)

    def makes(self) -> int:
        return int(X.XCreateSimpleWindow(self.screen, self.root, 0, 0, WIDE, HIGH, 0, 0, 0))

    def says(self, window: int, name: str, kind: int, *values: int) -> None:
        data = (c_long * len(values))(*values)
        X.XChangeProperty(
            self.screen, window, self.atom(name), kind, 32, 0, byref(data), len(values)
        )
        X.XSync(self.screen, 0)

    def heard(self) -> Iterator[tuple[int, int]]:
        """Of whom, and what."""
        X.XSync(self.screen, 0)
        said = filling.Message()
        while X.XCheckTypedEvent(self.screen, CLIENT_MESSAGE, byref(said)):
            yield said.window, said.what

    def atom(self, name: str) -> int:
        return int(X.XInternAtom(self.screen, name.encode(), 0))


@pytest.fixture
def manager(display: bytes) -> Iterator[Manager]:
    made = Manager(display)
    yield made
    X.XCloseDisplay(made.screen)


def test_a_pool_of_one_program_shows_that_program_and_no_desk() -> None:
    """[HD32]"""
    assert single.shows(DESK, "") == DESK
    shown = single.shows(DESK, "mousepad")
    assert (shown["shows"], shown["windows"]) == (["program"], [single.ANY])
    assert single.shows(DESK, "chromium")["windows"] == ["chromium"]


def test_where_there_is_no_such_program_its_place_says_so() -> None:
    """[HD32] The desktop comes up: what a pool names wrongly fails no image of others."""
    assert single.command("sh", "/bin") == ["sh"]
    said = single.command("no-such-program", "/bin")
    assert said[-2:] == ["absent", "no-such-program"]
    assert said == single.missing("absent", "no-such-program")


def test_what_keeps_the_program_away_is_told_until_it_stays() -> None:
    """[HD32]"""

    def why(
        program: str, failures: int = 0, up_for: float = 0.0, *, is_silent: bool = False
    ) -> str:
        return str(single.lacks(program, "/bin", failures, up_for, is_silent=is_silent))

    assert [why(""), why("sh"), why("sh", 2), why("no-such-program")] == ["", "", "", "absent"]
    assert why("sh", is_silent=True) == "silent"
    assert [why("sh", 3, up_for) for up_for in (0.0, 4.0, 6.0)] == ["crashing", "crashing", ""]


def test_failures_count_in_a_row_and_closing_is_none() -> None:
    """[HD32] Who works for hours between two crashes does not wait longer after each."""

    def after(before: int, code: int, lived: float, *, is_one: bool = True) -> int:
        return int(single.failures_after(before, code, lived, is_one=is_one))

    assert after(2, 0, 10.0) == 0
    assert after(2, 0, 1.0) == 3, "it ended as soon as it came"
    assert after(2, 0, 1.0, is_one=False) == 0
    assert [after(2, 139, lived) for lived in (1.0, 30.0, 3600.0)] == [3, 3, 1]


def test_a_program_fills_its_screen_and_what_is_put_away_comes_back(
    display: bytes, manager: Manager
) -> None:
    """[HD32]"""
    window, dialog = manager.makes(), manager.makes()
    manager.says(dialog, "WM_TRANSIENT_FOR", WINDOW, window)
    manager.says(manager.root, "_NET_CLIENT_LIST", WINDOW, window, dialog)
    screen = filling.Screen(display)
    screen.settle()
    assert list(manager.heard()) == [(window, manager.atom("_NET_WM_STATE"))]
    screen.settle()
    assert list(manager.heard()) == []
    manager.says(window, "_NET_WM_STATE", ATOM, manager.atom("_NET_WM_STATE_HIDDEN"))
    screen.wait()
    screen.settle()
    assert list(manager.heard()) == [(window, manager.atom("_NET_ACTIVE_WINDOW"))]
