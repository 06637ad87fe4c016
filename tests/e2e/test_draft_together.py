"""E2: three people draft a plan, remark and suggest; one of them is cut off for a while.

Pictures are left under var/artefacts/together.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import (
    HAND_MS,
    HANEUL,
    SEOJUN,
    TOP,
    body,
    saved,
    wait_for_lines,
)
from tests.e2e.test_journey import LINES as SHOWN
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "together"
MINJUN = "minjun.kim"
ALL = (HANEUL, SEOJUN, MINJUN)
PLAN = f"함께 쓰는 계획 {fresh_id()[:12]}"
LINES = ["배경:", "내용:", "일정:"]
# What the first and the last line are in the end.
FIRST, LAST = "배경:왜하는가를쓴다한글하나", "일정:시월까지마친다나도쓴다"
SUGGESTED = LAST + "안"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, ALL) as desks:
        yield desks


@pytest.fixture(scope="module")
def table(running: Running, people: dict[str, Desk]) -> dict[str, Desk]:
    """All three have the plan before them, each at the end of a line of their own."""
    haneul = people[HANEUL]
    new_document(haneul, running, PLAN)
    body(haneul.page).click(position=TOP)
    haneul.compose(LINES[0])
    for line in LINES[1:]:
        haneul.page.keyboard.press("Enter")
        haneul.compose(line)
    expect(saved(haneul.page)).to_be_visible()
    address = haneul.page.url
    for name in (SEOJUN, MINJUN):
        share(haneul, people[name], "write")
        people[name].open(address)
    for name, line in zip(ALL, LINES, strict=True):
        expect(body(people[name].page)).to_contain_text("일정:")
        to_end_of(people[name].page, line)
    return people


def to_end_of(page: Page, line: str) -> None:
    body(page).get_by_text(line).click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("End")
    page.wait_for_timeout(HAND_MS)


def state(page: Page) -> Locator:
    return page.get_by_test_id("saving")


def write_at_once(table: dict[str, Desk], texts: tuple[str, str, str]) -> None:
    """A syllable each, in turns."""
    for syllables in zip(*texts, strict=True):
        for name, syllable in zip(ALL, syllables, strict=True):
            table[name].compose(syllable, pause_ms=5)


def expect_all(table: dict[str, Desk], lines: list[str]) -> None:
    for name in ALL:
        wait_for_lines(table[name].page, lines)
        expect(state(table[name].page)).to_have_attribute("data-kind", "saved")


def test_three_people_write_at_once_and_read_the_same(table: dict[str, Desk]) -> None:
    """[ED3] [ED10]"""
    write_at_once(table, ("왜하는가를쓴다", "무엇을언제하나", "시월까지마친다"))
    expect_all(table, ["배경:왜하는가를쓴다", "내용:무엇을언제하나", "일정:시월까지마친다"])
    expect(table[HANEUL].page.get_by_label("함께 보는 사람 2명")).to_be_visible()
    table[HANEUL].shot("1-three-at-once")


def test_who_is_cut_off_writes_on_and_is_told_so(table: dict[str, Desk]) -> None:
    """[ED1]"""
    haneul, seojun = table[HANEUL], table[SEOJUN]
    seojun.page.context.set_offline(True)
    expect(state(seojun.page)).to_have_attribute("data-kind", "offline")
    write_at_once(table, ("한글하나", "끊겨도쓴", "나도쓴다"))
    expect(state(seojun.page)).to_have_text("오프라인 · 이 기기에 보관 중")
    seojun.shot("2-cut-off")
    # Who is here knows that one is away, and reads nothing that has not arrived.
    expect(haneul.page.get_by_label("함께 보는 사람 1명")).to_be_visible(timeout=60_000)
    wait_for_lines(
        haneul.page,
        [FIRST, "내용:무엇을언제하나", LAST],
    )
    expect(state(haneul.page)).to_have_attribute("data-kind", "saved")
    wait_for_lines(
        seojun.page, ["배경:왜하는가를쓴다", "내용:무엇을언제하나끊겨도쓴", "일정:시월까지마친다"]
    )


def test_meanwhile_the_others_change_the_lines_around(table: dict[str, Desk]) -> None:
    haneul, minjun = table[HANEUL], table[MINJUN]
    haneul.page.keyboard.press("Enter")
    haneul.compose("새 줄", pause_ms=5)
    to_end_of(minjun.page, "내용:")
    for _ in range(2):
        minjun.page.keyboard.press("Backspace")
    minjun.compose("할까", pause_ms=5)
    wait_for_lines(haneul.page, [
        FIRST, "새 줄", "내용:무엇을언제할까", LAST,
    ])  # fmt: skip


def test_one_remarks_and_one_suggests(table: dict[str, Desk]) -> None:
    """[SG1]"""
    haneul, minjun = table[HANEUL].page, table[MINJUN].page
    # Of the word at the caret: nothing is selected.
    haneul.keyboard.press("Control+Alt+KeyM")
    said = haneul.get_by_role("textbox", name="의견", exact=True)
    expect(said).to_be_focused()
    haneul.keyboard.insert_text("기한이 짧지 않습니까?")
    haneul.keyboard.press("Control+Enter")
    expect(haneul.get_by_role("button", name="의견 1건")).to_be_visible()
    haneul.get_by_role("button", name="의견 닫기").click()
    to_end_of(minjun, "일정:")
    minjun.keyboard.press("Control+Alt+Shift+KeyX")
    expect(minjun.get_by_role("button", name="쓰는 방식: 제안")).to_be_visible()
    table[MINJUN].compose("안", pause_ms=5)
    minjun.keyboard.press("Control+Alt+Shift+KeyZ")
    wait_for_lines(haneul, [FIRST, "새 줄", "내용:무엇을언제할까", SUGGESTED])


def test_back_again_nothing_is_lost_and_nothing_is_doubled(table: dict[str, Desk]) -> None:
    """[ED2] [ED3]"""
    seojun = table[SEOJUN]
    seojun.page.context.set_offline(False)
    expect(state(seojun.page)).to_have_attribute("data-kind", "saved", timeout=60_000)
    lines = line_texts(seojun.page)
    middle = lines[2]
    # Both wrote at one place: one before the other, each in one piece.
    assert middle in ("내용:무엇을언제끊겨도쓴할까", "내용:무엇을언제할까끊겨도쓴"), lines
    expect_all(table, [FIRST, "새 줄", middle, SUGGESTED])
    for told in ("의견 1건", "제안 1건"):
        expect(seojun.page.get_by_role("button", name=told)).to_be_visible()
    seojun.compose("다", pause_ms=5)
    written = middle.replace("끊겨도쓴", "끊겨도쓴다")
    expect_all(table, [FIRST, "새 줄", written, SUGGESTED])
    seojun.shot("3-back")


def test_the_history_says_who_wrote(running: Running, table: dict[str, Desk]) -> None:
    """[HI1]"""
    page = table[HANEUL].page
    document = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{running.work}/office/d/{document}/history")
    for name in ("김하늘", "이서준", "김민준"):
        expect(page.get_by_text(re.compile(name)).first).to_be_visible()
    table[HANEUL].shot("4-history")


def line_texts(page: Page) -> list[str]:
    """When all has arrived; without the names at other people's carets."""
    expect(body(page)).to_contain_text("끊겨도쓴")
    expect(body(page)).to_contain_text("새 줄")
    expect(body(page)).to_contain_text("할까")
    found: list[str] = body(page).evaluate(SHOWN)
    return found
