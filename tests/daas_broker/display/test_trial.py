"""What the looker at a trial makes of what it saw."""

from types import SimpleNamespace

import pytest

from daas_broker.display.trial.rich import SYLLABLES, _why


@pytest.mark.parametrize(
    ("picture", "hands", "clipboard", "why"),
    [
        (0, "typed", SYLLABLES, "no_picture"),
        (9, "silent", "", "no_text"),
        (9, "typed", "", "no_text"),  # nothing came in time, as on a busy machine
        (9, "typed", SYLLABLES[:-1], "wrong_text"),
        (9, "typed", SYLLABLES, ""),
    ],
)
def test_what_did_not_come_is_told_apart_from_what_came_changed(
    picture: int,
    hands: str,
    clipboard: str,
    why: str,
) -> None:
    """[IR2]"""
    look = SimpleNamespace(picture_bytes=picture, drawn_bytes=9, clipboard=clipboard)
    arrived = sum(a == b for a, b in zip(SYLLABLES, clipboard, strict=False))
    assert _why(look, typed=hands == "typed", arrived=arrived) == why  # type: ignore[arg-type]
