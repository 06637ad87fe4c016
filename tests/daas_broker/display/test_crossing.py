"""Text between a real WebSocket client and a desktop, as the policy says it."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from sqlalchemy import select
from websockets.asyncio.client import ClientConnection

from daas_broker.display.clipboard import messages, picture_messages
from kernel import audit
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import Show, following, play, until
from tests.support.png import chunk, png

OPEN = {"is_open": True, "most_bytes": 300_000, "kinds": ["text"], "content": {}}
CLOSED = {**OPEN, "is_open": False}
ALL_DAY = {"days": [0, 1, 2, 3, 4, 5, 6], "begins": 0, "ends": 1440}
PICTURES = {**OPEN, "kinds": ["png", "text"]}


def put(broker: Broker, **changes: Any) -> None:
    """A policy for everybody of ann's name, applied at once."""
    path = "/api/admin/policies/person/ann/draft"
    assert broker.admin.put(path, body=changes).status_code == 200
    assert broker.admin.post(f"{path}/apply").status_code == 200


async def said(browser: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            message = await browser.recv()
            if isinstance(message, str) and message.startswith("{"):
                found: dict[str, Any] = json.loads(message)
                if found["type"] == kind:
                    return found


@asynccontextmanager
async def sitting(show: Show) -> AsyncIterator[tuple[ClientConnection, dict[str, Any]]]:
    async with show.open(show.ticket()) as browser:
        permit = await said(browser, "policy.permit")
        await until(lambda: show.fake.connection is not None)
        yield browser, permit


async def copy(show: Show, text: str) -> None:
    assert show.fake.connection is not None
    await show.fake.connection.send("clipboard," + b64encode(text.encode()).decode())


def facts(broker: Broker, act: str) -> list[tuple[str, dict[str, Any]]]:
    with broker.world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).where(audit.entries.c.act == act))
        return [(row.outcome, row.facts) for row in rows]


def test_text_crosses_both_ways_and_is_written_down_without_itself(broker: Broker) -> None:
    """[DLP4] [DLP10]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=OPEN)
        async with sitting(show) as (browser, permit):
            assert permit["clipboard_in"]
            long = "가나다 " * 30_000
            for message in messages(long, 1):
                await browser.send(message)
            assert (await said(browser, "policy.crossing"))["verdict"] == "passed"
            await said(browser, "clipboard.put")
            await until(lambda: show.fake.hears[-1:] == ["cwe,1"])
            assert show.fake.hears == messages(long, 1)
            await copy(show, long)  # the desktop says back what went in
            await copy(show, "밖으로 나갈 글")
            assert (await said(browser, "clipboard.copied"))["text"] == "밖으로 나갈 글"

    play(broker, scene)
    (outcome, out) = facts(broker, "daas_broker.clipboard_out")[0]
    assert (outcome, out["bytes"]) == ("done", len("밖으로 나갈 글".encode()))
    assert len(facts(broker, "daas_broker.clipboard_in")) == 1
    assert "밖으로" not in str(facts(broker, "daas_broker.clipboard_out"))


def test_a_closed_way_is_refused_with_its_rule_and_the_way_that_is_open(broker: Broker) -> None:
    """[DLP4] [DLP6] [DK11]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=CLOSED, clipboard_out=CLOSED)
        async with sitting(show) as (browser, _):
            await copy(show, "나가지 않는 글")
            refused = await said(browser, "policy.crossing")
            assert (refused["rule"], refused["advice"]) == ("clipboard_out_closed", "drive")
            await browser.send("cw,aGVsbG8=")
            refused = await said(browser, "policy.crossing")
            assert (refused["rule"], refused["advice"]) == ("clipboard_in_closed", "ask")
            await browser.send("kr")
            await until(lambda: show.fake.hears == ["kr"])

    play(broker, scene)
    assert [outcome for outcome, _ in facts(broker, "daas_broker.clipboard_out")] == ["refused"]


