"""Somebody signs in with the mobile ID on their phone, and somebody does not.

The wallet is the demonstration's own page, on a telephone. Pictures are left under
var/artefacts/mobile-id.
"""

import json
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.phones import CARD, choose_card, code_on, phone, show_card
from tests.support.browser import WIDE, Desk

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "mobile-id"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
    desk = Desk(context.new_page(), SHOTS)
    yield desk
    context.close()
    assert desk.problems == [], desk.problems


@pytest.fixture
def held(browser: Browser) -> Iterator[Desk]:
    with phone(browser, SHOTS) as held:
        yield held


def is_in(page: Page) -> None:
    expect(page.get_by_role("navigation", name="주 메뉴").first).to_be_visible()


def test_who_shows_their_card_to_the_code_comes_in(
    running: Running, desk: Desk, held: Desk
) -> None:
    """[MI1] [MI4]"""
    link = code_on(desk.page, f"{running.work}/sign-in?to=/settings")
    expect(desk.page.get_by_text("휴대전화를 기다리고 있습니다")).to_be_visible()
    desk.shot("code")
    choose_card(held, link, "김하늘")
    expect(desk.page.get_by_text("휴대전화에서 확인하고 있습니다")).to_be_visible()
    held.shot("asked")
    held.page.get_by_role("button", name="보여 주기").click()
    expect(held.page.get_by_text("보여 주었습니다")).to_be_visible()
    held.shot("shown")
    is_in(desk.page)
    assert desk.page.url.endswith("/settings")
    record = desk.page.get_by_text("모바일 신분증").first
    expect(record).to_be_visible()
    desk.shot("in")


def test_a_wallet_of_others_making_understands_and_is_understood(
    running: Running, desk: Desk
) -> None:
    """[MI2] @openid4vc/openid4vp reads and answers, @sd-jwt/sd-jwt-vc shows the card."""
    link = code_on(desk.page, f"{running.work}/sign-in")
    command = ["node", "tools/wallet.mjs", link, "haneul.kim"]
    told = subprocess.run(
        command, cwd=ROOT / "web", capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "version": 100,  # "1.0 final", as that library numbers what it was asked
        "by": "x509_hash",
        "status": 200,
        "body": {},
    }
    is_in(desk.page)


def test_who_declines_is_told_and_gets_a_new_code(running: Running, desk: Desk, held: Desk) -> None:
    """[MI1] A code that was used is of no use to anybody else."""
    link = code_on(desk.page, f"{running.work}/sign-in")
    choose_card(held, link, "김하늘")
    held.page.get_by_role("button", name="보여 주지 않기").click()
    expect(held.page.get_by_text("보여 주지 않았습니다")).to_be_visible()
    expect(desk.page.get_by_text("신분증을 보여 주지 않았거나")).to_be_visible()
    desk.shot("declined")
    held.open(link)
    expect(held.page.get_by_text("시간이 지났거나 이미 쓴 것입니다")).to_be_visible()
    held.shot("over")
    desk.page.get_by_role("button", name="새 코드 받기").click()
    expect(desk.page.get_by_text("휴대전화를 기다리고 있습니다")).to_be_visible()


def test_on_the_phone_itself_its_wallet_opens_and_leads_back(running: Running, held: Desk) -> None:
    """[MI3]"""
    page = held.page
    page.goto(f"{running.work}/sign-in?to=/settings")
    page.get_by_role("button", name=CARD).click()
    held.shot("here")
    page.get_by_role("link", name="신분증 앱 열기").click()
    expect(page.get_by_text("신분증을 보여 달라고 합니다")).to_be_visible()
    page.get_by_role("button", name="보여 주기").click()
    expect(page.get_by_role("button", name="계정")).to_be_visible()
    assert "mobile=" not in page.url
    held.shot("here-in")


def test_a_wallet_that_nobody_asks_says_what_to_do(running: Running, held: Desk) -> None:
    """[MI4]"""
    held.open(f"{running.work}/wallet")
    expect(held.page.get_by_text("보여 달라는 곳이 없습니다")).to_be_visible()
    held.shot("nothing")


def test_a_phone_shows_a_card_in_one_breath(running: Running, desk: Desk, held: Desk) -> None:
    """[MI1] From the Internet zone as well, at its own address."""
    internet = f"http://localhost:{running.port + 1}"
    link = code_on(desk.page, f"{internet}/sign-in")
    assert link.startswith(internet)
    show_card(held, link, "김하늘")
    is_in(desk.page)
