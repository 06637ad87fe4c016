"""The editor as a newcomer meets it: keys, links, tables, the bell, a right that is lost.

Pictures are left under var/artefacts/first-walk.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_comments import margin
from tests.e2e.test_journey import (
    HAND_MS,
    HANEUL,
    SEOJUN,
    TOP,
    body,
    saved,
    wait_for_lines,
)
from tests.support.browser import Desk
from tests.support.calls import call

STEP_MS = 700  # what is done within half a second of another change is undone with it
pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "first-walk"
TITLE = f"처음 쓰는 문서 {fresh_id()[:12]}"
SITE = "https://www.hanbit.go.kr/a"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


@pytest.fixture(scope="module")
def paper(running: Running, people: dict[str, Desk]) -> str:
    """The address of a document that both may write in."""
    haneul = people[HANEUL]
    new_document(haneul, running, TITLE)
    address = haneul.page.url
    share(haneul, people[SEOJUN], "write")
    expect(saved(haneul.page)).to_be_visible()
    return address


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(HAND_MS)


def bar(page: Page) -> Locator:
    return page.get_by_role("group", name="링크가 있는 글")


def test_tab_stays_in_the_text_and_escape_leads_out(paper: str, people: dict[str, Desk]) -> None:
    """[ED16]"""
    desk = people[HANEUL]
    page = desk.page
    assert page.url == paper
    body(page).click(position=TOP)
    page.wait_for_timeout(HAND_MS)
    desk.compose("수신")
    press(page, "Tab")
    desk.compose("수신자 참조")
    expect(body(page).locator("p").first).to_have_text("수신\t수신자 참조", use_inner_text=False)
    press(page, "Escape", "Tab")
    expect(body(page)).not_to_be_focused()
    body(page).get_by_text("참조").click()
    press(page, "Alt+F10", "ArrowRight")
    expect(page.get_by_role("toolbar").locator(":focus")).to_have_count(1)
    press(page, "Escape")
    expect(body(page)).to_be_focused()


def test_a_sign_becomes_a_list_and_comes_back_as_it_was_typed(people: dict[str, Desk]) -> None:
    desk = people[HANEUL]
    page = desk.page
    press(page, "Control+End", "Enter")
    desk.compose("가. ")
    expect(body(page).locator("[data-kind=number][data-level='2']")).to_have_count(1)
    press(page, "Control+z")
    expect(body(page).locator("p").last).to_have_text("가. ", use_inner_text=False)
    press(page, "Control+Shift+Home", "Delete")
    wait_for_lines(page, [])


def test_an_address_becomes_a_link_that_is_seen_opened_and_changed(people: dict[str, Desk]) -> None:
    """[ED15]"""
    desk = people[HANEUL]
    page = desk.page
    body(page).focus()
    desk.compose(f"누리집 {SITE}. ")
    desk.compose("끝")
    link = body(page).locator("a")
    expect(link).to_have_attribute("href", SITE)
    expect(link).to_have_text(SITE)
    link.click()
    expect(bar(page)).to_contain_text(SITE)
    desk.shot("1-a-link")
    with page.context.expect_page() as opened:
        bar(page).get_by_role("button", name=re.compile("인터넷 가상PC에서 열기")).click()
    opened.value.close()


def test_a_link_is_changed_and_taken_away_where_it_stands(people: dict[str, Desk]) -> None:
    """[ED15]"""
    desk = people[HANEUL]
    page = desk.page
    link = body(page).locator("a")
    link.click()
    press(page, "Control+k")
    dialog = page.get_by_role("dialog", name="링크 고치기")
    expect(dialog.get_by_label("주소")).to_have_value(SITE)
    dialog.get_by_label("주소").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("이 주소로는 갈 수 없습니다")
    desk.shot("2-an-address-that-is-none")
    dialog.get_by_label("주소").fill("data.hanbit.go.kr")
    dialog.get_by_label("보일 글").fill("자료실")
    page.keyboard.press("Enter")
    expect(link).to_have_text("자료실")
    expect(link).to_have_attribute("href", "https://data.hanbit.go.kr")
    link.click()
    bar(page).get_by_role("button", name="링크 없애기").click()
    expect(link).to_have_count(0)
    expect(body(page)).to_contain_text("누리집 자료실. 끝")


def test_a_table_is_as_large_as_one_draws_it_and_goes_through_no_line(
    people: dict[str, Desk],
) -> None:
    desk = people[HANEUL]
    page = desk.page
    body(page).get_by_text("자료실").click()
    page.wait_for_timeout(STEP_MS)
    page.get_by_role("toolbar").get_by_role("button", name="표", exact=True).click()
    page.get_by_role("button", name="행 늘리기").click()
    page.get_by_role("button", name="열 줄이기").click()
    desk.shot("3-a-table-s-size")
    page.get_by_role("button", name="4행 2열 표 넣기").click()
    expect(body(page)).to_be_focused()
    desk.compose("구분")
    rows = body(page).locator("tr")
    expect(rows).to_have_count(4)
    expect(body(page).locator("th")).to_have_count(2)
    expect(body(page).locator("th").first).to_have_text("구분")
    expect(body(page)).to_contain_text("누리집 자료실. 끝")
    # What was typed at once belongs to the table's step; on a busy machine each syllable is one.
    for _ in range(1 + len("구분")):
        if rows.count():
            press(page, "Control+z")
            page.wait_for_timeout(HAND_MS)
    expect(rows).to_have_count(0)
    expect(body(page)).to_contain_text("누리집 자료실. 끝")


def test_every_key_stands_in_the_help_and_who_saves_is_told(people: dict[str, Desk]) -> None:
    desk = people[HANEUL]
    page = desk.page
    press(page, "Control+Slash")
    dialog = page.get_by_role("dialog", name="단축키와 빠른 입력")
    for key in ("Ctrl+B", "Ctrl+K", "Ctrl+Alt+M", "Alt+Shift+→", "Ctrl+Enter", "Esc, Tab"):
        expect(dialog.get_by_text(key, exact=True).first).to_be_attached()
    desk.shot("4-keys")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    press(page, "Control+s")
    expect(page.get_by_text("쓰는 대로 저장됩니다").first).to_be_visible()


def test_what_was_done_beside_the_text_is_taken_back_by_the_same_key(
    people: dict[str, Desk],
) -> None:
    """[TX3]"""
    page = people[HANEUL].page
    body(page).get_by_text("자료실").click()
    press(page, "Control+h")
    page.get_by_label("찾을 말").fill("자료실")
    page.get_by_label("바꿀 말").fill("기록관")
    page.get_by_role("button", name="모두 바꾸기").click()
    expect(body(page)).to_contain_text("누리집 기록관. 끝")
    expect(page.get_by_label("찾을 말")).to_be_focused()
    press(page, "Escape", "Control+z")
    expect(body(page)).to_contain_text("누리집 자료실. 끝")
    page.get_by_role("button", name="개요와 분량").click()
    press(page, "Control+Shift+z")
    expect(body(page)).to_contain_text("누리집 기록관. 끝")


def call_in_haneul(seojun: Desk) -> None:
    """By a comment at the words, without leaving the keys."""
    body(seojun.page).get_by_text("기록관").click(click_count=3)
    press(seojun.page, "Control+Alt+KeyM")
    said = margin(seojun.page).get_by_role("textbox", name="의견", exact=True)
    expect(said).to_be_focused()
    seojun.compose("맞습니까? @김하늘")
    called = margin(seojun.page).get_by_role("row", name=re.compile("김하늘"))
    expect(called.first).to_be_visible()
    seojun.page.wait_for_timeout(HAND_MS)
    press(seojun.page, "Enter")  # the nearest one, without leaving the words
    seojun.compose("확인 바랍니다")
    press(seojun.page, "Control+Enter")
    expect(margin(seojun.page).get_by_text("확인 바랍니다")).to_be_visible()


def test_the_bell_tells_of_a_mention_though_the_document_stands_open(
    paper: str, people: dict[str, Desk]
) -> None:
    """[ED19]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    seojun.open(paper)
    call_in_haneul(seojun)
    page = haneul.page
    expect(page.get_by_role("button", name=re.compile("^의견 1건"))).to_be_visible()
    page.get_by_role("button", name=re.compile("알림")).first.click()
    news = page.get_by_text(re.compile("이서준.*의견에서 불렀습니다")).first
    expect(news).to_be_visible()
    haneul.shot("5-the-bell")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^의견 1건")).click()
    expect(margin(page).get_by_text("확인 바랍니다")).to_be_visible()
    page.get_by_role("button", name=re.compile("알림")).first.click()
    expect(news).to_have_count(0)
    page.keyboard.press("Escape")


def test_who_may_not_read_any_more_sees_nothing_more(paper: str, people: dict[str, Desk]) -> None:
    """[ED4] [OF1]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    whom = call(seojun.page, "GET", "/api/session")["person"]["id"]
    grant = f"/api/drive/nodes/{paper.rpartition('/')[2]}/grants?subject_kind=person"
    call(haneul.page, "DELETE", f"{grant}&subject_id={whom}")
    expect(seojun.page.get_by_text("이 문서를 더 볼 수 없습니다")).to_be_visible()
    expect(body(seojun.page)).not_to_be_visible()
    expect(seojun.page.get_by_text("확인 바랍니다")).to_have_count(0)
    expect(seojun.page.get_by_role("main").get_by_role("button", name="더보기")).to_have_count(0)
    seojun.shot("6-no-more")
