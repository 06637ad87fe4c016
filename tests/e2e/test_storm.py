"""E21: a morning of a thousand sign-ins, an honest queue, and no page that says error.

`--storm 1000` is the whole of it, five minutes; without it the same rate for one. What was measured
stands in var/artefacts/storm, with the load of the machine.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import Desk
from tests.support.storm import Storm, Visitor, percentile

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "storm"
ADMIN, ME = "minho.jung", "haneul.kim"
A_MINUTE = 200
P95_SECONDS = 3.0
TOO_LONG_SECONDS = 60.0  # for anybody, however busy the machine is with other things
SIGN_INS = 12  # of a real browser in the middle of it
BOOT_SECONDS = 300
ASK_AGAIN_SECONDS = 5.0
POOL = f"아침 {fresh_id()[:12]}"
WISH = {"name": POOL, "image": "internet", "warm": 1, "maximum": 1}


@dataclass
class Morning:
    running: Running
    storm: Storm
    thread: threading.Thread
    pool: str
    ahead: list[Visitor] = field(default_factory=list)
    asking: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)

    def keep_asking(self) -> None:
        """As a page does that waits: who is silent for two minutes has left the queue."""
        while not self.ended.wait(ASK_AGAIN_SECONDS):
            with self.asking:
                for visitor in self.ahead:
                    self.claim(visitor)

    def leave_queue(self) -> None:
        """Who came last of those ahead gives up."""
        with self.asking:
            visitor = self.ahead.pop()
            assert visitor.ask("DELETE", f"/api/desktops/pools/{self.pool}/claim")[0] == 204

    def visitor(self, user_name: str) -> Visitor:
        made = Visitor(self.running.port)
        assert made.sign_in(user_name, self.running.password) == 200
        return made

    def claim(self, visitor: Visitor) -> dict[str, object]:
        status, said = visitor.ask("POST", f"/api/desktops/pools/{self.pool}/claim")
        assert status == 200, said
        assert isinstance(said, dict)
        return said


@pytest.fixture(scope="module")
def morning(running: Running, request: pytest.FixtureRequest) -> Iterator[Morning]:
    """The storm has begun. One desktop serves a pool of the test's own, so that others wait."""
    admin = Visitor(running.port)
    assert admin.sign_in(ADMIN, running.password) == 200
    status, pool = admin.ask("POST", "/api/admin/pools", WISH)
    assert status == 201, pool
    assert isinstance(pool, dict)
    count = request.config.getoption("--storm")
    storm = Storm(running.port, running.password)
    names = user_names(admin)
    rage = threading.Thread(target=storm.rage, args=(names, count, count / A_MINUTE * 60))
    rage.start()
    morning = Morning(running, storm, rage, pool["id"])
    patience = threading.Thread(target=morning.keep_asking)
    patience.start()
    yield morning
    morning.ended.set()
    patience.join()
    rage.join()
    admin.ask("DELETE", f"/api/admin/pools/{pool['id']}")


def user_names(visitor: Visitor) -> list[str]:
    """Everybody of the demonstration, but those who act in this story."""
    _, chart = visitor.ask("GET", "/api/organisation")
    assert isinstance(chart, dict)
    found: set[str] = set()
    for division in chart["divisions"]:
        _, said = visitor.ask("GET", f"/api/people?division={division['id']}&limit=50")
        assert isinstance(said, dict)
        found |= {person["user_name"] for person in said["people"]}
    return sorted(found - {ADMIN, ME})


def test_people_get_in_by_the_browser_while_the_storm_rages(
    morning: Morning, desk: Callable[[], Desk]
) -> None:
    """[DPR5]"""
    load = os.getloadavg()[0]
    took = [sign_in_seconds(desk(), morning.running) for _ in range(SIGN_INS)]
    SHOTS.mkdir(parents=True, exist_ok=True)
    measured = {
        "browser_sign_in_p95_seconds": round(percentile(took, 0.95), 2),
        "browser_sign_ins": [round(one, 2) for one in took],
        "load_before": round(load, 1),
    }
    (SHOTS / "browser.json").write_text(json.dumps(measured, indent=1))
    assert max(took) < TOO_LONG_SECONDS
    if load < (os.cpu_count() or 1):  # beside other work the figure says nothing
        assert percentile(took, 0.95) < P95_SECONDS


