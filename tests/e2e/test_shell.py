"""The shell: getting in, finding people, screens for everybody, and a server that is away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Error, Page, Route, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import let_in
from tests.e2e.conftest import Running
from tests.e2e.home import soon
from tests.support.browser import Desk, add_passkey, has_authenticator
from tests.support.calls import call

pytestmark = pytest.mark.e2e
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# react-aria empties its announcer's labels after they are read out; it is never seen. A hint is no
# part of the page: it repeats what its button is called.
AUDIT = """
rules => axe.run(
  { exclude: ['[data-live-announcer]', '[data-overlay-container]:has(> [role=tooltip])'] },
  { runOnly: rules }
).then(found =>
  found.violations.map(broken => broken.id + ' ' + broken.nodes[0].html.slice(0, 160)))
"""
SCREENS = ["/", "/people", "/people?query=%EA%B9%80", "/settings", "/nowhere"]
ME = "haneul.kim"
DEVICE = f"시험용 노트북 {fresh_id()[:12]}"  # a run that broke off has left one
PATIENCE_MS = 60_000  # the whole suite may be running beside


def audit(page: Page) -> list[str]:
    """What axe finds wrong. Its script comes through the debugger, past the page's own policy."""
    if not page.evaluate("'axe' in window"):
        debugger = page.context.new_cdp_session(page)
        debugger.send("Runtime.evaluate", {"expression": AXE.read_text()})
    found: list[str] = page.evaluate(AUDIT, RULES)
    return found


