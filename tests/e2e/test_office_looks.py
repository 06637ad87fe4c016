"""Every dialog, menu and panel of the office, as people of either language and of any eyes see it.

Pictures are left under var/artefacts/office-looks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.eyes import CLIPPED, FOREIGN, SHOWN, SMALL, STILL
from tests.e2e.report import chart, report
from tests.e2e.test_formats import bring_in
from tests.e2e.test_journey import HAND_MS, HANEUL, body, saved
from tests.e2e.test_pictures_in_text import paste, pictures
from tests.e2e.test_recording_light import prefer
from tests.e2e.test_shell import audit
from tests.support.browser import PHONE, WIDE, Desk
from tests.weboffice.paper import word_insets

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "office-looks"
NAME = f"looks {fresh_id()[:12]}"  # no Hangul: it stands in pages that have none of their own
WAIT_MS = 120_000
LOOKS = [("ko", "light"), ("en", "contrast")]


@dataclass(frozen=True)
class Sight:
    """A page as one person has it set."""

    page: Page
    locale: str
    address: str

    def say(self, korean: str, english: str) -> str:
        return korean if self.locale == "ko" else english

    def press(self, korean: str, english: str) -> None:
        self.page.get_by_role("button", name=self.say(korean, english)).last.click()

    def open_more(self) -> None:
        """What is done with a document now and then; a phone has another *more* at its foot."""
        head = self.page.locator("#content header")
        head.get_by_role("button", name=self.say("더보기", "More"), exact=True).click()

    def choose(self, korean: str, english: str) -> None:
        self.open_more()
        name = re.compile(rf"^{self.say(korean, english)}(\s*Ctrl\+\S+)?$")  # with its keys
        self.page.get_by_role("menuitem", name=name).click()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def text(self) -> Locator:
        return self.page.locator(".doc[role=textbox]")


def nothing(_sight: Sight) -> None:
    """The document alone."""


def menu(korean: str, english: str) -> Callable[[Sight], None]:
    def open_it(sight: Sight) -> None:
        sight.text.locator("h2").nth(1).click()
        sight.press(korean, english)
        expect(sight.page.get_by_role("menu")).to_be_visible()

    return open_it


def more(sight: Sight) -> None:
    sight.open_more()
    expect(sight.page.get_by_role("menu")).to_be_visible()


def table(sight: Sight) -> None:
    sight.text.locator("td").get_by_text("한빛시").first.click()
    sight.press("표 고치기", "Table tools")
    expect(sight.page.get_by_role("menu")).to_be_visible()


def link(sight: Sight) -> None:
    sight.text.locator("h2").nth(1).click()
    sight.press("링크", "Link")
    expect(sight.dialog).to_be_visible()
    sight.dialog.get_by_role("textbox").first.fill("javascript:1")
    sight.page.keyboard.press("Enter")


def sizes(sight: Sight) -> None:
    """Of a table."""
    sight.text.locator("h2").nth(1).click()
    tools = sight.page.get_by_role("toolbar")
    tools.get_by_role("button", name=sight.say("표", "Table"), exact=True).click()
    name = sight.say("3행 3열 표 넣기", "Insert 3 × 3 table")
    expect(sight.page.get_by_role("button", name=name)).to_be_visible()


def keys(sight: Sight) -> None:
    sight.choose("단축키와 빠른 입력", "Keyboard shortcuts")
    expect(sight.dialog).to_be_visible()


def drive(sight: Sight) -> None:
    sight.text.locator("h2").nth(1).click()
    sight.page.get_by_role("toolbar").get_by_role(
        "button", name=sight.say("그림", "Picture"), exact=True
    ).click()
    sight.page.get_by_role("menuitem").last.click()
    title = sight.say("문서함의 그림", "Pictures in Drive")
    expect(sight.page.get_by_role("dialog", name=title)).to_be_visible()


def setup(sight: Sight) -> None:
    sight.choose("쪽 설정", "Page setup")
    expect(sight.dialog).to_be_visible()
    sight.dialog.get_by_text(sight.say("첫 쪽 다르게", "Different first page")).click()


def setup_below(sight: Sight) -> None:
    setup(sight)
    sight.dialog.get_by_role("textbox").last.scroll_into_view_if_needed()


def export(sight: Sight) -> None:
    sight.choose("내보내기", "Export")
    expect(sight.dialog).to_be_visible()
    sight.dialog.get_by_role("button", name=re.compile(sight.say("형식", "Format"))).click()
    sight.page.get_by_role("option").last.click()
    expect(sight.dialog.get_by_role("listitem").first).to_be_visible()


def find(sight: Sight) -> None:
    sight.text.locator("h2").nth(1).click()
    sight.page.wait_for_timeout(HAND_MS)
    sight.page.keyboard.press("Control+h")
    sight.page.get_by_role("searchbox", name=sight.say("찾을 말", "Find"), exact=True).fill("민원")


def outline(sight: Sight) -> None:
    sight.choose("개요와 분량", "Outline and word count")
    expect(sight.page.get_by_role("complementary").last).to_be_visible()


def suggestions(sight: Sight) -> None:
    button = sight.page.get_by_role(
        "button", name=re.compile(sight.say("^제안 1건", "^1 suggestion"))
    )
    button.click()
    expect(sight.page.get_by_role("complementary").last).to_be_visible()


def comments(sight: Sight) -> None:
    button = sight.page.get_by_role("button", name=re.compile(sight.say("^의견 1건", "^1 comment")))
    button.click()
    expect(sight.page.get_by_role("complementary").last).to_be_visible()


def printing(sight: Sight) -> None:
    sight.choose("인쇄", "Print")
    expect(sight.dialog).to_be_visible()


def picture(sight: Sight) -> None:
    sight.text.locator(".picture img").first.click()
    expect(sight.page.get_by_role("group", name=sight.say("고른 그림", "Picture"))).to_be_visible()


def inset(sight: Sight) -> None:
    sight.text.get_by_role("img", name=sight.say("차트: 분기별 예산", "Chart: 분기별 예산")).click()
    expect(sight.page.get_by_role("group", name=sight.say("고른 개체", "Object"))).to_be_visible()


def footnote(sight: Sight) -> None:
    sight.text.locator("sup[data-footnote]").first.click()
    expect(sight.page.get_by_role("group", name=sight.say("고른 각주", "Footnote"))).to_be_visible()


def footnote_link(sight: Sight) -> None:
    footnote(sight)
    group = sight.page.get_by_role("group", name=sight.say("고른 각주", "Footnote"))
    group.get_by_role("textbox").click()
    sight.page.keyboard.press("Control+a")
    group.get_by_role("button", name=sight.say("링크", "Link")).click()
    expect(sight.dialog).to_be_visible()


def home(sight: Sight) -> None:
    sight.page.goto(sight.address.partition("/office/")[0] + "/office")
    expect(
        sight.page.get_by_role("button", name=sight.say("보고서", "Report")).first
    ).to_be_visible()


def imported(sight: Sight) -> None:
    """What changes, as it was said before the document was."""
    sight.page.goto(sight.address.partition("/office/")[0] + "/office/imports/" + IMPORT[0])
    expect(sight.page.get_by_role("heading", level=1)).to_be_visible()


def history(sight: Sight) -> None:
    sight.page.goto(sight.address + "/history")
    expect(sight.page.locator(".doc")).to_be_visible()


def naming(sight: Sight) -> None:
    history(sight)
    sight.press("이름 붙이기", "Name this version")
    expect(sight.dialog).to_be_visible()


def restoring(sight: Sight) -> None:
    history(sight)
    sight.page.locator("[role=row]").last.click()  # a version; the text has tables as well
    sight.press("이 판으로 되돌리기", "Restore this version")
    expect(sight.dialog).to_be_visible()


IMPORT: list[str] = []
PANELS: dict[str, Callable[[Sight], None]] = {
    "document": nothing,
    "mode": menu("쓰는 방식", "Mode"),
    "style": menu("문단 모양", "Paragraph style"),
    "ink": menu("글자 색", "Text colour"),
    "more": more,
    "table": table,
    "link": link,
    "sizes": sizes,
    "keys": keys,
    "drive": drive,
    "setup": setup,
    "setup-below": setup_below,
    "export": export,
    "find": find,
    "outline": outline,
    "suggestions": suggestions,
    "comments": comments,
    "print": printing,
    "picture": picture,
    "inset": inset,
    "footnote": footnote,
    "footnote-link": footnote_link,
    "home": home,
    "imported": imported,
    "history": history,
    "naming": naming,
    "restoring": restoring,
}


@pytest.fixture(scope="module")
def people(
    running: Running, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,), timeout_ms=60_000) as desks:
        write(desks[HANEUL], running, tmp_path_factory.mktemp("looks"), chart(browser))
        yield desks
        prefer(desks[HANEUL].page, locale="ko", theme="system")


def write(desk: Desk, running: Running, folder: Path, picture: bytes) -> None:
    """One document with everything in it that has a bar, a menu or a panel of its own."""
    page = desk.page
    prefer(page, locale="ko", theme="light")
    desk.open(running.work)
    file = folder / f"{NAME}.docx"
    file.write_bytes(word_insets.whole())
    bring_in(page, file)
    expect(page.get_by_role("button", name="문서로 열기")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="취소").click()
    page.get_by_role("button", name="다시 하기").click()
    expect(page.get_by_role("button", name="문서로 열기")).to_be_visible(timeout=WAIT_MS)
    IMPORT.append(page.url.rpartition("/")[2])
    bring_in(page, file)
    page.get_by_role("button", name="문서로 열기").click(timeout=WAIT_MS)
    expect(body(page)).to_be_visible(timeout=WAIT_MS)
    body(page).click()
    page.keyboard.press("Control+End")
    paste(page, report(picture))
    expect(pictures(page)).to_have_count(1)
    remark(page)
    suggest(page)
    expect(saved(page)).to_be_visible()


def remark(page: Page) -> None:
    body(page).locator("h2").first.click(click_count=3)
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Control+Alt+KeyM")
    page.wait_for_timeout(HAND_MS)
    page.keyboard.insert_text("The figures are of last year.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name=re.compile("^의견 1건"))).to_be_visible()
    page.get_by_role("button", name="의견 닫기").click()


def suggest(page: Page) -> None:
    body(page).locator("h2").nth(1).click()
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press("Control+Alt+Shift+KeyX")
    page.keyboard.press("End")
    page.keyboard.insert_text(" (수정)")
    expect(page.get_by_role("button", name=re.compile("^제안 1건"))).to_be_visible()
    page.keyboard.press("Control+Alt+Shift+KeyZ")


@pytest.mark.parametrize(("locale", "theme"), LOOKS)
def test_everybody_can_use_each_panel_of_the_office(
    people: dict[str, Desk], locale: str, theme: str
) -> None:
    desk = people[HANEUL]
    address = address_of(desk.page)
    prefer(desk.page, locale=locale, theme=theme)
    problems: list[str] = []
    hand = desk.page.context.new_cdp_session(desk.page)
    for size in (WIDE, PHONE):
        desk.page.set_viewport_size(size)
        hand.send("Emulation.setTouchEmulationEnabled", {"enabled": size == PHONE})
        sight = Sight(desk.page, locale, address)
        desk.open(address)
        for name, panel in PANELS.items():
            shown = f"{name}-{locale}-{theme}-{size['width']}"
            problems += [f"{shown}: {one}" for one in look(desk, sight, panel, shown)]
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    desk.page.set_viewport_size(WIDE)
    desk.open(address)
    assert problems == [], "\n".join(problems)


def address_of(page: Page) -> str:
    found = re.match(r".*/office/d/[^/?#]+", page.url)
    assert found
    return found[0]


def begin(page: Page, address: str) -> None:
    """The document alone; opened anew where something else stands there."""
    for _ in range(2):
        page.keyboard.press("Escape")
        page.wait_for_timeout(HAND_MS)
    beside = page.locator("aside, search, [role=dialog], [role=menu], fieldset")
    if page.url != address or beside.count() > 0:
        page.goto(address)
    expect(page.locator("[data-testid=saving][data-kind=saved]")).to_be_visible()


def look(desk: Desk, sight: Sight, panel: Callable[[Sight], None], shown: str) -> list[str]:
    page = desk.page
    begin(page, sight.address)
    try:
        panel(sight)
    except (AssertionError, Error) as error:
        desk.shot(f"failed-{shown}")
        return [f"did not open: {str(error)[:200]}"]
    page.wait_for_timeout(HAND_MS)
    page.wait_for_function(SHOWN)
    page.evaluate(STILL)
    desk.shot(shown)
    page.mouse.move(0, 0)  # what hints say of a button is no part of the page
    found = audit(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    found += [f"clipped: {one}" for one in page.evaluate(CLIPPED)]
    if "{{" in page.inner_text("body"):
        found.append("words with a gap that nobody filled")
    if sight.locale == "en":
        found += [f"Hangul: {one}" for one in page.evaluate(FOREIGN)]
    if page.viewport_size == PHONE:
        found += [f"small: {one}" for one in page.evaluate(SMALL)]
    return found
