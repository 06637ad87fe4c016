"""A morning in the field: downloaded, cut off, worked, and everything arrives once.

Pictures are left under var/artefacts/field.
"""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.field_cast import (
    HEAD,
    INSPECTOR,
    KEPT,
    NAME,
    PEER,
    PEER_NAME,
    Office,
    Phone,
    phone_of,
)
from tests.support.browser import until
from tests.support.calls import call

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "field"
RUN = fresh_id()[-6:]
FIRST, SECOND, THIRD = (f"{RUN} {name}" for name in ("가람식당", "나루분식", "다온제과"))
WROTE = f"현관이 깨끗하다 {RUN}"
POCKETS = """async () => (await indexedDB.databases())
  .filter(({ name }) => name.startsWith('onmaru-field-')).length"""
PLACES = {FIRST: (37.57, 126.98), SECOND: (37.58, 126.99), THIRD: (37.56, 126.97)}


@pytest.fixture(scope="module")
def office(running: Running, browser: Browser) -> Iterator[Office]:
    with signed_in(browser, running, SHOTS, [HEAD]) as desks:
        yield Office(desks[HEAD])


@pytest.fixture(scope="module")
def phones(running: Running, browser: Browser, office: Office) -> Iterator[dict[str, Phone]]:
    """One phone, whose window may be replaced; its day holds three places."""
    for name, at in PLACES.items():
        office.give(name, at, INSPECTOR)
    with phone_of(browser, running, SHOTS) as phone:
        yield {"phone": phone}


def rows(running: Running, query: str) -> list[tuple[object, ...]]:
    settings = settings_from({"ONMARU_VAR": str(running.var), "ONMARU_PORT": str(running.port)})
    url = settings.database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        return list(connection.execute(query.encode(), [f"%{RUN}%"]))


def test_the_day_is_downloaded_and_opens_without_a_line(phones: dict[str, Phone]) -> None:
    """[FO1] [FO9]"""
    phone = phones["phone"]
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.desk.shot("1-pocket")
    phone.fetch_day()
    phone.has_shell()
    expect(phone.page.get_by_role("button", name=FIRST)).to_be_visible()
    phone.desk.shot("2-today")
    phone.cut()
    phone.go()
    phone.unlock("000000")
    expect(phone.page.get_by_role("alert")).to_contain_text("9번 더")
    phone.unlock()
    phone.is_open()
    phone.line("away")
    phone.desk.shot("3-without-a-line")
    letters = phone.page.evaluate(KEPT)
    assert len(letters) > 1000
    for word in (RUN, "위생점검", "식품위생법", "door_check", "assignment"):
        assert word not in letters


def test_the_map_and_what_is_known_of_a_place_are_there(phones: dict[str, Phone]) -> None:
    phone, page = phones["phone"], phones["phone"].page
    page.get_by_role("link", name="지도").click()
    page.get_by_role("button", name=re.compile(rf"\d\. {SECOND}")).click()
    expect(page.get_by_role("link", name="카카오맵")).to_have_attribute(
        "href", re.compile(r"^kakaomap://route\?ep=37\.58,126\.99")
    )
    phone.desk.shot("4-map")
    page.get_by_role("link", name="대상 정보").click()
    expect(page.get_by_text("010-****-5678")).to_be_visible()
    page.get_by_role("button", name="연락처 보기").click()
    expect(page.get_by_text("010-1234-5678")).to_be_visible()
    phone.desk.shot("5-target")


def test_a_window_that_is_killed_in_the_middle_loses_nothing(phones: dict[str, Phone]) -> None:
    """[FO9]"""
    phone = phones["phone"]
    phone.go()
    phone.unlock()
    phone.open_target(FIRST)
    phone.begin()
    phone.answer(WROTE)
    phone.desk.shot("6-sheet")
    assert WROTE not in phone.page.evaluate(KEPT)
    phones["phone"] = phone = phone.killed()
    phone.go()
    phone.unlock()
    phone.open_target(FIRST)
    phone.page.get_by_role("button", name="이어서 작성").click()
    expect(phone.seen()).to_have_value(WROTE, timeout=60_000)
    phone.send()


def test_two_more_visits_wait_in_an_honest_queue(phones: dict[str, Phone]) -> None:
    phone, page = phones["phone"], phones["phone"].page
    phone.open_target(SECOND)
    page.get_by_role("button", name="부재").click()
    page.get_by_role("textbox", name="까닭").fill("문이 닫혀 있음")
    page.get_by_role("button", name="마치기").click()
    phone.is_open()
    phone.open_target(THIRD)
    phone.begin()
    phone.answer(f"진열대가 깨끗하다 {RUN}")
    phone.send()
    page.get_by_role("link", name="대기열").click()
    expect(page.get_by_text(re.compile("^8건, "))).to_be_visible()
    phone.desk.shot("7-queue")


