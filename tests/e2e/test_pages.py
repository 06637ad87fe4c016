"""Pages of paper: shown on the sheet where the printer will have them; pictures under
var/artefacts/pages."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, body, saved
from tests.e2e.test_pictures_in_text import paste
from tests.support.browser import PHONE, WIDE, Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "pages"
ITEM = "관계 기관과 함께 살펴 정한 대로 시행하고 그 결과를 기한까지 알립니다. "
FOOT = 0.85  # of a page, with what stands below its text
PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        yield desks


def test_the_sheet_shows_as_many_pages_as_are_printed(
    running: Running, people: dict[str, Desk]
) -> None:
    """[TX7]"""
    desk = people[HANEUL]
    page = desk.page
    desk.open(f"{running.work}/office")
    page.get_by_role("button", name=re.compile("^계획")).click()
    body(page).get_by_text("협조 요청 사항").click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("End")
    page.wait_for_timeout(HAND_MS)
    for number in range(40):
        page.keyboard.press("Enter")
        page.keyboard.insert_text(f"{number + 1}번 {ITEM * (1 + number % 3)}")
    expect(saved(page)).to_be_visible()
    breaks = page.locator("[data-page-break]")
    expect(breaks.nth(2)).to_be_visible()
    breaks.first.scroll_into_view_if_needed()
    desk.shot("1-breaks")
    until_printed(page, "printed.pdf")
    page.set_viewport_size(PHONE)
    expect(breaks).to_have_count(0)  # lines break elsewhere there
    page.set_viewport_size(WIDE)
    expect(breaks.first).to_be_visible()


def until_printed(page: Page, name: str, pages: int = 0) -> int:
    """`pages`, or else as many as the sheet shows, whose lines are drawn when the keys rest."""
    breaks, target = page.locator("[data-page-break]"), SHOTS / name

    def agrees() -> bool:
        printed = page.pdf(path=target, prefer_css_page_size=True)
        return len(PAGES.findall(printed)) == (pages or breaks.count() + 1)

    page.wait_for_timeout(HAND_MS * 2)
    until(page, agrees, "other pages are printed than shown")
    return pages or breaks.count() + 1


def fill_in(dialog: Locator) -> None:
    above = dialog.get_by_role("group", name="머리말", exact=True)
    below = dialog.get_by_role("group", name="꼬리말", exact=True)
    above.get_by_label("오른쪽").fill("한빛부 추진 계획")
    below.get_by_label("왼쪽").fill("대외 주의")
    dialog.get_by_text("첫 쪽 다르게").click()
    margins = dialog.get_by_role("group", name="여백 (mm)")
    margins.get_by_label("왼쪽", exact=True).fill("5")
    expect(dialog.get_by_role("button", name="적용")).to_be_disabled()
    margins.get_by_label("왼쪽", exact=True).fill("30")


def test_pages_are_set_for_all_at_once(running: Running, people: dict[str, Desk]) -> None:
    """[TX12]"""
    desk = people[HANEUL]
    page = desk.page
    page.get_by_role("button", name="더보기").last.click()
    page.get_by_role("menuitem", name="쪽 설정").click()
    dialog = page.get_by_role("dialog")
    fill_in(dialog)
    desk.shot("2-setup")
    dialog.get_by_role("button", name="적용").click()
    head = page.locator(".page-head").first
    expect(head).to_have_text("한빛부 추진 계획")
    expect(page.locator(".page-foot").nth(1)).to_contain_text("- 2 -")
    head.scroll_into_view_if_needed()
    desk.shot("3-set")
    expect(saved(page)).to_be_visible()
    page.reload()
    expect(page.locator(".page-head").first).to_have_text("한빛부 추진 계획")
    page.wait_for_timeout(HAND_MS)
    page.pdf(path=SHOTS / "set.pdf", prefer_css_page_size=True)


def height_of(word: str, printed: Path) -> float:
    """How far down its page a word stands, from 0 to 1."""
    told = subprocess.run(
        ["pdftotext", "-bbox", printed, "-"], capture_output=True, text=True, check=True
    ).stdout
    page = next(one for one in told.split("<page ")[1:] if word in one)
    tall = re.search(r'height="([\d.]+)"', page)
    found = re.search(rf'yMax="([\d.]+)">[^<]*{word}', page)
    assert tall
    assert found
    return float(found[1]) / float(tall[1])


def test_footnotes_stand_at_the_foot_of_their_page(people: dict[str, Desk]) -> None:
    """[TX13] [PG2]"""
    desk = people[HANEUL]
    page = desk.page
    body(page).get_by_text("협조 요청 사항").click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("End")
    page.keyboard.press("Control+Alt+KeyF")
    page.get_by_label("각주 내용").fill("국가재정법 제38조에 따른다")
    page.get_by_label("각주 내용").press("Enter")
    notes = page.locator(".page-notes").first
    expect(notes).to_have_text("1) 국가재정법 제38조에 따른다")
    notes.scroll_into_view_if_needed()
    desk.shot("4-footnote")
    expect(saved(page)).to_be_visible()
    pages = until_printed(page, "footnote.pdf")
    assert height_of("국가재정법", SHOTS / "footnote.pdf") > FOOT
    page.set_viewport_size(PHONE)
    expect(page.locator("[data-page-break]")).to_have_count(0)
    until_printed(page, "from-a-phone.pdf", pages)
    assert height_of("국가재정법", SHOTS / "from-a-phone.pdf") > FOOT
    page.set_viewport_size(WIDE)


def test_heading_rows_stand_again_where_a_page_begins_within_their_table(
    running: Running, people: dict[str, Desk]
) -> None:
    """[PG3]"""
    desk = people[HANEUL]
    page = desk.page
    new_document(desk, running, f"긴 표 {fresh_id()[:12]}")
    rows = "".join(f"<tr><td>{n}번</td><td>{ITEM}</td></tr>" for n in range(60))
    body(page).click()
    page.wait_for_timeout(HAND_MS)
    paste(page, f"<table><tr><th>순번</th><th>내용</th></tr>{rows}</table>")
    breaks = page.locator("[data-page-break]")
    expect(breaks.nth(1)).to_be_visible()
    again = page.locator(".page-again")
    until(page, lambda: again.count() == breaks.count(), "a page begins without the heading rows")
    breaks.first.scroll_into_view_if_needed()
    desk.shot("5-heading-again")
    pages = until_printed(page, "long-table.pdf")
    target = SHOTS / "long-table.pdf"
    told = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True)
    assert [one.count("순번") for one in told.stdout.split("\f")[:-1]] == [1] * pages
