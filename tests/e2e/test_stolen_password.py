"""Somebody has the right password and sits elsewhere (E8).

The new place is made by moving the person's known ones: all of this machine is one place. Pictures
are left under var/artefacts/stolen-password.
"""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.support.browser import PHONE, WIDE, Desk, add_passkey, has_authenticator

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PERSON, OFFICER = "yujin.choi", "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "stolen-password"
PASSKEY = f"점검용 노트북 {fresh_id()[:6]}"
MOVED = """
UPDATE identity_sign_ins SET network = '192.0.2.0/24' WHERE person_id =
(SELECT id FROM identity_people WHERE user_name = %s)
"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (PERSON, OFFICER)) as desks:
        yield desks


def known_elsewhere(running: Running) -> None:
    """Where the person signed in so far was another network."""
    settings = settings_from({"ONMARU_VAR": str(running.var)})
    url = settings.database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        connection.execute(MOVED, (PERSON,))


def tries(page: Page, running: Running) -> None:
    page.get_by_label("사용자 이름").fill(PERSON)
    page.get_by_label("비밀번호", exact=True).fill(running.password)
    with page.expect_response("**/api/sign-in"):
        page.get_by_role("button", name="로그인", exact=True).click()


def goes_on_without(thief: Desk, running: Running) -> None:
    """A password five times, and no passkey."""
    told = thief.page.get_by_role("alert")
    for _ in range(4):
        tries(thief.page, running)
        expect(told).to_contain_text("처음 보는 곳입니다")
    thief.shot("new-place")
    thief.page.set_viewport_size(PHONE)
    thief.shot("new-place-phone")
    tries(thief.page, running)
    expect(told).to_contain_text("잠겼습니다")


def test_the_passkey_is_asked_for_then_all_is_cut_and_everybody_concerned_is_told(
    running: Running, browser: Browser, people: dict[str, Desk]
) -> None:
    """[SI13] [VA6]"""
    owner, officer = people[PERSON], people[OFFICER]
    has_authenticator(owner.page)
    add_passkey(owner.page, running.work, PASSKEY)
    known_elsewhere(running)
    thief = Desk(browser.new_context(viewport=WIDE, locale="ko-KR").new_page(), SHOTS)
    thief.open(running.work)
    goes_on_without(thief, running)
    expect(owner.page.get_by_role("button", name="패스키로 로그인")).to_be_visible()
    owner.shot("cut")
    officer.open(f"{running.work}/admin/gvpn")
    alarm = officer.page.get_by_role("listitem").filter(has_text="맞는 비밀번호를 쓰는데")
    expect(alarm).to_contain_text("최유진")
    officer.shot("alarm")
    owner.page.get_by_role("button", name="패스키로 로그인").click()
    expect(owner.page.get_by_text(re.compile("보안 알림: .*맞는 비밀번호"))).to_be_visible()
    owner.shot("told")
    owner.page.goto(f"{running.work}/settings")
    expect(owner.page.get_by_text("비밀번호만 맞음").first).to_be_visible()
    owner.page.get_by_role("button", name=f"{PASSKEY} 지우기").click()
    expect(owner.page.get_by_text(PASSKEY)).to_have_count(0)
