"""A document of several sections: pages that lie across among upright ones, on the sheet and on
paper; pictures under var/artefacts/sections."""

import io
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_formats import WAIT_MS, bring_in
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, body, saved
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "sections"
ITEM = "관계 기관과 함께 살펴 정한 대로 시행하고 그 결과를 기한까지 알립니다."
TITLE = f"구역 {fresh_id()[:12]}"
ACROSS = "가로 별지의 글"
Pages = list[tuple[bool, str]]


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def until_printed(page: Page, name: str, told: Callable[[Pages], object], wanted: object) -> Pages:
    """Pages are drawn when the keys rest, and what was printed before may be others."""
    deadline = time.monotonic() + 120
    while (found := told(pages := printed(page, name))) != wanted:
        assert time.monotonic() < deadline, found
    return pages


def printed(page: Page, name: str) -> Pages:
    """Of each page whether it lies across, and its text."""
    page.wait_for_timeout(HAND_MS * 2)
    target = SHOTS / f"{name}.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    told = subprocess.run(
        ["pdfinfo", "-l", "99", target], capture_output=True, text=True, check=True
    ).stdout
    sizes = [
        (float(wide), float(tall))
        for wide, tall in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    ]
    texts = subprocess.run(
        ["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    return [(wide > tall, text) for (wide, tall), text in zip(sizes, texts, strict=False)]


def set_up(page: Page) -> None:
    page.locator("#content header").get_by_role("button", name="더보기", exact=True).click()
    page.get_by_role("menuitem", name="쪽 설정").click()


def choose(page: Page, label: str, choice: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=re.compile(label)).click()
    page.get_by_role("option", name=choice).click()


def begin(desk: Desk, running: Running) -> None:
    page = desk.page
    new_document(desk, running, TITLE)
    body(page).click()
    page.wait_for_timeout(HAND_MS)
    for text in ("앞 구역의 글", ACROSS, "뒤 구역의 글"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
    body(page).get_by_text(ACROSS).click(click_count=3)
    page.wait_for_timeout(HAND_MS)


def lay_across(desk: Desk) -> None:
    """What is chosen gets pages of its own, by the dialog."""
    page = desk.page
    set_up(page)
    choose(page, "범위", "고른 부분만 새 구역")
    choose(page, "용지", "A4 가로")
    above = page.get_by_role("dialog").get_by_role("group", name="머리말", exact=True)
    above.get_by_label("오른쪽").fill("별지 제1호")
    page.get_by_label("시작 번호").fill("1")
    desk.shot("1-setup")
    page.get_by_role("button", name="적용", exact=True).click()


def breaks(page: Page) -> Locator:
    return page.locator("[data-page-break]")


def test_what_is_chosen_gets_a_page_that_lies_across(
    running: Running, people: dict[str, Desk]
) -> None:
    """[PG5]"""
    desk = people[HANEUL]
    page = desk.page
    begin(desk, running)
    lay_across(desk)
    expect(breaks(page)).to_have_count(2)
    expect(page.locator(".page-head").first).to_have_text("별지 제1호")
    expect(page.locator(".page-head").last).to_have_text("")
    expect(page.locator(".page-foot")).to_have_text(["- 1 -", "- 1 -"])
    breaks(page).first.scroll_into_view_if_needed()
    desk.shot("2-sections")
    expect(saved(page)).to_be_visible()
    expect_printed(page, "by-hand")


def expect_printed(page: Page, name: str) -> None:
    def told(pages: Pages) -> object:
        return [
            (across, "별지 제1호" in text, re.findall(r"- ?(\d+) ?-", text))
            for across, text in pages
        ]

    until_printed(
        page, name, told, [(False, False, ["1"]), (True, True, ["1"]), (False, False, ["2"])]
    )


def test_a_colleague_sees_its_pages_and_writes_on_them(
    running: Running, people: dict[str, Desk]
) -> None:
    """[PG5]"""
    desk, other = people[HANEUL], people[SEOJUN]
    page, theirs = desk.page, other.page
    address = page.url
    share(desk, other, "write")
    other.open(address)
    expect(breaks(theirs)).to_have_count(2)
    body(theirs).get_by_text(ACROSS).click()
    theirs.wait_for_timeout(HAND_MS)
    theirs.keyboard.press("End")
    theirs.keyboard.insert_text(" 함께")
    expect(body(page)).to_contain_text("함께")
    expect(breaks(page)).to_have_count(2)


def test_a_phone_shows_no_pages_and_prints_them(people: dict[str, Desk]) -> None:
    """[PG2] [PG5]"""
    desk = people[HANEUL]
    page = desk.page
    page.set_viewport_size(PHONE)
    expect(breaks(page)).to_have_count(0)
    desk.shot("3-phone")
    expect_printed(page, "from-a-phone")
    page.set_viewport_size(WIDE)
    expect(breaks(page)).to_have_count(2)


def annexed() -> bytes:
    """By python-docx: pages of two columns, an annex across, and a last page with one again."""
    made = docx.Document()
    made.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")  # noqa: SLF001 - no word for it
    made.sections[0].header.paragraphs[0].text = "한빛부"
    for number in range(30):
        made.add_paragraph(f"{number + 1}. {ITEM}")
    annex = made.add_section(WD_SECTION.NEW_PAGE)
    annex.orientation = WD_ORIENT.LANDSCAPE
    annex._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")  # noqa: SLF001
    annex.page_width, annex.page_height = annex.page_height, annex.page_width
    annex.header.is_linked_to_previous = False
    annex.header.paragraphs[0].text = "붙임 집행 현황"
    made.add_paragraph("붙임의 글")
    last = made.add_section(WD_SECTION.NEW_PAGE)
    last.orientation = WD_ORIENT.PORTRAIT
    last.page_width, last.page_height = last.page_height, last.page_width
    last.header.is_linked_to_previous = False
    made.add_paragraph("맺는 글")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_sections_of_a_file_are_seen_and_printed(people: dict[str, Desk], tmp_path: Path) -> None:
    """[PG5] [ED18]"""
    desk = people[HANEUL]
    page = desk.page
    file = tmp_path / f"붙임 {fresh_id()[:8]}.docx"
    file.write_bytes(annexed())
    bring_in(page, file)
    page.get_by_role("button", name="문서로 열기").click(timeout=WAIT_MS)
    expect(page.locator(".page-head").get_by_text("붙임 집행 현황")).to_be_visible()
    page.locator(".page-head").get_by_text("붙임 집행 현황").scroll_into_view_if_needed()
    desk.shot("4-file")

    def heads(pages: Pages) -> object:
        return [(across, "한빛부" in text or "붙임 집행 현황" in text) for across, text in pages]

    pages = until_printed(page, "file", heads, [(False, True), (True, True), (False, False)])
    expect(page.locator("p.in-column-1").first).to_be_visible()
    assert re.search(r"^ *1\. .* 1\d\. ", pages[0][1], re.MULTILINE), "beside one another"


def test_a_page_ends_where_its_writer_ends_it(running: Running, people: dict[str, Desk]) -> None:
    """[PG6] By Ctrl+Enter; Backspace right behind it takes that back."""
    desk = people[HANEUL]
    page = desk.page
    new_document(desk, running, f"쪽 {fresh_id()[:12]}")
    body(page).click()
    page.wait_for_timeout(HAND_MS)
    desk.compose("표지")
    page.keyboard.press("Control+Enter")
    desk.compose("본문")
    expect(breaks(page)).to_have_count(1)
    desk.shot("5-page-break")
    expect(saved(page)).to_be_visible()

    def words(pages: Pages) -> object:
        return [("표지" in text, "본문" in text) for _, text in pages]

    until_printed(page, "page-break", words, [(True, False), (False, True)])
    page.keyboard.press("Home")
    page.wait_for_timeout(HAND_MS)  # the browser tells where the caret is in its own time
    page.keyboard.press("Backspace")
    expect(breaks(page)).to_have_count(0)
    expect(body(page)).to_contain_text("본문")
