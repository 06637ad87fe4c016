"""What one desktop says, and what the others wait for it."""

import asyncio
import struct
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.desktop.rfb import clipboard
from daas_broker.display.desktop.rfb.clipboard import Clipboard
from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.model import Broken, CutText, Screen
from daas_broker.display.desktop.text_side import TextSide
from daas_broker.display.desktop.words import READ_BYTES
from daas_broker.display.load.pace import AT_ONCE, SHARE, Breath, Pace
from daas_broker.display.model import CRUMB_BYTES, CRUMBS_PER_SECOND, Close, ToDisplay, ToText
from daas_broker.policies import signs
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display import test_gateway, test_light
from tests.daas_broker.display.test_crossing import OPEN, copy, put, said, sitting
from tests.daas_broker.display.test_gateway import Show, end_of, hear, next_of, until
from tests.daas_broker.display.test_light import LightShow, greet
from tests.support import rfb
from tests.support.fakes.desktop_screen import PICTURE
from tests.support.words import input_method

BELL = b"\x02"


@given(st.lists(st.floats(0.0001, 2.0), min_size=1, max_size=60))
def test_a_desktop_that_never_stops_gets_its_share_and_no_more(works: list[float]) -> None:
    """[DK15]"""
    pace, now = Pace(), 0.0
    for worked in works:
        now += worked
        now += pace.rest(now, worked)
    assert sum(works) <= SHARE * now + AT_ONCE + max(works)


def test_one_that_says_little_never_rests() -> None:
    """[DK15]"""
    pace = Pace()
    assert not any(pace.rest(second, 0.2 * SHARE) for second in range(100))


class Page:
    def __init__(self) -> None:
        self.said = 0
        self.said_at_once = 0
        self.since = 0

    def typed(self, passed: ToDisplay | ToText) -> None: ...
    def mark(self, keysym: int) -> None: ...

    def lost_text(self) -> None: ...

    def heard_text(self, said: dict[str, object]) -> None:
        assert said["type"] == "focus"
        self.said += 1

    def turn(self) -> None:
        """Of somebody else."""
        self.said_at_once, self.since = max(self.said_at_once, self.said - self.since), self.said


FOCUS = b'{"type":"focus","text":true}\n'


def test_others_have_their_turn_between_the_words_of_an_input_method(tmp_path: Path) -> None:
    """[DK15]"""

    async def scene() -> None:
        page = Page()
        side = TextSide(page)
        async with input_method(tmp_path, FOCUS * 1_500) as address:
            words = await side.open(address)
            assert words is not None
            reading = asyncio.create_task(side.read(words))
            while not reading.done():
                await asyncio.sleep(0)
                page.turn()
        assert page.said == 1_500
        assert page.said_at_once <= READ_BYTES // len(FOCUS) + 1

    asyncio.run(scene())


@pytest.mark.parametrize("is_open", [False, True])
def test_what_an_input_method_says_waits_for_a_slow_browser(
    tmp_path: Path, *, is_open: bool
) -> None:
    """[DK15]"""

    async def scene() -> None:
        page = Page()
        side = TextSide(page)
        async with input_method(tmp_path, FOCUS * 5) as address:
            if not is_open:
                side.pause()
            words = await side.open(address)
            assert words is not None
            side.pause()
            reading = asyncio.create_task(side.read(words))
            await asyncio.sleep(0.05)
            assert page.said == 0
            side.resume()
            await reading
        assert page.said == 5

    asyncio.run(scene())


def test_a_text_is_deflated_once_however_often_it_is_asked_for() -> None:
    """[DK15]"""
    one = Clipboard(is_extended=True)
    one.offer("가" * 1000)
    asked = CutText(rfb.extended_text(rfb.REQUEST | rfb.TEXT)[8:], is_extended=True)
    first = one.hear(asked, wants_text=True)
    assert one.hear(asked, wants_text=True) is first
    one.offer("나")
    assert one.hear(asked, wants_text=True) != first


def test_a_flood_of_what_draws_nothing_breaks() -> None:
    """[DK15]"""
    with pytest.raises(Broken):
        FromDesktop(Screen(640, 480)).feed(BELL * 50_000)


