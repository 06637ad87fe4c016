"""Pictures between one's own machine and a real desktop, where the policy names them [DMO1]."""

from collections.abc import Iterator
from struct import unpack

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import inside, write_notes
from tests.e2e.test_policies import HANEUL, HEAR, OFFICER, open_desktop, prepare, until_heard
from tests.support.browser import Desk, until
from tests.support.png import chunk, png

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "pictures"
SIGNED = png(60, 40, beside=chunk(b"tEXt", b"Author\0haneul"))

DRAW = """async () => {
  const canvas = new OffscreenCanvas(120, 80)
  const brush = canvas.getContext('2d')
  brush.fillStyle = '#1a7f6b'
  brush.fillRect(0, 0, 120, 80)
  const blob = await canvas.convertToBlob({type: 'image/png'})
  await navigator.clipboard.write([new ClipboardItem({'image/png': blob})])
}"""
HELD = """async () => {
  const [item] = await navigator.clipboard.read()
  if (!item.types.includes('image/png')) return null
  const picture = await createImageBitmap(await item.getType('image/png'))
  return [picture.width, picture.height]
}"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    """An official before an Internet desktop, and the officer who answers for the policy."""
    with signed_in(browser, running, SHOTS, (HANEUL, OFFICER), prepare=prepare) as desks:
        yield desks


def picture_inside(page: Page) -> tuple[int, int] | None:
    """Width and height of the picture in the desktop's clipboard."""
    data = inside(page, "xclip", "-selection", "clipboard", "-t", "image/png", "-o")
    return unpack(">II", data[16:24]) if data.startswith(b"\x89PNG") else None


def apply(officer: Desk) -> None:
    draft = officer.page.locator("[data-draft=internet]")
    draft.get_by_role("button", name="적용", exact=True).click()
    expect(draft).to_have_count(0)


def test_pictures_pass_once_the_officer_names_them(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DMO1]"""
    page, admin = people[HANEUL].page, people[OFFICER].page
    open_desktop(page, running, "인터넷 가상PC")
    write_notes(page)
    page.evaluate(DRAW)
    page.keyboard.press("Control+v")
    notice = page.locator("[data-notice=policy]")
    expect(notice).to_contain_text("그림은 가져올 수 없습니다.")
    people[HANEUL].shot("refused")
    admin.goto(f"{running.work}/admin/desktop-policies")
    admin.get_by_role("button", name="인터넷망 정책 고치기").click()
    for way in ("클립보드 들여오기", "클립보드 내보내기"):
        admin.get_by_role("group", name=way).get_by_text("그림(PNG)도").click()
    people[OFFICER].shot("form")
    admin.get_by_role("button", name="적용 대기로 저장").click()
    page.evaluate(HEAR)
    apply(people[OFFICER])
    people[OFFICER].shot("applied")
    until_heard(page, "클립보드 들여오기: 글 64 KB까지 → 글과 그림 64 KB까지")


def test_a_picture_goes_in_by_keys_and_comes_out_by_a_copy(people: dict[str, Desk]) -> None:
    """[DMO1]"""
    page = people[HANEUL].page
    page.evaluate(DRAW)
    page.keyboard.press("Control+v")
    until(page, lambda: picture_inside(page) == (120, 80), "the picture did not arrive inside")
    copy = ("xclip", "-selection", "clipboard", "-t", "image/png", "-i")
    inside(page, *copy, given=SIGNED)
    page.get_by_role("button", name="클립보드").click()
    shown = page.get_by_role("img", name="가상PC에서 복사한 그림")
    expect(shown).to_be_visible()
    until(page, lambda: page.evaluate(HELD) == [60, 40], "it did not come onto the own machine")
    people[HANEUL].shot("panel")


def test_the_change_is_undone(running: Running, people: dict[str, Desk]) -> None:
    """[DLP2]"""
    admin = people[OFFICER].page
    admin.goto(f"{running.work}/admin/desktop-policies")
    admin.get_by_role("grid", name="이력").get_by_role("button", name="되돌리기").first.click()
    apply(people[OFFICER])