def settle(page: Page) -> None:
    """Until nothing waits for its content any more."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("status", name="불러오는 중")).to_have_count(0, timeout=PATIENCE_MS)


def set_theme(page: Page, theme: str) -> None:
    preferences = call(page, "GET", "/api/session")["preferences"]
    call(page, "PUT", "/api/me/preferences", {**preferences, "theme": theme})


def test_a_link_to_a_page_leads_there_after_sign_in(
    running: Running, desk: Callable[[], Desk]
) -> None:
    page = desk().page
    page.goto(f"{running.work}/people?query=%EA%B9%80")
    page.get_by_label("사용자 이름").fill(ME)
    page.get_by_label("비밀번호").fill("not this")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("비밀번호가 맞지 않습니다")
    page.get_by_label("비밀번호").fill(running.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{running.work}/people?query=%EA%B9%80")
    expect(page.get_by_role("heading", name="검색 결과")).to_be_visible()


def test_a_locked_name_is_told_how_long(running: Running, desk: Callable[[], Desk]) -> None:
    page = desk().page
    page.goto(f"{running.work}/sign-in")
    page.get_by_label("사용자 이름").fill("nobody.at.all")
    for _ in range(5):
        with page.expect_response("**/api/sign-in"):
            page.get_by_label("비밀번호").fill("guess")
            page.keyboard.press("Enter")
        # Whoever tries takes the former word away, and nobody may try before there is another.
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("뒤에 다시 시도하거나 패스키로")


@contextmanager
def other_tab(page: Page, running: Running) -> Iterator[Page]:
    other = page.context.new_page()
    other.goto(f"{running.work}/people")
    expect(other.get_by_label("이름, 담당업무, 초성 검색")).to_be_visible()
    yield other
    other.close()


def test_a_passkey_made_on_this_device_opens_it(running: Running, desk: Callable[[], Desk]) -> None:
    who = desk()
    page = who.page
    has_authenticator(page)
    who.open(running.work)
    page.get_by_role("button", name="패스키로 로그인").click()
    expect(
        page.get_by_role("status").filter(has_text="패스키로 확인되지 않았습니다")
    ).to_be_visible()
    who.sign_in(running.work, ME, running.password)
    add_passkey(page, running.work, DEVICE)
    with other_tab(page, running) as other:
        page.get_by_role("button", name="김하늘 계정").click()
        page.get_by_role("button", name="로그아웃").click()
        expect(other.get_by_text("다른 탭에서 로그아웃했습니다")).to_be_visible()
        expect(other).to_have_url(f"{running.work}/sign-in?to=%2Fpeople")
        expect(page.get_by_text("다른 탭에서 로그아웃했습니다")).to_have_count(0)
    page.get_by_role("button", name="패스키로 로그인").click()
    expect(page).to_have_url(f"{running.work}/")
    page.goto(f"{running.work}/settings")
    page.get_by_role("button", name=f"{DEVICE} 지우기").click()
    expect(page.get_by_text(DEVICE)).to_have_count(0)


def test_people_are_found_while_their_names_are_composed(
    running: Running, desk: Callable[[], Desk]
) -> None:
    who = desk()
    let_in(who, running, ME)
    who.page.goto(f"{running.work}/people")
    field = who.page.get_by_label("이름, 담당업무, 초성 검색")
    field.focus()
    who.compose("김하늘", pause_ms=120)
    expect(field).to_have_value("김하늘")
    expect(who.page.get_by_role("row", name="김하늘")).to_be_visible()
    who.page.keyboard.press("Control+k")
    search = who.page.get_by_role("searchbox", name="통합검색")
    expect(search).to_be_focused()
    who.page.keyboard.type("ㄱㅎㄴ")
    found = who.page.get_by_role("menuitem", name="김하늘")
    expect(found).to_be_visible()
    # What Enter takes; it is marked a moment after it is found.
    expect(search).to_have_attribute("aria-activedescendant", str(found.get_attribute("id")))
    who.page.keyboard.press("Enter")
    expect(who.page.get_by_text("haneul.kim@")).to_be_visible()


@pytest.mark.parametrize("lost", ["**/assets/first-*.js", "**/layers.css"])
def test_a_page_opens_although_the_network_changed_while_it_came(
    running: Running, desk: Callable[[], Desk], lost: str
) -> None:
    page = desk().page
    page.route(lost, lambda route: route.abort("internetdisconnected"), times=1)
    page.goto(running.work)
    # Without its style it may stand there for half a second.
    soon(lambda: is_opened_again(page))
    expect(page.get_by_label("사용자 이름")).to_be_visible()
    expect(page.locator("#opening")).to_be_hidden()


def is_opened_again(page: Page) -> bool:
    try:
        how = page.evaluate("() => performance.getEntriesByType('navigation')[0].type")
    except Error:  # right now
        return False
    return bool(how == "reload")


def test_a_document_whose_answer_was_lost_on_the_way_is_made_once(
    running: Running, desk: Callable[[], Desk]
) -> None:
    """[HT6] The browser's network changed when the suite had done it already."""
    who = desk()
    let_in(who, running, ME)
    who.open(f"{running.work}/office")
    settle(who.page)
    before = documents(who.page)

    def lose(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort("connectionreset")

    def is_first(address: str) -> bool:
        return address.endswith("/api/office/documents")

    who.page.route(is_first, lose, times=1)
    who.page.get_by_role("button", name="빈 문서").first.click()
    expect(who.page.get_by_role("textbox", name="문서 본문")).to_be_visible()
    (made,) = documents(who.page) - before
    assert who.page.url.endswith(made)


def documents(page: Page) -> set[str]:
    return {one["id"] for one in call(page, "GET", "/api/office/documents")["documents"]}


def test_a_page_says_that_the_server_is_away_and_recovers_by_itself(
    running: Running, desk: Callable[[], Desk]
) -> None:
    who = desk()
    let_in(who, running, ME)
    who.open(running.work)
    settle(who.page)

    def cut(route: Route) -> None:
        route.abort()

    who.page.route("**/api/**", cut)
    who.page.get_by_role("link", name="조직도").first.click()
    expect(who.page.get_by_text("연결을 다시 시도하는 중")).to_be_visible()
    who.page.unroute("**/api/**", cut)
    expect(who.page.get_by_role("treegrid", name="조직")).to_be_visible(timeout=PATIENCE_MS)
    expect(who.page.get_by_text("연결을 다시 시도하는 중")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", pytest.param("contrast", marks=pytest.mark.slow)])
def test_everybody_can_use_each_screen(
    running: Running, desk: Callable[[], Desk], theme: str
) -> None:
    who = desk()
    foreign: list[str] = []
    who.page.on(
        "request",
        lambda request: (
            foreign.append(request.url)
            if urlparse(request.url).hostname not in {"localhost", None}
            else None
        ),
    )
    let_in(who, running, ME)
    set_theme(who.page, theme)
    problems: list[str] = []
    for screen in SCREENS:
        who.page.goto(running.work + screen)
        for width in (1440, 390, 320):
            who.page.set_viewport_size({"width": width, "height": 844})
            settle(who.page)
            who.shot(f"shell-{screen.strip('/').split('?')[0] or 'home'}-{theme}-{width}")
            problems += [f"{screen} {width}: {found}" for found in audit(who.page)]
            if who.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{screen} is wider than {width} px")
    set_theme(who.page, "system")
    assert problems == []
    assert foreign == []
