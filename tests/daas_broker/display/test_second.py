"""A second window beside a stream that is open: whose it is, when it ends, and what holds in it."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.typing import Origin, Subprotocol

from daas_broker.desktops.machine import State
from daas_broker.display.clipboard import messages
from daas_broker.display.model import MARKERS, Close
from daas_broker.recordings.model import End
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display import test_light
from tests.daas_broker.display.test_crossing import OPEN, facts, put, said
from tests.daas_broker.display.test_gateway import (
    OURS,
    Show,
    end_of,
    following,
    hear,
    next_of,
    play,
    until,
)
from tests.daas_broker.display.test_recording import ask, found, read_notice
from tests.support.fakes.desktop_screen import PICTURE

SETTINGS = 'SETTINGS,{"displayId":"primary","initialClientWidth":800,"initialClientHeight":600,"scaling_dpi":192}'  # noqa: E501
SOUND = bytes([1, 0]) + b"opus"


def second(show: Show, ticket: str | None = None) -> connect:
    token = ticket or show.ann.post(f"/api/desktops/{show.desktop}/screens").get_json()["ticket"]
    return unix_connect(
        str(show.socket),
        f"ws://localhost/display/{show.desktop}/second",
        origin=Origin(OURS),
        subprotocols=[Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{token}")],
        additional_headers=show.ann.cookie,
        compression=None,
    )


@asynccontextmanager
async def both(show: Show) -> AsyncIterator[tuple[ClientConnection, ClientConnection]]:
    """The two windows of one person, each showing its own screen."""
    async with show.open(show.ticket()) as first:
        await first.send("SETTINGS,{}")
        await said(first, "policy.permit")
        async with second(show) as beside:
            await beside.send(SETTINGS)
            await hear(beside, PICTURE)
            await said(first, "screens.state")
            yield first, beside


def test_what_is_done_in_the_second_window_goes_the_first_ones_way_in_order(
    broker: Broker,
) -> None:
    """[DMO5] [DIN1]"""

    async def scene(show: Show) -> None:
        async with both(show) as (first, beside):
            show.fake.order.clear()
            await beside.send("m,10,20,1,0")
            await beside.send('{"type":"commit","text":"한","seq":1}')
            await beside.send("kd,65293")
            await beside.send("m,-5,20,0,0")
            await until(lambda: "kd,65293" in show.fake.order)
            await first.send("m,3,4,0,0")
            await first.send('{"type":"commit","text":"글","seq":1}')
            await until(lambda: "text:글" in show.fake.order)

    show = play(broker, scene)
    markers = {f"ku,{marker}" for marker in MARKERS}
    keys_and_text = [each for each in show.fake.order if each[0] in "kt" and each not in markers]
    assert keys_and_text[:2] == ["text:한", "kd,65293"]
    assert keys_and_text[-1] == "text:글"
    pointed = [each for each in show.fake.order if each.startswith("m,")]
    assert pointed == ["m,1290,20,1,0", "m,1275,20,0,0", "m,3,4,0,0"]


def test_which_screen_a_window_shows_is_the_tickets_to_say(broker: Broker) -> None:
    """[DMO5]"""

    async def scene(show: Show) -> None:
        async with both(show) as (_, beside):
            await beside.send("s,192")
            await beside.send("STOP_AUDIO")
            await beside.send("r,5000x700")
            await until(lambda: len(show.fake.second_hears) > 1)

    show = play(broker, scene)
    made = json.loads(show.fake.second_hears[0].removeprefix("SETTINGS,"))
    assert made["displayId"] == "display2"
    assert "scaling_dpi" not in made
    assert show.fake.second_hears[1:] == ["r,2560x700"]
    assert json.loads(show.fake.hears[0].removeprefix("SETTINGS,"))["displayId"] == "primary"


def test_a_second_window_opens_only_beside_an_open_stream_of_the_same_person(
    broker: Broker,
) -> None:
    """[DMO4]"""

    async def scene(show: Show) -> None:
        path = f"/api/desktops/{show.desktop}/screens"
        refused = show.ann.post(path)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "first_screen_missing")
        assert show.broker.world.as_user("ben").post(path).status_code == 404
        async with show.open(show.ticket()) as first:
            await said(first, "policy.permit")
            of_this_stream = show.ann.post(path).get_json()["ticket"]
            for ticket in (show.ticket(), "made-up"):
                async with second(show, ticket) as wrong:
                    assert await end_of(wrong) == Close.TICKET_REFUSED
            async with show.open(show.ann.post(path).get_json()["ticket"]) as wrong:
                assert await end_of(wrong) == Close.TICKET_REFUSED
        async with show.open(show.ticket()) as another:
            await said(another, "policy.permit")
            async with second(show, of_this_stream) as late:
                assert await end_of(late) == Close.ALONE
            show.broker.world.pass_time(timedelta(seconds=31))
            async with second(show, of_this_stream) as used:
                assert await end_of(used) == Close.TICKET_REFUSED

    assert play(broker, scene).fake.second_hears == []


def test_a_second_window_ends_with_the_first_and_not_the_other_way_round(broker: Broker) -> None:
    """[DMO4]"""

    async def scene(show: Show) -> None:
        async with both(show) as (first, beside):
            await beside.close()
            assert (await said(first, "screens.state"))["count"] == 1
            await first.send("ping,1")
            await hear(first, "pong,1")
            assert show.broker.desktop(show.desktop).state is State.IN_USE
            async with second(show) as again:
                await again.send(SETTINGS)
                await hear(again, PICTURE)
                began = monotonic()
                await first.close()
                assert await end_of(again) == Close.ALONE
                assert monotonic() - began < 1
        await until(lambda: show.broker.desktop(show.desktop).state is State.DISCONNECTED)

    play(broker, scene)


def test_a_release_cuts_both_windows_within_a_second(broker: Broker) -> None:
    """[DK9] [DMO4]"""

    async def scene(show: Show) -> None:
        with following(show):
            await asyncio.sleep(0.2)
            async with both(show) as (first, beside):
                began = monotonic()
                await asyncio.to_thread(show.ann.post, f"/api/desktops/{show.desktop}/release")
                assert await end_of(beside) == Close.DESKTOP_ENDED
                assert await end_of(first) == Close.DESKTOP_ENDED
                assert monotonic() - began < 1

    play(broker, scene)


def test_the_first_window_takes_the_monitor_away_and_a_later_one_takes_its_place(
    broker: Broker,
) -> None:
    """[DMO4]"""

    async def scene(show: Show) -> None:
        async with both(show) as (first, beside):
            async with second(show) as later:
                assert await end_of(beside) == Close.UNPLUGGED
                await later.send(SETTINGS)
                await hear(later, PICTURE)
                await first.send('{"type":"screens.unplug"}')
                assert await end_of(later) == Close.UNPLUGGED
            while (await said(first, "screens.state"))["count"] == 2:
                pass

    play(broker, scene)


def test_the_policy_of_the_stream_holds_in_its_second_window(broker: Broker) -> None:
    """[DMO5] [DLP4] [DLP10]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=OPEN)
        async with both(show) as (first, beside):
            for part in messages("가나다", 1):
                await beside.send(part)
            await said(beside, "clipboard.put")
            assert show.fake.connection is not None
            assert show.fake.second is not None
            copied = "clipboard," + b64encode("안에서".encode()).decode()
            await show.fake.second.send(copied)  # the desktop tells each connection
            await show.fake.connection.send(copied)
            assert (await said(beside, "clipboard.copied"))["text"] == "안에서"
            await first.send("m,1,1,0,0")
            await show.fake.connection.send("clipboard," + b64encode(b"later").decode())
            assert (await said(first, "clipboard.copied"))["text"] == "later"

    play(broker, scene)
    assert len(facts(broker, "daas_broker.clipboard_in")) == 1
    assert len(facts(broker, "daas_broker.clipboard_out")) == 2


