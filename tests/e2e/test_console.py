"""A machine's own screen, opened from the page while its guest boots: by a ticket, once, for IT
administrators only, until the machine is off.

Needs an instance with virtual machines (`./onmaru up --with vm`). Pictures are left under
var/artefacts/console.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from kernel.ids import fresh_id
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.pools import ADMIN
from tests.support.browser import Desk
from tests.support.storm import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "console"
POOL = f"콘솔 {fresh_id()[:8]}"
USER, OFFICER = "haneul.kim", "doyun.park"
SLOW = 240
TICKET_SECONDS, REFUSED = 30, 4401
LETTERS = 200  # bright points of a line of text
WISH = {
    "name": POOL, "image": "vm-light", "zone": "internet", "warm": 1, "maximum": 1,
    "provider": "libvirt", "size": {"memory_mib": 1024, "cpus": 2.0, "home_mib": 256},
}  # fmt: skip
# How many points of it are bright: letters of a boot.
WRITTEN = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let written = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] > 100) written += 1
  return written
}"""


@dataclass
class Scene:
    running: Running
    desk: Desk
    admin: Visitor
    pool: str

    def machine(self) -> dict[str, str]:
        """The pool's desktop as the operations page has it; empty before there is one."""
        _, found = self.admin.ask("GET", "/api/admin/desktops")
        assert isinstance(found, dict)
        return next((one for one in found["desktops"] if one["pool"] == POOL), {})

    def ticket(self, who: Visitor, desktop: str) -> tuple[int, dict[str, str]]:
        status, said = who.ask("POST", f"/api/admin/consoles/{desktop}/tickets")
        assert isinstance(said, dict)
        return status, said

    def until_started(self) -> str:
        """Its id, once its machine has a screen, however little stands on it."""
        deadline = time.monotonic() + SLOW
        while True:
            found = self.machine()
            if found and self.ticket(self.admin, found["id"])[0] == 201:
                return found["id"]
            assert time.monotonic() < deadline, f"no machine was started: {found}"
            time.sleep(1)

    def close_code(self, given: dict[str, str]) -> int | None:
        """With which the gateway shuts the door to this ticket; None where it opens."""
        wanted = [Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{given['ticket']}")]
        address = f"ws://localhost:{self.running.port}{given['path']}"
        origin = Origin(self.running.work)
        whose = {"Cookie": self.admin.cookie}
        with connect(
            address, subprotocols=wanted, origin=origin, additional_headers=whose
        ) as socket:
            try:
                assert socket.recv(timeout=30)
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 0
        return None


@pytest.fixture
def scene(running: Running, browser: Browser) -> Iterator[Scene]:
    if not settings_from({"ONMARU_VAR": str(running.var)}).vm:
        pytest.skip("this instance has no virtual machines: ./onmaru up --with vm")
    admin = Visitor(running.port)
    assert admin.sign_in(ADMIN, running.password) == 200
    status, made = admin.ask("POST", "/api/admin/pools", WISH)
    assert status == 201, made
    assert isinstance(made, dict)
    try:
        with signed_in(browser, running, SHOTS, (ADMIN,), timeout_ms=SLOW * 1_000) as desks:
            yield Scene(running, desks[ADMIN], admin, made["id"])
    finally:
        admin.ask("DELETE", f"/api/admin/pools/{made['id']}")


def open_from_the_page(scene: Scene, desktop: str) -> None:
    """Until the guest has written something on it."""
    page = scene.desk.page
    page.goto(f"{scene.running.work}/admin/sessions")
    page.get_by_role("button", name=f"{POOL} 자세히").click()
    page.get_by_role("link", name="콘솔").click()
    page.wait_for_url(f"**/admin/desktops/console/{desktop}")
    screen = page.get_by_role("img", name="콘솔")
    expect(page.locator("[data-phase]")).to_have_count(0, timeout=SLOW * 1_000)
    deadline = time.monotonic() + SLOW
    while screen.evaluate(WRITTEN) < LETTERS:
        assert time.monotonic() < deadline, "nothing was written on the console"
        page.wait_for_timeout(500)
    scene.desk.shot("console")


def refuse_others(scene: Scene, desktop: str) -> None:
    """For whoever is no IT administrator there is no console, and none of this number."""
    for name in (USER, OFFICER):
        other = Visitor(scene.running.port)
        assert other.sign_in(name, scene.running.password) == 200
        status, said = scene.ticket(other, desktop)
        assert (status, said["code"]) == (404, "not_found")


def test_a_console_opens_from_the_page_by_a_ticket_and_ends_with_its_machine(
    scene: Scene,
) -> None:
    """[DVM5]"""
    desktop, page = scene.until_started(), scene.desk.page
    _, old = scene.ticket(scene.admin, desktop)
    issued_at = time.monotonic()
    open_from_the_page(scene, desktop)
    refuse_others(scene, desktop)

    _, given = scene.ticket(scene.admin, desktop)
    assert scene.close_code(given) is None
    assert scene.close_code(given) == REFUSED, "a ticket opened a console twice"
    page.wait_for_timeout(max(0.0, TICKET_SECONDS + 1 - (time.monotonic() - issued_at)) * 1_000)
    assert scene.close_code(old) == REFUSED, "a ticket opened a console after its time"

    scene.admin.ask("DELETE", f"/api/admin/pools/{scene.pool}")
    expect(page.get_by_text("콘솔이 없습니다")).to_be_visible(timeout=SLOW * 1_000)
    scene.desk.shot("off")
    assert scene.ticket(scene.admin, desktop)[0] in {404, 409}
