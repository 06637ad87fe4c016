"""What is copied from a page in a desktop's browser has markup beside its text: the text leaves by
policy, and the markup stays [DMO3].

Pictures are left under var/artefacts/marked.
"""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Position

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.inside import inside
from tests.e2e.test_policies import HANEUL, local, open_desktop, prepare
from tests.support.browser import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "marked"
SEEN = "보도자료 첫 줄"
PAGE = (
    "<meta charset=utf-8><title>글</title><body style='font:3em serif'>"
    "<!-- 보이지 않는 말 --><p><b>보도자료</b> <i style='color:teal'>첫 줄</i></p>"
)
START_SECONDS = 60
BELOW_THE_TEXT = Position(x=600, y=500)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (HANEUL,), prepare=prepare) as desks:
        yield desks


def targets(page: Page) -> str:
    return inside(page, "xclip", "-selection", "clipboard", "-t", "TARGETS", "-o").decode()


def browse(page: Page) -> None:
    """A page with formatted text, in the browser of the desktop; it comes when it comes."""
    address = "data:text/html;base64," + b64encode(PAGE.encode()).decode()
    inside(page, "sh", "-c", f"nohup chromium --new-window '{address}' >/dev/null 2>&1 &")


def test_a_copy_from_a_page_arrives_as_text(running: Running, people: dict[str, Desk]) -> None:
    """[DMO3]"""
    page = people[HANEUL].page
    open_desktop(page, running, "인터넷 가상PC")
    page.evaluate("navigator.clipboard.writeText('무엇인가 다른 것')")
    browse(page)
    for _ in range(START_SECONDS):
        page.locator("canvas").click(position=BELOW_THE_TEXT)
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+c")
        page.wait_for_timeout(1_000)
        if local(page) == SEEN:
            break
    people[HANEUL].shot("copied")
    assert "text/html" in targets(page)
    assert local(page) == SEEN
    kinds = page.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert kinds == ["text/plain"]
