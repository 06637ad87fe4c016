"""The past of a document: two write, one looks who did, names a version and goes back.

Pictures are left under var/artefacts/history.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, TOP, body, go_to, saved
from tests.support.browser import WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "history"
PLAN = f"안전 점검 계획 {fresh_id()[:12]}"
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def history(page: Page) -> None:
    page.get_by_role("button", name="더보기").click()
    page.get_by_role("menuitem", name="변경 기록").click()
    expect(sheet(page)).to_be_visible()


def sheet(page: Page) -> Locator:
    return page.get_by_role("document", name="고른 판의 본문")


def test_two_write_and_each_letter_is_known_by_its_writer(
    running: Running, people: dict[str, Desk]
) -> None:
    """[HI1]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    new_document(haneul, running, PLAN, "plan")
    share(haneul, seojun, "write")
    seojun.open(haneul.page.url)
    body(haneul.page).click(position=TOP)
    go_to(haneul.page, "Control+End")
    haneul.page.keyboard.press("Enter")
    haneul.compose("하천 둑을 점검한다")
    expect(body(seojun.page)).to_contain_text("점검한다")
    go_to(seojun.page, "Control+End")
    seojun.compose(" 매달 한 번")
    expect(body(haneul.page)).to_contain_text("매달 한 번")
    for desk in (haneul, seojun):  # a colleague may see letters before they are durable
        expect(saved(desk.page)).to_be_visible()
    history(haneul.page)
    written = sheet(haneul.page).locator("ins")
    expect(written.filter(has_text="하천 둑을")).to_have_attribute("title", re.compile("김하늘"))
    expect(written.filter(has_text="매달")).to_have_attribute("title", re.compile("이서준"))
    haneul.shot("1-who-wrote-what")


def compare_with_now(page: Page, name: str) -> None:
    expect(page.get_by_role("row")).to_have_count(3)  # what was written since has come
    page.get_by_role("row").filter(has_text=name).click()
    page.get_by_role("button", name="비교 기준").click()
    page.get_by_role("option", name="지금 글과 견주기").click()


def test_a_version_gets_a_name_and_what_was_deleted_is_shown_struck_out(
    people: dict[str, Desk],
) -> None:
    haneul = people[HANEUL]
    page = haneul.page
    page.get_by_role("button", name="이름 붙이기").click()
    page.get_by_label("판 이름").fill("과장 검토용")
    page.get_by_role("dialog").get_by_role("button", name="이름 붙이기").click()
    expect(page.get_by_role("row").filter(has_text="과장 검토용")).to_be_visible()
    page.get_by_role("link", name="문서로 돌아가기").click()
    expect(body(page)).to_contain_text("하천 둑을")
    expect(saved(page)).to_be_visible()  # it may be written in
    body(page).click(position=TOP)
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(body(page)).not_to_contain_text("하천 둑을")
    haneul.compose("모두 지웠다")
    expect(saved(page)).to_be_visible()
    history(page)
    compare_with_now(page, "과장 검토용")
    expect(sheet(page).locator("del").filter(has_text="하천 둑을")).to_be_visible()
    haneul.shot("2-compared-with-now")
    page.set_viewport_size(PHONE)
    haneul.shot("2-compared-on-a-phone")
    page.set_viewport_size(WIDE)


def test_going_back_is_an_edit_that_a_colleague_sees_and_that_can_be_undone(
    people: dict[str, Desk],
) -> None:
    """[HI4]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    haneul.page.get_by_role("button", name="이 판으로 되돌리기").click()
    haneul.shot("3-asked")
    haneul.page.get_by_role("dialog").get_by_role("button", name="되돌리기").click()
    for desk in (haneul, seojun):
        expect(body(desk.page)).to_contain_text("하천 둑을 점검한다 매달 한 번")
        expect(body(desk.page)).not_to_contain_text("모두 지웠다")
    haneul.shot("4-restored")
    haneul.page.get_by_role("button", name=re.compile("실행 취소|되돌리기")).first.click()
    expect(body(seojun.page)).to_contain_text("모두 지웠다")
    history(haneul.page)
    expect(haneul.page.get_by_role("row").filter(has_text="되돌리기 전")).to_be_visible()
    haneul.shot("5-the-way-back-has-a-name")
