"""Each process that may have a document is killed in turn under two people who write in it.

Pictures are left under var/artefacts/moves. bench/editing_crash.py does this two hundred times.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import (
    HANEUL,
    SEOJUN,
    TOP,
    body,
    go_to,
    saved,
    wait_for_lines,
    wait_for_text,
)
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "moves"
PLAN = f"옮겨 다니는 문서 {fresh_id()[:12]}"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def state(page: Page) -> Locator:
    return page.get_by_test_id("saving")


def test_pages_find_the_next_owner_by_themselves_and_nothing_is_lost(
    running: Running, people: dict[str, Desk]
) -> None:
    """[ED13] [ED9] [ED2]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    new_document(haneul, running, PLAN)
    body(haneul.page).click(position=TOP)
    haneul.compose("처음")
    expect(saved(haneul.page)).to_be_visible()
    address = haneul.page.url
    share(haneul, seojun, "write")
    seojun.open(address)
    wait_for_text(seojun.page, "처음")
    written = "처음"
    for number, editor in enumerate(running.editors * 2):
        running.kill(editor)
        # One writes on before the page has noticed anything.
        desk = (haneul, seojun)[number % 2]
        go_to(desk.page, "Control+End")
        desk.compose(f"가{number}")
        written += f"가{number}"
        for each in (haneul, seojun):
            wait_for_lines(each.page, [written])
            expect(state(each.page)).to_have_attribute("data-kind", "saved", timeout=120_000)
    haneul.shot("written")
    seojun.page.reload()
    wait_for_lines(seojun.page, [written])
