from concurrent.futures import ThreadPoolExecutor

import pytest

from kernel.actor import UserId
from kernel.settings import Zone
from messenger.rooms import rules
from tests.messenger.support import API, bodies, body_of, direct, fetch, group, line, say
from tests.support.world import World


def test_to_a_stranger_a_room_does_not_exist(world: World) -> None:
    """[RM1]"""
    room = group(world, "ann", "ben")
    say(world, "ann", room, "첫 글")
    eve = world.as_user("eve")
    path = f"{API}/rooms/{room}"
    replies = [
        eve.get(path),
        eve.get(f"{path}/messages"),
        eve.get(f"{path}/search", text="글"),
        eve.get(f"{path}/sharing", type="document", id="d"),
        eve.post(f"{path}/messages", client_id="12345678", body="안녕하세요"),
        eve.post(f"{path}/sharing", type="document", id="d"),
        eve.post(f"{path}/members", people=["eve"]),
        eve.put(f"{path}/read", seq=1),
        eve.put(f"{path}/name", name="내 방"),
        eve.put(f"{path}/pin", is_pinned=True),
        eve.delete(f"{path}/messages/1"),
        eve.delete(f"{path}/members/me"),
    ]
    assert {(r.status_code, body_of(r)["code"]) for r in replies} == {(404, "not_found")}
    assert body_of(eve.get(f"{API}/rooms"))["rooms"] == []


def test_through_another_zone_no_room_opens(world: World) -> None:
    """[RM4]"""
    room = group(world, "ann", "ben")
    ann = world.sign_in("ann", zone=Zone.INTERNET)
    replies = [
        ann.get(f"{API}/rooms"),
        ann.get(f"{API}/unread"),
        ann.get(f"{API}/rooms/{room}/messages"),
        ann.post(f"{API}/rooms", kind="direct", members=["ben"]),
    ]
    assert {(r.status_code, body_of(r)["code"]) for r in replies} == {(403, "zone_closed")}


def test_two_people_have_one_direct_room_whoever_asks_and_however_often(world: World) -> None:
    """[RM2]"""
    for person in ("ann", "ben"):
        world.as_user(person)
    membership = world.workplace.messenger.membership
    pairs = [("ann", "ben"), ("ben", "ann")] * 4

    def ask(pair: tuple[str, str]) -> str:
        return membership.open_direct(world.as_user(pair[0]).actor, UserId(pair[1]))

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, pairs))) == 1


def test_a_direct_room_keeps_its_two_members(world: World) -> None:
    """[RM2]"""
    room = direct(world, "ann", "ben")
    world.person("cho")
    ann = world.as_user("ann")
    replies = [
        ann.post(f"{API}/rooms/{room}/members", people=["cho"]),
        ann.delete(f"{API}/rooms/{room}/members/me"),
        ann.put(f"{API}/rooms/{room}/name", name="둘"),
    ]
    assert {(r.status_code, body_of(r)["code"]) for r in replies} == {(409, "direct_room_fixed")}


def test_newcomers_begin_where_they_came_and_leavers_hear_nothing_more(world: World) -> None:
    """[RM3]"""
    room = group(world, "ann", "ben")
    say(world, "ann", room, "오기 전")
    world.person("cho")
    world.as_user("ann").post(f"{API}/rooms/{room}/members", people=["cho"])
    say(world, "ann", room, "온 뒤")
    assert bodies(world, "cho", room) == ["온 뒤"]
    assert bodies(world, "cho", room, after=0) == ["온 뒤"]
    assert world.as_user("cho").delete(f"{API}/rooms/{room}/messages/2").status_code == 404

    world.as_user("cho").delete(f"{API}/rooms/{room}/members/me")
    say(world, "ann", room, "떠난 뒤")
    assert world.as_user("cho").get(f"{API}/rooms/{room}").status_code == 404
    world.as_user("ann").post(f"{API}/rooms/{room}/members", people=["cho"])
    assert bodies(world, "cho", room) == []
    acts = [m["notice"]["act"] for m in fetch(world, "ann", room)["messages"] if m["notice"]]
    assert acts == ["opened", "invited", "left", "invited"]


def test_changes_of_membership_are_audited_and_hinted_to_each_member(world: World) -> None:
    room = group(world, "ann", "ben")
    world.hints.clear()
    world.person("cho")
    world.as_user("ben").post(f"{API}/rooms/{room}/members", people=["cho"])
    assert {topic for topic, *_ in world.hints} == {"person:ann", "person:ben", "person:cho"}
    world.as_user("cho").delete(f"{API}/rooms/{room}/members/me")
    assert [act for _, act, _ in world.audited()] == [
        "messenger.open_group",
        "messenger.invite",
        "messenger.leave",
    ]


def test_people_who_left_the_agency_cannot_be_invited(world: World) -> None:
    reply = world.as_user("ann").post(f"{API}/rooms", kind="direct", members=["nobody"])
    assert (reply.status_code, body_of(reply)["code"]) == (400, "person_unknown")
    assert body_of(reply)["people"] == ["nobody"]


def test_a_pinned_room_comes_first_for_its_member_alone(world: World) -> None:
    old, new = group(world, "ann", "ben"), group(world, "ann", "ben")
    say(world, "ann", new, "나중")
    world.as_user("ann").put(f"{API}/rooms/{old}/pin", is_pinned=True)
    order = [r["id"] for r in body_of(world.as_user("ann").get(f"{API}/rooms"))["rooms"]]
    assert order == [old, new]
    assert line(world, "ben", old)["is_pinned"] is False


def test_a_room_holds_at_most_three_hundred(world: World) -> None:
    people = [UserId(str(n)) for n in range(rules.MOST_MEMBERS)]
    assert rules.newcomers(people[:1], people[1:]) == people[1:]
    with pytest.raises(rules.RoomFull):
        rules.newcomers(people[:1], [*people[1:], UserId("one more")])
    with pytest.raises(rules.NobodyInvited):
        rules.newcomers(people, people[:3])
    with pytest.raises(rules.RoomNameTooLong):
        rules.name_of("가" * 61)
    assert rules.name_of("  예산   점검 ") == "예산 점검"
