"""Finding and replacing in a document, by keyboard on a Hangul layout and on a phone.

Pictures are left under var/artefacts/find.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HANEUL, TOP, body, go_to, saved, wait_for_lines
from tests.support.browser import PHONE, WIDE, Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "find"
LINES = ["예산 계획과 예산안", "사람과 예산", "AI 예산, ai"]
# On a Hangul layout the key of F says ㄹ.
HANGUL_KEY = """
([code, key]) => document.activeElement.dispatchEvent(new KeyboardEvent(
    'keydown', { code, key, ctrlKey: true, bubbles: true, cancelable: true }))
"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        yield desks


@pytest.fixture(scope="module")
def paper(running: Running, people: dict[str, Desk]) -> Desk:
    desk = people[HANEUL]
    desk.open(f"{running.work}/office")
    desk.page.get_by_role("button", name=re.compile("^빈 문서")).click()
    body(desk.page).click(position=TOP)
    for line in LINES:
        desk.compose(line, pause_ms=3)
        desk.page.keyboard.press("Enter")
    expect(saved(desk.page)).to_be_visible()
    return desk


def bar(page: Page) -> Locator:
    return page.get_by_role("search", name="찾기")


def count(page: Page) -> Locator:
    return bar(page).get_by_role("status")


def test_words_are_found_and_gone_through(paper: Desk) -> None:
    """[TX1] [TX2]"""
    page = paper.page
    go_to(page, "Control+Home")
    page.evaluate(HANGUL_KEY, ["KeyF", "ㄹ"])
    field = bar(page).get_by_label("찾을 말")
    expect(field).to_be_focused()
    paper.compose("예산", pause_ms=3)
    expect(count(page)).to_have_text("1/4")
    expect(body(page).locator(".found")).to_have_count(4)
    field.press("Enter")
    field.press("Enter")
    expect(count(page)).to_have_text("3/4")
    field.press("Shift+Enter")
    expect(count(page)).to_have_text("2/4")
    paper.shot("1-found")


def test_whole_words_and_case_are_told_apart(paper: Desk) -> None:
    page = paper.page
    field = bar(page).get_by_label("찾을 말")
    bar(page).get_by_text("낱말 단위로").click()
    expect(count(page)).to_have_text("1/3")
    bar(page).get_by_text("낱말 단위로").click()
    field.fill("AI")
    expect(count(page)).to_have_text("1/2")
    bar(page).get_by_text("대소문자 구분").click()
    expect(count(page)).to_have_text("1/1")
    bar(page).get_by_text("대소문자 구분").click()
    field.press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(body(page)).to_be_focused()
    expect(body(page).locator(".found")).to_have_count(0)


def test_all_are_replaced_and_taken_back_in_one_step(paper: Desk) -> None:
    """[TX3]"""
    page = paper.page
    go_to(page, "Control+Home")
    page.evaluate(HANGUL_KEY, ["KeyH", "ㅗ"])
    bar(page).get_by_label("찾을 말").fill("예산")
    expect(count(page)).to_have_text("1/4")
    bar(page).get_by_label("바꿀 말").fill("재정 예산")
    bar(page).get_by_role("button", name="바꾸기", exact=True).click()
    wait_for_lines(page, ["재정 예산 계획과 예산안", *LINES[1:]])
    expect(count(page)).to_have_text("2/4")
    bar(page).get_by_role("button", name="모두 바꾸기").click()
    paper.shot("2-replaced")
    wait_for_lines(page, [
        "재정 재정 예산 계획과 재정 예산안", "사람과 재정 예산", "AI 재정 예산, ai",
    ])  # fmt: skip
    bar(page).get_by_label("찾을 말").press("Escape")
    page.keyboard.press("Control+z")
    wait_for_lines(page, ["재정 예산 계획과 예산안", *LINES[1:]])
    page.keyboard.press("Control+z")
    wait_for_lines(page, LINES)


def test_the_bar_fits_a_phone(paper: Desk) -> None:
    page = paper.page
    page.set_viewport_size(PHONE)
    page.get_by_role("main").get_by_role("button", name="더보기").click()
    page.get_by_role("menuitem", name="찾기").click()
    bar(page).get_by_label("찾을 말").fill("예산")
    bar(page).get_by_role("button", name="바꾸기 열기").click()
    expect(bar(page).get_by_label("바꿀 말")).to_be_visible()
    paper.shot("3-on-a-phone")
    wide = "document.documentElement.scrollWidth"
    until(page, lambda: page.evaluate(wide) <= PHONE["width"], "the bar is wider than a phone")
    bar(page).get_by_role("button", name="찾기 닫기").click()
    page.set_viewport_size(WIDE)
