"""A stream that the policy has recorded, through a real gateway."""

import errno
from collections.abc import Sequence
from typing import Any

from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.display.model import Close
from daas_broker.recordings import chunks
from daas_broker.recordings.chunks import HEAD
from daas_broker.recordings.files import Writing
from daas_broker.recordings.model import (
    Chain,
    End,
    Kind,
    Piece,
    Point,
    Progress,
    Record,
    RecordingId,
)
from daas_broker.recordings.recorder import Recorder, Whose
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display import test_light
from tests.daas_broker.display.test_gateway import Show, end_of, hear, play, until
from tests.support import rfb
from tests.support.fakes.desktop_screen import PICTURE

WISH = {"is_on": True, "basis": "정보보안 업무규정 제12조", "retention_days": 30}
ON, OFF = '{"type": "recording.state", "recording": true}', "recording.state"


def officer(broker: Broker) -> Any:
    return broker.world.as_user("sol", Role.SECURITY_OFFICER)


def ask(broker: Broker, **wish: Any) -> None:
    path = "/api/admin/policies/person/ann/draft"
    assert officer(broker).put(path, body={"recording": {**WISH, **wish}}).status_code == 200
    assert officer(broker).post(f"{path}/apply").status_code == 200


def read_notice(show: Show) -> None:
    path = f"/api/desktops/{show.desktop}"
    digest = show.ann.post(f"{path}/tickets").get_json()["digest"]
    assert show.ann.post(f"{path}/recording-notice", digest=digest).status_code == 204


def found(broker: Broker) -> list[dict[str, Any]]:
    reply = officer(broker).get("/api/admin/recordings").get_json()
    return list(reply["recordings"])


def adopt(show: Show) -> None:
    """What the gateway does when it hears that a policy changed."""
    permits = show.gateway.permits.of_streams(show.gateway.streams.streams)
    show.gateway.crossings.adopt(permits)


def recorder(broker: Broker) -> Recorder:
    real = broker.broker.recorders.recorder
    assert isinstance(real, Recorder)
    return real


def records(broker: Broker, id_: str) -> list[Record]:
    real = recorder(broker)
    with broker.world.begin() as tx:
        wrapped = tx.db.connection().exec_driver_sql("SELECT wrapped_key FROM daas_recordings")
        key = real.master.unwrap(RecordingId(id_), bytes(wrapped.scalar_one()))
    data, at = real.shelf.path(RecordingId(id_)).read_bytes(), 0
    kept: list[Record] = []
    while at < len(data):
        raw = data[at : at + HEAD.size]
        head = chunks.read_head(raw, 0)
        body = data[at + HEAD.size : at + HEAD.size + head.body_bytes]
        kept += chunks.unpack(chunks.open_chunk(key, raw, head, body))
        at += HEAD.size + head.body_bytes
    return kept


def test_pictures_and_pointer_are_recorded_and_nothing_that_is_typed(broker: Broker) -> None:
    """[DREC3] [DREC4]"""

    async def scene(show: Show) -> None:
        ask(broker)
        read_notice(show)
        async with show.open(show.ticket()) as browser:
            await hear(browser, ON)
            await browser.send("SETTINGS,{}")
            await hear(browser, PICTURE)
            await browser.send("m,10,20,1,0")
            await browser.send("kd,97")
            await browser.send('{"type":"commit","text":"비밀번호","seq":1}')
            await browser.send("cw,dGV4dA==")
            await until(lambda: "m,10,20,1,0" in show.fake.hears)
            await until(lambda: "text:비밀번호" in show.fake.order)
        await until(lambda: bool(found(broker)) and found(broker)[0]["end"] == "closed")

    play(broker, scene)
    (one,) = found(broker)
    kept = records(broker, one["id"])
    assert {record.kind for record in kept} <= {Kind.SAID, Kind.PICTURE, Kind.POINTER}
    assert PICTURE in [record.payload for record in kept]
    assert [r.payload for r in kept if r.kind is Kind.POINTER] == [b"m,10,20,1,0"]
    verdict = officer(broker).post(f"/api/admin/recordings/{one['id']}/check").get_json()
    assert verdict["chain"] == Chain.WHOLE


