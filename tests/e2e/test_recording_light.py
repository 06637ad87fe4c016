"""A light desktop that is recorded: notice, REC, replay with a seek, in both languages and faces.

Pictures are left under var/artefacts/recording-light.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.inside import write_notes
from tests.e2e.pools import pool_of
from tests.e2e.test_recording import OFFICER, WORK_MS, colours, position
from tests.e2e.test_shell import audit, settle
from tests.support.browser import PHONE, WIDE, Desk
from tests.support.storm import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER = "seojun.lee"
SHOTS = ROOT / "var" / "artefacts" / "recording-light"
RUN = fresh_id()[:8]
POOL, BASIS = f"가벼운 녹화 {RUN}", f"정보보안 업무규정 제12조 {RUN}"


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    names = (USER, OFFICER)
    with (
        pool_of(running, "light", POOL) as pool,
        recorded(running, pool),
        signed_in(browser, running, SHOTS, names, timeout_ms=60_000) as desks,
    ):
        yield desks


@contextmanager
def recorded(running: Running, pool: str) -> Iterator[None]:
    """The policy has the screens of that pool recorded."""
    officer, path = Visitor(running.port), f"/api/admin/policies/pool/{pool}/draft"
    assert officer.sign_in(OFFICER, running.password) == 200
    wish = {"recording": {"is_on": True, "basis": BASIS, "retention_days": 30}}
    try:
        for body in (wish, None):
            status, said = officer.ask("PUT", path, {"body": body})
            assert status == 200, said
            status, said = officer.ask("POST", f"{path}/apply")
            assert status == 200, said
            if body:
                yield
    finally:
        officer.ask("DELETE", path)


def prefer(page: Page, **wanted: str) -> None:
    page.evaluate(
        """async wanted => {
          const session = await (await fetch('/api/session')).json()
          const headers = { 'Content-Type': 'application/json', 'X-Onmaru-CSRF': session.csrf }
          const body = JSON.stringify({ ...session.preferences, ...wanted })
          await fetch('/api/me/preferences', { method: 'PUT', headers, body })
        }""",
        wanted,
    )


def watch(page: Page, reason: str, begin: str) -> None:
    """Opens the player anew, which asks for a reason each time."""
    page.reload()
    settle(page)
    page.get_by_role("textbox").first.fill(reason)
    page.get_by_role("button", name=begin).click()
    expect(position(page)).to_have_attribute("data-position", re.compile(r"[1-9]\d{3,}"))


def test_a_light_desktop_says_that_it_is_recorded(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DREC1] [DREC3]"""
    user = people[USER]
    user.page.goto(f"{running.work}/desktops")
    user.page.get_by_role("link", name=POOL).first.click()
    notice = user.page.locator("[data-phase=notice]")
    expect(notice).to_contain_text(BASIS)
    user.shot("notice")
    user.page.get_by_role("button", name="확인하고 열기").click()
    expect(user.page.locator("[data-recording]")).to_be_visible()
    expect(user.page.locator("[data-phase]")).to_have_count(0)
    write_notes(user.page)
    for line in ("한글 보고서", " 둘째 줄", " 셋째 줄", " 넷째 줄"):
        user.compose(line)
        user.page.wait_for_timeout(WORK_MS // 4)
    user.shot("rec")
    user.page.goto("about:blank")


def test_an_officer_sees_what_was_done_and_seeks_in_it(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DREC8] [DREC9]"""
    officer, page = people[OFFICER], people[OFFICER].page
    page.goto(f"{running.work}/admin/recordings")
    mine = page.get_by_role("row").filter(has_text="이서준").filter(has_text="끝남").first
    mine.get_by_role("link", name=re.compile("녹화 보기")).click()
    page.wait_for_url("**/admin/recordings/*")
    watch(page, "민원 2030-17 조사", "사유를 남기고 보기")
    assert colours(page) > 8
    officer.shot("playing")
    page.locator("[data-play]").click()
    page.locator("[data-seek]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("불러오는 중")).to_have_count(0)
    assert colours(page) > 8
    officer.shot("sought")


@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_player_can_be_used_in_each_face_and_language(
    people: dict[str, Desk], theme: str, language: str
) -> None:
    officer, page = people[OFFICER], people[OFFICER].page
    prefer(page, theme=theme, locale=language)
    begin = {"ko": "사유를 남기고 보기", "en": "Note it and watch"}[language]
    problems: list[str] = []
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(size)
        watch(page, "look of the page", begin)
        officer.shot(f"player-{theme}-{language}-{name}")
        problems += [f"{name}: {found}" for found in audit(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"wider than {name}")
    page.set_viewport_size(WIDE)
    prefer(page, theme="system", locale="ko")
    assert problems == []
