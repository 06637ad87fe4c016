"""Help at a light desktop: the helper sees it, is given control, types Hangul, and sees no more
once the screen is locked.

Pictures are left under var/artefacts/help-light.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.inside import write_notes
from tests.e2e.pools import pool_of
from tests.e2e.test_help import red, say_yes
from tests.e2e.test_journey import wait_for_picture
from tests.e2e.test_policies import open_desktop
from tests.support.browser import PHONE, WIDE, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER, HELPER = "haneul.kim", "jiu.han"
SHOTS = ROOT / "var" / "artefacts" / "help-light"
RUN = fresh_id()[:8]
POOL, NOTE = f"가벼운 가상PC {RUN}", f"글자가 작습니다 {RUN}"


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    names = (USER, HELPER)
    with (
        pool_of(running, "light", POOL),
        signed_in(browser, running, SHOTS, names, timeout_ms=60_000) as desks,
    ):
        yield desks


def test_the_helper_sees_a_light_desktop_after_a_yes(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DR1] [DR3] [DR8]"""
    user, helper = people[USER], people[HELPER]
    open_desktop(user.page, running, POOL)
    user.page.get_by_role("button", name="도움 요청").click()
    user.page.get_by_label("무엇이 안 되나요?").fill(NOTE)
    user.page.get_by_role("button", name="요청 보내기").click()
    helper.page.goto(f"{running.work}/admin/help")
    row = helper.page.get_by_role("row", name=re.compile(NOTE))
    row.get_by_role("link", name="열기").click()
    helper.page.get_by_role("button", name="화면 보기 요청").click()
    say_yes(user.page, "화면 보여 주기")
    expect(red(user.page)).to_have_attribute("data-watched-by", "한지우 주무관")
    expect(red(helper.page)).to_have_attribute("data-control", "false")
    wait_for_picture(helper.page.locator("canvas").first)
    user.shot("watched-user")
    helper.shot("watched-helper")
    helper.page.set_viewport_size(PHONE)
    helper.shot("watched-helper-phone")
    helper.page.set_viewport_size(WIDE)


def test_with_control_the_helper_writes_hangul(people: dict[str, Desk]) -> None:
    """[DR2]"""
    user, helper = people[USER], people[HELPER]
    write_notes(user.page)
    helper.page.get_by_role("button", name="조작 요청").click()
    say_yes(user.page, "조작 맡기기")
    expect(red(helper.page)).to_have_attribute("data-control", "true")
    helper.compose("함께 봅니다")
    helper.page.wait_for_timeout(1_500)
    helper.shot("control-helper")
    user.shot("control-user")


def test_a_locked_screen_is_shown_to_no_helper(people: dict[str, Desk]) -> None:
    """[DR4] [DR8]"""
    user, helper = people[USER], people[HELPER]
    user.page.get_by_role("button", name="화면 잠그기").click()
    expect(red(helper.page)).to_have_count(0)
    expect(helper.page.locator("canvas")).to_have_count(0)
    helper.shot("locked-helper")
    user.shot("locked-user")