def test_a_second_window_is_told_the_permit_and_hears_no_sound(broker: Broker) -> None:
    """[DMO5]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as first:
            permit = await said(first, "policy.permit")
            async with second(show) as beside:
                assert await said(beside, "policy.permit") == permit
                await beside.send(SETTINGS)
                await hear(beside, PICTURE)
                assert show.fake.second is not None
                await show.fake.second.send(SOUND)
                await show.fake.second.send(PICTURE)
                assert await next_of(beside, bytes) == PICTURE

    play(broker, scene)


def test_a_lock_shuts_both_windows(broker: Broker) -> None:
    """[DV3] [DMO5]"""

    async def scene(show: Show) -> None:
        async with both(show) as (first, beside):
            await beside.send('{"type":"idle.lock"}')
            await said(first, "idle.locked")
            await said(beside, "idle.locked")
            await beside.send("kd,97")
            await beside.send("ping,3")
            await hear(beside, "pong,3")
            async with second(show) as another:
                assert await end_of(another) == Close.ALONE

    assert "kd,97" not in play(broker, scene).fake.hears


def test_bad_words_of_a_second_window_end_that_window_only(broker: Broker) -> None:
    """[DK10] [DMO5]"""

    async def scene(show: Show) -> None:
        async with both(show) as (first, beside):
            await beside.send('{"type":"nobody.knows"}')
            assert await end_of(beside) == Close.BAD_MESSAGE
            for bad in ("cmd,xterm", b"\x02\x00\x00", "SETTINGS,["):
                async with second(show) as again:
                    await again.send(SETTINGS)
                    await hear(again, PICTURE)
                    await again.send(bad)
                    assert await end_of(again) == Close.BAD_MESSAGE
            await first.send("ping,1")
            await hear(first, "pong,1")

    play(broker, scene)


def test_what_must_be_recorded_is_recorded_in_both_windows(broker: Broker) -> None:
    """[DREC2] [DREC3] [DMO5]"""

    async def scene(show: Show) -> None:
        ask(show.broker)
        read_notice(show)
        async with show.open(show.ticket()) as first:
            await said(first, "recording.state")
            async with second(show) as beside:
                await beside.send(SETTINGS)
                assert (await said(beside, "recording.state"))["recording"] is True
                await hear(beside, PICTURE)
                await beside.send("m,7,8,0,0")
                await until(lambda: "m,1287,8,0,0" in show.fake.hears)

    play(broker, scene)
    made = found(broker)
    assert sorted(each["screen"] for each in made) == [1, 2]
    assert {each["end"] for each in made} == {End.CLOSED.value}


def test_a_light_desktop_has_one_screen(broker: Broker) -> None:
    """[DMO6]"""

    async def scene(show: Show) -> None:
        refused = show.ann.post(f"/api/desktops/{show.desktop}/screens")
        assert (refused.status_code, refused.get_json()["code"]) == (409, "one_screen")

    test_light.play(broker, scene)
