"""A desktop that is a virtual machine: opened from the home page, seen, written Hangul in, given
back; its layer is destroyed, and the receipt says so. Where a document was kept it roams.

Needs an instance with virtual machines (`./onmaru up --with vm`); without KVM it takes ten minutes.
Pictures are left under var/artefacts/machine.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT, Settings, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.inside import press_notes
from tests.e2e.pools import pool_of
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import Desk
from tests.support.storm import Visitor
from workplace.hostd.machines import place, share

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER, OFFICER = "sol.lee", "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "machine"
RUN = fresh_id()[:8]
POOL, TEXT = f"가상 머신 {RUN}", "가상 머신에서 씀"
FILE = f"보고 {RUN}.txt"
WARM_SECONDS, SLOW_SECONDS = 1_200, 120
SIZE = {"memory_mib": 1024, "cpus": 2.0, "home_mib": 256}
# Whether the middle of the screen is the white of an open note.
WHITE = """canvas => canvas.getContext('2d').getImageData(
    canvas.width / 2, canvas.height / 2, 1, 1).data.every(each => each > 240)"""
# A number of a coarse picture: the blinking of a caret is none.
LOOK = """canvas => {
    const small = new OffscreenCanvas(32, 20).getContext('2d')
    small.drawImage(canvas, 0, 0, 32, 20)
    return small.getImageData(0, 0, 32, 20).data.reduce(
        (sum, each) => (sum * 31 + (each >> 5)) % 1000000007, 7)
}"""
STILL_SECONDS = 12


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=SLOW_SECONDS * 1_000)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    if not settings(running).vm:
        pytest.skip("this instance has no virtual machines: ./onmaru up --with vm")
    wish = {"provider": "libvirt", "size": SIZE, "maximum": 1, "homes": True}
    with (
        pool_of(running, "vm-light", POOL, warm_seconds=WARM_SECONDS, **wish),
        signed_in(browser, running, SHOTS, (USER,), timeout_ms=SLOW_SECONDS * 1_000) as desks,
    ):
        yield desks


def settings(running: Running) -> Settings:
    return settings_from({"ONMARU_VAR": str(running.var)})


def home_of(running: Running, desktop: str) -> Path:
    """What the process shows the machine that shows it its person's home."""
    [folder] = place.of(settings(running)).shares.glob(f"{desktop}-*")
    return Path(f"/proc/{share.pid(folder)}/root")


def until_kept(file: Path, page: Page) -> str:
    for _ in range(SLOW_SECONDS):
        if file.exists() and file.read_text():
            return file.read_text()
        page.wait_for_timeout(1_000)
    raise AssertionError(f"{file.name} was not kept")


def until_white(screen: Locator) -> None:
    """Each instruction may be translated: a program takes half a minute to open."""
    deadline = time.monotonic() + SLOW_SECONDS
    while not screen.evaluate(WHITE):
        assert time.monotonic() < deadline, "no note was opened"
        screen.page.wait_for_timeout(500)


def look(screen: Locator) -> int:
    """What tells one picture from another."""
    return int(screen.evaluate(LOOK))


def until_another_stands(screen: Locator, before: int) -> None:
    """Another picture than `before`, that has not changed for a while: a window has opened."""
    deadline = time.monotonic() + SLOW_SECONDS
    seen, since = before, time.monotonic()
    while seen == before or time.monotonic() - since < STILL_SECONDS:
        assert time.monotonic() < deadline, "no window opened"
        screen.page.wait_for_timeout(500)
        now = look(screen)
        if now != seen:
            seen, since = now, time.monotonic()


def desktop_of(page: Page) -> str:
    return str(page.locator("[data-desktop]").get_attribute("data-desktop"))


def test_a_person_opens_a_machine_from_the_home_page_and_writes_in_it(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DVM4] [DVM9]"""
    user, page = people[USER], people[USER].page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name=POOL).first.click()
    page.wait_for_url("**/desktops/view/*", timeout=SLOW_SECONDS * 1_000)
    expect(page.locator("[data-phase]")).to_have_count(0)
    wait_for_picture(page.locator("canvas").first)
    user.shot("open")
    press_notes(page)
    until_white(page.locator("canvas").first)
    user.compose(TEXT, pause_ms=80)
    page.wait_for_timeout(3_000)
    user.shot("written")
    before = look(page.locator("canvas").first)
    page.keyboard.press("Control+s")
    until_another_stands(page.locator("canvas").first, before)
    user.compose(f"/home/desktop/문서/{FILE}", pause_ms=80)
    user.shot("saving")
    page.keyboard.press("Enter")
    kept = until_kept(home_of(running, desktop_of(page)) / "문서" / FILE, page)
    assert kept.strip() == TEXT


def test_it_is_given_back_and_the_receipt_says_what_was_destroyed(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DK3] [HD7] [DVM9]"""
    page = people[USER].page
    desktop = desktop_of(page)
    page.get_by_role("button", name="가상PC 돌려주기").click()
    page.get_by_role("button", name="돌려주기", exact=True).last.click()
    officer = Visitor(running.port)
    assert officer.sign_in(OFFICER, running.password) == 200
    deadline = time.monotonic() + SLOW_SECONDS
    found: list[dict[str, dict[str, Any]]] = []
    while not found:
        assert time.monotonic() < deadline, "the machine was not destroyed"
        asked = f"/api/admin/audit?act=daas_broker.destroy_desktop&object={desktop}"
        _, said = officer.ask("GET", asked)
        assert isinstance(said, dict)
        found = said["entries"]
        time.sleep(1)
    facts = found[0]["facts"]
    assert str(place.of(settings(running)).disks) in " ".join(facts["paths"])
    assert facts["freed_bytes"] > 100 << 20
    assert len(facts["homes"]) == 1
    assert not any(Path(path).exists() for path in facts["paths"])