def test_with_a_line_everything_arrives_once(running: Running, phones: dict[str, Phone]) -> None:
    """[FO4] [FO5]"""
    phone, page = phones["phone"], phones["phone"].page
    phone.cut(is_off=False)
    page.get_by_role("button", name="지금 보내기").click()
    expect(page.get_by_text("모두 보냈습니다")).to_be_visible(timeout=90_000)
    phone.desk.shot("8-sent")
    sent = rows(running, "SELECT instance_id FROM mobile_submissions "
                "WHERE convert_from(xml, 'UTF8') LIKE %s")  # fmt: skip
    assert len(sent) == len(set(sent)) == 2
    seen = rows(running, "SELECT v.result, s.name FROM mobile_visits v "
                "JOIN mobile_assignments a ON a.id = v.assignment_id "
                "JOIN mobile_cases c ON c.id = a.case_id "
                "JOIN mobile_subjects s ON s.id = c.subject_id "
                "WHERE s.name LIKE %s ORDER BY s.name")  # fmt: skip
    assert seen == [("visited", FIRST), ("absent", SECOND), ("visited", THIRD)]


def test_locking_deletes_nothing_and_shows_nothing(phones: dict[str, Phone]) -> None:
    """[FO9]"""
    phone, page = phones["phone"], phones["phone"].page
    page.get_by_role("button", name="잠그기").click()
    expect(page.get_by_text("보내지 않은 것은 그대로 있습니다")).to_be_visible()
    assert RUN not in page.content()
    phone.desk.shot("9-locked")
    phone.unlock()
    page.get_by_role("link", name="오늘").click()
    expect(page.get_by_role("button", name=FIRST)).to_be_visible()


def test_another_person_on_the_same_phone_has_a_pocket_of_their_own(
    phones: dict[str, Phone],
) -> None:
    """[FO3] [FO13] [FO14]"""
    phone, page = phones["phone"], phones["phone"].page
    phone.sign_out()
    left = re.findall(r"^(?:card|form|medium|op|sent|visit)$", page.evaluate(KEPT), re.MULTILINE)
    assert left == [], "what was read and sent is gone"
    expect(page.get_by_role("link", name="이 휴대전화를 처음 쓰는 사람")).to_be_visible()
    phone.sign_in(PEER)
    expect(page.get_by_role("button", name=NAME)).to_be_visible()
    phone.make_pocket()
    expect(page.get_by_role("button", name=FIRST)).to_have_count(0)


def test_a_revoked_pocket_is_gone_from_the_phone(office: Office, phones: dict[str, Phone]) -> None:
    """[FO2]"""
    phone, page = phones["phone"], phones["phone"].page
    listed = call(office.desk.page, "GET", "/api/field/pockets")["pockets"]
    for pocket in listed:
        if pocket["person"] == PEER_NAME:
            call(office.desk.page, "DELETE", f"/api/field/pockets/{pocket['id']}")
    page.get_by_role("link", name="대기열").click()
    page.get_by_role("button", name="지금 보내기").click()
    expect(page.get_by_text("이 휴대전화에서 지웠습니다")).to_be_visible(timeout=60_000)
    phone.desk.shot("10-revoked")
    until(page, lambda: page.evaluate(POCKETS) == 1, "its pocket is still on the phone")


def test_who_has_ten_pockets_makes_room_at_the_door(
    office: Office, phones: dict[str, Phone]
) -> None:
    """[FO12]"""
    phone, page = phones["phone"], phones["phone"].page
    mine = [each for each in call(page, "GET", "/api/field/pockets")["pockets"] if each["is_own"]]
    for at in range(10 - len(mine)):
        body = {"id": fresh_id(), "name": f"옛 전화 {at}", "way": "pin", "proof": "a" * 64}
        call(page, "POST", "/api/field/pockets", body)
    phone.go()
    page.get_by_label("새 PIN").fill("246802")
    page.get_by_label("PIN 한 번 더").fill("246802")
    page.get_by_role("button", name="보관함 만들기").click()
    expect(page.get_by_text("열 개까지")).to_be_visible(timeout=60_000)
    phone.desk.shot("11-too-many")
    phone.make_room()
    phone.is_open()
    kept = [each for each in call(page, "GET", "/api/field/pockets")["pockets"] if each["is_own"]]
    assert len(kept) == 10
    for each in kept:
        call(page, "DELETE", f"/api/field/pockets/{each['id']}")
