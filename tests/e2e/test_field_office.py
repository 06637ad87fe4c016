"""The office's pages of the field, each once, as a head uses them.

Pictures are left under var/artefacts/field-office.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.field_cast import HEAD
from tests.support.browser import PHONE, WIDE, Desk, until
from tests.support.calls import call
from workplace.demo.field_notices import PLACES, instance_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "field-office"
INSTANCES = {instance_of(outcome) for outcome in PLACES}
RUN = fresh_id()[-6:]
PATIENCE_MS = 60_000
WIDE_AS = "document.documentElement.scrollWidth"


@pytest.fixture
def head(running: Running, browser: Browser) -> Iterator[Desk]:
    expect.set_options(timeout=PATIENCE_MS)
    with signed_in(browser, running, SHOTS, [HEAD], timeout_ms=PATIENCE_MS) as desks:
        yield desks[HEAD]
    expect.set_options(timeout=USUAL_MS)


def test_a_head_goes_through_the_office_of_the_field(head: Desk, running: Running) -> None:
    """[CA10] [CA11] [NO14] [EX8] [FG1]"""
    correct_a_case(head, running)
    look_at_figures(head, running)
    accept_and_find_the_record(head, running)
    read_the_seal_book(head, running)


def correct_a_case(head: Desk, running: Running) -> None:
    """What a case, its subject and its place say, from the board."""
    page = head.page
    subject = {"code": f"업소-{RUN}", "name": f"{RUN} 옛 이름"}
    site = {"road_address": f"한빛시 마루로 {RUN}"}
    place = call(page, "POST", "/api/field/sites", {"subject": subject, "site": site})
    call(page, "POST", "/api/field/cases", {"site_id": place["id"], "kind": "위생점검"})
    page.goto(f"{running.work}/field/cases?text={RUN}")
    page.get_by_role("link", name=re.compile(f"{RUN} 옛 이름")).first.click()
    correct(page, "대상 고치기", "대상 이름", f"{RUN} 새 이름")
    expect(page.get_by_role("heading", level=1)).to_contain_text("새 이름")
    correct(page, "장소 고치기", "상세주소", "2층")
    correct(page, "사건 고치기", "법적 근거", "식품위생법 제22조")
    told = page.get_by_role("list", name="경과")
    for step in ("대상 고침", "장소 고침", "내용 고침"):
        expect(told).to_contain_text(step)
    head.shot("1-case")


def correct(page: Page, act: str, field: str, words: str) -> None:
    page.get_by_role("button", name=act).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(field).fill(words)
    dialog.get_by_role("button", name="저장").click()
    expect(dialog).to_be_hidden()


def look_at_figures(head: Desk, running: Running) -> None:
    page = head.page
    forms = call(page, "GET", "/api/field/forms")["forms"]
    form = next(each["id"] for each in forms if each["form_id"] == "food_hygiene")
    page.goto(f"{running.work}/field/figures?span=month&form={form}")
    expect(page.get_by_role("heading", name="문항별 답")).to_be_visible()
    expect(page.get_by_text("/api/field/odata/").first).to_be_visible()
    page.get_by_role("button", name="문항", exact=False).last.click()
    page.get_by_role("option", name="영업의 종류").click()
    expect(page.get_by_text("일반음식점").first).to_be_visible()
    head.shot("2-figures")
    page.set_viewport_size(PHONE)
    expect(page.get_by_text("일반음식점").first).to_be_visible()
    until(page, lambda: page.evaluate(WIDE_AS) <= PHONE["width"], "it is wider than a phone")
    head.shot("3-figures-phone")
    page.set_viewport_size(WIDE)


def accept_and_find_the_record(head: Desk, running: Running) -> None:
    page = head.page
    listed = call(page, "GET", "/api/field/submissions")["submissions"]
    of = next(each for each in listed if each["instance_id"] in INSTANCES)
    page.goto(f"{running.work}/field/sent/{of['id']}")
    page.get_by_role("heading", name="답", exact=True).wait_for()
    accept = page.get_by_role("button", name="수리", exact=True)
    record = page.get_by_role("link", name="조사 기록(PDF)")
    accept.or_(record).first.wait_for()
    if accept.count():  # nobody has told this story here before
        accept.click()
    record.click()
    page.wait_for_url("**/drive/**")
    expect(page.get_by_text(re.compile(r"\.pdf")).first).to_be_visible()
    head.shot("4-record")


def read_the_seal_book(head: Desk, running: Running) -> None:
    page = head.page
    page.goto(f"{running.work}/field/seals")
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    page.get_by_role("searchbox").fill("없는 문서의 이름")
    expect(page.get_by_text("맞는 줄이 없습니다")).to_be_visible()
    page.get_by_role("searchbox").fill("")
    expect(rows.nth(1)).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV 내려받기").click()
    assert taken.value.suggested_filename.endswith(".csv")
    head.shot("5-seals")
