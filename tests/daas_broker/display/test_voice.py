"""What a person says into their microphone, between a real WebSocket client and a desktop."""

import asyncio
import json
from time import monotonic

import pytest
from websockets.asyncio.client import ClientConnection

from daas_broker.display import rules
from daas_broker.display.companions.voice import BYTES_A_SECOND
from daas_broker.display.model import Close, Refusal, ToMicrophone
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_crossing import facts, put, said, sitting
from tests.daas_broker.display.test_gateway import Show, end_of, following, play, until

SOUND = b"\x02" + bytes(960)  # a fiftieth of a second
ACT = "daas_broker.microphone"


async def say(browser: ClientConnection, kind: str) -> None:
    await browser.send(json.dumps({"type": kind}))


@pytest.mark.parametrize("message", [b"\x02", b"\x02a", b"\x03ab", b"\x02" + bytes(9000), b""])
def test_no_other_binary_message_is_a_voice(message: bytes) -> None:
    """[DK10]"""
    assert isinstance(rules.voice_of(message), Refusal)
    assert rules.voice_of(SOUND) == ToMicrophone(SOUND)


@pytest.mark.parametrize(("said", "told"), [("true", True), ("false", False), ('"yes"', False)])
def test_that_a_program_listens_is_told_and_nothing_of_it(said: str, *, told: bool) -> None:
    """[DV8]"""
    line = f'{{"type": "listening", "on": {said}, "by": "https://example.com/"}}'
    assert rules.from_text(line.encode()) == {"type": "listening", "on": told}


def test_a_voice_passes_once_its_person_opened_the_microphone(broker: Broker) -> None:
    """[DIN2]"""

    async def scene(show: Show) -> None:
        put(broker, microphone=True)
        async with sitting(show) as (browser, permit):
            assert permit["microphone"] is True
            await browser.send(SOUND)
            await say(browser, "microphone.open")
            assert (await said(browser, "microphone.state"))["is_open"] is True
            await browser.send(SOUND)
            await until(lambda: show.fake.voice == [SOUND])
            await say(browser, "microphone.close")
            assert (await said(browser, "microphone.state"))["is_open"] is False
            await browser.send(SOUND)
            await browser.send("kr")
            await until(lambda: "kr" in show.fake.hears)
            assert show.fake.voice == [SOUND]

    play(broker, scene)
    assert [outcome for outcome, _ in facts(broker, ACT)] == ["done"]


def test_where_the_policy_shuts_it_nothing_passes_and_the_rule_is_named(broker: Broker) -> None:
    """[DIN2]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, permit):
            assert permit["microphone"] is False
            await say(browser, "microphone.open")
            state = await said(browser, "microphone.state")
            assert (state["is_open"], state["rule"]) == (False, "microphone_closed")
            await browser.send(SOUND)
            await browser.send("kr")
            await until(lambda: "kr" in show.fake.hears)
            assert show.fake.voice == []

    play(broker, scene)
    assert [(outcome, f["rule"]) for outcome, f in facts(broker, ACT)] == [
        ("refused", "microphone_closed")
    ]


def test_a_change_of_the_policy_shuts_an_open_microphone_within_a_second(broker: Broker) -> None:
    """[DIN2] [DLP3]"""

    async def scene(show: Show) -> None:
        put(broker, microphone=True)
        async with sitting(show) as (browser, _):
            with following(show):
                await said(browser, "policy.permit")
                await say(browser, "microphone.open")
                await said(browser, "microphone.state")
                await browser.send(SOUND)
                await until(lambda: show.fake.voice == [SOUND])
                began = monotonic()
                await asyncio.to_thread(put, broker, microphone=False)
                assert (await said(browser, "policy.permit"))["microphone"] is False
                assert monotonic() - began < 1
                await browser.send(SOUND)
                assert (await said(browser, "microphone.state"))["rule"] == "microphone_closed"
                assert show.fake.voice == [SOUND]

    play(broker, scene)


def test_no_more_is_passed_on_than_a_microphone_gives(broker: Broker) -> None:
    """[DIN2]"""
    loud = b"\x02" + bytes(8000)

    async def scene(show: Show) -> None:
        put(broker, microphone=True)
        async with sitting(show) as (browser, _):
            await say(browser, "microphone.open")
            await said(browser, "microphone.state")
            for _ in range(40):
                await browser.send(loud)
            await browser.send("kr")
            await until(lambda: "kr" in show.fake.hears)
            # Two seconds may have begun meanwhile.
            assert sum(map(len, show.fake.voice)) <= 2 * BYTES_A_SECOND

    play(broker, scene)


def test_any_other_binary_message_ends_the_stream(broker: Broker) -> None:
    """[DK10]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            await browser.send(b"\x07 something")
            assert await end_of(browser) == Close.BAD_MESSAGE

    play(broker, scene)
