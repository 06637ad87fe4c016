"""A civil servant asks for a larger desktop and gets it; and one whose hours are over is told when
it opens. Pictures are left under var/artefacts/requests.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.exceptions import own_policy
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import Desk
from tests.support.storm import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER, ADMIN = "taeyun.kang", "minho.jung"
SHOTS = ROOT / "var" / "artefacts" / "requests"
NAME = f"설계용 가상PC {fresh_id()[-6:]}"
REASON = "노선 도면을 여는 데 메모리가 모자랍니다"
SLOW_MS = 90_000


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=SLOW_MS)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER, ADMIN), timeout_ms=SLOW_MS) as desks:
        yield desks


@pytest.fixture
def pool(running: Running) -> Iterator[str]:
    """For officers, and it takes requests; nothing of it is kept warm."""
    admin = Visitor(running.port)
    assert admin.sign_in(ADMIN, running.password) == 200
    audience = {"everybody": False, "people": [], "divisions": [], "roles": ["security_officer"]}
    size = {"memory_mib": 6144, "cpus": 4, "home_mib": 2048}
    wish = {"name": NAME, "image": "internet", "warm": 0, "maximum": 1, "size": size}
    status, made = admin.ask(
        "POST", "/api/admin/pools", {**wish, "audience": audience, "takes_requests": True}
    )
    assert status == 201
    assert isinstance(made, dict)
    yield str(made["id"])
    admin.ask("DELETE", f"/api/admin/pools/{made['id']}")


def test_a_larger_desktop_is_asked_for_approved_and_there(
    running: Running, people: dict[str, Desk], pool: str
) -> None:
    """[DV10]"""
    user, admin = people[USER].page, people[ADMIN].page
    user.goto(f"{running.work}/desktops")
    user.get_by_role("link", name="신청").click()
    user.get_by_role("button", name=f"{NAME} 신청").click()
    user.get_by_label("사유").fill(REASON)
    people[USER].shot("asking")
    user.get_by_role("dialog").get_by_role("button", name="신청", exact=True).click()
    expect(user.get_by_role("button", name="신청 취소")).to_be_visible()

    admin.goto(f"{running.work}/admin/desktop-requests")
    row = admin.get_by_role("row").filter(has_text=NAME)
    row.get_by_role("button", name="승인").click()
    admin.get_by_role("dialog").get_by_role("button", name="승인").click()
    expect(row.get_by_role("button", name="회수")).to_be_visible()
    people[ADMIN].shot("approved")

    expect(user.locator("[data-request=approved]").filter(has_text=NAME)).to_be_visible()
    user.goto(f"{running.work}/desktops")
    expect(user.get_by_role("link", name=re.compile(f"{NAME} 연결"))).to_be_visible()
    people[USER].shot("there")


def test_whose_hours_are_over_is_told_when_it_opens_and_an_open_screen_closes(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DV9]"""
    page = people[USER].page
    today = utc_now().astimezone(ZoneInfo("Asia/Seoul")).weekday()
    other = {"hours": [{"days": [(today + 3) % 7], "begins": 480, "ends": 1200}], "networks": []}
    with own_policy(running, USER) as policy:
        page.goto(f"{running.work}/desktops")
        page.get_by_role("link", name=re.compile("인터넷 가상PC")).first.click()
        page.wait_for_url("**/desktops/view/*", timeout=SLOW_MS)
        wait_for_picture(page.locator("canvas").first)
        expect(page.locator("[data-phase]")).to_have_count(0)
        policy.say({"access": other})
        outside = page.locator("[data-outside=access_hours]")
        expect(outside).to_contain_text("08:00에 열립니다")
        people[USER].shot("over")
        seat = page.url
        page.goto(f"{running.work}/desktops")
        expect(page.locator("[data-shut=access_hours]").first).to_contain_text("08:00에 열립니다")
        # What would be refused is not offered; who comes by the address is told the same.
        expect(page.get_by_role("link", name=re.compile("인터넷 가상PC"))).to_have_count(0)
        page.goto(seat)
        expect(outside).to_contain_text("08:00에 열립니다")
    page.goto(f"{running.work}/desktops")
    page.get_by_role("button", name="돌려주기").first.click()
    page.get_by_role("dialog").get_by_role("button", name="돌려주기").click()
    expect(page.get_by_role("link", name=re.compile("인터넷 가상PC 연결")).first).to_be_visible()
