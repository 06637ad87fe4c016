"""How often a screen is looked at: the rule by itself, with a clock of our own."""

import importlib.util
from types import ModuleType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workplace.hostd.definition import FOLDER

WISH = 30.0


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pace", FOLDER / "files/usr/lib/onmaru/pace.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pace: Any = load()


class Screen:
    """A capture that keeps what it was told."""

    def __init__(self, wish: float = WISH) -> None:
        self.rate = wish
        self.pace = pace.Pace(wish, 0.0, self.choose)

    def choose(self, rate: float) -> None:
        self.rate = rate


def at_rest() -> Screen:
    screen = Screen()
    screen.pace.passed(pace.STILL)
    assert screen.rate == pace.RESTING
    return screen


def test_a_screen_rests_when_nothing_moved_for_a_while_and_not_before() -> None:
    """[DV5]"""
    screen = Screen()
    screen.pace.passed(pace.STILL - 0.1)
    assert screen.rate == WISH
    screen.pace.passed(pace.STILL)
    assert screen.rate == pace.RESTING


def test_movement_brings_the_rate_back_at_its_second_picture() -> None:
    """[DV5]"""
    screen = at_rest()
    screen.pace.came(1, 10.0)
    screen.pace.came(1, 10.01)  # another part of the same picture
    assert screen.rate == pace.RESTING
    screen.pace.came(2, 10.1)
    assert screen.rate == WISH


def test_what_the_viewer_does_brings_it_back_before_anything_is_drawn() -> None:
    """[DV5]"""
    screen = at_rest()
    screen.pace.moved(10.0)
    assert screen.rate == WISH


def test_a_caret_that_blinks_lets_it_rest() -> None:
    """[DV5]"""
    screen = at_rest()
    for blink in range(60):
        screen.pace.came(blink, 10 + blink * 0.6)
        screen.pace.passed(10 + blink * 0.6)
    assert screen.rate == pace.RESTING


def test_what_is_drawn_on_a_resting_screen_is_looked_at_at_once_and_it_rests_on() -> None:
    """[DV5]"""
    screen = at_rest()
    screen.pace.drawn(10.0)
    assert screen.rate == WISH
    screen.pace.came(1, 10.02)
    assert screen.rate == pace.RESTING


def test_what_is_drawn_and_looks_as_before_wakes_it_for_a_moment_only() -> None:
    """[DV5]"""
    screen = at_rest()
    screen.pace.drawn(10.0)
    screen.pace.passed(10.0 + pace.PEEK)
    assert screen.rate == pace.RESTING
    screen.pace.drawn(11.0)
    screen.pace.moved(11.1)
    screen.pace.passed(11.0 + pace.PEEK)
    assert screen.rate == WISH


def test_a_wish_at_rest_counts_when_something_moves() -> None:
    """[DV5]"""
    screen = at_rest()
    screen.pace.wish(60.0)
    assert screen.rate == pace.RESTING
    screen.pace.moved(10.0)
    assert screen.rate == 60.0


def test_a_viewer_who_wants_less_than_a_resting_screen_gives_gets_less() -> None:
    """[DV5]"""
    screen = Screen(pace.RESTING - 1)
    screen.pace.passed(pace.STILL)
    assert screen.rate == pace.RESTING - 1


@given(st.lists(st.sampled_from(["picture", "act", "second", "wish", "drawn"]), max_size=60))
def test_after_any_history_the_rate_is_the_wish_or_the_resting_one(history: list[str]) -> None:
    """[DV5] And an act always ends in the wish."""
    screen, now, wish = Screen(), 0.0, WISH
    for number, each in enumerate(history):
        now += 0.5
        if each == "picture":
            screen.pace.came(number, now)
        elif each == "act":
            screen.pace.moved(now)
        elif each == "drawn":
            screen.pace.drawn(now)
        elif each == "wish":
            wish = 20.0 + number
            screen.pace.wish(wish)
        else:
            screen.pace.passed(now)
        assert screen.rate in {wish, pace.RESTING}
    screen.pace.moved(now)
    assert screen.rate == wish
