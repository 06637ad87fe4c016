"""The gateway between a real WebSocket client and a desktop that speaks the protocol."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from daas_broker.desktops.machine import State
from daas_broker.display.companions.idle import Idle
from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import Close, Control, ToDisplay, ToText
from daas_broker.display.unix_websocket import serve_unix
from identity.directory.model import PersonEntry, Snapshot
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_screen import PICTURE, FakeScreen, screen
from tests.support.world import SignedInClient
from workplace.display import BROWSERS, Gateway, Notices
from workplace.seats import Seats

OURS = "http://localhost:8080"


class Show:
    """One desktop on display, and its user's browser."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.folder = broker, folder
        self.fake = FakeScreen()
        broker.host.sockets = folder
        pool = broker.pool()
        broker.settle()
        self.desktop: str = broker.claim("ann", pool)["desktop"]["desktop_id"]
        whole = broker.world.workplace
        seats = Seats(whole.base, whole.identity, whole.drive, whole.daas_broker)
        self.gateway = Gateway(broker.world.settings, Zone.WORK, seats)
        self.socket = folder / "gateway.sock"

    @property
    def ann(self) -> SignedInClient:
        return self.broker.world.as_user("ann")

    def ticket(self) -> str:
        reply = self.ann.post(f"/api/desktops/{self.desktop}/tickets").get_json()
        return str(reply["ticket"])

    def open(
        self, ticket: str, origin: str = OURS, agent: str = "test",
        by: SignedInClient | None = None,
    ) -> connect:  # fmt: skip
        return unix_connect(
            str(self.socket),
            f"ws://localhost/display/{self.desktop}",
            origin=Origin(origin),
            subprotocols=[Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{ticket}")],
            additional_headers=(by or self.ann).cookie,
            compression=None,
            close_timeout=1,  # one that is held up answers no farewell
            user_agent_header=agent,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await serve_unix(self.gateway.answer, self.socket, BROWSERS)
        async with screen(self.folder / self.desktop, self.fake):
            yield
            await asyncio.sleep(0.05)
            await asyncio.gather(*self.gateway.streams.tasks)
        server.close()


def play(broker: Broker, scene: Callable[[Show], Awaitable[None]]) -> Show:
    with TemporaryDirectory(prefix="dsp") as folder:
        show = Show(broker, Path(folder))

        async def run() -> None:
            async with show.running():
                await asyncio.wait_for(scene(show), 20)

        asyncio.run(run())
    return show


@contextmanager
def following(show: Show) -> Iterator[None]:
    """The gateway hears what the broker decides: releases, policies, zones."""
    notices = Notices(show.gateway, asyncio.get_running_loop())
    url = show.broker.world.settings.database_url
    threading.Thread(target=notices.follow_releases, args=(url,), daemon=True).start()
    try:
        yield
    finally:
        notices.stopped.set()


async def next_of(browser: ClientConnection, kind: type) -> str | bytes:
    async with asyncio.timeout(5):
        while True:
            message = await browser.recv()
            if isinstance(message, kind):
                return message


async def hear(browser: ClientConnection, expected: str | bytes) -> None:
    """Among other things."""
    async with asyncio.timeout(5):
        while await browser.recv() != expected:
            pass


async def locked(browser: ClientConnection) -> None:
    async with asyncio.timeout(5):
        while not str(await browser.recv()).startswith('{"type": "idle.locked", "since":'):
            pass


async def end_of(browser: ClientConnection) -> int:
    async with asyncio.timeout(5):
        try:
            while True:
                await browser.recv()
        except ConnectionClosed as error:
            return error.rcvd.code if error.rcvd else 1006


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for happens in the database
            await asyncio.sleep(0.01)


def test_a_ticket_opens_the_stream_once_and_the_picture_comes(broker: Broker) -> None:
    """[DK8] [DK10]"""

    async def scene(show: Show) -> None:
        ticket = show.ticket()
        async with show.open(ticket) as browser:
            await browser.send('SETTINGS,{"initialClientWidth":9999,"initialClientHeight":801}')
            assert await browser.recv() == "MODE websockets"
            await hear(browser, PICTURE)
            assert show.broker.desktop(show.desktop).state is State.IN_USE
            async with show.open(ticket) as second:
                assert await end_of(second) == Close.TICKET_REFUSED
            await browser.send("ping,7")
            await hear(browser, "pong,7")
        await until(lambda: show.broker.desktop(show.desktop).state is State.DISCONNECTED)

    show = play(broker, scene)
    made = json.loads(show.fake.hears[0].removeprefix("SETTINGS,"))
    assert made["initialClientWidth"] == 2560
    assert made["initialClientHeight"] == 800
    assert ("-", "identity.redeem_ticket", "refused") in broker.world.audited()


def test_an_old_ticket_another_origin_and_no_ticket_open_nothing(broker: Broker) -> None:
    """[DK8]"""

    async def scene(show: Show) -> None:
        ticket = show.ticket()
        for origin in ("http://localhost:8081", "https://evil.example"):
            with pytest.raises(InvalidStatus, match="403"):
                await show.open(ticket, origin)
        show.broker.world.pass_time(timedelta(seconds=31))
        async with show.open(ticket) as late:
            assert await end_of(late) == Close.TICKET_REFUSED
        async with show.open("made-up") as stranger:
            assert await end_of(stranger) == Close.TICKET_REFUSED

    assert play(broker, scene).fake.hears == []


def test_a_message_on_no_list_and_a_frame_too_big_end_the_stream(broker: Broker) -> None:
    """[DK10]"""

    async def scene(show: Show) -> None:
        bad = ("cmd,rm -rf", '{"type":"nobody.knows"}', b"\x05unknown", "kd,99999999999")
        for said in (*bad, "m,1,1,0,0" * 50_000):
            async with show.open(show.ticket()) as browser:
                await next_of(browser, str)
                with suppress(ConnectionClosed):  # it may be cut before it has said all
                    await browser.send(said)
                is_known = said in bad
                assert await end_of(browser) == (Close.BAD_MESSAGE if is_known else Close.TOO_BIG)

    assert play(broker, scene).fake.hears == []


class Note(Companion):
    """Answers what it is told, and writes down what passes."""

    controls = frozenset({"note.say"})

    def __init__(self, link: Link) -> None:
        self.link = link
        self.seen: list[str] = []

    def heard(self, control: Control) -> None:
        self.link.tell("note.said", text=control.body.get("text"))

    def went_in(self, passed: ToDisplay | ToText) -> None:
        self.seen.append(passed.message if isinstance(passed, ToDisplay) else "text")

    def came_out(self, message: str | memoryview) -> None:
        self.seen.append(message if isinstance(message, str) else "picture")

    def closed(self) -> None:
        self.seen.append("closed")


def test_a_companion_hears_the_page_and_a_desktop_cannot_speak_for_the_gateway(
    broker: Broker,
) -> None:
    """[DV1]"""
    notes: list[Note] = []

    def begin(link: Link) -> Note:
        notes.append(Note(link))
        return notes[-1]

    async def scene(show: Show) -> None:
        show.gateway.streams.companions = (begin,)
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await browser.send('{"type":"note.say","text":"한글"}')
            await hear(browser, '{"type": "note.said", "text": "한글"}')
            await browser.send("SETTINGS,{}")
            await hear(browser, PICTURE)
            await browser.send('{"type":"commit","text":"가","seq":1}')
            await until(lambda: "text:가" in show.fake.order)
            assert show.fake.connection is not None
            await show.fake.connection.send('{"type":"note.said","text":"forged"}')
            await show.fake.connection.send("VIDEO_STARTED")
            await hear(browser, "VIDEO_STARTED")

    show = play(broker, scene)
    assert [each for each in notes[0].seen if "forged" in each] == []
    assert {"picture", "text", "closed"} <= set(notes[0].seen)
    assert notes[0].seen.count("closed") == 1
    assert not any("note" in each for each in show.fake.order)


def test_a_locked_screen_shows_nothing_until_its_person_has_proved_who_they_are(
    broker: Broker,
) -> None:
    """[DV3] [ID8]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await browser.send('{"type":"idle.lock"}')
            await locked(browser)
            await browser.send("SETTINGS,{}")
            await browser.send("kd,97")
            await browser.send("ping,3")
            await hear(browser, "pong,3")
        await until(lambda: show.broker.desktop(show.desktop).state is State.DISCONNECTED)
        async with show.open(show.ticket()) as again:
            assert str(await again.recv()).startswith('{"type": "idle.locked"')
            assert show.broker.desktop(show.desktop).state is State.IN_USE
        show.broker.world.pass_time(timedelta(seconds=1))
        assert show.ann.post("/api/me/confirm", password="correct horse").status_code == 204
        async with show.open(show.ticket()) as unlocked:
            await unlocked.send("SETTINGS,{}")
            await hear(unlocked, PICTURE)

    entry = PersonEntry("ann", "ann", "ann", "", "", "", "", "", "div", frozenset({Role.MEMBER}))
    broker.world.directory.snapshot = Snapshot((), (entry,))
    show = play(broker, scene)
    assert "kd,97" not in show.fake.hears


def test_who_is_away_is_warned_and_then_locked_out(broker: Broker) -> None:
    """[DV3]"""

    async def scene(show: Show) -> None:
        show.gateway.streams.companions = (lambda link: Idle(link, lambda _: 0.6),)
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await hear(browser, '{"type": "idle.warned", "seconds": 0}')
            await browser.send("m,1,1,0,0")
            await hear(browser, '{"type": "idle.used"}')
            await locked(browser)

    play(broker, scene)


def test_a_browser_measures_the_way_to_the_gateway_and_no_more(broker: Broker) -> None:
    """[DV4]"""

    async def scene(show: Show) -> None:
        def check(origin: str = OURS) -> connect:
            return unix_connect(
                str(show.socket),
                "ws://localhost/display/check",
                origin=Origin(origin),
                subprotocols=[Subprotocol("onmaru.check")],
                compression=None,
            )

        async with check() as browser:
            await browser.send("ping,5")
            assert await browser.recv() == "pong,5"
            await browser.send("load")
            sizes = [len(await browser.recv()) for _ in range(16)]
            assert sum(sizes) == 2 * 1024 * 1024
            await browser.send("load")
            assert await end_of(browser) == 1000
        async with check() as browser:
            await browser.send("kd,97")
            assert await end_of(browser) == 1000
        with pytest.raises(InvalidStatus, match="403"):
            await check("https://evil.example")

    assert play(broker, scene).fake.hears == []


def test_a_desktop_taken_over_says_where_it_went(broker: Broker) -> None:
    """[DV2]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket(), agent="PC") as first:
            await next_of(first, str)
            began = monotonic()
            async with show.open(show.ticket(), agent="Phone") as second:
                await hear(first, '{"type": "handover.taken", "agent": "Phone", "is_here": true}')
                assert await end_of(first) == Close.TAKEN_OVER
                assert monotonic() - began < 1
                await hear(second, '{"type": "handover.took", "agent": "PC", "is_here": true}')
                await second.send("ping,1")
                await hear(second, "pong,1")

    play(broker, scene)


def test_keys_after_a_syllable_reach_the_desktop_after_it(broker: Broker) -> None:
    """[DK10]"""

    async def scene(show: Show) -> None:
        show.fake.text_pause = 0.05
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            for seq, (kind, text) in enumerate(
                [("preedit", "ㅎ"), ("preedit", "하"), ("commit", "한")]
            ):
                await browser.send(json.dumps({"type": kind, "text": text, "seq": seq}))
            await browser.send("kd,65293")
            await browser.send("ku,65293")
            await until(lambda: len(show.fake.order) == 5)

    show = play(broker, scene)
    assert show.fake.order == ["text:ㅎ", "text:하", "text:한", "kd,65293", "ku,65293"]


def test_a_malicious_desktop_ends_its_own_stream_only(broker: Broker) -> None:
    """[DK10]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            fake = show.fake.connection
            assert fake is not None
            await fake.send(b"\x07 unknown")
            await fake.send(b"\x04")
            await fake.send('{"type":"stream_resolution","width":2147483647,"height":1}')
            await fake.send('cursor,{"curdata":"<script>"}')
            with suppress(ConnectionClosed):  # it may be cut before it has said all
                await fake.send(b"\x03" + bytes(9 * 1024 * 1024))
            assert await end_of(browser) == Close.GARBLED
        async with show.open(show.ticket()) as browser:
            assert await browser.recv() == "MODE websockets"

    play(broker, scene)


def test_a_release_and_a_sign_out_cut_the_stream_within_a_second(broker: Broker) -> None:
    """[DK9]"""

    async def scene(show: Show) -> None:
        with following(show):
            await asyncio.sleep(0.2)
            async with show.open(show.ticket()) as browser:
                await next_of(browser, str)
                began = monotonic()
                await asyncio.to_thread(show.ann.post, f"/api/desktops/{show.desktop}/release")
                assert await end_of(browser) == Close.DESKTOP_ENDED
                assert monotonic() - began < 1

    play(broker, scene)
