"""A desktop that is recorded: policy, notice, REC, replay with a seek, and a byte that was changed.

Pictures are left under var/artefacts/recording.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_policies import open_desktop
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER, OFFICER = "yujin.choi", "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "recording"
RUN = fresh_id()[:12]  # a kept desktop knows the notices of earlier runs
BASIS = f"정보보안 업무규정 제12조 {RUN}"
WORK_MS = 34_000  # longer than from one checkpoint to the next


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER, OFFICER), timeout_ms=60_000) as desks:
        yield desks


def newest(running: Running) -> Path:
    files = (running.var / "recordings").glob("*.onrc")
    return max(files, key=lambda file: file.stat().st_mtime)


def colours(page: Page) -> int:
    """Of the canvas, looked at in a grid: one is an empty picture."""
    script = """() => {
      const canvas = document.querySelector('canvas')
      if (!canvas.width) return 0
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      const found = new Set()
      for (let at = 0; at < data.length; at += 4 * 97)
        found.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`)
      return found.size
    }"""
    return int(page.evaluate(script))


def position(page: Page) -> Locator:
    return page.locator("[data-position]")


def test_the_policy_asks_for_recording_and_the_screen_waits_for_its_notice(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DREC1]"""
    page, admin = people[USER].page, people[OFFICER].page
    open_desktop(page, running, "인터넷 가상PC")
    expect(page.locator("[data-recording]")).to_have_count(0)
    admin.goto(f"{running.work}/admin/desktop-policies")
    admin.get_by_role("button", name="인터넷망 정책 고치기").click()
    field = admin.get_by_role("group", name="화면 녹화")
    field.get_by_text("녹화", exact=True).last.click()
    field.get_by_label("법적 근거").fill(BASIS)
    people[OFFICER].shot("policy-form")
    admin.get_by_role("button", name="적용 대기로 저장").click()
    draft = admin.locator("[data-draft=internet]")
    expect(draft).to_contain_text("화면 녹화")
    draft.get_by_role("button", name="적용", exact=True).click()
    notice = page.locator("[data-phase=notice]")
    expect(notice).to_contain_text(BASIS)
    expect(notice).to_contain_text("90일")
    people[USER].shot("notice")


def test_while_it_records_the_page_says_so(people: dict[str, Desk]) -> None:
    """[DREC3]"""
    page = people[USER].page
    page.get_by_role("button", name="확인하고 열기").click()
    expect(page.locator("[data-recording]")).to_be_visible()
    expect(page.locator("[data-phase]")).to_have_count(0)
    people[USER].shot("rec")
    canvas = page.locator("canvas")
    for x in range(100, 900, 100):
        canvas.click(position={"x": x, "y": 400})
        page.wait_for_timeout(WORK_MS // 8)
    page.goto("about:blank")


def test_an_officer_says_why_and_watches_and_seeks(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DREC7] [DREC8] [DREC9]"""
    admin = people[OFFICER].page
    admin.goto(f"{running.work}/admin/recordings")
    first = admin.get_by_role("row").filter(has_text="최유진").first
    expect(first).to_contain_text("끝남")
    people[OFFICER].shot("list")
    first.get_by_role("link", name=re.compile("녹화 보기")).click()
    admin.get_by_label("무엇 때문에 봅니까?").fill("조사")
    admin.get_by_role("button", name="사유를 남기고 보기").click()
    expect(admin.get_by_text("사유를 5자 이상 적어 주십시오.")).to_be_visible()
    people[OFFICER].shot("gate")
    admin.get_by_label("무엇 때문에 봅니까?").fill("민원 2030-17 조사")
    admin.get_by_role("button", name="사유를 남기고 보기").click()
    expect(position(admin)).to_have_attribute("data-position", re.compile(r"[1-9]\d{3,}"))
    assert colours(admin) > 8
    people[OFFICER].shot("playing")
    admin.locator("[data-play]").click()
    admin.locator("[data-seek]").focus()
    admin.keyboard.press("End")
    for _ in range(2):
        admin.keyboard.press("ArrowLeft")
    expect(admin.get_by_text("불러오는 중")).to_have_count(0)
    assert colours(admin) > 8
    expect(admin.locator("[data-spot]")).to_have_count(1)
    people[OFFICER].shot("sought")


def test_a_changed_byte_is_found(running: Running, people: dict[str, Desk]) -> None:
    """[DREC5]"""
    admin = people[OFFICER].page
    admin.get_by_role("button", name="전체 검사").click()
    expect(admin.locator("[data-chain=whole]")).to_be_visible()
    people[OFFICER].shot("whole")
    file = newest(running)
    changed = bytearray(file.read_bytes())
    changed[100] ^= 1  # behind the head of the first chunk
    file.write_bytes(changed)
    admin.get_by_role("button", name="전체 검사").click()
    expect(admin.locator("[data-chain=broken]")).to_be_visible()
    people[OFFICER].shot("broken")
    admin.locator("[data-seek]").focus()
    admin.keyboard.press("Home")
    expect(admin.locator("[data-broken]")).to_be_visible()
    people[OFFICER].shot("broken-playing")
    admin.set_viewport_size(PHONE)
    people[OFFICER].shot("broken-phone")
    admin.goto(f"{running.work}/admin/recordings")
    expect(admin.locator("[data-chain=broken]").first).to_be_visible()
    people[OFFICER].shot("list-phone")
    admin.set_viewport_size(WIDE)


def test_for_anybody_else_there_is_no_such_page(running: Running, people: dict[str, Desk]) -> None:
    """[DREC7]"""
    page = people[USER].page
    page.goto(f"{running.work}/desktops")
    status = page.evaluate("async () => (await fetch('/api/admin/recordings')).status")
    assert status == 404
    admin = people[OFFICER].page
    admin.goto(f"{running.work}/admin/desktop-policies")
    history = admin.get_by_role("grid", name="이력")
    history.get_by_role("button", name="되돌리기").first.click()
    draft = admin.locator("[data-draft=internet]")
    draft.get_by_role("button", name="적용", exact=True).click()
    expect(draft).to_have_count(0)
