"""What the state line says while one writes, syllable by syllable.

The messages by which the server says that something is durable are held back on their way where a
story needs it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import new_document, signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_journey import HANEUL, TOP, body, saved
from tests.support.browser import Desk, stages
from weboffice.editing.codec import SAVED

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "saving"
# After each change of the text: what the line says in the next frame.
WATCH = """() => {
  const line = document.querySelector('[data-testid=saving]')
  window.said = []
  document.querySelector('.doc').addEventListener('input', () => {
    requestAnimationFrame(() => window.said.push(line.dataset.kind))
  })
}"""


class Post:
    """Between the page and the room: passes everything on, but what says `saved` when told to."""

    def __init__(self, page: Page) -> None:
        self.is_holding = False
        self._held: list[bytes] = []
        self._page: WebSocketRoute | None = None
        page.route_web_socket("**/y/*", self._carry)

    def _carry(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._page = page
        server.on_message(self._from_server)

    def _from_server(self, message: str | bytes) -> None:
        assert self._page is not None
        if self.is_holding and isinstance(message, bytes) and message[:1] == bytes((SAVED,)):
            self._held.append(message)
        else:
            self._page.send(message)

    def let_go(self) -> None:
        self.is_holding = False
        for message in self._held:
            assert self._page is not None
            self._page.send(message)
        self._held = []


@pytest.fixture
def scene(running: Running, browser: Browser) -> Iterator[tuple[Desk, Post]]:
    """A new document, and who carries its post."""
    with signed_in(browser, running, SHOTS, (HANEUL,)) as desks:
        desk = desks[HANEUL]
        post = Post(desk.page)
        new_document(desk, running, f"저장 표시 {fresh_id()[:12]}")
        yield desk, post


def says(page: Page, kind: str) -> None:
    expect(page.get_by_test_id("saving")).to_have_attribute("data-kind", kind)


def test_it_never_says_saved_while_a_syllable_is_composed(scene: tuple[Desk, Post]) -> None:
    """[ED1] [ED10]"""
    haneul, post = scene
    page = haneul.page
    body(page).click(position=TOP)
    haneul.compose("가")
    expect(saved(page)).to_be_visible()
    page.evaluate(WATCH)
    keys = page.context.new_cdp_session(page)
    for stage in stages("한"):
        size = len(stage)
        keys.send(
            "Input.imeSetComposition",
            {"text": stage, "selectionStart": size, "selectionEnd": size},
        )
        page.wait_for_timeout(120)
    says(page, "saving")  # the syllable is on this screen only
    haneul.shot("composing")
    post.is_holding = True  # a quick server has it before anybody looks
    keys.send("Input.insertText", {"text": "한"})
    page.wait_for_timeout(120)
    says(page, "saving")  # it is still on its way
    post.let_go()
    expect(saved(page)).to_be_visible()
    said = page.evaluate("window.said")
    assert len(said) >= len(stages("한"))
    assert set(said) == {"saving"}


def test_a_composition_that_is_given_up_leaves_nothing_to_save(scene: tuple[Desk, Post]) -> None:
    """[ED1]"""
    haneul, _ = scene
    page = haneul.page
    body(page).click(position=TOP)
    haneul.compose("가")
    expect(saved(page)).to_be_visible()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "ㅎ", "selectionStart": 1, "selectionEnd": 1})
    says(page, "saving")
    keys.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    expect(saved(page)).to_be_visible()


def test_it_says_saved_when_the_server_has_said_so_and_not_before(
    scene: tuple[Desk, Post],
) -> None:
    """[ED1]"""
    haneul, post = scene
    page = haneul.page
    body(page).click(position=TOP)
    haneul.compose("가")
    expect(saved(page)).to_be_visible()
    post.is_holding = True
    page.evaluate(WATCH)
    haneul.compose("나다")
    page.wait_for_timeout(1_500)
    says(page, "saving")
    assert set(page.evaluate("window.said")) == {"saving"}
    post.let_go()
    expect(saved(page)).to_be_visible()
