"""Two monitors of one desktop in two windows: a program is dragged over and Hangul typed there."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Position, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import write_notes
from tests.e2e.test_policies import HANEUL, open_desktop, prepare
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "monitors"
TEXT = "두 화면에서 쓴다"
TITLE_BAR = 12  # pixels above what a program draws
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,), prepare=prepare) as desks:
        yield desks


def inside(page: Page, *command: str) -> str:
    """A program run in the desktop that is shown; what it printed."""
    desktop = str(page.locator("[data-desktop]").get_attribute("data-desktop"))
    listed = ["podman", "ps", "-q", "--filter", f"label=onmaru.desktop={desktop}"]
    container = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(
        ["podman", "exec", "-e", "DISPLAY=:0", container, *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


def place_of_editor(page: Page) -> tuple[int, int, int]:
    """Left, top and width of Mousepad in pixels of the whole desktop."""
    tree = inside(page, "xwininfo", "-root", "-tree")
    window = re.search(r'(0x\w+) .*\("mousepad"[^)]*\)\s+[2-9]\d\d', tree)
    told = inside(page, "xwininfo", "-id", window[1] if window else "")
    wanted = ("Absolute upper-left X:", "Absolute upper-left Y:", "Width:")
    found = [re.search(rf"{each}\s+(-?\d+)", told) for each in wanted]
    left, top, width = (int(each[1]) if each else 0 for each in found)
    return left, top, width


def until_editor_is(page: Page, *, beyond: int) -> None:
    for _ in range(PATIENCE_MS // 250):
        if place_of_editor(page)[0] >= beyond:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the editor is at {place_of_editor(page)}")


def drag_over(page: Page) -> int:
    """By its title bar, over the right edge of the picture; how wide the first monitor is."""
    canvas = page.locator("canvas")
    box, size = canvas.bounding_box(), canvas.evaluate("c => c.width")
    assert box is not None
    scale = box["width"] / size
    left, top, width = place_of_editor(page)
    x, y = box["x"] + (left + width / 2) * scale, box["y"] + (top - TITLE_BAR) * scale
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, y, steps=10)
    page.mouse.move(box["x"] + box["width"] + 700, y, steps=20)
    page.wait_for_timeout(300)
    page.mouse.up()
    return int(size)


def write_there(page: Page, second: Desk, wide: int) -> str:
    """Clicks into the editor on the second monitor and composes; what it holds afterwards."""
    canvas = second.page.locator("canvas")
    left, top, width = place_of_editor(page)
    scale = canvas.evaluate("c => c.getBoundingClientRect().width / c.width")
    canvas.click(position=Position(x=(left - wide + width / 2) * scale, y=(top + 120) * scale))
    second.page.wait_for_timeout(2_000)  # a click ends a composition, and tells so
    second.compose(TEXT)
    second.page.keyboard.press("Control+a")
    second.page.keyboard.press("Control+c")
    second.page.wait_for_timeout(2_000)
    second.shot("written")
    return inside(page, "xclip", "-o", "-selection", "clipboard").strip()


def test_a_second_monitor_opens_and_a_program_is_dragged_onto_it(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DMO4] [DMO5]"""
    page = people[HANEUL].page
    open_desktop(page, running, "인터넷 가상PC")
    write_notes(page)
    with page.expect_popup() as opening:
        page.get_by_role("button", name="모니터 추가").click()
    second = Desk(opening.value, SHOTS)
    expect(page.get_by_role("button", name="모니터 빼기")).to_be_visible(timeout=PATIENCE_MS)
    expect(second.page.locator("[data-phase]")).to_have_count(0, timeout=PATIENCE_MS)
    expect(second.page.locator("[data-screen='2'][data-zone=internet]")).to_be_visible()
    expect(page.locator("[data-notice=monitors]")).to_contain_text("두 번째 모니터를 이었습니다")
    second.page.wait_for_timeout(3_000)
    second.shot("empty")
    wide = drag_over(page)
    until_editor_is(page, beyond=wide)
    page.wait_for_timeout(3_000)
    people[HANEUL].shot("first")
    second.shot("second")
    assert write_there(page, second, wide) == TEXT


def test_a_lock_covers_both_and_the_button_takes_the_monitor_away(
    people: dict[str, Desk],
) -> None:
    """[DV3] [DMO4]"""
    page = people[HANEUL].page
    second = page.context.pages[1]
    with second.expect_event("close", timeout=PATIENCE_MS):
        page.get_by_role("button", name="모니터 빼기").click()
    expect(page.get_by_role("button", name="모니터 추가")).to_be_visible()
    until_editor_is(page, beyond=0)
    with page.expect_popup() as opening:
        page.get_by_role("button", name="모니터 추가").click()
    again = Desk(opening.value, SHOTS)
    # The gateway says so: a page that has only begun shows no phase either.
    expect(page.get_by_role("button", name="모니터 빼기")).to_be_visible(timeout=PATIENCE_MS)
    expect(again.page.locator("[data-phase]")).to_have_count(0, timeout=PATIENCE_MS)
    page.get_by_role("button", name="화면 잠그기").click()
    expect(page.locator("[data-locked]")).to_be_visible()
    expect(again.page.locator("[data-locked]")).to_contain_text("첫 번째 화면에서 잠금을 풀면")
    again.shot("locked")
