"""Somebody asks for a pool that is not for them, and is answered."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kernel import audit
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.support.world import SignedInClient

NOBODY_YET = {"everybody": False, "people": ["zoe"], "divisions": [], "roles": []}
REASON = "설계 도면을 여는 데 메모리가 모자랍니다"


@pytest.fixture
def pool(broker: Broker) -> str:
    """For zoe alone, and it takes requests."""
    for name in ("ann", "zoe"):
        broker.world.as_user(name)
    found = broker.pool(audience=NOBODY_YET, takes_requests=True)
    broker.settle()
    return found


def ask(broker: Broker, pool: str, user: str = "ann", **wish: Any) -> Any:
    body = {"pool_id": pool, "days": 30, "reason": REASON, **wish}
    return broker.world.as_user(user).post("/api/desktop-requests", **body)


def asked(broker: Broker, pool: str) -> str:
    return str(ask(broker, pool).get_json()["id"])


def answer(broker: Broker, request: str, how: str, said: str = "") -> Any:
    path = f"/api/admin/desktop-requests/{request}/{how}"
    return broker.admin.post(path, answer=said)


def desk(client: SignedInClient) -> Any:
    return client.get("/api/desktop-requests").get_json()


def pools_of(broker: Broker, user: str) -> set[str]:
    """Signed in anew: days may have passed."""
    found = broker.world.sign_in(user).get("/api/desktops").get_json()["pools"]
    return {place["pool_id"] for place in found}


def test_a_pool_that_takes_requests_is_offered_by_name_and_opens_by_an_approval(
    broker: Broker, pool: str
) -> None:
    """[DV10] [DP2]"""
    ann = broker.world.as_user("ann")
    [offer] = desk(ann)["offers"]
    assert (offer["pool_id"], offer["is_open"], offer["memory_mib"]) == (pool, False, 2048)
    assert pools_of(broker, "ann") == set()
    assert ann.post(f"/api/desktops/pools/{pool}/claim").status_code == 404
    request = asked(broker, pool)
    assert desk(ann)["mine"][0]["stage"] == "asked"
    broker.world.pass_time(timedelta(minutes=10))
    assert answer(broker, request, "approve").get_json()["stage"] == "approved"
    assert pools_of(broker, "ann") == {pool}
    assert broker.claim("ann", pool)["desktop"]
    assert desk(ann)["offers"][0]["is_open"]
    assert desk(ann)["usual_seconds"] == 600


def test_an_approval_is_for_that_person_alone_and_ends_by_itself(broker: Broker, pool: str) -> None:
    """[DV10]"""
    answer(broker, asked(broker, pool), "approve")
    assert pools_of(broker, "ben") == set()
    broker.world.pass_time(timedelta(days=29))
    assert pools_of(broker, "ann") == {pool}
    broker.world.pass_time(timedelta(days=1, seconds=1))
    assert pools_of(broker, "ann") == set()
    again = {"pool_id": pool, "days": 30, "reason": REASON}
    ann = broker.world.sign_in("ann")
    assert ann.post("/api/desktop-requests", **again).status_code == 201


def test_it_is_taken_back_with_a_reason_and_who_has_a_desktop_keeps_it(
    broker: Broker, pool: str
) -> None:
    """[DV10]"""
    request = asked(broker, pool)
    answer(broker, request, "approve")
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    assert answer(broker, request, "end").get_json()["code"] == "request_malformed"
    assert answer(broker, request, "end", "사업이 끝났습니다").status_code == 200
    assert broker.claim("ann", pool)["desktop"]["desktop_id"] == desktop
    broker.world.as_user("ann").post(f"/api/desktops/{desktop}/release")
    reply = broker.world.as_user("ann").post(f"/api/desktops/pools/{pool}/claim")
    assert reply.status_code == 404


def test_one_asks_once_and_a_refusal_says_why(broker: Broker, pool: str) -> None:
    """[DV10]"""
    request = asked(broker, pool)
    assert ask(broker, pool).get_json()["code"] == "request_open"
    assert answer(broker, request, "refuse").get_json()["code"] == "request_malformed"
    why = "업무 데스크톱의 뷰어로 여십시오"
    assert answer(broker, request, "refuse", why).status_code == 200
    [mine] = desk(broker.world.as_user("ann"))["mine"]
    assert (mine["stage"], mine["answer"], mine["until"]) == ("refused", why, None)
    assert answer(broker, request, "approve").get_json()["code"] == "request_decided"
    assert pools_of(broker, "ann") == set()


def test_who_asked_withdraws_and_nobody_else(broker: Broker, pool: str) -> None:
    """[DV10]"""
    request = asked(broker, pool)
    assert broker.world.as_user("ben").delete(f"/api/desktop-requests/{request}").status_code == 404
    assert broker.world.as_user("ann").delete(f"/api/desktop-requests/{request}").status_code == 204
    assert answer(broker, request, "approve").get_json()["code"] == "request_decided"


def test_nobody_decides_on_their_own_and_only_administrators_on_others(
    broker: Broker, pool: str
) -> None:
    """[DV10] [DK12]"""
    own = broker.admin.post("/api/desktop-requests", pool_id=pool, days=7, reason=REASON)
    request = own.get_json()["id"]
    assert answer(broker, request, "approve").get_json()["code"] == "own_request"
    path = f"/api/admin/desktop-requests/{request}/approve"
    assert broker.world.as_user("ben").post(path, answer="").status_code == 403
    officer = broker.world.as_user("sec", Role.SECURITY_OFFICER)
    assert officer.get("/api/admin/desktop-requests").status_code == 403
    other = broker.world.as_user("ian", Role.IT_ADMIN)
    assert other.post(path, answer="").status_code == 200


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"reason": "짧음"}, "request_malformed"),
        ({"reason": "   가나   "}, "request_malformed"),
        ({"days": 400}, "invalid"),
    ],
)
def test_a_request_without_sense_is_refused(
    broker: Broker, pool: str, wish: dict[str, Any], code: str
) -> None:
    """[DV10]"""
    assert ask(broker, pool, **wish).get_json()["code"] == code


def test_what_is_open_or_takes_no_requests_is_not_asked_for(broker: Broker, pool: str) -> None:
    """[DV10] [DP2]"""
    assert ask(broker, pool, user="zoe").get_json()["code"] == "nothing_to_ask"
    closed = broker.pool(name="아무도 모르는 풀", audience=NOBODY_YET)
    assert ask(broker, closed).status_code == 404
    assert [one["pool_id"] for one in desk(broker.world.as_user("ann"))["offers"]] == [pool]


def test_asking_and_each_answer_stand_in_the_audit_chain(broker: Broker, pool: str) -> None:
    """[DV10]"""
    request = asked(broker, pool)
    answer(broker, request, "approve")
    answer(broker, request, "end", "사업이 끝났습니다")
    with broker.world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).where(audit.entries.c.object == request)).all()
    assert [row.act for row in rows] == [
        "daas_broker.request_pool",
        "daas_broker.approve_request",
        "daas_broker.end_request",
    ]


def mine(broker: Broker) -> Any:
    return desk(broker.world.as_user("ann"))["mine"]


def test_an_answer_is_news_until_who_asked_has_looked(broker: Broker, pool: str) -> None:
    """[DV10]"""
    request = asked(broker, pool)
    assert [one["is_news"] for one in mine(broker)] == [False]
    answer(broker, request, "refuse", "메모리를 먼저 늘렸습니다")
    assert [one["is_news"] for one in mine(broker)] == [True]
    assert broker.world.as_user("zoe").post("/api/desktop-requests/looked").status_code == 204
    assert [one["is_news"] for one in mine(broker)] == [True]
    assert broker.world.as_user("ann").post("/api/desktop-requests/looked").status_code == 204
    assert [one["is_news"] for one in mine(broker)] == [False]


def test_a_request_tells_that_its_pool_is_gone(broker: Broker, pool: str) -> None:
    request = asked(broker, pool)
    answer(broker, request, "approve")
    assert [one["is_gone"] for one in mine(broker)] == [False]
    assert broker.admin.delete(f"/api/admin/pools/{pool}").status_code in {200, 204}
    assert [one["is_gone"] for one in mine(broker)] == [True]
