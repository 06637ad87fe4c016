"""A helper beside the user of a light desktop, through the real gateway."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection

from daas_broker.desktops.model import DesktopId
from daas_broker.display.model import Close
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import end_of, next_of, until
from tests.daas_broker.display.test_helping import (
    WATCHED,
    WATCHERS_TRIES,
    Help,
    noticing,
    say,
    told,
)
from tests.daas_broker.display.test_light import REQUEST, LightShow, greet, hear_bytes, play
from tests.support import rfb

PICTURE = rfb.update(rfb.raw(4, 4))
KEY, POINTER = struct.pack(">BB2xI", 4, 1, 97), struct.pack(">BBHH", 5, 1, 9, 9)
PASTE = struct.pack(">B3xI", 6, 3) + b"abc"
SIZE = struct.pack(">BxHHBx", 251, 800, 600, 1) + bytes(16)
HANDS = (4, 5, 6, 251, 255)  # kinds of messages that move something in a desktop


@asynccontextmanager
async def user(show: LightShow) -> AsyncIterator[ClientConnection]:
    async with show.open(show.ticket()) as browser:
        await greet(browser)
        await browser.send(REQUEST)
        assert await hear_bytes(browser, len(PICTURE)) == PICTURE
        yield browser


@asynccontextmanager
async def watching(
    show: LightShow, browser: ClientConnection
) -> AsyncIterator[tuple[Help, ClientConnection]]:
    """A helper whose page has greeted; the user was told before."""
    help_ = Help(show)
    await asyncio.to_thread(help_.ask, "watch")
    async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
        assert await told(browser) == WATCHED
        await greet(helper)
        yield help_, helper


def moved(show: LightShow) -> list[int]:
    return [message[0] for message in show.fake.messages if message[0] in HANDS]


def test_a_helper_sees_a_light_desktop_once_its_user_was_told(broker: Broker) -> None:
    """[DR1] [DR3] [DR8]"""

    async def scene(show: LightShow) -> None:
        async with user(show) as browser, watching(show, browser) as (_, helper):
            await helper.send(struct.pack(">BxHii", 2, 2, 0, 7) + REQUEST)
            assert await hear_bytes(helper, len(PICTURE)) == PICTURE
            # What the user's own connection draws is of no use to another one.
            assert (await told_of_end(show, browser, helper))["by"] is None

    play(broker, scene)


async def told_of_end(
    show: LightShow, browser: ClientConnection, helper: ClientConnection
) -> dict[str, object]:
    await helper.close()
    return await told(browser)


def test_no_text_of_a_clipboard_reaches_a_helper(broker: Broker) -> None:
    """[DR7]"""

    async def scene(show: LightShow) -> None:
        async with user(show) as browser, watching(show, browser) as (_, helper):
            # The connection that was opened last is the helper's.
            await show.fake.say(rfb.cut_text(b"secret") + rfb.provided("비밀") + PICTURE)
            assert await hear_bytes(helper, len(PICTURE)) == PICTURE

    play(broker, scene)


def test_a_watchers_hands_never_reach_a_light_desktop_in_either_dialect(broker: Broker) -> None:
    """[DR2] [DR8]"""

    async def scene(show: LightShow) -> None:
        async with user(show) as browser, watching(show, browser) as (help_, helper):
            await helper.send(KEY + POINTER + PASTE + SIZE)
            await say(helper, *WATCHERS_TRIES)
            await asyncio.to_thread(help_.want, "control")
            await helper.send(KEY + POINTER + PASTE + SIZE)
            await say(helper, *WATCHERS_TRIES)
            await helper.send(REQUEST)  # behind what was tried
            assert await hear_bytes(helper, len(PICTURE)) == PICTURE

    show = play(broker, scene)
    assert (moved(show), show.fake.types) == ([], [])


def test_who_was_given_control_types_through_the_users_stream(broker: Broker) -> None:
    """[DR2] [DR4] [DR8]"""

    async def scene(show: LightShow) -> None:
        async with (
            noticing(show),
            user(show) as browser,
            watching(show, browser) as (help_, helper),
        ):
            await asyncio.to_thread(help_.ask, "control")
            assert (await told(browser))["control"] is True
            await helper.send(KEY + POINTER)
            await say(helper, '{"type":"commit","text":"함께","seq":1}', "kd,65293")
            await until(lambda: len(show.fake.order) == 2)
            await asyncio.to_thread(help_.stop, "control")
            assert (await told(browser))["control"] is False
            await say(helper, "kd,98")
            await until(lambda: len(show.fake.order) == 3)

    show = play(broker, scene)
    assert show.fake.order == ["text:함께", "key:65293:1", "key:65293:0"]


async def end_by_user(_show: LightShow, help_: Help, _browser: ClientConnection) -> None:
    await asyncio.to_thread(help_.stop, "watch")


async def end_by_leaving(_show: LightShow, _help: Help, browser: ClientConnection) -> None:
    await browser.close()


async def end_by_lock(show: LightShow, _help: Help, browser: ClientConnection) -> None:
    await browser.send('{"type":"idle.lock"}')


@pytest.mark.parametrize("end", [end_by_user, end_by_leaving, end_by_lock])
def test_with_the_users_stream_its_yes_or_its_lock_the_helpers_sight_ends(
    broker: Broker, end: Callable[[LightShow, Help, ClientConnection], Awaitable[None]]
) -> None:
    """[DR4] [DR8]"""

    async def scene(show: LightShow) -> None:
        async with (
            noticing(show),
            user(show) as browser,
            watching(show, browser) as (help_, helper),
        ):
            sight = show.fake.writer
            assert sight is not None
            await end(show, help_, browser)
            assert await end_of(helper) == Close.WATCH_OVER
            await until(sight.is_closing)
            allowed = show.broker.broker.helpdesk.watching
            await until(lambda: allowed(DesktopId(show.desktop)) is None)

    play(broker, scene)


def test_what_is_on_no_list_ends_the_helpers_stream_and_nobody_elses(broker: Broker) -> None:
    """[DF1] [DF2] [DR8]"""

    async def scene(show: LightShow) -> None:
        async with user(show) as browser:
            users = show.fake.writer
            async with watching(show, browser) as (_, helper):
                await helper.send(b"\x07")
                assert await end_of(helper) == Close.BAD_MESSAGE
            assert (await told(browser))["by"] is None
            show.fake.writer = users
            await show.fake.say(PICTURE)
            assert await next_of(browser, bytes) == PICTURE

    play(broker, scene)
