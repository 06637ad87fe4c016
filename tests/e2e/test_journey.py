"""A working day of two people: my work, Internet desktop, document, drive, messenger.

The steps are those that a new user takes after `./onmaru up`, in order; each leaves a picture under
var/artefacts/journey.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Position, Response, expect

from kernel.ids import fresh_id
from tests.e2e.cast import signed_in
from tests.e2e.conftest import SHOTS, Running
from tests.support.browser import WIDE, Desk

pytestmark = pytest.mark.e2e
TOP = Position(x=120, y=110)  # of a page that is longer than the screen
HANEUL, SEOJUN = "haneul.kim", "seojun.lee"
RUN = fresh_id()[:12]  # a second run finds the first one's things
PLAN = f"여정 추진계획 {RUN}"
FINDINGS = f"점검 결과 {RUN}.txt"
REQUEST = f"초안을 보아 주십시오 {RUN}"
HAND_MS = 250
DRAWN = 20  # distinct colours; a blank screen has one
COLOURS = """
canvas => {
  const copy = document.createElement('canvas')
  copy.width = 64
  copy.height = 64
  if (!canvas.width || !canvas.height) return 0
  const pen = copy.getContext('2d')
  pen.drawImage(canvas, 0, 0, 64, 64)
  const dots = new Uint32Array(pen.getImageData(0, 0, 64, 64).data.buffer)
  return new Set(dots).size
}
"""

WITHOUT_CARETS = """line => {
  const copy = line.cloneNode(true)
  for (const caret of copy.querySelectorAll('.caret')) caret.remove()
  return copy.textContent.trim()
}"""
LINES = f"""
text => [...text.querySelectorAll('p')].map({WITHOUT_CARETS}).filter(line => line !== '')
"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    """Two people, each at a browser of their own, signed in for the whole day."""
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def body(page: Page) -> Locator:
    return page.get_by_role("textbox", name="문서 본문")


def wait_for_picture(screen: Locator) -> None:
    """Asked from outside: the page's policy lets no test code poll within it."""
    deadline = time.monotonic() + 180
    while screen.evaluate(COLOURS) < DRAWN:
        assert time.monotonic() < deadline, "no picture came"
        screen.page.wait_for_timeout(100)


