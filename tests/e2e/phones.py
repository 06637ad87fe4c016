"""Somebody's telephone: it scans the code of a sign-in page and shows a card of a demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, expect

from tests.support.browser import PHONE, Desk

CARD = "모바일 신분증(시연)"
BEGIN = "/api/sign-in/mobile-id"


@contextmanager
def phone(browser: Browser, shots: Path) -> Iterator[Desk]:
    context = browser.new_context(
        viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True, is_mobile=True
    )
    held = Desk(context.new_page(), shots)
    yield held
    context.close()
    assert held.problems == [], held.problems


def has_begun(reply: Response) -> bool:
    return reply.request.method == "POST" and reply.url.endswith(BEGIN)


def code_on(page: Page, sign_in: str) -> str:
    """What a camera reads off the page: the link in its code."""
    page.goto(sign_in)
    with page.expect_response(has_begun) as begun:
        page.get_by_role("button", name=CARD).click()
    expect(page.get_by_role("img", name="휴대전화로 찍을 QR 코드")).to_be_visible()
    return str(begun.value.json()["link"])


def choose_card(held: Desk, link: str, name: str) -> None:
    """It asks before it shows anything."""
    held.open(link)
    expect(held.page.get_by_text("신분증을 보여 달라고 합니다")).to_be_visible()
    held.page.get_by_label("누구의 신분증").click()
    held.page.get_by_role("option", name=name).click()


def show_card(held: Desk, link: str, name: str) -> None:
    choose_card(held, link, name)
    held.page.get_by_role("button", name="보여 주기").click()
