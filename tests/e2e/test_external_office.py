"""The page around an external office, in a real browser on a real workplace.

No office is here: its answers and its page are written down below, in the words of the protocol.
Pictures under var/artefacts/external-office.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, Route, expect

from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.settings import ROOT, settings_from
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HANEUL
from tests.support.browser import Desk
from tests.weboffice.wopi.office import ORIGIN, discovery
from weboffice.wopi import store
from weboffice.wopi.discovery import read
from weboffice.wopi.model import Discovery

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "external-office"
ADMIN = "minho.jung"
NAME = "예산 집계.xlsx"
EDITOR = """<!doctype html><meta charset="utf-8"><p>Where the editor would be</p><script>
const tell = (MessageId, Values) => parent.postMessage(JSON.stringify({MessageId, Values}), '*')
addEventListener('message', ({data, origin}) => {
  if (JSON.parse(data).MessageId !== 'Host_PostmessageReady') return
  tell('App_LoadingStatus', {Status: 'Document_Loaded'})
  tell('Doc_ModifiedStatus', {Modified: true})
})
tell('App_LoadingStatus', {Status: 'Frame_Ready'})
</script>"""


class Frames:
    """What was asked of the office's own origin."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def answer(self, route: Route) -> None:
        self.asked.append(route.request)
        route.fulfill(body=EDITOR, content_type="text/html")

    def prepare(self, context: BrowserContext) -> None:
        context.route(f"{ORIGIN}/**", self.answer)


@pytest.fixture(scope="module")
def frames() -> Frames:
    return Frames()


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser, frames: Frames) -> Iterator[dict[str, Desk]]:
    answer_as_office(running, origin="")
    names = (ADMIN, HANEUL)
    with signed_in(browser, running, SHOTS, names, prepare=frames.prepare) as desks:
        yield desks
        answer_as_office(running, origin="")


def answer_as_office(running: Running, origin: str) -> None:
    """What the worker writes down after a good answer; nothing at that name answers here."""
    settings = settings_from({"ONMARU_VAR": str(running.var)})
    engine = connect(settings.database_url, pool_size=1)
    with begin_on(engine, lambda *_: None)() as tx:
        now = utc_now()
        before = store.office_locked(tx.db)
        asked = before.changed_at or now  # nobody has named one on a fresh instance
        found = replace(before, origin=origin, changed_at=asked, tried_at=now, found_at=now)
        known = read(discovery(), ORIGIN) if origin else Discovery({})
        store.put_office(tx.db, replace(found, problem=None, discovery=known))
    engine.dispose()


def test_an_administrator_names_it_and_sees_what_is_wrong(
    running: Running, people: dict[str, Desk]
) -> None:
    """[WO1]"""
    desk = people[ADMIN]
    desk.open(f"{running.work}/admin/external-office")
    field = desk.page.get_by_label("외부 오피스 주소")
    save = desk.page.get_by_role("button", name="저장", exact=True)
    field.fill("http://office.example")
    save.click()
    expect(desk.page.get_by_text("https:// 로 시작하는")).to_be_visible()
    field.fill(ORIGIN)
    save.click()
    expect(desk.page.get_by_text("외부 오피스에 닿지 않습니다")).to_be_visible(timeout=120_000)
    desk.shot("1-trouble")
    answer_as_office(running, ORIGIN)
    desk.page.reload()
    expect(desk.page.get_by_text("연결됨")).to_be_visible()
    expect(desk.page.get_by_role("list", name="편집").get_by_text("xlsx")).to_be_visible()
    desk.shot("2-attached")


def test_a_file_opens_in_a_frame_that_gets_the_token_by_post(
    running: Running, people: dict[str, Desk], frames: Frames
) -> None:
    """[WO1] [WO2]"""
    desk = people[HANEUL]
    desk.open(f"{running.work}/drive")
    field = desk.page.locator("input[type=file]").first
    field.set_input_files({"name": NAME, "mimeType": "", "buffer": b"words"})
    menu = desk.page.get_by_role("button", name=f"‘{NAME}’ 할 일").first
    expect(menu).to_be_visible(timeout=60_000)
    menu.click()
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("menuitem", name="외부 오피스로 열기").click()
    editor = Desk(opened.value, SHOTS)
    expect(editor.page.get_by_text("저장하지 않은 변경 있음")).to_be_visible(timeout=60_000)
    editor.shot("3-editor")
    asked = frames.asked[-1]
    assert asked.method == "POST"
    token = parse_qs(asked.post_data or "")["access_token"][0]
    assert token not in asked.url + editor.page.url
    assert "access_token" not in asked.url
    assert editor.problems == []
