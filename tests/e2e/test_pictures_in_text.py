"""Pictures in a document and pasting from other programs; screens under var/artefacts/in-text."""

import re
from base64 import b64encode
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, share, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HAND_MS, HANEUL, SEOJUN, TOP, body, saved
from tests.support.browser import PHONE, WIDE, Desk
from tests.support.png import png

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "in-text"
TITLE = f"그림 있는 보고서 {fresh_id()[:12]}"
HWP = """<HTML><BODY><P STYLE='text-align:center'>
<SPAN STYLE='font-weight:bold'>붙여 넣은 계획</SPAN></P>
<P>□ 배경</P><P>&nbsp;○ 필요성</P><TABLE border=1><TR><TD rowspan=2><P>구분</P></TD><TD colspan=2>
<P>2026년</P></TD></TR><TR><TD><P>상반기</P></TD><TD><P>하반기</P></TD></TR></TABLE>
<P>현장 <IMG src='https://news.example/a.jpg' alt='현장'></P>
<P>도장 <IMG src='data:image/png;base64,{png}'
alt='도장'></P><SCRIPT>document.title='pwned'</SCRIPT></BODY></HTML>"""
PASTE = """(dom, [html, picture]) => {
  const data = new DataTransfer()
  if (html) data.setData('text/html', html)
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), sign => sign.charCodeAt(0))
    data.items.add(new File([bytes], '현장.png', { type: 'image/png' }))
  }
  dom.focus()
  const common = { bubbles: true, cancelable: true }
  dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, ...common }))
}"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL, SEOJUN)) as desks:
        yield desks


def paste(page: Page, html: str = "", picture: bytes = b"") -> None:
    body(page).evaluate(PASTE, [html, b64encode(picture).decode()])


def pictures(page: Page) -> Locator:
    return body(page).locator(".picture img")


def test_a_pasted_picture_is_seen_by_all_and_described(
    running: Running, people: dict[str, Desk]
) -> None:
    """[TX11] [PI1]"""
    haneul, seojun = people[HANEUL], people[SEOJUN]
    page = haneul.page
    new_document(haneul, running, TITLE)
    address = page.url
    body(page).click(position=TOP)
    haneul.compose("현장 점검")
    page.wait_for_timeout(HAND_MS)
    paste(page, picture=png(320, 200))
    expect(pictures(page)).to_have_count(1)
    page.get_by_label("대체 텍스트").fill("점검한 다리")
    page.get_by_label("대체 텍스트").press("Enter")
    expect(pictures(page)).to_have_attribute("alt", "점검한 다리")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="그림 제목 달기").click()
    expect(body(page)).to_be_focused()
    haneul.compose("점검 장소")
    expect(saved(page)).to_be_visible()
    haneul.shot("1-written")
    share(haneul, seojun, "write")
    haneul.open(address)
    seojun.open(address)
    expect(pictures(seojun.page)).to_have_attribute("alt", "점검한 다리")
    seojun.page.wait_for_function(
        "() => [...document.querySelectorAll('.picture img')].every(i => i.naturalWidth === 320)"
    )
    expect(body(seojun.page).locator("[data-caption=figure]")).to_have_text("점검 장소")


def test_to_undo_takes_it_away_and_to_redo_brings_it_back(people: dict[str, Desk]) -> None:
    """[TX11]"""
    page = people[HANEUL].page
    body(page).get_by_text("현장 점검").click()
    paste(page, picture=png(64, 64))
    expect(pictures(page)).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(body(page).locator(".picture")).to_have_count(1)
    page.keyboard.press("Control+Shift+z")
    expect(pictures(page)).to_have_count(2)
    expect(pictures(people[SEOJUN].page)).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(pictures(people[SEOJUN].page)).to_have_count(1)


def test_while_the_connection_is_away_a_picture_waits_and_says_so(
    people: dict[str, Desk],
) -> None:
    """[TX11]"""
    page = people[HANEUL].page
    page.context.set_offline(True)
    expect(page.get_by_test_id("saving")).to_have_attribute("data-kind", "offline")
    body(page).get_by_text("현장 점검").click()
    paste(page, picture=png(80, 40))
    expect(body(page).get_by_role("img", name=re.compile("연결되면 올립니다"))).to_be_visible()
    people[HANEUL].shot("2-waiting")
    page.context.set_offline(False)
    expect(pictures(page)).to_have_count(2)
    expect(pictures(people[SEOJUN].page)).to_have_count(2)


def test_what_hangul_copied_keeps_its_form_and_brings_no_junk(people: dict[str, Desk]) -> None:
    """[TX8] [TX9]"""
    page = people[HANEUL].page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    body(page).focus()  # a click might choose a picture, or meet its bar
    page.keyboard.press("Control+End")
    page.wait_for_timeout(HAND_MS)
    paste(page, HWP.format(png=b64encode(png(30, 30)).decode()))
    text = body(page)
    expect(text.locator('[data-kind="outline"][data-level="2"]')).to_have_text("필요성")
    expect(text.locator('td[rowspan="2"]')).to_have_text("구분")
    expect(text.locator('td[colspan="2"]')).to_have_text("2026년")
    expect(text.get_by_role("img", name=re.compile("다른 사이트의 그림"))).to_be_visible()
    expect(text.get_by_role("img", name="도장")).to_be_visible()
    expect(pictures(people[SEOJUN].page)).to_have_count(3)
    assert [url for url in asked if "news.example" in url] == []
    assert "pwned" not in page.title()
    people[HANEUL].shot("3-pasted")
    page.set_viewport_size(PHONE)
    pictures(page).first.scroll_into_view_if_needed()
    people[HANEUL].shot("3-pasted-on-a-phone")
    page.set_viewport_size(WIDE)


def test_a_file_that_is_no_picture_is_refused_with_the_reason(people: dict[str, Desk]) -> None:
    page = people[HANEUL].page
    expect(pictures(page)).to_have_count(3)
    page.get_by_label("그림 파일 고르기").set_input_files(
        {"name": "도면.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='x()'></svg>"}
    )
    expect(page.get_by_text("SVG는 넣을 수 없습니다")).to_be_visible()
    expect(pictures(page)).to_have_count(3)
