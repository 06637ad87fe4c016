"""The database is away: a desktop's page that is loaded anew comes back to its desktop, and the
audit chain is told of it afterwards. Pictures are left under var/artefacts/database.
"""

import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import Desk, until
from tests.support.storm import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "database"
Period = dict[str, object]
USER, ADMIN = "yujin.choi", "minho.jung"
PATIENCE = 120.0  # seconds
# How many desktops this browser may come back to without anybody being asked.
PROMISED = """() => new Promise((kept, failed) => {
    const asked = indexedDB.open('onmaru-desktop', 1)
    asked.onerror = () => failed(asked.error)
    asked.onsuccess = () => {
        const names = [...asked.result.objectStoreNames]
        if (!names.includes('kept')) { asked.result.close(); kept(0); return }
        const count = asked.result.transaction('kept').objectStore('kept').count()
        count.onsuccess = () => { asked.result.close(); kept(count.result) }
    }
})"""


def until_seen(page: Page) -> None:
    expect(page.locator("[data-phase]")).to_have_count(0, timeout=PATIENCE * 1000)
    wait_for_picture(page.locator("canvas").first)


def test_a_page_loaded_anew_without_the_database_shows_its_desktop_and_the_chain_is_told(
    running: Running, desk: Callable[[], Desk]
) -> None:
    """[DC5] [DC6] [DC7]"""
    admin, one = Visitor(running.port), desk()
    assert admin.sign_in(ADMIN, running.password) == 200
    one.shots = SHOTS
    one.sign_in(running.work, USER, running.password)
    page = one.page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC (연결|이어서 사용)")).click()
    page.wait_for_url("**/desktops/view/*", timeout=PATIENCE * 1000)
    until_seen(page)
    until(page, lambda: page.evaluate(PROMISED), "nothing was promised to this page")
    address, before = page.url, periods(admin)
    with running.without("postgres"):
        page.reload()
        until_seen(page)
        expect(page.locator("[data-notice=continuity]")).to_be_visible()
        one.shot("without")
    # The gateway of the other zone tells of its own period, perhaps first, and admitted nobody.
    until(page, lambda: admitted_since(before, admin), "the audit chain was not told")
    [told] = admitted_since(before, admin)
    assert (told["admitted"], told["is_whole"]) == (1, True)
    until_seen(page)
    assert page.url == address
    one.shot("back")
    one.problems.clear()  # what could not be asked meanwhile was told on the console


def admitted_since(before: Sequence[Period], admin: Visitor) -> list[Period]:
    return [each for each in periods(admin) if each not in before and each["admitted"]]


def periods(admin: Visitor) -> list[Period]:
    status, found = admin.ask("GET", "/api/admin/desktop-continuity")
    assert isinstance(found, dict)
    return found["periods"] if status == 200 else []
