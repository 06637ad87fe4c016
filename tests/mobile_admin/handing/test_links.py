from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mobile_admin.handing.store import links
from tests.mobile_admin.notices.office import correction, decided, issued, pdf_of, sent
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.world import World


def given(world: World, notice: dict[str, Any], birth: str = "") -> dict[str, Any]:
    answer = head(world).post(f"/api/field/notices/{notice['id']}/links", birth=birth)
    assert answer.status_code == 201, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def token_of(link: dict[str, Any]) -> str:
    return str(link["address"]).rpartition(".")[2]


def opened(world: World, link: dict[str, Any], answer: str) -> Any:
    said = {"token": token_of(link), "answer": answer}
    return world.stranger().post("/api/citizen/notice", json=said)


def test_a_citizen_reads_the_whole_notice_by_link_and_birth_date(world: World) -> None:
    """[NV7] [NV8]"""
    notice = issued(world)
    link = given(world, notice, "1980-01-02")
    assert (link["asks"], link["code"]) == ("birth", "")
    assert link["address"].startswith("http://localhost:8082/notice#birth.")
    told = opened(world, link, "1980. 01. 02.").get_json()
    assert (told["to"], told["is_ready"], told["standing"]) == ("정다온", True, "valid")
    assert {"head": "업소명", "text": "온마루 식당"} in told["shares"]
    assert told["closing"][0]["head"] == "이의가 있을 때"
    ticket = {"ticket": told["ticket"]}
    pdf = world.stranger().post("/api/citizen/notice/document.pdf", json=ticket)
    assert pdf.data == pdf_of(world, notice["id"])
    world.pass_time(timedelta(minutes=31))
    late = world.stranger().post("/api/citizen/notice/again", json=ticket)
    assert (late.status_code, late.get_json()["code"]) == (403, "link_closed")
    arrival = head(world).get(f"/api/field/notices/{notice['id']}/links").get_json()
    assert [r["act"] for r in arrival["receipts"]] == ["opened", "downloaded"]
    assert arrival["links"][0]["opened_at"]


def test_five_wrong_answers_close_a_link_also_to_the_right_one(world: World) -> None:
    """[NV7]"""
    link = given(world, issued(world))
    assert len(link["code"]) == 6
    wrong = "000000" if link["code"] != "000000" else "111111"
    left = [opened(world, link, wrong).get_json().get("tries_left") for _ in range(5)]
    assert left == [4, 3, 2, 1, None]
    closed = opened(world, link, link["code"])
    assert (closed.status_code, closed.get_json()["code"]) == (403, "link_closed")
    refused = [entry for entry in world.audited() if entry[1] == "mobile_admin.open_notice"]
    assert refused == [("-", "mobile_admin.open_notice", "refused")] * 5


def test_only_the_last_link_opens_and_only_for_thirty_days(world: World) -> None:
    """[NV6]"""
    notice = issued(world)
    first, second = given(world, notice), given(world, notice)
    assert opened(world, first, first["code"]).status_code == 403
    with world.begin() as tx:
        kept = b"".join(tx.db.scalars(select(links.c.token_hash)))
    assert token_of(second).encode() not in kept
    world.pass_time(timedelta(days=30))
    assert opened(world, second, second["code"]).get_json()["code"] == "link_closed"


def test_a_document_that_is_valid_no_longer_is_given_to_nobody(world: World) -> None:
    """[NV6] [NV5] Who opened it before is told."""
    notice = issued(world)
    link = given(world, notice)
    head(world).post(f"/api/field/notices/{notice['id']}/cancel", reason="잘못 냄")
    refused = head(world).post(f"/api/field/notices/{notice['id']}/links", birth="")
    assert refused.get_json()["code"] == "notice_not_valid"
    assert opened(world, link, link["code"]).get_json()["standing"] == "cancelled"
    assert world.as_user("peer").post(
        f"/api/field/notices/{notice['id']}/links", birth=""
    ).status_code == 404  # fmt: skip


def test_at_the_door_the_link_is_there_before_the_paper(world: World) -> None:
    """[NV7]"""
    made = decided(world, sent(world), correction())["notices"][0]
    link = given(world, made)
    told = opened(world, link, link["code"]).get_json()
    assert told["is_ready"] is False
    early = world.stranger().post(
        "/api/citizen/notice/document.pdf", json={"ticket": told["ticket"]}
    )
    assert early.get_json()["code"] == "paper_not_ready"
    assert given(world, made, "19800102")["asks"] == "birth"
    bad = head(world).post(f"/api/field/notices/{made['id']}/links", birth="800102")
    assert bad.get_json()["code"] == "birth_wrong"