def test_a_desktop_that_says_words_without_end_ends_its_own_stream(broker: Broker) -> None:
    """[DK15]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            assert show.fake.connection is not None
            for _ in range(3_000):
                await show.fake.connection.send("system,{}")
            assert await end_of(browser) == Close.GARBLED
        async with show.open(show.ticket()) as browser:
            assert await browser.recv() == "MODE websockets"

    test_gateway.play(broker, scene)


def test_a_desktop_that_cuts_its_pictures_into_crumbs_ends_its_own_stream(broker: Broker) -> None:
    """[DK15] Thousands of them fit into what is read at once, and others waited for seconds."""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            assert show.fake.connection is not None
            for number in range(2 * CRUMBS_PER_SECOND):
                await show.fake.connection.send(bytes([3, 0, 0, number & 0xFF, 0, 0]))
            assert await end_of(browser) == Close.GARBLED
        async with show.open(show.ticket()) as browser:
            assert await browser.recv() == "MODE websockets"

    test_gateway.play(broker, scene)


def test_a_film_of_a_large_screen_is_no_flood(broker: Broker) -> None:
    """[DK15]"""
    part = bytes([3, 0, 0, 0, 0, 0]) + bytes(CRUMB_BYTES)

    last = part + b"."

    async def film(show: Show) -> None:
        assert show.fake.connection is not None
        for _ in range(2 * CRUMBS_PER_SECOND):
            await show.fake.connection.send(part)
        await show.fake.connection.send(last)

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            filming = asyncio.create_task(film(show))
            await hear(browser, last)
            await filming

    test_gateway.play(broker, scene)


def test_a_flood_of_texts_of_a_light_desktop_is_refused_and_not_inflated(broker: Broker) -> None:
    """[DK15] [DF5]"""

    async def scene(show: LightShow) -> None:
        put(show.broker, clipboard_out=OPEN)
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await said(browser, "policy.permit")
            await show.fake.say(b"".join(rfb.provided(f"글 {number}") for number in range(9)))
            broken = struct.pack(">I", 4) + zlib.compress(b"no text")
            await show.fake.say(rfb.extended_text(rfb.PROVIDE | rfb.TEXT, broken) * 20)
            verdicts = [(await said(browser, "policy.crossing"))["verdict"] for _ in range(9)]
            assert verdicts.count("refused") == 1
            await browser.send("ping,1")
            assert await next_of(browser, str)

    test_light.play(broker, scene)


def test_the_newest_of_long_copies_arrives_and_nobody_waits_for_its_looking_through(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK15] [DLP4]"""
    each, long, may_look = signs.each, "가나다 900101-1234567 대외비 " * 2_000, Event()

    def look_late(text: str, today: date, breath: Breath) -> Iterator[signs.Found]:
        assert may_look.wait(20)
        return each(text, today, breath)

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_out={**OPEN, "most_bytes": 1_000_000})
        monkeypatch.setattr(signs, "each", look_late)
        async with sitting(show) as (browser, _):
            for text in ("먼저" + long, "다음", "나중"):
                await copy(show, text)
            assert show.fake.connection is not None
            await show.fake.connection.send(PICTURE)
            await hear(browser, PICTURE)
            may_look.set()
            assert (await said(browser, "clipboard.copied"))["text"] == "먼저" + long
            assert (await said(browser, "clipboard.copied"))["text"] == "나중"

    test_gateway.play(broker, scene)


def test_a_text_that_could_not_be_looked_through_shuts_out_none_that_follows(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK15]"""
    each, long = signs.each, "가나다 " * 10_000

    def fail_once(text: str, today: date, breath: Breath) -> Iterator[signs.Found]:
        if text.startswith("깨짐"):
            raise MemoryError
        return each(text, today, breath)

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_out={**OPEN, "most_bytes": 1_000_000})
        monkeypatch.setattr(signs, "each", fail_once)
        async with sitting(show) as (browser, _):
            await copy(show, "깨짐" + long)
            await copy(show, "나중")
            assert (await said(browser, "clipboard.copied"))["text"] == "나중"

    test_gateway.play(broker, scene)


def test_others_have_their_turn_between_two_texts_that_came_at_once(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK15] A thousand letters inflate to a million."""
    inflate, turn, turns = clipboard.inflate, 0, list[int]()

    def count(body: bytes) -> str | None:
        turns.append(turn)
        return inflate(body)

    async def tick() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    async def scene(show: LightShow) -> None:
        put(show.broker, clipboard_out=OPEN)
        monkeypatch.setattr(clipboard, "inflate", count)
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await said(browser, "policy.permit")
            ticking = asyncio.create_task(tick())
            await show.fake.say(b"".join(rfb.provided(f"글 {number}") for number in range(5)))
            await until(lambda: len(turns) == 5)
            ticking.cancel()

    test_light.play(broker, scene)
    assert len(set(turns)) == 5