def saved(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^저장됨 \d\d:\d\d$")).first


def wait_for_text(page: Page, wanted: str) -> None:
    expect(body(page)).to_contain_text(wanted, timeout=120_000)


def test_my_work_is_full_of_content(running: Running, people: dict[str, Desk]) -> None:
    page = people[HANEUL].page
    page.goto(running.work)
    for card in ("이어서 하기", "인터넷 가상PC", "최근 대화", "함께 일하는 사람"):
        expect(page.get_by_role("heading", name=card)).to_be_visible()
    expect(page.locator("a[href^='/office/d/']").first).to_be_visible()
    people[HANEUL].shot("1-my-work")


def test_the_internet_desktop_streams_into_the_page(
    running: Running, people: dict[str, Desk]
) -> None:
    desk = people[HANEUL]
    page = desk.page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC (연결|이어서 사용)")).click()
    screen = page.locator("canvas").first
    expect(screen).to_be_visible(timeout=180_000)
    wait_for_picture(screen)
    expect(page.get_by_text("인터넷망").first).to_be_visible()
    desk.shot("2-internet-desktop")


CUT = """
desk => {
  const bar = desk.firstElementChild
  const { right } = bar.getBoundingClientRect()
  const whole = one => one.scrollWidth <= one.clientWidth + 1
  return [bar.firstElementChild, ...bar.querySelectorAll('button')]
    .filter(one => one.getBoundingClientRect().right > right + 1 || !whole(one))
    .map(one => one.getAttribute('aria-label') ?? one.textContent)
}
"""


def test_the_bar_above_a_desktop_is_whole_at_every_width(people: dict[str, Desk]) -> None:
    """The zone first of all: beside the menu its badge once shrank to nothing."""
    page = people[HANEUL].page
    viewer = page.locator("[data-desktop]")
    for width in (1440, 1280, 1100, 1024, 961, 768, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(HAND_MS)
        assert viewer.evaluate(CUT) == [], width
        badge = page.locator("header [class*=zone]").first  # of one's own zone
        assert badge.evaluate("it => it.scrollWidth <= it.clientWidth + 1"), width
    people[HANEUL].shot("2-narrow")
    page.set_viewport_size(WIDE)


def test_a_document_is_hidden_until_it_is_shared(running: Running, people: dict[str, Desk]) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    begin_document(haneul, running, "빈 문서", PLAN)
    body(haneul.page).click(position=TOP)
    haneul.compose("한글로 씁니다")
    expect(saved(haneul.page)).to_be_visible()
    address = haneul.page.url
    seojun.open(address)
    expect(seojun.page.get_by_role("heading", name="찾을 수 없습니다")).to_be_visible()
    share_by_hand(haneul, running, PLAN, "이서준", "고치기")
    for desk in (haneul, seojun):
        desk.open(address)
        wait_for_text(desk.page, "한글로 씁니다")


def test_two_people_write_at_once_and_read_the_same(people: dict[str, Desk]) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    go_to(seojun.page, "Control+End")
    seojun.page.keyboard.press("Enter")
    go_to(haneul.page, "Control+Home")
    for ours, theirs in zip("온마루에서", "함께써요다", strict=True):
        haneul.compose(ours)
        seojun.compose(theirs)
    for desk in (haneul, seojun):
        wait_for_lines(desk.page, ["온마루에서한글로 씁니다", "함께써요다"])
    expect(haneul.page.get_by_text("이서준").first).to_be_visible()
    expect(saved(haneul.page)).to_be_visible()
    haneul.shot("4-document-haneul")
    seojun.shot("4-document-seojun")


def go_to(page: Page, keys: str) -> None:
    """As fast as a hand: a click and a key within a few milliseconds are nobody's."""
    body(page).click(position=TOP)
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press(keys)
    page.wait_for_timeout(HAND_MS)


def wait_for_lines(page: Page, wanted: list[str]) -> None:
    """Exactly these, without the names at other people's carets."""
    deadline = time.monotonic() + 120  # an editing server may have to start anew
    while (found := body(page).evaluate(LINES)) != wanted:
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(100)


def begin_document(desk: Desk, running: Running, form: str, title: str) -> None:
    """By the page of documents. Its title is the server's when this returns."""
    page = desk.page
    desk.open(f"{running.work}/office")
    # The form, not a document of that name that somebody opened lately.
    page.get_by_role("button", name=re.compile(f"^{re.escape(form)}")).click()
    expect(body(page)).to_be_visible()
    field = page.get_by_role("textbox", name="문서 제목")
    field.fill(title)
    with page.expect_response(is_renaming):
        field.press("Enter")


def is_renaming(response: Response) -> bool:
    return response.request.method == "PATCH" and "/api/office/documents/" in response.url


def share_by_hand(desk: Desk, running: Running, name: str, whom: str, level: str) -> None:
    """In the drive."""
    page = desk.page
    page.goto(f"{running.work}/drive")
    page.get_by_role("button", name=f"‘{name}’ 할 일").first.click()
    page.get_by_role("menuitem", name="공유").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("사람이나 부서 찾기").fill(whom)
    dialog.get_by_role("row", name=re.compile(whom)).first.click()
    dialog.get_by_role("button", name=re.compile("권한")).first.click()
    page.get_by_role("option", name=level).click()
    desk.shot("5-share")
    dialog.get_by_role("button", name="공유", exact=True).click()
    expect(dialog.get_by_role("region", name="공유 상대").get_by_text(whom)).to_be_visible()


def test_killing_the_editing_server_loses_nothing_that_was_shown_as_saved(
    running: Running, people: dict[str, Desk]
) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    go_to(haneul.page, "Control+End")
    haneul.compose(" 끝까지 남습니다")
    haneul.page.wait_for_timeout(300)
    expect(saved(haneul.page)).to_be_visible()
    for editor in running.editors:
        running.kill(editor)
    wait_for_text(seojun.page, "끝까지 남습니다")
    seojun.page.reload()
    wait_for_text(seojun.page, "끝까지 남습니다")
    haneul.compose(" 이어서도")
    wait_for_text(seojun.page, "이어서도")
    # Whoever leaves before is asked at the day's end.
    expect(saved(haneul.page)).to_be_visible(timeout=120_000)


def test_the_drive_keeps_documents_and_other_files(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    desk = people[HANEUL]
    page = desk.page
    page.goto(f"{running.work}/drive")
    sent = tmp_path / FINDINGS
    sent.write_text("이상 없음\n" * 2000)
    expect(page.get_by_text(PLAN).first).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(sent)
    name = page.get_by_text(FINDINGS).first
    expect(name).to_be_visible()
    page.get_by_role("button", name=f"‘{FINDINGS}’ 할 일").first.click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem", name="내려받기").click()
    assert Path(coming.value.path()).read_bytes() == sent.read_bytes()
    page.get_by_role("button", name=f"‘{PLAN}’ 할 일").first.click()
    page.get_by_role("menuitem", name="버전·정보").click()
    desk.shot("5-drive")


def test_they_talk_about_it_and_nothing_is_missed_while_away(
    running: Running, people: dict[str, Desk]
) -> None:
    haneul, seojun = people[HANEUL], people[SEOJUN]
    seojun.open(running.work)
    haneul.open(f"{running.work}/messenger")
    haneul.page.get_by_text("이서준").first.click()
    field = haneul.page.get_by_role("textbox", name="메시지", exact=True)
    field.click()
    haneul.compose(REQUEST)
    haneul.page.keyboard.press("Enter")
    expect(haneul.page.get_by_text(REQUEST).last).to_be_visible()
    seojun.open(f"{running.work}/messenger")
    seojun.page.get_by_text("김하늘").first.click()
    expect(seojun.page.get_by_text(REQUEST).last).to_be_visible()
    seojun.page.context.set_offline(True)
    haneul.page.get_by_role("button", name="문서 보내기").click()
    haneul.page.get_by_role("option", name=re.compile(PLAN)).or_(
        haneul.page.get_by_role("row", name=re.compile(PLAN))
    ).first.click()
    haneul.page.get_by_role("button", name=re.compile("보내기$")).last.click()
    seojun.page.wait_for_timeout(1000)
    seojun.page.context.set_offline(False)
    expect(seojun.page.get_by_text(PLAN).last).to_be_visible(timeout=90_000)
    haneul.shot("6-messenger-haneul")
    seojun.shot("6-messenger-seojun")


def test_signing_out_destroys_the_desktop(running: Running, people: dict[str, Desk]) -> None:
    """The last act of the day: its container and the layer it wrote to are gone."""
    page = people[HANEUL].page
    page.goto(f"{running.work}/desktops")
    page.get_by_role("link", name="인터넷 가상PC 이어서 사용").click()
    page.wait_for_url("**/desktops/view/*")
    desktop_id = page.url.rpartition("/")[2]
    assert desktop_id in running.containers()
    page.goto(running.work)
    page.get_by_role("button", name="김하늘 계정").click()
    page.get_by_text("로그아웃").click()
    expect(page.get_by_label("사용자 이름")).to_be_visible()
    deadline = time.monotonic() + 180
    while desktop_id in running.containers():
        assert time.monotonic() < deadline, "the desktop outlived its session"
        time.sleep(0.5)
