"""A DOCX with an equation, a chart and a drawing: moved, written around by two, sent out again.

Pictures are left under var/artefacts/insets.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_formats import bring_in, export
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, body, saved
from tests.support.browser import Desk
from tests.weboffice.paper import word_insets
from weboffice.paper import box
from weboffice.paper.features import Feature
from weboffice.paper.fragments import insets_in
from weboffice.paper.model import Line, plain

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "insets"
TITLE = f"예산 보고 {fresh_id()[:12]}"
WAIT_MS = 120_000
CHART, OBJECT = "차트: 분기별 예산", "끼워 넣은 개체: Excel.Sheet.12"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN), timeout_ms=60_000) as desks:
        yield desks


def inset(page: Page, name: str) -> Locator:
    return body(page).get_by_role("img", name=name)


def test_what_another_program_set_in_is_shown(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[FM10]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    page = haneul.page
    file = tmp_path / f"{TITLE}.docx"
    file.write_bytes(word_insets.whole())
    haneul.open(running.work)
    bring_in(page, file)
    page.get_by_role("button", name="문서로 열기").click(timeout=WAIT_MS)
    expect(inset(page, CHART)).to_be_visible(timeout=WAIT_MS)
    expect(inset(page, "수식: x=(-b±√D)/2a")).to_be_visible()
    expect(inset(page, OBJECT)).to_be_visible()
    expect(inset(page, "선택 칸: 총무과")).to_be_visible()
    haneul.shot("1-brought-in")
    address = page.url
    share(haneul, seojun, "write")
    seojun.open(address)


def test_it_is_moved_and_deleted_while_a_colleague_writes(people: dict[str, Desk]) -> None:
    """[FM10]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    page = haneul.page
    inset(page, CHART).click()
    expect(page.get_by_role("group", name="고른 개체")).to_contain_text("그대로 나갑니다")
    haneul.shot("2-chosen")
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("ControlOrMeta+x")
    for one in (page, seojun.page):
        expect(inset(one, CHART)).to_have_count(0)
    body(seojun.page).get_by_text("식은").click()
    seojun.page.keyboard.press("Home")
    seojun.compose("함께 ")
    page.keyboard.press("ControlOrMeta+End")
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("ControlOrMeta+v")
    for one in (page, seojun.page):
        expect(inset(one, CHART)).to_be_visible()
    inset(page, OBJECT).click()
    page.get_by_role("button", name="개체 지우기").click()
    expect(inset(seojun.page, OBJECT)).to_have_count(0)
    expect(body(page)).to_contain_text(re.compile("함께.*식은"))
    expect(saved(page)).to_be_visible()


def test_it_leaves_whole_where_it_stands_now(running: Running, people: dict[str, Desk]) -> None:
    """[FM10] [FM8]"""
    haneul = people[HANEUL]
    found = export(haneul.page, "워드 (DOCX)")
    paper = box.read("docx", found.read_bytes()).paper
    kinds = [one.what for one in insets_in(paper)]
    assert sorted(kinds) == [Feature.CHART, Feature.CONTROL, Feature.EQUATION, Feature.SHAPE]
    assert kinds[-1] is Feature.CHART
    assert "함께 식은" in "".join(plain(b) for b in paper.blocks if isinstance(b, Line))
    haneul.open(f"{running.work}/office")
