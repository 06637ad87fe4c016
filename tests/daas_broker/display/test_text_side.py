import asyncio
import json
from collections.abc import Sequence

import pytest

from daas_broker.display.desktop import text_side
from daas_broker.display.desktop.text_side import TextSide
from daas_broker.display.model import ToDisplay, ToText


class Heard:
    """A page, and what reached it."""

    def __init__(self) -> None:
        self.said: list[dict[str, object]] = []

    def typed(self, passed: ToDisplay | ToText) -> None: ...

    def mark(self, keysym: int) -> None: ...

    def lost_text(self) -> None: ...

    def heard_text(self, said: dict[str, object]) -> None:
        self.said.append(said)


def hear(lines: Sequence[object]) -> list[dict[str, object]]:
    page = Heard()

    async def read() -> None:
        reader = asyncio.StreamReader()
        for line in lines:
            reader.feed_data(json.dumps(line).encode() + b"\n")
        reader.feed_eof()
        await TextSide(page).read(reader)

    asyncio.run(read())
    return page.said


def wish(number: int) -> dict[str, object]:
    return {"type": "outside", "url": f"https://www.example.org/{number}"}


def test_a_desktop_that_wishes_for_many_links_asks_its_person_once() -> None:
    """[DX10] What it says besides is heard."""
    focus = {"type": "focus", "text": True}
    assert hear([wish(1), wish(2), focus, wish(3)]) == [wish(1), focus]


def test_a_later_wish_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """[DX10]"""
    monkeypatch.setattr(text_side, "LINK_SECONDS", 0.0)
    assert hear([wish(1), wish(2)]) == [wish(1), wish(2)]
