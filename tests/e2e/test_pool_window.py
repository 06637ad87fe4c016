"""An IT administrator sees a window of the schedule open and close: desktops come, the page says
until when, and they go, but for the one in use. Pictures under var/artefacts/pool-window."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from daas_broker.forecast.rules import HOME
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.pools import pool_of
from tests.support.browser import PHONE, WIDE, Desk
from tests.support.storm import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "pool-window"
ADMIN, USER = "minho.jung", "taeyun.kang"
NAME = f"아침 창구 {fresh_id()[-6:]}"
SMALL = {"memory_mib": 768, "cpus": 1, "home_mib": 256}
OPEN_MS, CLOSE_MS = 180_000, 300_000
DAYS = "월화수목금토일"


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (ADMIN,)) as desks:
        yield desks


def test_a_window_opens_and_closes_before_the_eyes_of_who_made_it(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DP6] [DP11]"""
    desk = people[ADMIN]
    with pool_of(running, "light", NAME, maximum=3, size=SMALL) as pool:
        now = utc_now().astimezone(HOME)
        if now.hour == 23 and now.minute >= 54:
            pytest.skip("a window does not go past midnight")
        ends = make_window(desk.page, running, pool, now)
        expect(desk.page.get_by_text("예열 2 · 사용 0 · 최대 3", exact=False)).to_be_visible()
        reads(desk, f"{ends}부터 1대만 남기고 예열을 거둡니다", OPEN_MS)
        expect(desk.page.get_by_text("일정 2")).to_be_visible()
        look(desk)
        user = Visitor(running.port)
        assert user.sign_in(USER, running.password) == 200
        _, claimed = user.ask("POST", f"/api/desktops/pools/{pool}/claim")
        assert isinstance(claimed, dict)
        assert claimed["desktop"]
        reads(desk, "예열 2 · 사용 1 · 최대 3", OPEN_MS)
        reads(desk, "예열 1 · 사용 1 · 최대 3", CLOSE_MS)
        reads(desk, "오늘은 예열 목표가 더 바뀌지 않습니다", OPEN_MS)
        desk.shot("3-closed")
        user.ask("POST", f"/api/desktops/{claimed['desktop']['desktop_id']}/release")


def make_window(page: Page, running: Running, pool: str, now: datetime) -> str:
    """Two are warm until so many minutes from now; says when it ends."""
    ends = f"{now + timedelta(minutes=4):%H:%M}"
    page.goto(f"{running.work}/admin/desktops/pools/{pool}")
    page.get_by_role("button", name="시각 추가").click()
    days = page.get_by_role("group", name="요일")
    for number, day in enumerate(DAYS):
        box = days.get_by_role("checkbox", name=day)
        if box.is_checked() != (number == now.weekday()):
            days.get_by_text(day, exact=True).click()
    page.get_by_label("부터", exact=True).fill(f"{now:%H:%M}")
    page.get_by_label("까지", exact=True).fill(ends)
    page.get_by_label("예열 대수").last.fill("2")
    page.get_by_role("button", name="저장", exact=True).click()
    page.get_by_role("link", name=f"{NAME} 고치기").click()
    return ends


def reads(desk: Desk, text: str, timeout_ms: float) -> None:
    expect(desk.page.get_by_text(text)).to_be_visible(timeout=timeout_ms)


def look(desk: Desk) -> None:
    desk.shot("1-open")
    desk.page.set_viewport_size(PHONE)
    desk.page.wait_for_timeout(500)
    desk.shot("2-phone")
    desk.page.set_viewport_size(WIDE)
