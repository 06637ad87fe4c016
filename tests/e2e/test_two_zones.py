"""E1: in by the mobile ID on a phone, both desktops beside each other within a minute, told apart;
what is refused is written down.

That it is refused, and with which way, test_policies holds. Pictures are left under
var/artefacts/two-zones.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import write_notes
from tests.e2e.phones import code_on, phone, show_card
from tests.e2e.test_policies import HANEUL, OFFICER, open_desktop, prepare
from tests.support.browser import Desk, until
from tests.support.calls import call

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "two-zones"
ZONES = {"업무 가상PC": "업무망", "인터넷 가상PC": "인터넷망"}
A_MINUTE = 60.0
FRAME = """desk => getComputedStyle(desk).borderTopColor"""
BADGE = "[data-desktop] [class*=zone]"
AUDIT = "/api/admin/audit?act=daas_broker.clipboard_out&limit=20"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, OFFICER), prepare=prepare) as desks:
        yield desks


@pytest.fixture(scope="module")
def both(
    running: Running, browser: Browser, people: dict[str, Desk]
) -> tuple[dict[str, Page], float]:
    """A tab for each, and how long it took from the page of signing in to the second picture."""
    page = people[HANEUL].page
    pages = {name: page.context.new_page() for name in ZONES}
    began = time.monotonic()
    with phone(browser, SHOTS) as held:
        show_card(held, code_on(page, f"{running.work}/sign-in?switch"), "김하늘")
    expect(page.get_by_role("navigation", name="주 메뉴").first).to_be_visible()
    for name, page in pages.items():
        open_desktop(page, running, name)
    return pages, time.monotonic() - began


def test_both_desktops_are_there_within_a_minute(both: tuple[dict[str, Page], float]) -> None:
    """E1"""
    assert both[1] < A_MINUTE


def test_frame_and_badge_say_which_is_which(both: tuple[dict[str, Page], float]) -> None:
    """E1: in colour, and in words for who sees none."""
    frames = set()
    for name, page in both[0].items():
        desk = page.locator("[data-desktop]")
        frames.add(desk.evaluate(FRAME))
        assert ZONES[name] in page.locator(BADGE).first.inner_text()
        Desk(page, SHOTS).shot(ZONES[name])
    assert len(frames) == len(ZONES)


def refused(officer: Page) -> list[Any]:
    found = call(officer, "GET", AUDIT)["entries"]
    return [one for one in found if one["facts"].get("rule") == "clipboard_out_closed"]


def test_what_did_not_leave_the_work_desktop_is_written_down(
    people: dict[str, Desk], both: tuple[dict[str, Page], float]
) -> None:
    """E1 [DLP10]"""
    officer, page = people[OFFICER].page, both[0]["업무 가상PC"]
    before = {one["seq"] for one in refused(officer)}
    page.bring_to_front()
    write_notes(page)
    page.keyboard.type("secret plan")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    until(page, lambda: {one["seq"] for one in refused(officer)} - before, "nothing was noted", 30)
    entry = next(one for one in refused(officer) if one["seq"] not in before)
    assert entry["actor_name"] == "김하늘"
    assert "secret" not in str(entry)
