"""Printing from a program in the desktop, by policy: own printer, the drive only, or not at all."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Position, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import active, write_notes
from tests.e2e.test_policies import open_desktop
from tests.support.browser import PHONE, WIDE, Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "printing"
USER, OFFICER = "haneul.kim", "doyun.park"
# A browser without a screen has no print dialog, and ends when it is asked for one.
DIALOG = "window.print = () => { top.dialogs = (top.dialogs ?? 0) + 1 }"


def prepare(context: BrowserContext) -> None:
    context.add_init_script(DIALOG)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER, OFFICER), prepare=prepare) as desks:
        yield desks


def permit(running: Running, officer: Desk, choice: str) -> None:
    """The officer changes the work zone's policy on the page, unless it is so."""
    page = officer.page
    page.goto(f"{running.work}/admin/desktop-policies")
    page.get_by_role("button", name="업무망 정책 고치기").click()
    select = page.get_by_role("group", name="인쇄", exact=True).get_by_role("button")
    if choice in select.inner_text():
        page.keyboard.press("Escape")
        return
    select.click()
    page.get_by_role("option", name=choice).click()
    officer.shot("policy")
    page.get_by_role("button", name="적용 대기로 저장").click()
    draft = page.locator("[data-draft=work]")
    draft.get_by_role("button", name="적용", exact=True).click()
    draft.wait_for(state="detached")


def print_notes(page: Page) -> None:
    """Control+P in the editor, and its dialog with the only printer there is."""
    before = active(page)
    page.keyboard.press("Control+p")
    until(page, lambda: active(page) != before, "no dialog has the keyboard")
    page.keyboard.press("Enter")


def until_dialogs(page: Page, count: int) -> None:
    """The content policy lets nothing be evaluated in the page, so it is asked from here."""
    for _ in range(100):
        if page.evaluate("window.dialogs ?? 0") == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the browser's print dialog was not asked for")


def text_of(page: Page, running: Running, tmp_path: Path) -> str:
    """What stands in the newest print, as the browser would print it."""
    desktop = page.url.rpartition("/")[2]
    prints = f"{running.work}/api/desktops/{desktop}/prints"
    name = page.request.get(prints).json()["files"][0]["name"]
    answer = page.request.get(f"{prints}/document", params={"name": name})
    assert answer.headers["content-type"] == "application/pdf"
    file = tmp_path / "printed.pdf"
    file.write_bytes(answer.body())
    return subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True
    ).stdout


def is_beside_the_panel_of_a_phone(page: Page, notice: Locator) -> None:
    """The panel comes from below and covers no line of what is said above it."""
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="더 보기").click()
    said, panel = notice.bounding_box(), page.get_by_role("dialog").bounding_box()
    assert said is not None
    assert panel is not None
    assert said["y"] + said["height"] <= panel["y"]
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()
    page.set_viewport_size(WIDE)
    bar = page.locator("[data-bar]")
    expect(bar.get_by_role("button", name="인쇄", exact=True)).to_be_visible()


def test_a_print_comes_to_the_own_printer_and_goes_to_the_drive(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[DIN3]"""
    user, page = people[USER], people[USER].page
    permit(running, people[OFFICER], "내 프린터와 문서함")
    open_desktop(page, running, "업무 가상PC")
    write_notes(page)
    user.compose("추진계획")

    print_notes(page)
    notice = page.locator("[data-notice=print]")
    expect(notice).to_contain_text("인쇄할 문서가 왔습니다", timeout=30_000)
    until_dialogs(page, 1)
    expect(page.get_by_role("textbox", name="가상PC에 입력")).to_be_focused()
    user.shot("arrived")
    assert "추진계획" in text_of(page, running, tmp_path)

    # Who comes back is told of it, and no dialog of an earlier print stands before them.
    page.reload()
    expect(notice).to_contain_text("인쇄할 문서가 왔습니다", timeout=30_000)
    page.wait_for_timeout(1_500)
    until_dialogs(page, 0)
    is_beside_the_panel_of_a_phone(page, notice)
    page.get_by_role("button", name="인쇄", exact=True).first.click()
    expect(page.get_by_role("button", name="지우기").first).to_be_visible()
    user.shot("panel")
    page.get_by_role("button", name="문서함에 저장").first.click()
    expect(page.get_by_text("문서함에 저장했습니다").first).to_be_visible()
    page.get_by_role("button", name="닫기").first.click()


def test_where_nothing_may_be_printed_the_rule_and_the_other_way_are_named(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DIN3]"""
    user, page = people[USER], people[USER].page
    notice = page.locator("[data-notice=print]")
    permit(running, people[OFFICER], "닫힘")
    page.locator("canvas").click(position=Position(x=500, y=400))
    print_notes(page)
    expect(notice).to_contain_text("이 가상PC에서는 인쇄할 수 없습니다.", timeout=30_000)
    expect(notice).to_contain_text("규칙: 인쇄")
    user.shot("refused")
    permit(running, people[OFFICER], "내 프린터와 문서함")
