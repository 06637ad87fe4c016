"""E14: somebody asks for help, shows the screen, gives control, and ends it; in two browsers.

Pictures are left under var/artefacts/help.
"""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.test_journey import wait_for_picture
from tests.e2e.test_policies import BUSY_MS, PRESSED
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER, HELPER, OFFICER = "yujin.choi", "jiu.han", "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "help"
# Both are told by the page that is left, whose second [DR4] is a quiet machine's.
GONE = """new MutationObserver((_, watch) => {
  if (document.querySelector("[data-watched-by]")) return;
  window.gone = Date.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true, attributes: true })"""
RUN = fresh_id()[:12]  # a kept instance also shows the calls of earlier runs
NOTE = f"브라우저 글자가 깨져 보입니다 {RUN}"
EARLIER = "UPDATE daas_helps SET declined_at = declined_at - interval '21 s' WHERE note = %s"
OUTCOME = f"글꼴 캐시를 새로 만듦 {RUN}"


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=90_000)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER, HELPER, OFFICER), timeout_ms=120_000) as desks:
        yield desks


def red(page: Page) -> Locator:
    """The frame, which exists while somebody watches and at no other time."""
    return page.locator("[data-watched-by]")


def say_yes(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def said_no_a_while_ago(running: Running) -> None:
    """Longer than the pause after a no, which tests/daas_broker/helpdesk waits for [DR1]."""
    url = settings_from({"ONMARU_VAR": str(running.var)}).database_url
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        done = connection.execute(EARLIER, (NOTE,))
        assert done.rowcount == 1


def test_a_user_asks_for_help_from_the_viewer(running: Running, people: dict[str, Desk]) -> None:
    page = people[USER].page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC (연결|이어서 사용)")).click()
    wait_for_picture(page.locator("canvas").first)
    page.get_by_role("button", name="도움 요청").click()
    page.get_by_label("무엇이 안 되나요?").fill(NOTE)
    people[USER].shot("1-ask")
    page.get_by_role("button", name="요청 보내기").click()
    expect(page.get_by_role("button", name="도움 요청")).to_contain_text("기다림")


def test_the_helper_finds_the_call_and_sees_nothing_yet(
    running: Running, people: dict[str, Desk]
) -> None:
    page = people[HELPER].page
    page.goto(f"{running.work}/admin/help")
    row = page.get_by_role("row", name=re.compile(NOTE))
    expect(row).to_contain_text("최유진")
    expect(row).to_contain_text("기다림")
    people[HELPER].shot("2-queue")
    row.get_by_role("link", name="열기").click()
    expect(page.get_by_text("Chrome", exact=False).first).to_be_visible()
    assert page.locator("canvas").count() == 0
    people[HELPER].shot("3-call")
    page.get_by_role("button", name="화면 보기 요청").click()
    expect(page.get_by_text("사용자의 답을 기다립니다", exact=False)).to_be_visible()
    assert page.locator("canvas").count() == 0


def test_a_no_shows_nothing_and_a_yes_shows_the_screen_in_a_red_frame(
    running: Running, people: dict[str, Desk]
) -> None:
    user, helper = people[USER], people[HELPER]
    question = user.page.get_by_role("dialog", name="화면을 보여 줄까요?")
    expect(question).to_contain_text("한지우 주무관")
    user.shot("4-question")
    question.get_by_role("button", name="거절").click()
    expect(helper.page.get_by_role("button", name="화면 보기 요청")).to_be_visible()
    assert helper.page.locator("canvas").count() == 0
    expect(helper.page.get_by_text("사용자가 화면 보기를 거절했습니다").first).to_be_visible()
    said_no_a_while_ago(running)
    helper.page.get_by_role("button", name="화면 보기 요청").click()
    say_yes(user.page, "화면 보여 주기")
    expect(red(user.page)).to_have_attribute("data-watched-by", "한지우 주무관")
    expect(red(helper.page)).to_have_attribute("data-control", "false")
    wait_for_picture(helper.page.locator("canvas").first)
    user.shot("5-watched-user")
    helper.shot("5-watched-helper")


def test_control_needs_another_yes_and_the_user_ends_it(people: dict[str, Desk]) -> None:
    user, helper = people[USER], people[HELPER]
    helper.page.get_by_role("button", name="조작 요청").click()
    say_yes(user.page, "조작 맡기기")
    expect(red(user.page)).to_have_attribute("data-control", "true")
    expect(red(helper.page)).to_have_attribute("data-control", "true")
    helper.page.locator("canvas").first.click(position={"x": 400, "y": 300})
    helper.page.wait_for_timeout(500)
    user.shot("6-control-user")
    helper.shot("6-control-helper")
    user.page.get_by_role("button", name="조작 끝내기").click()
    expect(red(helper.page)).to_have_attribute("data-control", "false")
    user.page.evaluate(PRESSED)
    user.page.evaluate(GONE)
    user.page.get_by_role("button", name="보기 끝내기").click()
    expect(red(user.page)).to_have_count(0)
    assert user.page.evaluate("window.gone - window.told") < BUSY_MS
    expect(helper.page.locator("canvas")).to_have_count(0)
    helper.shot("7-ended-helper")


def test_the_helper_closes_the_call_and_the_record_tells_all_of_it(
    running: Running, people: dict[str, Desk]
) -> None:
    helper, officer = people[HELPER], people[OFFICER]
    call = helper.page.url.partition("?")[0].rpartition("/")[2]  # closing leads to the list
    helper.page.get_by_role("button", name="요청 닫기").click()
    helper.page.get_by_label("어떻게 해결했나요?").fill(OUTCOME)
    closing = helper.page.get_by_role("dialog", name="도움 요청 닫기")
    closing.get_by_role("button", name="요청 닫기").click()
    expect(closing).to_have_count(0)  # the words stand in its field as well
    expect(helper.page.get_by_text(OUTCOME)).to_be_visible()
    helper.shot("8-closed")
    reply = officer.page.request.get(f"{running.work}/api/admin/audit?act=daas_broker.&limit=100")
    entries = [
        (entry["act"].removeprefix("daas_broker."), entry["actor_name"], entry["at"])
        for entry in reversed(reply.json()["entries"])
        if entry["facts"].get("help") == call
    ]
    told = [(act, who) for act, who, _ in entries]
    for wanted in (
        ("ask_help", "최유진"),
        ("ask_watch", "한지우"),
        ("decline_watch", "최유진"),
        ("allow_watch", "최유진"),
        ("open_help_stream", "한지우"),
        ("ask_control", "한지우"),
        ("allow_control", "최유진"),
        ("stop_control", "최유진"),
        ("stop_watch", "최유진"),
        ("close_help", "한지우"),
    ):
        assert wanted in told
    assert [at for _, _, at in entries] == sorted(at for _, _, at in entries)
