"""What was made in circles is looked for while nobody comes in."""

import gc
from collections.abc import Iterator

import pytest

from daas_broker.display.load.garbage import ALL, OLDER, PATIENCE, Garbage, generation_of
from daas_broker.display.load.rush import Rush


@pytest.fixture
def looked() -> Iterator[list[int]]:
    """The generations that were looked at."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            found.append(info["generation"])

    gc.disable()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.enable()


def test_nobody_who_comes_in_waits_for_it(looked: list[int]) -> None:
    """[DG2]"""
    garbage = Garbage(Rush())
    garbage.rush.enter()
    garbage.look()
    assert looked == []
    garbage.rush.leave()
    garbage.look()
    assert looked == [0]


def test_a_rush_without_end_does_not_put_it_off_for_ever(looked: list[int]) -> None:
    """[DG2]"""
    garbage = Garbage(Rush())
    garbage.rush.enter()
    for _ in range(PATIENCE + 1):
        garbage.look()
    assert looked == [0]


def test_what_outlives_many_looks_is_looked_at_seldom() -> None:
    found = [generation_of(look) for look in range(1, ALL + 1)]
    assert (found.count(2), found.count(1)) == (1, ALL // OLDER - 1)