def test_where_nothing_is_asked_nothing_is_recorded(broker: Broker) -> None:
    """[DREC1]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await browser.send("SETTINGS,{}")
            await hear(browser, PICTURE)
            await until(lambda: show.gateway.crossings.are_ready)

    play(broker, scene)
    assert found(broker) == []
    assert not recorder(broker).shelf.directory.exists()


def test_a_policy_that_begins_to_record_ends_the_stream_until_its_notice_is_read(
    broker: Broker,
) -> None:
    """[DREC1]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await until(lambda: show.gateway.crossings.are_ready)
            ask(broker)
            adopt(show)
            assert await end_of(browser) == Close.NOTICE_MISSING
        read_notice(show)
        async with show.open(show.ticket()) as browser:
            await hear(browser, ON)
            ask(broker, is_on=False)
            adopt(show)
            await hear(browser, ON.replace("true", "false"))
            await browser.send("SETTINGS,{}")
            await hear(browser, PICTURE)
        await until(lambda: bool(found(broker)) and found(broker)[0]["ended_at"] is not None)

    play(broker, scene)
    assert [one["end"] for one in found(broker)] in (["policy"], ["closed"])


class Full:
    """A recorder whose disk is full from the second piece on."""

    def __init__(self, real: Recorder) -> None:
        self.real = real
        self.ends: list[End] = []

    def start(self, whose: Whose) -> Writing:
        writing = self.real.start(whose)
        return FullWriting(**vars(writing))

    def note(self, id_: RecordingId, progress: Progress, points: Sequence[Point]) -> None:
        self.real.note(id_, progress, points)

    def finish(
        self, id_: RecordingId, progress: Progress, points: Sequence[Point], end: End
    ) -> None:
        self.ends.append(end)
        self.real.finish(id_, progress, points, end)


class FullWriting(Writing):
    def write(self, piece: Piece) -> None:  # noqa: ARG002 - nothing of it fits
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_recorded_ends(broker: Broker) -> None:
    """[DREC2]"""
    full = Full(recorder(broker))
    broker.broker.recorders.recorder = full

    async def scene(show: Show) -> None:
        ask(broker)
        read_notice(show)
        async with show.open(show.ticket()) as browser:
            await browser.send("SETTINGS,{}")
            assert await end_of(browser) == Close.UNRECORDED
        await until(lambda: full.ends == [End.FAILED])

    play(broker, scene)
    assert [one["end"] for one in found(broker)] == ["failed"]


def test_a_light_desktop_is_recorded_by_an_eye_of_its_own(broker: Broker) -> None:
    """[DREC2] [DREC9]"""

    async def scene(show: test_light.LightShow) -> None:
        ask(broker)
        read_notice(show)
        async with show.open(show.ticket()) as browser:
            await hear(browser, ON)
            await browser.send(VERSION)
            await browser.send(b"\x01")
            await browser.send(b"\x01")
            await browser.send(test_light.REQUEST)
            await browser.send("m,10,20,1,0")
            await until(lambda: sum(m[:1] == b"\x03" for m in show.fake.messages) >= 2)
        await until(lambda: bool(found(broker)) and found(broker)[0]["end"] == "closed")

    test_light.play(broker, scene)
    (one,) = found(broker)
    assert one["is_light"]
    kept = records(broker, one["id"])
    assert {record.kind for record in kept} <= {Kind.RFB_ANEW, Kind.RFB, Kind.POINTER}
    shown = b"".join(record.payload for record in kept if record.kind is Kind.RFB)
    greeting = b"RFB 003.008\n\x01\x01" + bytes(4) + rfb.server_init(640, 480, b"Onmaru")
    assert shown.startswith(greeting + rfb.update(rfb.raw(4, 4)))
