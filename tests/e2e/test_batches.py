"""Who comes back from an absence with much deleted sees first what would change, and decides.

The absence is told to be one of two hours; everything else is as it comes. Pictures are left under
var/artefacts/batches.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, TOP, body, saved, wait_for_lines
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "batches"
FIRST = "추진배경은다음과같으며관계부서와협의하여시월까지마친다"
ABSENCE = timedelta(hours=2)


@pytest.fixture(scope="module")
def desk(running: Running, browser: Browser) -> Iterator[Desk]:
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        yield desks[HANEUL]


@pytest.fixture
def address(running: Running, desk: Desk) -> str:
    """Of a document whose text was deleted and written anew while the line was down."""
    page = desk.page
    new_document(desk, running, f"끊긴 문서 {fresh_id()[:12]}")
    body(page).click(position=TOP)
    page.keyboard.insert_text(FIRST)
    expect(saved(page)).to_be_visible()
    address = page.url
    page.context.set_offline(True)
    expect(page.get_by_test_id("saving")).to_have_attribute("data-kind", "offline")
    page.keyboard.press("Control+A")
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Delete")
    desk.compose("새로 썼다")
    page.route("**/tickets?*", told_to_be_long)
    page.context.set_offline(False)
    expect(page.get_by_text("끊긴 동안 쓴 내용을 따로 보관했습니다")).to_be_visible()
    page.unroute("**/tickets?*")
    return address


def told_to_be_long(route: Route) -> None:
    since = quote((utc_now() - ABSENCE).isoformat())
    route.continue_(url=re.sub(r"away_since=[^&]*", f"away_since={since}", route.request.url))


def look(page: Page) -> None:
    page.get_by_role("link", name="무엇이 바뀌는지 보기").click()
    expect(page.get_by_role("heading", name=re.compile("끊긴 동안 쓴 내용"))).to_be_visible()
    expect(page.get_by_role("document", name="합치면 될 모습")).to_contain_text("새로 썼다")


def test_what_would_change_is_shown_and_taken_over(desk: Desk, address: str) -> None:
    """[ED12]"""
    page = desk.page
    desk.shot("1-aside")
    look(page)
    expect(page.get_by_text(re.compile(r"27자 가운데 27자\(100%\)"))).to_be_visible()
    expect(page.locator("del").first).to_contain_text(FIRST[:4])
    desk.shot("2-changes")
    page.set_viewport_size({"width": 390, "height": 844})
    desk.shot("3-changes-phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="모두 반영").click()
    expect(page.get_by_text("끊긴 동안 쓴 내용을 반영했습니다")).to_be_visible()  # for a while
    wait_for_lines(page, ["새로 썼다"])
    assert page.url.partition("?")[0] == address
    page.reload()
    wait_for_lines(page, ["새로 썼다"])


def test_it_may_be_let_go(desk: Desk, address: str) -> None:
    """[ED12]"""
    page = desk.page
    page.goto(address)
    wait_for_lines(page, [FIRST])
    page.goto(f"{address.partition('/office')[0]}/")
    expect(page.get_by_text("끊긴 동안 쓴 내용을 확인하십시오").first).to_be_visible()
    desk.shot("4-to-do")
    page.get_by_role("link", name=re.compile("끊긴 문서")).first.click()
    page.get_by_role("button", name="버리기").click()
    desk.shot("5-discard")
    page.get_by_role("dialog").get_by_role("button", name="버리기").click()
    wait_for_lines(page, [FIRST])


def test_it_may_be_kept_as_a_document_of_one_s_own(desk: Desk, address: str) -> None:
    """[ED12]"""
    page = desk.page
    look(page)
    page.get_by_role("button", name="사본으로 남기기").click()
    wait_for_lines(page, ["새로 썼다"])
    assert page.url.partition("?")[0] != address
    expect(page.get_by_role("textbox", name="문서 제목")).to_have_value(
        re.compile("끊긴 동안 쓴 것")
    )
    page.goto(address)
    wait_for_lines(page, [FIRST])
