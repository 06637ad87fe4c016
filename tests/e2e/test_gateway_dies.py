"""A gateway that is killed: the last picture stays, and the same desktop comes back by itself.

bench/gateway_crash.py does this a hundred times at every moment of a stream.
"""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.test_journey import COLOURS, DRAWN, wait_for_picture
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "gateway"
TIMES = 3
BACK_MS = 30_000


def test_a_killed_gateway_leaves_the_picture_and_gives_the_desktop_back(
    running: Running, desk: Callable[[], Desk]
) -> None:
    """[DK5] [DPR7]"""
    one = desk()
    one.shots = SHOTS
    one.sign_in(running.work, "yujin.choi", running.password)
    page = one.page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC (연결|이어서 사용)")).click()
    page.wait_for_url("**/desktops/view/*", timeout=180_000)
    screen = page.locator("canvas").first
    wait_for_picture(screen)
    address, containers = page.url, running.containers()
    for number in range(TIMES):
        running.kill("display-work")
        expect(page.locator("[data-phase]")).to_have_count(1, timeout=BACK_MS)
        assert screen.evaluate(COLOURS) >= DRAWN, "the last picture is gone"
        one.shot(f"{number}-last-picture")
        began = time.monotonic()
        expect(page.locator("[data-phase]")).to_have_count(0, timeout=BACK_MS)
        assert time.monotonic() - began < BACK_MS / 1000
        wait_for_picture(screen)
        assert page.url == address
        assert address.rpartition("/")[2] in running.containers()
    one.shot("back")
    assert address.rpartition("/")[2] in containers
