from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kernel.actor import UserId
from kernel.ids import fresh_id
from kernel.text import nfc
from messenger.messages import rules
from messenger.messages.model import Draft, Kind, Window
from messenger.messages.store import messages
from messenger.rooms.model import RoomId
from tests.messenger.support import API, bodies, body_of, direct, fetch, group, line, say
from tests.support.world import World

same_world = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_numbers_have_no_gap_however_many_speak_at_once(world: World) -> None:
    """[MS1]"""
    people = ["ann", "ben", "cho", "dan"]
    room = RoomId(group(world, *people))
    actors = [world.as_user(person).actor for person in people]
    send = world.workplace.messenger.messages.send

    def speak(n: int) -> int:
        return send(actors[n % 4], room, Draft(fresh_id(), Kind.TEXT, f"{n}번째 말")).seq

    with ThreadPoolExecutor(4) as pool:
        seqs = list(pool.map(speak, range(60)))
    assert sorted(seqs) == list(range(2, 62))  # 1 is the notice of the opening
    assert fetch(world, "ann", room)["last_seq"] == 61


def test_one_client_id_makes_one_message_also_when_tried_all_at_once(world: World) -> None:
    """[MS1] [MS2]"""
    room = RoomId(direct(world, "ann", "ben"))
    actor, draft = world.as_user("ann").actor, Draft("same-client-id", Kind.TEXT, "한 번만")
    send = world.workplace.messenger.messages.send
    with ThreadPoolExecutor(4) as pool:
        seqs = {m.seq for m in pool.map(lambda _: send(actor, room, draft), range(20))}
    assert seqs == {1}
    world.pass_time(timedelta(minutes=100))
    assert say(world, "ann", room, "한 번만", client_id="same-client-id")["seq"] == 1
    say(world, "ben", room, "다른 사람의 같은 번호", client_id="same-client-id")
    assert bodies(world, "ann", room) == ["한 번만", "다른 사람의 같은 번호"]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(1, 5)),
        st.tuples(st.just("recall"), st.integers(0, 30)),
        st.tuples(st.just("catch up"), st.integers(1, 4)),
    ),
    max_size=12,
)


@dataclass
class Reader:
    """A device that catches up from the last number it saw, as the page does."""

    world: World
    room: str
    held: dict[int, Any] = field(default_factory=dict)
    after: int = 0
    changed_after: int = 0

    def catch_up(self, limit: int) -> None:
        while True:
            window = {"after": self.after, "changed_after": self.changed_after, "limit": limit}
            page = fetch(self.world, "ben", self.room, **window)
            for message in (*page["messages"], *page["changed"]):
                self.held[message["seq"]] = message
            self.changed_after = page["changes"]
            if not page["messages"]:
                return
            self.after = page["messages"][-1]["seq"]


@same_world
@given(steps)
def test_catching_up_gives_what_a_full_fetch_gives(
    world: World, taken: list[tuple[str, int]]
) -> None:
    """[MS3] [DL3]"""
    room = group(world, "ann", "ben", name=fresh_id())
    reader = Reader(world, room)
    for act, number in taken:
        if act == "say":
            for n in range(number):
                say(world, "ann", room, f"글 {n}")
        elif act == "recall":
            world.as_user("ann").delete(f"{API}/rooms/{room}/messages/{number}")
        else:
            reader.catch_up(number)
    reader.catch_up(3)
    whole = fetch(world, "ben", room, limit=200)["messages"]
    assert [reader.held[seq] for seq in sorted(reader.held)] == whole


def test_older_messages_come_page_by_page(world: World) -> None:
    room = direct(world, "ann", "ben")
    for n in range(1, 8):
        say(world, "ann", room, str(n))
    assert bodies(world, "ben", room, limit=3) == ["5", "6", "7"]
    assert bodies(world, "ben", room, before=5, limit=3) == ["2", "3", "4"]
    assert bodies(world, "ben", room, before=2, limit=3) == ["1"]
    assert fetch(world, "ben", room, before=2)["first_seq"] == 1


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "Cc", "Cs"]), max_size=30))
@same_world
def test_every_text_is_kept_as_nfc_or_refused_with_a_reason(world: World, text: str) -> None:
    """[MS4]"""
    try:
        kept = rules.tidy(Draft("12345678", Kind.TEXT, text)).body
    except rules.TextEmpty:
        assert not text.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    else:
        kept.encode()
        assert kept == nfc(kept).strip()
        assert 0 < len(kept) <= rules.LONGEST_TEXT


