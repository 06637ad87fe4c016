from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.actor import UserId
from kernel.ids import fresh_id
from messenger.delivery import rules
from messenger.rooms.model import Member, Room, RoomId, RoomKind, Seat
from tests.messenger.support import API, body_of, direct, group, line, read, say
from tests.support.world import START, World

PEOPLE = ("ann", "ben", "cho")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.just(0)),
        st.tuples(st.just("read"), st.sampled_from(PEOPLE), st.integers(0, 25)),
        st.tuples(st.just("recall"), st.sampled_from(PEOPLE), st.integers(2, 25)),
    ),
    max_size=20,
)


def seat(read_seq: int, last_seq: int) -> Seat:
    room = Room(RoomId("r"), RoomKind.GROUP, "", last_seq, 0, START, START)
    return Seat(room, Member(room.id, UserId("ann"), 0, read_seq, is_pinned=False))


@given(st.integers(0, 50), st.integers(0, 50), st.lists(st.integers(0, 100)))
def test_a_cursor_only_goes_forward_and_not_past_the_end(
    read_seq: int, more: int, wishes: list[int]
) -> None:
    """[DL1]"""
    here = seat(read_seq, read_seq + more)
    for wish in wishes:
        place = rules.cursor(here, wish)
        assert here.member.read_seq <= place <= here.room.last_seq
        here = replace(here, member=replace(here.member, read_seq=place))
    assert here.member.read_seq == max([read_seq, *(min(w, read_seq + more) for w in wishes)])


@dataclass
class Model:
    """The room as a list of who said what, and where each stands."""

    said: dict[int, str] = field(default_factory=dict)  # seq to sender, of what still stands
    cursors: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))

    def follow(self, world: World, room: str, step: tuple[str, str, int]) -> None:
        act, who, seq = step
        if act == "say":
            self.said[say(world, who, room, "말")["seq"]] = who
        elif act == "read":
            self.cursors[who] = read(world, who, room, seq)
        elif world.as_user(who).delete(f"{API}/rooms/{room}/messages/{seq}").status_code == 204:
            self.said.pop(seq, None)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_unread_is_what_others_said_and_one_has_not_read(
    world: World, taken: list[tuple[str, str, int]]
) -> None:
    """[DL1] [DL2]"""
    room = group(world, *PEOPLE, name=fresh_id())
    model = Model()
    for step in taken:
        model.follow(world, room, step)
    for who, cursor in model.cursors.items():
        naive = [seq for seq, by in model.said.items() if by != who and seq > cursor]
        assert line(world, who, room)["unread"] == len(naive)
        assert line(world, who, room)["read_seq"] == cursor


def test_what_waits_in_all_rooms_adds_up(world: World) -> None:
    """[DL2]"""
    one, two, quiet = group(world, *PEOPLE), direct(world, "ann", "ben"), group(world, *PEOPLE)
    for n in range(3):
        say(world, "ann", one, str(n))
    say(world, "ann", two, "둘만")
    say(world, "ben", quiet, "내가 한 말")
    ben = world.as_user("ben")
    assert body_of(ben.get(f"{API}/unread")) == {"rooms": 2, "messages": 4}
    read(world, "ben", one, 3)
    assert body_of(ben.get(f"{API}/unread")) == {"rooms": 2, "messages": 3 - 1}
    assert body_of(world.as_user("eve").get(f"{API}/unread")) == {"rooms": 0, "messages": 0}


def test_newcomers_have_nothing_unread_from_before(world: World) -> None:
    """[RM3] [DL2]"""
    room = group(world, "ann", "ben")
    say(world, "ann", room, "이전")
    world.person("cho")
    world.as_user("ann").post(f"{API}/rooms/{room}/members", people=["cho"])
    assert line(world, "cho", room)["unread"] == 0


def test_reading_is_hinted_to_who_looks_at_the_room_and_to_ones_own_tabs(world: World) -> None:
    """[DL1]"""
    room = direct(world, "ann", "ben")
    seq = say(world, "ann", room, "확인 부탁드립니다")["seq"]
    world.hints.clear()
    assert [read(world, "ben", room, s) for s in (seq, seq, 0, 99)] == [seq] * 4
    assert world.hints == [
        (f"room:{room}", "messenger.read", {"person": "ben", "seq": seq}),
        ("person:ben", "messenger.room", {"room": room}),
    ]


def test_a_room_shows_how_far_each_member_has_read(world: World) -> None:
    room = group(world, *PEOPLE)
    seq = say(world, "ann", room, "10시까지 회신 바랍니다")["seq"]
    read(world, "ben", room, seq)
    view = body_of(world.as_user("ann").get(f"{API}/rooms/{room}"))
    cursors = {m["person"]: m["read_seq"] for m in view["members"]}
    assert cursors == {"ann": 0, "ben": seq, "cho": 0}
    assert {p["id"] for p in view["people"]} == set(PEOPLE)


def test_only_members_watch_a_room(world: World) -> None:
    """[LV2]"""
    room = direct(world, "ann", "ben")
    may_watch = world.workplace.topics["room"]
    assert may_watch(world.as_user("ann").actor, room)
    assert not may_watch(world.as_user("eve").actor, room)
