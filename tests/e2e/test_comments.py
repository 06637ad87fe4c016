"""Talking in the margin: a place, an answer, a mention, and a right to comment without writing.

Pictures are left under var/artefacts/comments.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_history import PHONE
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, TOP, body, go_to, saved
from tests.support.browser import WIDE, Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "comments"
PLAN = f"의견 받을 계획 {fresh_id()[:12]}"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def margin(page: Page) -> Locator:
    return page.get_by_role("complementary", name="의견")


def write_plan(running: Running, desk: Desk) -> str:
    """Its address."""
    new_document(desk, running, PLAN)
    body(desk.page).click(position=TOP)
    desk.compose("예산은 백만 원이다")
    desk.page.wait_for_timeout(HAND_MS)
    expect(saved(desk.page)).to_be_visible()
    return desk.page.url


def test_who_may_comment_speaks_at_a_place_and_writes_nothing(
    running: Running, people: dict[str, Desk]
) -> None:
    """[CM1] [CM2]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    address = write_plan(running, haneul)
    share(haneul, seojun, "comment")
    seojun.open(address)
    expect(body(seojun.page)).to_contain_text("예산은")
    expect(seojun.page.get_by_role("button", name="쓰는 방식: 제안")).to_be_visible()
    seojun.page.get_by_text("예산은 백만 원이다").click(click_count=3)
    seojun.page.keyboard.press("Control+Alt+KeyM")
    field = margin(seojun.page).get_by_label("의견", exact=True)
    field.fill("근거가 있습니까? @김하늘")
    margin(seojun.page).get_by_role("row", name=re.compile("김하늘")).first.click()
    seojun.shot("1-begun")
    margin(seojun.page).get_by_role("button", name="달기", exact=True).click()
    expect(margin(seojun.page).get_by_text("근거가 있습니까? @김하늘")).to_be_visible()
    expect(body(haneul.page).locator(".commented")).to_have_text("예산은 백만 원이다")
    seojun.shot("2-said")


def test_who_was_called_in_finds_the_way_answers_and_settles_it(
    running: Running, people: dict[str, Desk]
) -> None:
    """[CM4] [CM5]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    haneul.page.get_by_role("button", name=re.compile("^의견 1건")).click()
    card = margin(haneul.page).get_by_role("listitem").filter(has_text="근거가").first
    card.get_by_label("답글").fill("붙임 2에 있습니다")
    card.get_by_role("button", name="답하기").click()
    expect(margin(seojun.page).get_by_text("붙임 2에 있습니다")).to_be_visible()
    haneul.shot("3-answered")
    haneul.page.set_viewport_size(PHONE)
    haneul.shot("3-answered-on-a-phone")
    haneul.page.set_viewport_size(WIDE)
    card.get_by_role("button", name="해결됨으로").click()
    expect(body(seojun.page).locator(".commented")).to_have_count(0)
    expect(margin(haneul.page).get_by_text("의견이 없습니다")).to_be_visible()
    margin(haneul.page).get_by_text("해결된 의견도 보기").click()
    expect(margin(haneul.page).get_by_text("김하늘이 해결했습니다")).to_be_visible()
    haneul.shot("4-settled")


def test_the_mark_stays_at_its_words_while_others_write(people: dict[str, Desk]) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    card = margin(haneul.page).get_by_role("listitem").filter(has_text="근거가").first
    card.get_by_role("button", name="다시 열기").click()
    mark = body(seojun.page).locator(".commented")
    expect(mark).to_have_text("예산은 백만 원이다")
    body(haneul.page).click(position=TOP)
    go_to(haneul.page, "Control+Home")
    haneul.page.keyboard.press("Enter")
    haneul.page.keyboard.press("ArrowUp")
    haneul.compose("앞에 쓴다")
    expect(body(seojun.page)).to_contain_text("앞에 쓴다")
    expect(mark).to_have_text("예산은 백만 원이다")
    # A colleague's caret may stand within the words and part the mark.
    parts = body(haneul.page).locator(".commented")
    whole = "예산은 백만 원이다"
    until(haneul.page, lambda: "".join(parts.all_inner_texts()) == whole, "the mark moved")
