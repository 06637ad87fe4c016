"""A reviewer suggests, in Hangul; the author takes one suggestion and turns another down.

Pictures are left under var/artefacts/suggestions.
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
    WITHOUT_CARETS,
    body,
    go_to,
    saved,
    wait_for_lines,
)
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "suggestions"
PLAN = f"검토 받을 계획 {fresh_id()[:12]}"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="제안")


def mode(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"쓰는 방식: {name}")


def card(page: Page, text: str) -> Locator:
    return panel(page).get_by_role("listitem").filter(has_text=text)


def test_a_reviewer_suggests_and_the_text_itself_stays(
    running: Running, people: dict[str, Desk]
) -> None:
    """[SG1] [SG2] [CM2]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    new_document(haneul, running, PLAN)
    body(haneul.page).click(position=TOP)
    haneul.compose("예산은 백만 원이다")
    haneul.page.keyboard.press("Enter")
    haneul.compose("기한은 유월이다")
    expect(saved(haneul.page)).to_be_visible()
    address = haneul.page.url
    share(haneul, seojun, "comment")
    for desk in (haneul, seojun):  # nobody's caret stands in the text yet
        desk.open(address)
    expect(mode(seojun.page, "제안")).to_be_visible()
    expect(mode(haneul.page, "편집")).to_be_visible()
    expect(body(seojun.page)).to_contain_text("기한은 유월이다")
    go_to(seojun.page, "Control+Home")
    seojun.compose("올해 ")
    seojun.page.keyboard.press("Control+End")
    seojun.page.wait_for_timeout(HAND_MS)
    for key in ["Backspace"] * 4:
        seojun.page.keyboard.press(key)
    seojun.compose("칠월이다")
    wait_for_lines(haneul.page, ["올해 예산은 백만 원이다", "기한은 칠월이다유월이다"])
    expect(body(haneul.page).locator("ins").first).to_have_text("올해 ")
    assert body(haneul.page).locator("del").evaluate(WITHOUT_CARETS) == "유월이다"
    expect(saved(seojun.page)).to_be_visible()


def test_the_author_sees_who_suggested_what_and_decides(people: dict[str, Desk]) -> None:
    """[SG1] [SG3]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    haneul.page.get_by_role("button", name=re.compile("^제안 2건")).click()
    expect(panel(haneul.page).get_by_text("이서준").first).to_be_visible()
    haneul.shot("1-panel")
    seojun.page.get_by_role("button", name=re.compile("^제안 2건")).click()
    expect(panel(seojun.page).get_by_role("button", name="받아들이기")).to_have_count(0)
    expect(card(seojun.page, "올해").get_by_role("button", name="내 제안 거두기")).to_be_visible()
    seojun.shot("2-reviewer")
    card(haneul.page, "올해").get_by_role("button", name="받아들이기").click()
    card(haneul.page, "칠월이다").get_by_role("button", name="물리기").click()
    for desk in (haneul, seojun):
        wait_for_lines(desk.page, ["올해 예산은 백만 원이다", "기한은 유월이다"])
        expect(body(desk.page).locator("ins, del")).to_have_count(0)
        expect(panel(desk.page).get_by_text("제안이 없습니다")).to_be_visible()
    haneul.shot("3-decided")


def refuse_both(page: Page) -> None:
    refuse = panel(page).get_by_role("button", name="물리기", exact=True)
    for left in (2, 1):
        expect(refuse).to_have_count(left)
        refuse.first.click()


def test_an_editor_suggests_forms_and_lines_and_takes_them_back(people: dict[str, Desk]) -> None:
    """[SG1]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    haneul.page.keyboard.press("Control+Alt+Shift+KeyX")
    expect(mode(haneul.page, "제안")).to_be_visible()
    go_to(haneul.page, "Control+Home")
    haneul.page.keyboard.press("End")
    haneul.page.wait_for_timeout(HAND_MS)
    haneul.page.keyboard.press("Enter")
    haneul.compose("새 줄이다")
    wait_for_lines(seojun.page, ["올해 예산은 백만 원이다", "새 줄이다", "기한은 유월이다"])
    go_to(haneul.page, "Control+Home")
    haneul.page.keyboard.press("Control+Alt+1")
    expect(body(seojun.page).locator("h1[data-was]")).to_contain_text("올해 예산은 백만 원이다")
    haneul.shot("4-lines")
    haneul.page.evaluate("document.documentElement.dataset.theme = 'contrast'")
    haneul.shot("4-lines-in-high-contrast")
    haneul.page.evaluate("document.documentElement.dataset.theme = 'light'")
    haneul.page.set_viewport_size(PHONE)
    haneul.shot("4-lines-on-a-phone")
    haneul.page.set_viewport_size(WIDE)
    haneul.page.keyboard.press("Control+Alt+KeyN")
    refuse_both(haneul.page)
    for desk in (haneul, seojun):
        wait_for_lines(desk.page, ["올해 예산은 백만 원이다", "기한은 유월이다"])
    expect(body(haneul.page).locator("h1")).to_have_count(0)
