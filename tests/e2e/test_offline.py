"""What is written without a connection: kept encrypted, taken up again, never merged unseen.

Pictures are left under var/artefacts/offline.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import new_document, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HANEUL, TOP, body, saved
from tests.support.browser import PHONE, WIDE, Desk, until

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "offline"
PAPER = f"현장 점검 계획 {fresh_id()[:12]}"
BEFORE, CUT, OLD = "점검 대상을 정한다.", "끊긴 동안 쓴 글이다.", "되살리기 전에 쓴 글이다."
KEPT = """async () => {
  const asked = indexedDB.open('onmaru-office', 1)
  const database = await new Promise(resolve => { asked.onsuccess = () => resolve(asked.result) })
  if (![...database.objectStoreNames].includes('kept')) return []
  const all = database.transaction('kept').objectStore('kept').getAll()
  await new Promise(resolve => { all.onsuccess = resolve })
  database.close()
  return all.result.map(({ iv, sealed, ...open }) => ({
    ...open, letters: new TextDecoder().decode(sealed),
  }))
}"""


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, [HANEUL]) as desks:
        yield desks


@pytest.fixture(scope="module")
def paper(running: Running, people: dict[str, Desk]) -> str:
    """The address of a document with one line."""
    haneul = people[HANEUL]
    new_document(haneul, running, PAPER)
    body(haneul.page).click(position=TOP)
    haneul.compose(BEFORE)
    expect(saved(haneul.page)).to_be_visible()
    return haneul.page.url


def kept(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate(KEPT)
    return found


def write_cut_off(desk: Desk, text: str) -> None:
    """Until it is kept."""
    page = desk.page
    body(page).click(position=TOP)
    page.keyboard.press("Control+End")
    page.context.set_offline(True)
    state = page.get_by_test_id("saving")
    expect(state).to_have_attribute("data-kind", "offline")
    page.keyboard.press("Enter")
    desk.compose(text)
    state.hover()
    expect(page.get_by_text("이 기기에 암호화해 두었습니다")).to_be_visible()


def crash(people: dict[str, Desk]) -> Desk:
    """The window goes without a word; another one opens once the connection is back."""
    context = people[HANEUL].page.context
    people[HANEUL].page.close(run_before_unload=False)
    context.set_offline(False)
    people[HANEUL] = replace(people[HANEUL], page=context.new_page())
    return people[HANEUL]


def test_what_was_written_without_a_connection_lies_encrypted_in_the_browser(
    people: dict[str, Desk], paper: str
) -> None:
    """[OL1]"""
    haneul = people[HANEUL]
    # What took its time to the server was kept meanwhile, and goes a moment after it arrived.
    until(haneul.page, lambda: kept(haneul.page) == [], "what is saved is kept on")
    write_cut_off(haneul, CUT)
    haneul.shot("1-kept")
    [record] = kept(haneul.page)
    assert paper.endswith(str(record["document"]))
    for line in (BEFORE, CUT, "paragraph"):
        assert line not in str(record["letters"])


def test_after_a_crash_it_waits_among_what_is_to_do_and_is_in_the_document_when_opened(
    running: Running, people: dict[str, Desk]
) -> None:
    """[OL1] [ED12]"""
    haneul = crash(people)
    haneul.open(running.work)
    todo = haneul.page.get_by_text("연결 없이 쓴 글이 이 기기에만 있습니다").first
    expect(todo).to_be_visible()
    haneul.shot("2-to-do")
    with haneul.page.expect_request(re.compile(r"/tickets\?away_since=")):  # [ED12]
        haneul.page.get_by_role("link", name="열어서 저장").first.click()
    expect(body(haneul.page)).to_contain_text(CUT)
    expect(saved(haneul.page)).to_be_visible()
    until(haneul.page, lambda: kept(haneul.page) == [], "what was merged is kept on")
    text = body(haneul.page).inner_text()
    assert (text.count(BEFORE), text.count(CUT)) == (1, 1)


def bring_back_from_a_backup(running: Running, document: str) -> None:
    """What docs/howto says to do afterwards."""
    settings = settings_from({"ONMARU_VAR": str(running.var), "ONMARU_PORT": str(running.port)})
    url = settings.database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE weboffice_rooms SET generation = generation + 1 WHERE id = %s", [document]
        )


def test_into_a_document_from_a_backup_nothing_is_merged_unseen(
    running: Running, people: dict[str, Desk], paper: str
) -> None:
    """[OL2]"""
    write_cut_off(people[HANEUL], OLD)
    bring_back_from_a_backup(running, paper.rstrip("/").rsplit("/", 1)[-1])
    haneul = crash(people)
    haneul.open(paper)
    page = haneul.page
    notice = page.get_by_role("complementary", name="이 기기에 합치지 않은 글이 있습니다")
    expect(notice).to_be_visible()
    expect(body(page)).to_contain_text(CUT)
    expect(body(page)).not_to_contain_text(OLD)
    haneul.shot("3-aside")
    page.set_viewport_size(PHONE)
    haneul.shot("3-aside-phone")
    page.set_viewport_size(WIDE)
    notice.get_by_role("button", name="새 문서로 남기기").click()
    expect(body(page)).to_contain_text(OLD)
    expect(body(page)).to_contain_text(BEFORE)
    expect(page.get_by_role("textbox", name="문서 제목")).to_have_value(
        f"{PAPER} (이 기기에서 쓴 글)"
    )
    until(page, lambda: kept(page) == [], "what has found its place is kept on")


def test_signing_out_asks_before_it_takes_away_what_is_nowhere_else(
    running: Running, people: dict[str, Desk], paper: str
) -> None:
    """[OL3]"""
    people[HANEUL].open(paper)
    write_cut_off(people[HANEUL], "로그아웃 전의 글이다.")
    haneul = crash(people)
    page = haneul.page
    haneul.open(running.work)
    expect(page.get_by_text("연결 없이 쓴 글이 이 기기에만 있습니다").first).to_be_visible()
    sign_out(page)
    question = page.get_by_role("dialog", name="지금 로그아웃하면 지워집니다")
    expect(question).to_contain_text(PAPER)
    haneul.shot("4-signing-out")
    question.get_by_role("button", name="나가지 않기").click()
    assert len(kept(page)) == 1
    sign_out(page)
    question.get_by_role("button", name="지우고 로그아웃").click()
    expect(page.get_by_label("사용자 이름")).to_be_visible()
    until(page, lambda: kept(page) == [], "what was given up is kept on")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="김하늘 계정").click()
    page.get_by_role("button", name="로그아웃").click()
