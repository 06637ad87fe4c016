from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World


def sent(world: World) -> str:
    opened(world)
    assert Phone(world).send(xml(), sign_png=b"s").status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    return f"/api/field/submissions/{line['id']}/reviews"


def test_what_is_sent_back_says_why_and_its_sender_reads_it(world: World) -> None:
    """[FR1] [FR3]"""
    path = sent(world)
    silent = head(world).post(path, verdict="sent_back", reason=" ", seen=0)
    assert (silent.status_code, silent.get_json()["code"]) == (400, "reason_missing")
    told = head(world).post(path, verdict="sent_back", reason="사진을 다시 찍으십시오", seen=0)
    assert told.status_code == 201
    clerk = world.as_user("clerk")
    [latest] = clerk.get("/api/field/reviews").get_json()["reviews"]
    assert (latest["verdict"], latest["reason"]) == ("sent_back", "사진을 다시 찍으십시오")
    assert head(world).post(path, verdict="accepted", seen=1).status_code == 201
    found = clerk.get(path).get_json()
    assert [r["verdict"] for r in found["reviews"]] == ["sent_back", "accepted"]
    assert found["may_review"] is False
    assert [act for _, act, _ in world.audited()].count("mobile_admin.review") == 2


def test_two_heads_who_decide_at_once_do_not_overwrite_each_other(world: World) -> None:
    """[FR2]"""
    path, boss = sent(world), head(world)
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(boss.post, path, verdict=verdict, reason="이유", seen=0)
            for verdict in ("accepted", "sent_back", "set_aside", "sent_back")
        ]
        statuses = Counter(each.result().status_code for each in asked)
    assert statuses == {201: 1, 412: 3}


def test_only_the_head_decides_and_to_others_there_is_nothing_to_decide(world: World) -> None:
    """[FR3]"""
    path = sent(world)
    own = world.as_user("clerk").post(path, verdict="accepted", seen=0)
    assert (own.status_code, own.get_json()["code"]) == (403, "role_missing")
    assert world.as_user("peer").post(path, verdict="accepted", seen=0).status_code == 404
    assert world.as_user("peer").get(path).status_code == 404
    assert world.as_user("peer").get("/api/field/reviews").get_json()["reviews"] == []
