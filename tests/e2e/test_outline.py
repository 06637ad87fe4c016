"""The outline of a document and how much is written; pictures under var/artefacts/outline."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, body, saved
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FITS = "width => document.documentElement.scrollWidth <= width"
SHOTS = ROOT / "var" / "artefacts" / "outline"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        yield desks


@pytest.fixture(scope="module")
def plan(running: Running, people: dict[str, Desk]) -> Desk:
    desk = people[HANEUL]
    desk.open(f"{running.work}/office")
    desk.page.get_by_role("button", name=re.compile("^계획")).click()
    expect(saved(desk.page)).to_be_visible()
    return desk


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="개요와 분량")


def test_a_heading_is_gone_to_and_marked(plan: Desk) -> None:
    """[TX4]"""
    page = plan.page
    page.get_by_role("button", name="개요와 분량").click()
    budget = panel(page).get_by_role("row", name="Ⅴ. 소요 예산")
    budget.click()
    expect(budget).to_have_attribute("aria-selected", "true")
    expect(body(page).get_by_role("heading", name="Ⅴ. 소요 예산")).to_be_in_viewport()
    expect(body(page)).to_be_focused()
    plan.shot("1-outline")
    panel(page).get_by_role("row", name="추진 계획(안)").first.press("ArrowLeft")
    expect(budget).to_have_count(0)
    panel(page).get_by_role("row", name="추진 계획(안)").first.press("ArrowRight")
    expect(budget).to_be_visible()


def test_a_new_heading_stands_in_it_at_once_and_a_selection_is_counted(plan: Desk) -> None:
    """[TX5]"""
    page = plan.page
    body(page).get_by_text("협조 요청 사항").click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("End")
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Alt+Digit2")
    plan.compose("붙임 자료", pause_ms=3)
    expect(panel(page).get_by_role("row", name="붙임 자료")).to_be_visible()
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Shift+Home")
    chosen = panel(page).get_by_text("선택한 곳").locator("..")
    expect(chosen).to_contain_text("글자 (공백 포함)5")
    expect(chosen).to_contain_text("글자 (공백 제외)4")
    expect(chosen).to_contain_text("낱말2")
    plan.shot("2-selection")


def test_on_a_phone_it_is_a_sheet_that_leaves_after_the_choice(plan: Desk) -> None:
    page = plan.page
    page.set_viewport_size(PHONE)
    plan.shot("3-on-a-phone")
    panel(page).get_by_role("row", name="Ⅱ. 추진 방향").click()
    expect(panel(page)).to_have_count(0)
    expect(body(page).get_by_role("heading", name="Ⅱ. 추진 방향")).to_be_in_viewport()
    page.wait_for_function(FITS, arg=PHONE["width"])
    page.set_viewport_size(WIDE)
