"""How soon a desktop's picture is there, how soon another device has it, and what looking costs.

A real desktop of the running workplace (`./onmaru up` before), seen by a real Chromium. Processor
time is that of all processes in the desktop, as a part of one core.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import monotonic, sleep

from playwright.sync_api import Browser, Page

from bench import Figure
from kernel.settings import Zone, read_settings
from tests.support.browser import WIDE, Desk, chromium
from tests.support.storm import Visitor

NO_PEER = "none: no peer could be run here; design/daas.md §4 holds what was measured of Selkies"
SETTLE, WATCH = 10, 20  # seconds
TIMES = 3
PATIENCE = 120  # seconds for pools to fill
REST = 65  # the viewer takes it slower after a minute in which nothing changes
IDLE, SEEN, RESTING = 2.0, 8.0, 6.0
WARM_SECONDS, COLD_SECONDS, HANDOVER_SECONDS = 1.0, 5.0, 1.0
ADMIN, COLD = "minho.jung", "차가운 가상PC"
WARM = re.compile("인터넷 가상PC (연결|이어서 사용)")
MOVING = {"planned", "provisioning", "booting", "recycling"}
TICK = os.sysconf("SC_CLK_TCK")
SHOWN = """() => {
  const canvas = document.querySelector('canvas')
  return canvas && canvas.width > 300 && !document.querySelector('[data-phase]')
}"""


@dataclass(frozen=True)
class Processes:
    """All that runs in one desktop, by its first process."""

    first: int

    @staticmethod
    def of(desktop_id: str) -> "Processes":
        listed = ["podman", "ps", "--filter", f"name={desktop_id}", "--format", "{{.Pid}}"]
        return Processes(int(subprocess.check_output(listed, text=True).split()[0]))

    def busy(self, seconds: float) -> float:
        """Per cent of one core."""
        before, began = self._ticks(), monotonic()
        sleep(seconds)
        return 100 * (self._ticks() - before) / TICK / (monotonic() - began)

    def _ticks(self) -> int:
        return sum(sum(map(int, _stat(pid)[11:15])) for pid in self._all())

    def _all(self) -> Iterator[int]:
        todo = [self.first]
        while todo:
            pid = todo.pop()
            if _stat(pid):
                yield pid
            children = Path(f"/proc/{pid}/task/{pid}/children")
            todo += map(int, children.read_text().split()) if children.exists() else ()


def _stat(pid: int) -> list[str]:
    """The fields of stat after the name; none of a process that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def main() -> None:
    settings = read_settings()
    address = settings.origin(Zone.WORK)
    password = (settings.secrets / "demo-password").read_text().strip()
    with chromium() as browser:
        desk = signed_in(browser, address, password)
        cold(desk.page, address, password)
        clicks = [first_picture(desk.page, address, WARM) for _ in range(TIMES)]
        report("warm click to first picture, median of 3", "s", median(clicks), WARM_SECONDS)
        desktop_id = desk.page.url.rpartition("/")[2]
        processes = Processes.of(desktop_id)
        seen(processes)
        handover(browser, address, password, desk.page)
    sleep(SETTLE)
    unseen(processes)


def signed_in(browser: Browser, address: str, password: str) -> Desk:
    page = browser.new_context(viewport=WIDE, locale="ko-KR").new_page()
    desk = Desk(page, Path(mkdtemp(prefix="onmaru-bench-")))
    desk.sign_in(address, "haneul.kim", password)
    return desk


def cold(page: Page, address: str, password: str) -> None:
    """A pool of the same image that keeps none ready: the click makes the desktop."""
    admin = Visitor(int(address.rpartition(":")[2]))
    admin.sign_in(ADMIN, password)
    settled(admin)
    wish = {"name": COLD, "image": "internet", "zone": "internet", "warm": 0, "maximum": 1}
    status, made = admin.ask("POST", "/api/admin/pools", wish)
    assert status == 201, made
    assert isinstance(made, dict)
    try:
        seconds = first_picture(page, address, re.compile(f"{COLD} 연결"))
    finally:
        admin.ask("DELETE", f"/api/admin/pools/{made['id']}")
    report("cold click to first picture", "s", seconds, COLD_SECONDS)


def settled(admin: Visitor) -> None:
    """Until no desktop comes or goes: a workplace that has just come up starts those it keeps."""
    for _ in range(PATIENCE):
        _, found = admin.ask("GET", "/api/admin/pools")
        assert isinstance(found, dict), found
        if not any(MOVING & set(pool["counts"]) for pool in found["pools"]):
            break
        sleep(1)
    else:
        raise TimeoutError(found)
    sleep(SETTLE)


def first_picture(page: Page, address: str, name: re.Pattern[str]) -> float:
    """Seconds. The list is shown before, as a person has it when they click."""
    page.goto(f"{address}/desktops")
    link = page.get_by_role("link", name=name)
    link.first.wait_for()
    began = monotonic()
    link.first.click()
    page.wait_for_function(SHOWN, timeout=60_000)
    return monotonic() - began


def seen(processes: Processes) -> None:
    sleep(SETTLE)
    report("processor, still, with a viewer", "%", processes.busy(WATCH), SEEN)
    sleep(REST)
    report("processor, still for a minute, with a viewer", "%", processes.busy(WATCH), RESTING)


def handover(browser: Browser, address: str, password: str, first: Page) -> None:
    """From the moment at which the second page asks until the first has let go."""
    second = signed_in(browser, address, password).page
    second.goto(f"{address}/desktops")
    link = second.get_by_role("link", name="인터넷 가상PC 이어서 사용").first
    link.wait_for()
    began = monotonic()
    link.click()
    first.wait_for_selector("[data-phase=taken]", timeout=30_000)
    second.wait_for_function(SHOWN, timeout=30_000)
    report("another device takes it over", "s", monotonic() - began, HANDOVER_SECONDS)


def unseen(processes: Processes) -> None:
    report("processor without a viewer", "%", processes.busy(WATCH), IDLE)


def report(figure: str, unit: str, ours: float, limit: float) -> None:
    Figure(figure, unit, round(ours, 2), None, NO_PEER, f"<= {limit}", ours <= limit).report()


if __name__ == "__main__":
    main()
