"""E9 at the door: the provisional paper without a line, then the notice as a QR on the phone.

Pictures are left under var/artefacts/field-paper.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.field_cast import HEAD, INSPECTOR, Office, Phone, call, phone_of

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "field-paper"
RUN = fresh_id()[-6:]
PLACE = f"{RUN} 다솜식당"


@pytest.fixture(scope="module")
def office(running: Running, browser: Browser) -> Iterator[Office]:
    with signed_in(browser, running, SHOTS, [HEAD]) as desks:
        yield Office(desks[HEAD])


@pytest.fixture(scope="module")
def phone(running: Running, browser: Browser, office: Office) -> Iterator[Phone]:
    office.give(PLACE, (37.57, 126.98), INSPECTOR)
    with phone_of(browser, running, SHOTS) as phone:
        yield phone


def sign(page: Page, who: str, at: int) -> None:
    page.get_by_role("button", name="서명하기").nth(at).click()
    paper = page.get_by_role("img", name=who, exact=True)
    paper.scroll_into_view_if_needed()
    done = page.get_by_role("button", name="완료")
    box = paper.bounding_box()
    assert box is not None
    while done.is_disabled():  # the pen comes a moment after its paper
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 160, box["y"] + 60, steps=8)
        page.mouse.up()
    done.click()
    expect(page.get_by_role("img", name=f"{who}함")).to_be_visible()


def test_without_a_line_both_sign_a_paper_that_says_it_is_provisional(phone: Phone) -> None:
    """[FO10]"""
    page = phone.page
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    phone.cut()
    phone.open_target(PLACE)
    phone.begin()
    phone.answer(f"깨끗하다 {RUN}")
    phone.send()
    phone.open_target(PLACE)
    page.get_by_role("link", name="현장 확인서").click()
    paper = page.get_by_role("region", name="현장 확인서(임시)")
    expect(paper.get_by_text("임시", exact=True)).to_be_visible()
    expect(paper).to_contain_text("-001")
    page.get_by_label("확인한 내용").fill("바닥과 벽을 함께 보았음")
    sign(page, "점검자 서명", 0)
    sign(page, "상대방 서명", 0)
    phone.desk.shot("1-paper")
    expect(page.get_by_text("연결되면 여기에서 결정하고")).to_be_visible()


def test_with_a_line_the_citizen_gets_the_notice_as_a_code_at_once(
    office: Office, phone: Phone
) -> None:
    page, desk = phone.page, office.desk.page
    phone.cut(is_off=False)
    page.get_by_role("link", name="대기열").click()
    page.get_by_role("button", name="지금 보내기").click()
    expect(page.get_by_text("모두 보냈습니다")).to_be_visible(timeout=90_000)
    case = call(desk, "GET", f"/api/field/board?text={RUN}")["cases"][0]["case"]["id"]
    [work] = call(desk, "GET", f"/api/field/cases/{case}/works")["works"]
    sent = f"/api/field/submissions/{work['submission_id']}"
    draft = call(desk, "GET", f"{sent}/decision")
    wish = {
        "id": uuid4().hex, "outcome_id": draft["outcomes"][0]["id"], "seen": 0,
        "recipients": [{"name": "정다온", "address": ""}],
    }  # fmt: skip
    call(desk, "POST", f"{sent}/decisions", wish)
    page.get_by_role("link", name="오늘").click()
    phone.open_target(PLACE)
    page.get_by_role("link", name="현장 확인서").click()
    page.get_by_role("button", name="QR 코드 만들기").click()
    page.get_by_role("dialog").get_by_role("button", name="QR 코드 만들기").click()
    expect(page.get_by_role("img", name="통지서를 여는 QR 코드")).to_be_visible(timeout=60_000)
    phone.desk.shot("2-code")
