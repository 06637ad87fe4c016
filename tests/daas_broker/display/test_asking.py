"""A refused text is asked for from the refusal, and crosses once when somebody answered for it."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, update

from daas_broker.display.clipboard import messages
from daas_broker.releases.model import Approver, Lane
from daas_broker.releases.rules import DEFAULTS
from identity.people.store import divisions
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_crossing import CLOSED, OPEN, copy, facts, put, said, sitting
from tests.daas_broker.display.test_gateway import Show, play, until

SECRET = "내보내지 않는 글: 3월 2일"
REASON = "민원인에게 불러 줍니다"


@pytest.fixture
def heads(broker: Broker) -> Broker:
    """mary is ann's head."""
    with broker.world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="top", name="국", parent_id=None))
        tx.db.execute(update(divisions).where(divisions.c.id == "div").values(parent_id="top"))
    broker.world.as_user("mary", Role.MEMBER, Role.MANAGER)
    return broker


async def tell(browser: Any, kind: str, **body: Any) -> None:
    await browser.send(json.dumps({"type": kind, **body}))


async def approved(broker: Broker) -> str:
    """What ann asked for last: looked into, and approved by her head."""
    await asyncio.to_thread(broker.broker.release_keeper.run)
    mary = broker.world.as_user("mary")
    [waiting] = mary.get("/api/releases/inbox").get_json()["waiting"]
    body = {"answer": "확인했습니다", "seen": list(waiting["findings"])}
    path = f"/api/releases/{waiting['id']}/approve"
    assert mary.post(path, **body).status_code == 200
    return str(waiting["id"])


def test_a_text_that_may_not_leave_is_asked_for_and_leaves_once(heads: Broker) -> None:
    """[DX9] [DX5]"""
    heads.broker.deciding.set_lane(
        heads.world.as_user("otto", Role.SECURITY_OFFICER).actor,
        lane_of("work", approver=Approver.SUPERIOR),
    )

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=CLOSED)
        async with sitting(show) as (browser, _):
            await copy(show, SECRET)
            refused = await said(browser, "policy.crossing")
            assert (refused["rule"], refused["ask"]) == ("clipboard_out_closed", 1)
            await tell(browser, "release.ask", hold=1, reason="왜")
            assert (await said(browser, "release.told"))["code"] == "release_malformed"
            await tell(browser, "release.ask", hold=1, reason=REASON)
            assert (await said(browser, "release.told"))["code"] is None
            release = await approved(show.broker)
            await tell(browser, "release.take", id=release)
            assert (await said(browser, "clipboard.copied"))["text"] == SECRET
            await tell(browser, "release.take", id=release)
            assert (await said(browser, "release.told"))["code"] == "release_over"

    play(heads, scene)
    [(outcome, noted)] = facts(heads, "daas_broker.release_deliver")
    assert (outcome, noted["bytes"]) == ("done", len(SECRET.encode()))
    assert SECRET not in str(noted)


def test_a_text_that_was_stopped_on_its_way_in_goes_in_once(heads: Broker) -> None:
    """[DX9]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            await browser.send(messages("대외비 아닌 대외비 안내", 1)[0])
            refused = await said(browser, "policy.crossing")
            assert (refused["rule"], refused["ask"]) == ("content_in", 1)
            await tell(browser, "release.ask", hold=1, reason=REASON)
            assert (await said(browser, "release.told"))["code"] is None
            release = await approved(show.broker)
            await tell(browser, "release.take", id=release)
            await until(lambda: show.fake.hears == messages("대외비 아닌 대외비 안내", 1))

    play(heads, scene)


def test_nobody_takes_what_is_not_theirs_or_asks_for_what_is_not_held(heads: Broker) -> None:
    """[DX9] [DX2]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            await tell(browser, "release.take", id="nothing")
            assert (await said(browser, "release.told"))["code"] == "not_found"
            await tell(browser, "release.ask", hold=7, reason=REASON)
            assert (await said(browser, "release.told"))["code"] == "release_bytes_away"
            await tell(browser, "release.ask", hold=[], reason=REASON)
            assert (await said(browser, "release.told"))["code"] == "release_bytes_away"

    play(heads, scene)


def test_where_the_lane_is_closed_asking_is_not_offered(heads: Broker) -> None:
    """[DX9] [DLP6]"""
    otto = heads.world.as_user("otto", Role.SECURITY_OFFICER).actor
    heads.broker.deciding.set_lane(otto, lane_of("work", is_open=False))

    async def scene(show: Show) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=CLOSED)
        async with sitting(show) as (browser, _):
            await copy(show, SECRET)
            assert (await said(browser, "policy.crossing"))["ask"] is None

    play(heads, scene)


def lane_of(to: str, **changes: Any) -> Lane:
    return replace(DEFAULTS[Zone(to)], **changes)
