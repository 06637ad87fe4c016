"""A table that two people change at the same time; pictures under var/artefacts/tables."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, TOP, body, saved
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "tables"
TITLE = f"표 있는 보고서 {fresh_id()[:12]}"
WIDTHS = """
text => [...text.querySelectorAll('tr:not(.page-gap)')].reduce(({ reach, widths }, row) => {
  const cells = [...row.cells]
  const own = cells.reduce((sum, cell) => sum + cell.colSpan, 0)
  const covered = reach.filter(({ left }) => left > 0).reduce((sum, { wide }) => sum + wide, 0)
  const below = reach.map(({ left, wide }) => ({ left: left - 1, wide }))
  const tall = cells.map(cell => ({ left: cell.rowSpan - 1, wide: cell.colSpan }))
  return { reach: [...below, ...tall], widths: [...widths, own + covered] }
}, { reach: [], widths: [] }).widths
"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def cells(page: Page) -> Locator:
    return body(page).locator("th, td:not(.page-gap-cell)")


def choose(page: Page, command: str) -> None:
    page.get_by_role("button", name="표 고치기").click()
    page.get_by_role("menuitem", name=command).click()
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(body(page)).to_be_focused()


def expect_widths(page: Page, *wanted: int) -> None:
    """Columns of each row, those included that reach down from above."""
    deadline = time.monotonic() + 120
    while (widths := body(page).evaluate(WIDTHS)) != list(wanted):
        assert time.monotonic() < deadline, widths
        page.wait_for_timeout(100)


def test_tab_walks_through_the_cells_and_makes_a_row(
    running: Running, people: dict[str, Desk]
) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    page = haneul.page
    new_document(haneul, running, TITLE)
    address = page.url
    body(page).click(position=TOP)
    haneul.compose("추진 일정")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="표", exact=True).click()
    page.get_by_role("button", name="3행 3열 표 넣기").click()
    expect(body(page)).to_be_focused()  # and the caret is in its first cell
    for word in ("구분", "상반기", "하반기", "예산", "10억", "12억", "인력", "3명", "4명"):
        haneul.compose(word)
        page.keyboard.press("Tab")
    expect_widths(page, 3, 3, 3, 3)  # Tab behind the last cell made a row
    expect(saved(page)).to_be_visible()
    share(haneul, seojun, "write")
    seojun.open(address)
    expect(cells(seojun.page).nth(8)).to_have_text("4명")


def test_chosen_cells_are_merged_and_split_while_another_writes(people: dict[str, Desk]) -> None:
    """[TX15]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    page = haneul.page
    cells(page).nth(9).click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Shift+ArrowRight")
    expect(body(page).locator(".selectedCell")).to_have_count(2)
    body(seojun.page).get_by_text("추진 일정").click()
    seojun.compose("변경한 ")
    expect(body(page)).to_contain_text("변경한")
    expect(body(page).locator(".selectedCell")).to_have_count(2)
    choose(page, "셀 합치기")
    expect(body(seojun.page).locator("td[colspan='2']")).to_be_visible()
    haneul.shot("1-merged")
    cells(page).nth(9).click()
    choose(page, "셀 나누기")
    expect(body(seojun.page).locator("td[colspan='2']")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(body(seojun.page).locator("td[colspan='2']")).to_be_visible()


def test_a_row_and_a_column_added_at_once_make_a_corner(people: dict[str, Desk]) -> None:
    """[TX14]"""
    haneul, seojun = people[HANEUL].page, people[SEOJUN].page
    haneul.context.set_offline(True)
    expect(haneul.get_by_test_id("saving")).to_have_attribute("data-kind", "offline")
    cells(haneul).nth(4).click()
    haneul.wait_for_timeout(HAND_MS)
    haneul.keyboard.press("Control+Enter")
    expect_widths(haneul, 3, 3, 3, 3, 3)
    cells(seojun).nth(4).click()
    choose(seojun, "오른쪽에 열 추가")
    expect_widths(seojun, 4, 4, 4, 4)
    haneul.context.set_offline(False)
    for page in (haneul, seojun):
        expect_widths(page, 4, 4, 4, 4, 4)
    expect(saved(haneul)).to_be_visible()
    people[SEOJUN].shot("2-corner")
    choose(haneul, "행 지우기")
    expect_widths(seojun, 4, 4, 4, 4)
    expect(cells(seojun).nth(0)).to_have_text("구분")


def drag_over_the_third_column(page: Page) -> None:
    first, last = cells(page).nth(2).bounding_box(), cells(page).nth(13).bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 20, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 24, last["y"] + 10, steps=6)
    page.mouse.up()


def test_cells_dragged_over_right_after_a_heading_row_came_are_those(
    people: dict[str, Desk],
) -> None:
    """[TX15] [TX17] On a browser that is four times as slow, while others see the rows change."""
    page = people[HANEUL].page
    throttle = page.context.new_cdp_session(page)
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    cells(page).nth(0).click()
    for command in ("제목 행 없애기", "제목 행 만들기") * 3:
        choose(page, command)
        drag_over_the_third_column(page)
        chosen = body(page).locator(".selectedCell")
        expect(chosen).to_have_count(4)
        cells(page).nth(5).click()
        expect(chosen).to_have_count(0)
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    throttle.detach()


def test_a_heading_row_and_a_chosen_column_go(people: dict[str, Desk]) -> None:
    haneul, seojun = people[HANEUL].page, people[SEOJUN].page
    cells(haneul).nth(0).click()
    choose(haneul, "제목 행 없애기")
    expect(body(seojun).locator("th")).to_have_count(0)
    choose(haneul, "제목 행 만들기")
    expect(body(seojun).locator("th")).to_have_count(4)
    drag_over_the_third_column(haneul)
    expect(body(haneul).locator(".selectedCell")).to_have_count(4)
    haneul.keyboard.press("Backspace")
    expect_widths(seojun, 3, 3, 3, 3)
    haneul.keyboard.press("Control+z")
    expect_widths(seojun, 4, 4, 4, 4)
    haneul.get_by_role("button", name="표 고치기").click()
    people[HANEUL].shot("3-menu")
    haneul.keyboard.press("Escape")
