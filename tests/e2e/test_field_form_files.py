"""A form with lists and pictures of its own: brought, fetched, searched without a line.

Pictures are left under var/artefacts/field-files.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.field_cast import INSPECTOR, Office, Phone, at_the_door
from tests.support.calls import call
from tests.support.form_files import FORM_ID, TITLE, many_towns, pack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "field-files"
RUN = fresh_id()[-6:]
PLACE = f"{RUN} 목록식당"
PATIENCE_MS = 60_000
ROWS = 10_000


@pytest.fixture
def both(running: Running, browser: Browser) -> Iterator[tuple[Office, Phone]]:
    expect.set_options(timeout=PATIENCE_MS)
    with at_the_door(browser, running, SHOTS, PLACE) as found:
        yield found
    expect.set_options(timeout=USUAL_MS)


def test_a_list_of_ten_thousand_rows_is_searched_at_the_door_and_checked_by_the_server(
    both: tuple[Office, Phone], tmp_path: Path
) -> None:
    """[MF7] [MF8] [FO11]"""
    office, phone = both
    key = bring(office, phone.running, tmp_path)
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    phone.cut()
    answer(phone)
    phone.cut(is_off=False)
    phone.all_is_sent()
    listed = call(office.desk.page, "GET", "/api/field/submissions")["submissions"]
    whole = call(office.desk.page, "GET", f"/api/field/submissions/{listed[0]['id']}")
    shown = {each["path"]: each["shown"] for each in whole["answers"]}
    assert whole["found"] == []
    assert shown["/data/town"] == "09999 마루8동 17번지"
    assert shown["/data/spot"] == "뒷문"
    state = f"/api/field/forms/{key}/versions/{RUN}/state"
    call(office.desk.page, "PUT", state, {"state": "closing"})
    assert office.desk.problems + phone.desk.problems == []


def bring(office: Office, running: Running, tmp: Path) -> str:
    """A sound is missing at first; the form is tried, then opened."""
    page = office.desk.page
    whole = pack(many_towns(ROWS), RUN)
    archive = tmp / "명부.zip"
    archive.write_bytes(whole)
    page.goto(f"{running.work}/field/forms")
    page.get_by_role("button", name="엑셀 올리기").wait_for()
    page.locator("input[type=file]").first.set_input_files(archive)
    expect(page.get_by_text("초안을 만들었습니다")).to_be_visible()
    listed = call(page, "GET", "/api/field/forms")["forms"]
    key = next(str(form["id"]) for form in listed if form["form_id"] == FORM_ID)
    page.goto(f"{running.work}/field/forms/{key}/{RUN}")
    expect(page.get_by_text("양식에 이상이 없습니다")).to_be_visible()
    expect(page.locator("[data-question] img").first).to_be_visible()
    office.desk.shot("1-preview")
    page.get_by_role("tab", name="딸린 파일 5개").click()
    expect(page.get_by_text("10000줄").or_(page.get_by_text("10,000줄"))).to_be_visible()
    office.desk.shot("2-files")
    page.get_by_role("button", name="이 판 열기").click()
    expect(page.get_by_text("사용 중").first).to_be_visible()
    return key


def answer(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("button", name="계획에 없는 점검").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("점검 대상 이름").fill(PLACE)
    dialog.get_by_role("button", name=re.compile("조사표")).click()
    page.get_by_role("option", name=TITLE).first.click()
    dialog.get_by_role("button", name="점검 시작").click()
    phone.desk.shot("2-sheet")
    question(page, "시·도").get_by_role("radio", name="가람도").check()
    town = question(page, "시·군·구")
    expect(town.locator("img").first).to_be_visible()
    expect(town.locator("audio")).to_be_visible()
    choose(phone, "시·군·구", "09999", "09999 마루8동 17번지")
    phone.desk.shot("3-searched")
    choose(phone, "가까운 곳", "08886", None)
    choose(phone, "가까운 곳", "08887", "08887 마루60동 21번지")
    question(page, "지점").get_by_role("radio", name="뒷문").check()
    question(page, "업소 번호").get_by_role("textbox").fill("7")
    expect(page.get_by_text("대표자는 lee입니다")).to_be_visible()
    phone.desk.shot("4-answered")
    phone.send()


def choose(phone: Phone, words: str, sought: str, label: str | None) -> None:
    """Looks for a row of the list; None where there is none under the answers before."""
    asked = question(phone.page, words)
    field = asked.get_by_role("searchbox")
    field.fill("")
    field.click()
    phone.desk.compose(sought)
    if label is None:
        expect(asked.get_by_text("맞는 보기가 없습니다")).to_be_visible()
        return
    asked.get_by_role("radio", name=label).check()


def question(page: Page, words: str) -> Locator:
    return page.locator("[data-question]").filter(has_text=words).first
