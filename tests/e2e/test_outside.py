"""A link that leads out of the work zone: its address is looked at, and it opens in the Internet
desktop of who wants it. Pictures are left under var/artefacts/outside.
"""

import re
import subprocess
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.test_files_inside import until_window
from tests.e2e.test_policies import open_desktop
from tests.support.browser import Desk
from tests.support.desk import ENVIRONMENT

pytestmark = pytest.mark.e2e
USER = "taeyun.kang"
SHOTS = ROOT / "var" / "artefacts" / "outside"
SITE = f"law-{fresh_id()[-6:]}.example"
LINK = f"https://{SITE}/notice?id=7"
SLOW_MS = 120_000


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=SLOW_MS)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER,), timeout_ms=SLOW_MS) as desks:
        yield desks


def test_a_link_is_looked_at_and_opens_in_the_internet_desktop(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DX10]"""
    page = people[USER].page
    page.goto(f"{running.work}/outside#{quote(LINK, safe='')}")
    expect(page.get_by_role("heading", name=SITE)).to_be_visible()
    people[USER].shot("looking")
    page.get_by_role("button", name="인터넷 가상PC에서 열기").click()
    expect(page.get_by_text("인터넷 가상PC에서 열었습니다.")).to_be_visible()
    page.get_by_role("link", name="인터넷 가상PC 보기").click()
    page.wait_for_url("**/desktops/view/*")
    until_window(page, running, re.escape(SITE))
    people[USER].shot("opened")


def test_what_is_no_address_is_not_offered(running: Running, people: dict[str, Desk]) -> None:
    """[DX10]"""
    page = people[USER].page
    page.goto(f"{running.work}/desktops")
    page.goto(f"{running.work}/outside#{quote('https://me:secret@bank.example/', safe='')}")
    expect(page.get_by_text("열 수 있는 주소가 아닙니다").first).to_be_visible()
    people[USER].shot("none")


@pytest.mark.slow
def test_a_program_of_the_work_desktop_asks_and_its_person_says_yes(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DX10]"""
    page = people[USER].page
    open_desktop(page, running, "업무 가상PC")
    desktop = page.url.rpartition("/")[2]
    name = next(name for name in running.containers().split() if desktop in name)
    given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
    link = f"https://{SITE}/work"
    program = f"from gi.repository import Gio; Gio.AppInfo.launch_default_for_uri({link!r})"
    asked = ["podman", "exec", *given, name, "/usr/bin/python3", "-c", program]
    subprocess.run(asked, check=True, capture_output=True, timeout=60)
    notice = page.locator("[data-notice=outside]")
    expect(notice).to_contain_text(SITE)
    people[USER].shot("wish")
    with page.context.expect_page() as opened:
        notice.get_by_role("button", name="밖에서 열기").click()
    tab = opened.value
    expect(tab.get_by_role("heading", name=SITE)).to_be_visible()
    tab.get_by_role("button", name="인터넷 가상PC에서 열기").click()
    expect(tab.get_by_text("인터넷 가상PC에서 열었습니다.")).to_be_visible()
    tab.close()