def test_a_text_has_a_length(world: World) -> None:
    """[MS4]"""
    room = direct(world, "ann", "ben")
    ann, path = world.as_user("ann"), f"{API}/rooms/{room}/messages"
    assert ann.post(path, client_id=fresh_id(), body="가" * 10_000).status_code == 201
    long = ann.post(path, client_id=fresh_id(), body="가" * 10_001)
    assert (long.status_code, body_of(long)["code"], body_of(long)["limit"]) == (
        400,
        "text_too_long",
        10_000,
    )
    assert body_of(ann.post(path, client_id=fresh_id(), body=" \n"))["code"] == "text_empty"
    split = "\u1112\u1161\u11ab"  # 한 in jamo, as some systems type it
    assert say(world, "ann", room, split)["body"] == "한"


def test_a_recalled_message_leaves_its_place_and_nothing_else(world: World) -> None:
    """[MS5]"""
    room = direct(world, "ann", "ben")
    seq = say(world, "ann", room, "잘못 보낸 주민번호")["seq"]
    ann, ben = world.as_user("ann"), world.as_user("ben")
    path = f"{API}/rooms/{room}/messages/{seq}"
    assert body_of(ben.delete(path))["code"] == "not_your_message"
    world.hints.clear()
    assert [ann.delete(path).status_code for _ in range(2)] == [204, 204]
    assert len(world.hints) == 2  # one a member, for one change
    [left] = fetch(world, "ben", room)["messages"]
    assert (left["seq"], left["body"], left["is_recalled"]) == (seq, "", True)
    assert body_of(ben.get(f"{API}/rooms/{room}/search", text="주민번호"))["messages"] == []
    with world.begin() as tx:
        assert "주민번호" not in str(tx.db.execute(select(messages)).one())
    assert ("ann", "messenger.recall", "done") in world.audited()


def test_after_an_hour_what_was_said_stays(world: World) -> None:
    """[MS5]"""
    room = direct(world, "ann", "ben")
    seq = say(world, "ann", room, "그대로")["seq"]
    world.pass_time(timedelta(minutes=61))
    reply = world.as_user("ann").delete(f"{API}/rooms/{room}/messages/{seq}")
    assert (reply.status_code, body_of(reply)["code"]) == (409, "recall_too_late")
    assert bodies(world, "ben", room) == ["그대로"]


def test_a_message_is_hinted_to_each_member_and_recorded_once(world: World) -> None:
    room = group(world, "ann", "ben", "cho")
    world.hints.clear()
    sent = say(world, "ann", room, "회의 10분 전입니다", client_id="hinted-once")
    say(world, "ann", room, "회의 10분 전입니다", client_id="hinted-once")
    hint = {"room": room, "last_seq": sent["seq"], "changes": 0}
    assert world.hints == [(f"person:{p}", "messenger.room", hint) for p in ("ann", "ben", "cho")]
    assert line(world, "ben", room)["last"]["body"] == "회의 10분 전입니다"


def test_search_finds_two_syllables_inside_a_word_and_takes_signs_as_they_are(world: World) -> None:
    """[RM3]"""
    room = direct(world, "ann", "ben")
    say(world, "ann", room, "정보보안성검토 결과입니다")
    say(world, "ben", room, "진행률 100% 확인")
    ann = world.as_user("ann")

    def found(text: str) -> list[str]:
        reply = ann.get(f"{API}/rooms/{room}/search", text=text)
        return [m["body"] for m in body_of(reply)["messages"]]

    assert found("보안") == ["정보보안성검토 결과입니다"]
    assert found("0%") == ["진행률 100% 확인"]
    assert found("%") == ["진행률 100% 확인"]


def test_a_window_never_shows_what_was_before_joining(world: World) -> None:
    """[RM3]"""
    room = RoomId(group(world, "ann", "ben"))
    say(world, "ann", room, "이전")
    world.person("cho")
    world.as_user("ann").post(f"{API}/rooms/{room}/members", people=["cho"])
    fetch_page = world.workplace.messenger.messages.fetch
    cho = world.as_user("cho").actor
    windows = [Window(), Window(before=3), Window(after=0), Window(changed_after=0)]
    seen = {m.seq for w in windows for m in (*fetch_page(cho, room, w).messages,)}
    assert seen == {3}  # the notice of coming
    assert cho.user_id == UserId("cho")
