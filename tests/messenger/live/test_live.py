"""The live process as it runs: its own interpreter, a real Redis, real sockets."""

import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kernel.actor import Actor, UserId
from kernel.ids import fresh_id
from kernel.settings import Zone
from messenger.messages.model import Draft, Kind, Window
from messenger.presence.model import State
from messenger.rooms.model import RoomId
from tests.messenger.live.support import PATIENCE, LiveStage, Refused, live_stage
from tests.support.world import World
from workplace.stack.postgres import PrivatePostgres


@pytest.fixture(scope="module")
def stage(postgres: PrivatePostgres) -> Iterator[LiveStage]:
    """One for all tests here: two live processes take seconds to start."""
    url = postgres.create_from_template("live_stage")
    with TemporaryDirectory(prefix="ol-") as name:
        home = Path(name)
        world = World(url, home)
        with live_stage(world, home) as stage:
            stage.start_redis()
            stage.start_live()
            stage.start_live("live-2")
            yield stage
        world.close()
    postgres.drop("live_stage")


def open_group(stage: LiveStage, *people: str) -> RoomId:
    for person in people:
        stage.world.as_user(person)
    actor = stage.world.as_user(people[0]).actor
    return stage.messenger.membership.open_group(actor, [UserId(p) for p in people[1:]], "")


def say(stage: LiveStage, who: Actor, room: RoomId, text: str) -> int:
    return stage.messenger.messages.send(who, room, Draft(fresh_id(), Kind.TEXT, text)).seq


@pytest.mark.slow
def test_a_live_process_ends_when_told_without_an_error_and_clients_come_back_to_the_next(
    stage: LiveStage,
) -> None:
    """All have the same address behind a unix socket: none. Whoever left second was not found."""
    for socket in [stage.connect(stage.world.sign_in(name), "live-2") for name in ("ann", "bob")]:
        socket.wire.close()
    ann = stage.world.sign_in("ann")
    held = stage.connect(ann, "live-2")
    stage.kill("live-2", signal.SIGTERM)
    held.wait_until_cut(PATIENCE)
    assert "Traceback" not in (stage.home / "live-2.log").read_text()
    stage.start_live("live-2")
    assert stage.connect(ann, "live-2").ask("watch", topic="person:ann")["ok"]


def test_a_socket_needs_its_session_zone_and_origin_and_ends_with_them(stage: LiveStage) -> None:
    """[LV1]"""
    ann = stage.world.sign_in("ann")
    with pytest.raises(Refused, match="not_signed_in"):
        stage.connect(ann, Cookie="onmaru_work=guessed")
    with pytest.raises(Refused, match="not_signed_in"):
        stage.connect(ann, **{"X-Onmaru-Zone": "internet", "Origin": "http://localhost:8081"})
    for origin in ("http://evil.example", stage.settings.origin(Zone.INTERNET)):
        with pytest.raises(Refused, match="closed"):
            stage.connect(ann, Origin=origin)

    other = stage.connect(stage.world.sign_in("ann"))
    socket = stage.connect(ann)
    sessions = stage.world.workplace.identity.sessions
    sessions.end_session(ann.actor, ann.actor.session_id, "signed_out")
    assert socket.wait_until_cut(PATIENCE) < 1.0
    assert other.ask("watch", topic="person:ann")["ok"]
    with pytest.raises(Refused):
        stage.connect(ann)


def test_hints_reach_members_on_every_process_and_nobody_else(stage: LiveStage) -> None:
    """[LV2] [RM1]"""
    room = open_group(stage, "ann", "ben")
    ann, ben, eve = (stage.world.as_user(p) for p in ("ann", "ben", "eve"))
    socket, far, stranger = stage.connect(ann), stage.connect(ben, "live-2"), stage.connect(eve)
    topic = f"room:{room}"
    assert stranger.ask("watch", topic=topic)["code"] == "not_found"
    assert stranger.ask("watch", topic="person:ann")["code"] == "not_found"
    assert far.ask("watch", topics=[topic, "person:ann"])["refused"] == ["person:ann"]
    assert stranger.ask("watch", topics="room")["code"] == "bad_signal"

    seq = say(stage, ann.actor, room, "점심 같이 하시죠")
    for each, who in ((socket, "ann"), (far, "ben")):
        hint = each.hear("messenger.room")
        assert hint == {"room": room, "last_seq": seq, "changes": 0, "topic": f"person:{who}"}
    stage.messenger.delivery.mark_read(ann.actor, room, seq)
    assert far.hear("messenger.read") == {"person": "ann", "seq": seq, "topic": topic}
    assert stranger.hears_nothing("messenger.room")

    stage.messenger.membership.leave(ben.actor, room)
    assert far.hear("live.closed")["topic"] == topic
    assert far.ask("watch", topic=topic)["code"] == "not_found"
    say(stage, ann.actor, room, "떠난 사람은 모르는 말")
    assert far.hears_nothing("messenger.read")


def test_who_is_here_is_one_answer_over_all_processes(stage: LiveStage) -> None:
    """[PR1]"""
    ann, ben = stage.world.as_user("dan"), stage.world.as_user("eun")
    people = [UserId("dan"), UserId("eun")]
    presence = stage.messenger.presence
    watcher = stage.connect(ben)
    watcher.ask("watch", topics=["presence:dan"])
    desk, phone = stage.connect(ann, "live-2"), stage.connect(ann)
    assert watcher.hear("messenger.presence")["state"] == "here"
    desk.ask("messenger.presence", state="elsewhere")
    assert presence.who_is_here(people) == dict.fromkeys(people, State.HERE)
    phone.ask("messenger.presence", state="elsewhere")
    assert watcher.hear("messenger.presence")["state"] == "elsewhere"
    assert phone.ask("messenger.presence", state="asleep")["code"] == "bad_signal"
    desk.wire.close()
    phone.wire.close()
    assert watcher.hear("messenger.presence")["state"] == "offline"


def test_the_loss_of_redis_loses_no_message_and_is_told(stage: LiveStage) -> None:
    """[DL3]"""
    room = open_group(stage, "ann", "ben")
    ann, ben = stage.world.as_user("ann").actor, stage.world.as_user("ben")
    socket = stage.connect(ben)
    first = say(stage, ann, room, "들리는 말")
    assert socket.hear("messenger.room")["last_seq"] == first

    stage.kill("redis")
    socket.hear("live.away")
    lost = [say(stage, ann, room, f"들리지 않는 말 {n}") for n in range(5)]  # acknowledged
    late = stage.connect(stage.world.sign_in("ben"))
    assert late.hear("live.hello") == {"flows": False}
    stage.start_redis()
    socket.hear("live.back")
    page = stage.messenger.messages.fetch(ben.actor, room, Window(after=first))
    assert [message.seq for message in page.messages] == lost
    assert late.hear("live.back") == {}
    again = say(stage, ann, room, "다시 들리는 말")
    while socket.hear("messenger.room")["last_seq"] != again:
        pass