def sign_in_seconds(one: Desk, running: Running) -> float:
    """From the click to the page that one works on."""
    page = one.page
    page.set_default_timeout(120_000)
    page.goto(f"{running.work}/sign-in")
    page.get_by_label("사용자 이름").fill(ME)
    page.get_by_label("비밀번호", exact=True).fill(running.password)
    began = time.monotonic()
    page.get_by_role("button", name="로그인", exact=True).click()
    expect(page.get_by_role("navigation", name="주 메뉴").first).to_be_visible(timeout=60_000)
    took = time.monotonic() - began
    page.context.close()
    return took


def held_by_somebody(morning: Morning) -> Visitor:
    """Who has the one desktop of the pool."""
    first = morning.visitor("seojun.lee")
    deadline = time.monotonic() + BOOT_SECONDS
    while not morning.claim(first).get("desktop"):
        assert time.monotonic() < deadline, "no desktop came"
        time.sleep(1)
    return first


def position(page: Page) -> int:
    return int(page.locator("dt", has_text="대기 순서").locator("+ dd").inner_text().strip("번째 "))


def in_the_queue(morning: Morning, one: Desk) -> Page:
    """Behind three others, of divisions within their budgets; the page says so."""
    waiting = [morning.visitor(name) for name in ("yujin.choi", "emma.carter", "sol.lee")]
    places = [morning.claim(visitor)["queued"] for visitor in waiting]
    morning.ahead.extend(waiting)
    assert [place["position"] for place in places if isinstance(place, dict)] == [1, 2, 3]
    one.sign_in(morning.running.work, ME, morning.running.password)
    one.page.goto(f"{morning.running.work}/desktops/open/{morning.pool}")
    expect(one.page.get_by_text("대기 순서")).to_be_visible(timeout=30_000)
    assert position(one.page) == len(morning.ahead) + 1
    return one.page


def give_back(morning: Morning, holder: Visitor) -> None:
    _, places = holder.ask("GET", "/api/desktops")
    assert isinstance(places, dict)
    mine = next(p["desktop"] for p in places["pools"] if p["pool_id"] == morning.pool)
    assert holder.ask("POST", f"/api/desktops/{mine['desktop_id']}/release")[0] == 204


def test_the_queue_is_honest_and_moves_on(morning: Morning, desk: Callable[[], Desk]) -> None:
    """[DK7] [DP10]"""
    one = desk()
    one.shots = SHOTS
    holder = held_by_somebody(morning)
    page = in_the_queue(morning, one)
    one.shot("1-queued")
    while morning.ahead:
        left = len(morning.ahead)
        morning.leave_queue()
        moved_on(page, left)
    one.shot("2-next")
    give_back(morning, holder)
    page.wait_for_url("**/desktops/view/*", timeout=BOOT_SECONDS * 1000)
    wait_for_picture(page.locator("canvas").first)
    one.shot("3-desktop")


def moved_on(page: Page, expected: int) -> None:
    """At least so far to the front, and never back."""
    deadline, before = time.monotonic() + 60, position(page)
    while (now := position(page)) > expected:
        assert now <= before, "somebody was put before who had waited"
        assert time.monotonic() < deadline, f"still at {now}"
        before = now
        page.wait_for_timeout(200)


def test_nobody_was_shown_an_error(morning: Morning) -> None:
    """[DPR5]"""
    morning.thread.join()
    storm = morning.storm
    measured = {
        "sign_ins": storm.answers["/api/sign-in", 200],
        "p50_seconds": round(percentile(storm.seconds, 0.5), 3),
        "p95_seconds": round(percentile(storm.seconds, 0.95), 3),
        "errors": {f"{path} {status}": n for (path, status), n in storm.errors.items()},
        "load_after": round(os.getloadavg()[0], 1),
    }
    (SHOTS / "storm.json").write_text(json.dumps(measured, indent=1))
    assert storm.errors == {}
