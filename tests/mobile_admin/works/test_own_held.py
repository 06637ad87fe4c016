"""What an inspector is told of work that was held."""

from datetime import timedelta
from typing import Any

from tests.mobile_admin.submissions.test_openrosa import Phone
from tests.mobile_admin.works.test_works import Two, numbered
from tests.support.world import SignedInClient, World

WHY = "먼저 다녀온 결과"


def own(client: SignedInClient) -> list[tuple[Any, ...]]:
    found = client.get("/api/field/works/own-held").get_json()["works"]
    names = ("ruling", "counts", "ruler", "reason", "standing")
    return [tuple(each[name] for name in names) for each in found]


def test_who_did_held_work_is_told_what_became_of_it(world: World) -> None:
    """[AS10] For a month, and of a case that was never theirs nothing."""
    two = Two(world)
    clerk = world.as_user("clerk")
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    assert own(clerk) == [(None, False, "", "", "taken")]
    [held] = two.works()
    two.rule(held, "accepted")
    ruler = two.works()[0]["ruler"]
    assert own(clerk) == [("accepted", True, ruler, "", "taken")]
    two.rule(held, "set_aside", "담당자 결과로 정함", seen=1)
    assert own(clerk) == [("set_aside", False, ruler, "담당자 결과로 정함", "taken")]
    [told] = clerk.get("/api/field/works/own-held").get_json()["works"]
    case = two.desk.read(two.case)
    assert (told["number"], told["subject"]) == (case["case"]["number"], case["subject"]["name"])
    assert own(world.as_user("peer")) == []
    afar = Phone(world, "afar")
    assert afar.send(numbered(told["number"])).status_code == 201
    assert own(world.as_user("afar")) == []
    world.pass_time(timedelta(days=31))
    assert own(world.sign_in("clerk")) == []


def told_of_ruling(world: World) -> list[str]:
    return sorted(topic for topic, hint, _ in world.hints if hint == "field.work.ruled")


def test_that_something_else_counts_since_is_told_as_well(world: World) -> None:
    """[AS10] Of two that were held the head took one, then the other."""
    two = Two(world)
    clerk = world.as_user("clerk")
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    two.send(two.ops())
    first, second = two.works()
    two.rule(first, "accepted")
    world.pass_time(timedelta(minutes=1))
    world.hints.clear()
    two.rule(second, "accepted")
    assert [each[:2] for each in own(clerk)] == [("accepted", True), ("accepted", False)]
    assert told_of_ruling(world) == ["person:clerk"] * 2


def test_the_holder_whose_own_result_counts_no_more_is_told(world: World) -> None:
    """[AS10] [AS8] And where it counts again."""
    two = Two(world)
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    [held] = two.works()
    named_number = two.desk.read(two.case)["case"]["number"]
    named, peer, ruler = numbered(named_number), world.as_user("peer"), ""
    assert Phone(world, "peer").send(named, sign_png=b"s").status_code == 201
    for seen, ruling in enumerate(("accepted", "set_aside")):
        world.hints.clear()
        assert own(peer) == ([(None, False, ruler, WHY, "valid")] if seen else [])
        assert two.rule(held, ruling, WHY, seen=seen).status_code == 200
        assert told_of_ruling(world) == ["person:clerk", "person:peer"]
        ruler = two.works()[0]["ruler"]
    assert own(peer) == [(None, True, ruler, WHY, "valid")]
    [told] = peer.get("/api/field/works/own-held").get_json()["works"]
    assert (told["rev"], told["number"]) == (2, named_number)
    world.pass_time(timedelta(days=31))
    assert own(world.sign_in("peer")) == []


def test_the_holder_is_told_of_their_last_result_and_of_no_ruling_that_changed_nothing(
    world: World,
) -> None:
    """[AS10] Somebody else's that is set aside at once was never instead of theirs."""
    two = Two(world)
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    [held] = two.works()
    named, peer = numbered(two.desk.read(two.case)["case"]["number"]), world.as_user("peer")
    phone = Phone(world, "peer")
    for _ in range(2):
        assert (
            phone.send(named.replace(b"<business>", b"<business> "), sign_png=b"s").status_code
            == 201
        )
        named = numbered(two.desk.read(two.case)["case"]["number"])
    two.rule(held, "set_aside", WHY)
    assert own(peer) == []
    two.rule(held, "accepted", WHY, seen=1)
    assert len(own(peer)) == 1
