"""A Hangul file comes in, is written on, and leaves as Word and as PDF.

Pictures are left under var/artefacts/formats.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kernel.settings import ROOT
from tests.e2e.cast import let_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HANEUL, body, saved
from tests.support.browser import WIDE, Desk
from weboffice.paper.docx import read as docx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Cell, Form, Line, Paper, Picture, Run, Style, Table, plain

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "formats"
PHONE = ViewportSize(width=390, height=844)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
WAIT_MS = 120_000


def a_cell(text: str, columns: int = 1) -> Cell:
    return Cell((Line((Run(text),)),), columns)


PLAN = Paper(
    (
        Line((Run("안전 점검 계획(안)"),), Form.HEADING, 1),
        Line((Run("추진 배경"),), Form.OUTLINE, 1),
        Line((Run("사고가 늘었음", Style(size=15.0)),), Form.OUTLINE, 2),
        Table(((a_cell("시행: 모든 시설", 2),), (a_cell("준비"), a_cell("1월")))),
        Line((Picture(PNG, "image/png", 40.0, 30.0, "조직도"),)),
    ),
    header=(Line((Run("한빛부"),)),),
)


@pytest.fixture(scope="module")
def desk(running: Running, browser: Browser) -> Iterator[Desk]:
    context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
    context.set_default_timeout(60_000)
    made = Desk(context.new_page(), SHOTS)
    let_in(made, running, HANEUL)
    made.open(running.work)
    yield made
    context.close()
    assert made.problems == []


def bring_in(page: Page, file: Path) -> None:
    page.get_by_role("link", name="문서", exact=True).first.click()
    page.get_by_role("heading", name="새로 쓰기").wait_for()  # a document has a place for files too
    page.locator("input[type=file]").set_input_files(file)
    expect(page).to_have_url(re.compile("/office/imports/"), timeout=WAIT_MS)


def export(page: Page, name: str) -> Path:
    page.get_by_role("button", name="더보기").click()
    page.get_by_role("menuitem", name="내보내기").click()
    dialog = page.get_by_role("dialog", name="파일로 내보내기")
    dialog.get_by_role("button", name="형식").click()
    page.get_by_role("option", name=name, exact=True).click()
    dialog.get_by_role("button", name="내보내기", exact=True).click()
    with page.expect_download(timeout=WAIT_MS) as download:
        dialog.get_by_role("button", name="내려받기").click(timeout=WAIT_MS)
    dialog.get_by_role("button", name="닫기").last.click()
    return Path(download.value.path())


def expect_what_changes(page: Page) -> None:
    report = page.get_by_role("region", name="이 문서에서 바뀌는 것")
    expect(report).to_contain_text("그림", timeout=WAIT_MS)  # it is none: its place is kept
    expect(report).not_to_contain_text("글자 크기")  # the sheet has it
    changes, kept = report.get_by_role("list").first, report.get_by_role("list").last
    expect(changes).not_to_contain_text("머리말")  # its text is on the sheet, and all of it is kept
    expect(kept).to_contain_text("머리말")


def test_a_hangul_file_is_written_on_and_leaves_as_word_and_pdf(desk: Desk, tmp_path: Path) -> None:
    """[FM1] [FM3] [FM6]"""
    page = desk.page
    file = tmp_path / "안전 점검 계획.hwpx"
    file.write_bytes(hwpx_write.write(PLAN))
    bring_in(page, file)
    expect_what_changes(page)
    desk.shot("1-what-changes")
    page.set_viewport_size(PHONE)
    desk.shot("1-what-changes-phone")
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="문서로 열기").click()

    expect(body(page)).to_contain_text("시행: 모든 시설", timeout=WAIT_MS)
    body(page).get_by_text("사고가 늘었음").click()
    page.keyboard.press("End")
    page.keyboard.type(" 2030")
    expect(saved(page)).to_be_visible()
    desk.shot("2-document")

    word = docx_read.read(export(page, "워드 (DOCX)").read_bytes()).paper
    lines = [(b.form, plain(b)) for b in word.blocks if isinstance(b, Line)]
    assert (Form.OUTLINE, "사고가 늘었음 2030") in lines
    assert [plain(line) for line in word.header] == ["한빛부"]
    tables = [b for b in word.blocks if isinstance(b, Table)]
    assert tables[0].rows[0][0].columns == 2
    assert export(page, "PDF").read_bytes().startswith(b"%PDF-")