def test_content_is_masked_refused_or_waits_for_a_reason(broker: Broker) -> None:
    """[DLP5] [DLP9]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            await browser.send(messages("카드 4111 1111 1111 1111", 1)[0])
            assert (await said(browser, "policy.crossing"))["is_masked"]
            await until(lambda: show.fake.hears == messages("카드 **** **** **** 1111", 1))
            await browser.send(messages("대외비 자료", 1)[0])
            refused = await said(browser, "policy.crossing")
            assert (refused["rule"], refused["signs"]) == ("content_in", ["restricted_mark"])
            await browser.send(messages("900101-1000000", 1)[0])
            asked = await said(browser, "policy.crossing")
            assert (asked["verdict"], len(show.fake.hears)) == ("reason", 1)
            answer = {"type": "clipboard.reason", "hold": asked["hold"], "reason": "민원 처리"}
            await browser.send(json.dumps(answer))
            await until(lambda: len(show.fake.hears) == 2)

    play(broker, scene)
    outcomes = facts(broker, "daas_broker.clipboard_in")
    assert [outcome for outcome, _ in outcomes] == ["masked", "refused", "asked", "done"]
    assert outcomes[-1][1]["reason"] == "민원 처리"


def test_a_picture_crosses_both_ways_as_the_policy_says(broker: Broker) -> None:
    """[DMO1] [DMO2] [DK11]"""
    shot = png(beside=chunk(b"tEXt", b"Author\0ann"))

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=PICTURES, clipboard_out=PICTURES)
        async with sitting(show) as (browser, permit):
            assert (permit["pictures_in"], permit["pictures_out"]) == (True, True)
            for message in picture_messages(shot, 1):
                await browser.send(message)
            await said(browser, "clipboard.put")
            await until(lambda: show.fake.hears == picture_messages(png(), 1))
            assert show.fake.connection is not None
            inside = "clipboard_binary,image/png," + b64encode(png(9, 9)).decode()
            await show.fake.connection.send(inside)
            assert (await said(browser, "clipboard.pictured"))["png"] == b64encode(
                png(9, 9)
            ).decode()

    play(broker, scene)
    ((outcome, noted),) = facts(broker, "daas_broker.clipboard_in")
    assert (outcome, noted["kind"], noted["bytes"]) == ("done", "png", len(png()))
    assert len(facts(broker, "daas_broker.clipboard_out")) == 1


def test_a_picture_is_refused_by_its_rule_where_only_text_passes(broker: Broker) -> None:
    """[DMO1] [DMO2]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=OPEN)
        async with sitting(show) as (browser, permit):
            assert (permit["pictures_in"], permit["pictures_out"]) == (False, False)
            for message in picture_messages(png(), 1):
                await browser.send(message)
            assert (await said(browser, "policy.crossing"))["rule"] == "clipboard_in_kind"
            assert show.fake.connection is not None
            await show.fake.connection.send("clipboard_start,image/png,9000000")
            assert (await said(browser, "policy.crossing"))["rule"] == "clipboard_out_kind"
            await browser.send("kr")
            await until(lambda: show.fake.hears == ["kr"])

    play(broker, scene)
    ((outcome, noted),) = facts(broker, "daas_broker.clipboard_in")
    assert (outcome, noted["rule"]) == ("refused", "clipboard_in_kind")
    assert "untold" not in noted, "nothing was left out before it"


def test_a_change_is_taken_within_a_second_by_a_stream_that_is_open(broker: Broker) -> None:
    """[DLP3]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN)
        async with sitting(show) as (browser, _):
            with following(show):
                await said(browser, "policy.permit")
                began = monotonic()
                access = {"hours": [ALL_DAY], "networks": []}
                turned = {"watermark": True, "characters_per_second": 200, "access": access}
                await asyncio.to_thread(put, show.broker, clipboard_in=CLOSED, **turned)
                permit = await said(browser, "policy.permit")
                assert monotonic() - began < 1
                assert (permit["clipboard_in"], permit["mark"]["name"]) == (False, "ann")
                assert (permit["characters_per_second"], permit["lock_after_minutes"]) == (200, 15)
                assert (permit["hours"], permit["is_placed"]) == ([ALL_DAY], False)
                await browser.send("cw,aGVsbG8=")
                assert (await said(browser, "policy.crossing"))["rule"] == "clipboard_in_closed"
                streams = show.broker.admin.get("/api/admin/policies/streams").get_json()["streams"]
                assert [one["revision"] for one in streams] == [permit["revision"]]

    play(broker, scene)


def test_who_sits_at_a_desktop_is_told_that_its_zone_leads_elsewhere(broker: Broker) -> None:
    """[DH9]"""
    shut = {"revision": 0, "open_internet": False, "workplace": False}

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            with following(show):
                await said(browser, "policy.permit")
                done = await asyncio.to_thread(
                    show.broker.admin.put, "/api/admin/zones/internet", **shut
                )
                assert done.status_code == 204
                assert (await said(browser, "zone.changed"))["zone"] == "internet"

    play(broker, scene)


def test_bulk_through_the_text_bridge_is_a_paste_and_typing_is_not(broker: Broker) -> None:
    """[DLP8]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=CLOSED)
        async with sitting(show) as (browser, _):
            for number, text in enumerate(["한", "긴 글 " * 40, "글"]):
                await browser.send(json.dumps({"type": "commit", "text": text, "seq": number}))
            assert (await said(browser, "policy.crossing"))["rule"] == "clipboard_in_closed"
            await until(lambda: show.fake.types == ["한", "글"])

    play(broker, scene)


def test_keys_beyond_the_rate_do_not_reach_the_desktop(broker: Broker) -> None:
    """[DLP8]"""

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=CLOSED, characters_per_second=3)
        async with sitting(show) as (browser, _):
            for _ in range(60):
                await browser.send("kd,97")
            assert (await said(browser, "policy.crossing"))["rule"] == "paste_rate"
            await browser.send("kr")
            await until(lambda: "kr" in show.fake.hears)
            assert 29 <= show.fake.hears.count("kd,97") <= 36

    play(broker, scene)


def test_the_policy_says_when_an_unused_screen_locks(broker: Broker) -> None:
    """[DV3] [DLP3]"""

    async def scene(show: Show) -> None:
        put(show.broker, lock_after_minutes=3)
        async with sitting(show):
            crossings = show.gateway.crossings
            (crossed,) = crossings.open.values()
            assert crossings.locks_after(crossed.link) == 180

    play(broker, scene)
