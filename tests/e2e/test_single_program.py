"""A pool of one program: its desktop is that program and nothing else, and what is put away comes
back. Pictures under var/artefacts/single-program."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import inside
from tests.e2e.pools import pool_of
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "single-program"
USER = "taeyun.kang"
NAME = f"메모만 {fresh_id()[-6:]}"
SMALL = {"memory_mib": 768, "cpus": 1, "home_mib": 256}
PROGRAM = "mousepad"
OPEN_MS = 120_000
WINDOW = "for at in $(xprop -root _NET_CLIENT_LIST | sed 's/.*# //; s/,//g'); do"
STATES = f"{WINDOW} xprop -id $at WM_CLASS _NET_WM_STATE; done"
PUT_AWAY = (
    "import ctypes; x = ctypes.CDLL('libX11.so.6'); x.XOpenDisplay.restype = ctypes.c_void_p; "
    "s = ctypes.c_void_p(x.XOpenDisplay(b':0')); x.XIconifyWindow(s, {window}, 0); x.XFlush(s)"
)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER,)) as desks:
        yield desks


def test_its_desktop_is_the_program_and_nothing_else(
    running: Running, people: dict[str, Desk]
) -> None:
    """[HD32]"""
    desk = people[USER]
    with pool_of(running, "light", NAME, kind="app", app=PROGRAM, homes=False, size=SMALL):
        desk.open(f"{running.work}/desktops")
        desk.page.get_by_role("link", name=f"{NAME} 연결").click()
        desk.page.wait_for_url("**/desktops/view/*", timeout=OPEN_MS)
        wait_for_picture(desk.page.locator("canvas").first)
        until(desk.page, lambda: "MAXIMIZED_VERT" in states(desk.page), "it fills no screen")
        desk.shot("1-it-alone")
        assert PROGRAM in states(desk.page).lower()
        running_now = inside(desk.page, "sh", "-c", "cat /proc/[0-9]*/comm").decode()
        assert PROGRAM in running_now
        assert "xfce4-panel" not in running_now
        assert "xfdesktop" not in running_now
        put_away(desk.page)
        until(desk.page, lambda: "HIDDEN" not in states(desk.page), "it stays put away")
        desk.shot("2-back")
        desk.page.get_by_role("button", name="돌려주기").click()
        desk.page.get_by_role("dialog").get_by_role("button", name="돌려주기").click()
        expect(desk.page.get_by_text(re.compile("끝났습니다|내 가상PC")).first).to_be_visible()


def states(page: Page) -> str:
    return inside(page, "sh", "-c", STATES).decode()


def put_away(page: Page) -> None:
    listed = inside(page, "xprop", "-root", "_NET_CLIENT_LIST").decode()
    window = listed.partition("# ")[2].split(",")[0].strip()
    inside(page, "python3", "-I", "-c", PUT_AWAY.format(window=window))
