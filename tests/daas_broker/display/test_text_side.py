import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

import pytest
import uvloop

from daas_broker.display.desktop import text_side
from daas_broker.display.desktop.text_side import TextSide
from daas_broker.display.desktop.words import Words
from daas_broker.display.model import LINE_BYTES, WORDS_PER_SECOND, ToDisplay, ToText
from tests.support.words import at_once, input_method

FOCUS, PRINTED = b'{"type":"focus","text":true}\n', b'{"type":"printed"}\n'


class Heard:
    """A page, and what reached it."""

    def __init__(self) -> None:
        self.said: list[dict[str, object]] = []
        self.lost = 0

    def typed(self, passed: ToDisplay | ToText) -> None: ...

    def mark(self, keysym: int) -> None: ...

    def lost_text(self) -> None:
        self.lost += 1

    def heard_text(self, said: dict[str, object]) -> None:
        self.said.append(said)


def listen(folder: Path, says: bytes) -> Heard:
    page = Heard()

    async def read() -> None:
        side = TextSide(page)
        async with asyncio.timeout(30), input_method(folder, says) as address:
            words = await side.open(address)
            assert words is not None
            await side.read(words)

    asyncio.run(read())
    return page


def hear(folder: Path, lines: Sequence[object]) -> list[dict[str, object]]:
    return listen(folder, b"".join(json.dumps(line).encode() + b"\n" for line in lines)).said


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_what_was_said_before_anybody_reads_is_heard(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[[Coroutine[None, None, None]], None],
) -> None:
    """[DIN3] [DV8] A desktop says at once that it has printed, and who listens; uvloop reads it
    before whoever came asks for it, where the gateway has much to do."""
    page, begin = Heard(), Words.connection_made

    def late(words: Words, transport: asyncio.BaseTransport) -> None:
        begin(words, transport)
        time.sleep(0.1)

    async def read(address: str) -> None:
        side = TextSide(page)
        words = await side.open(address)
        assert words is not None
        side.pause()
        reading = asyncio.create_task(side.read(words))
        await asyncio.sleep(0.05)
        assert page.said == []
        side.resume()
        await asyncio.sleep(0.05)
        side.close()
        await reading

    monkeypatch.setattr(Words, "connection_made", late)
    with at_once(tmp_path, FOCUS + PRINTED) as address:
        run(read(address))
    assert [said["type"] for said in page.said] == ["focus", "printed"]


def wish(number: int) -> dict[str, object]:
    return {"type": "outside", "url": f"https://www.example.org/{number}"}


def test_a_desktop_that_wishes_for_many_links_asks_its_person_once(tmp_path: Path) -> None:
    """[DX10] What it says besides is heard."""
    focus = {"type": "focus", "text": True}
    assert hear(tmp_path, [wish(1), wish(2), focus, wish(3)]) == [wish(1), focus]


def test_a_later_wish_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[DX10]"""
    monkeypatch.setattr(text_side, "LINK_SECONDS", 0.0)
    assert hear(tmp_path, [wish(1), wish(2)]) == [wish(1), wish(2)]


FLOODS = {
    "answers": FOCUS * 3 * WORDS_PER_SECOND,
    "answers to what nobody asked": b'{"type":"settled","seq":4294967296}\n' * 3 * WORDS_PER_SECOND,
    "nothing": b"\n" * 3 * WORDS_PER_SECOND,
    "bombs": (b'{"type":"clipboard","text":"' + b"A" * 200_000 + b'"}\n') * 80,
    "depths": (b"[" * 200_000 + b"\n") * 80,
    "a line without end": b"x" * (LINE_BYTES + 2 * 4096),
}


@pytest.mark.parametrize("says", FLOODS.values(), ids=FLOODS)
def test_an_input_method_that_says_more_than_any_of_ours_is_lost(
    tmp_path: Path, says: bytes
) -> None:
    """[DK15] [DK16] What waking up for each costs is in no account of what is done with it."""
    told = listen(tmp_path, says + b'{"type":"reset"}\n')
    assert told.lost == 1
    assert {"type": "reset"} not in told.said
    assert len(told.said) <= WORDS_PER_SECOND


def test_lines_arrive_whole_however_they_are_cut(tmp_path: Path) -> None:
    """[DK10]"""
    long = {"type": "outside", "url": "https://www.example.org/" + "a" * 1_500}
    focus = {"type": "focus", "text": True}
    assert hear(tmp_path, [*[focus] * 300, long, *[focus] * 300]) == [
        *[focus] * 300, long, *[focus] * 300
    ]  # fmt: skip
