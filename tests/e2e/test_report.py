"""A report of five pages, on the screen and on paper; pictures under var/artefacts/report."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, signed_in
from tests.e2e.conftest import Running
from tests.e2e.report import chart, report
from tests.e2e.test_journey import HANEUL, TOP, body, saved
from tests.e2e.test_pages import PAGES
from tests.e2e.test_pictures_in_text import paste, pictures
from tests.e2e.test_recording_light import prefer
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "report"


def test_a_report_of_five_pages_is_printed_as_it_stands_on_the_sheet(
    running: Running, browser: Browser
) -> None:
    """[TX7] [TX13]"""
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        desk = desks[HANEUL]
        write(desk, running, report(chart(browser)))
        breaks = desk.page.locator("[data-page-break]")
        printed = desk.page.pdf(path=SHOTS / "report.pdf", prefer_css_page_size=True)
        assert len(PAGES.findall(printed)) == breaks.count() + 1
        draw = ["pdftoppm", "-r", "70", "-png", str(SHOTS / "report.pdf"), str(SHOTS / "printed")]
        subprocess.run(draw, check=True)
        side_by_side([SHOTS / f"printed-{page}.png" for page in (1, 2, 3)])
        look(desk)
        look_in_english(desk)


def write(desk: Desk, running: Running, html: str) -> None:
    page = desk.page
    new_document(desk, running, f"민원 처리 혁신 보고 {fresh_id()[:12]}")
    body(page).click(position=TOP)
    paste(page, html)
    expect(body(page).locator("table")).to_have_count(2)
    expect(pictures(page)).to_have_count(1)
    setup(page)
    expect(page.locator("[data-page-break]").nth(3)).to_be_attached()
    expect(saved(page)).to_be_visible()
    page.wait_for_timeout(1000)  # pages are drawn when the keys rest


def setup(page: Page) -> None:
    page.get_by_role("button", name="더보기").last.click()
    page.get_by_role("menuitem", name="쪽 설정").click()
    dialog = page.get_by_role("dialog")
    above = dialog.get_by_role("group", name="머리말", exact=True)
    below = dialog.get_by_role("group", name="꼬리말", exact=True)
    above.get_by_label("오른쪽").fill("2026년 하반기 민원 처리 혁신 추진 보고")
    below.get_by_label("왼쪽").fill("한빛부 행정혁신과")
    dialog.get_by_role("button", name="적용").click()
    expect(dialog).to_have_count(0)


def side_by_side(pages: list[Path]) -> None:
    """As docs/pictures/5-report-printed.png has them: 32 greys and blues, a few tens of KB."""
    drawn = [Image.open(page) for page in pages]
    wide, tall = drawn[0].size
    sheet = Image.new("RGB", ((wide + 12) * len(drawn) - 12, tall), "#9aa0a6")
    for index, one in enumerate(drawn):
        sheet.paste(one, (index * (wide + 12), 0))
    sheet.quantize(32).save(SHOTS / "printed.png", optimize=True)


def look(desk: Desk) -> None:
    page = desk.page
    table = body(page).locator("table").first
    for number in range(4):
        page.locator("[data-page-break]").nth(number).scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        desk.shot(f"sheet-{number + 1}")
    for name, size, scheme in (
        ("contrast", WIDE, "dark"), ("phone-contrast", PHONE, "dark"), ("phone", PHONE, "light")
    ):  # fmt: skip
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        table.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        desk.shot(name)
    page.set_viewport_size(WIDE)


def look_in_english(desk: Desk) -> None:
    page = desk.page
    prefer(page, locale="en")
    try:
        page.reload()
        text = page.get_by_role("textbox", name="Document text")
        text.locator("td").first.click()
        page.get_by_role("button", name="Table tools").click()
        expect(page.get_by_role("menuitem", name="Merge cells")).to_be_visible()
        desk.shot("english")
    finally:
        prefer(page, locale="ko")
