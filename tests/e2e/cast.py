"""People of a story, each at a browser of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.conftest import USUAL_MS, Running
from tests.support.browser import WIDE, Desk
from tests.support.calls import LOST, call, said, until_there


def as_it_is(context: BrowserContext) -> None:
    """Nothing special about this browser."""


@contextmanager
def signed_in(  # noqa: PLR0913 - a story says all of it in one line
    browser: Browser,
    running: Running,
    shots: Path,
    names: Sequence[str],
    *,
    timeout_ms: int = USUAL_MS,
    prepare: Callable[[BrowserContext], None] = as_it_is,
) -> Iterator[dict[str, Desk]]:
    """By user name; a script error or a complaint of a browser's console fails the story."""
    desks = {}
    for name in names:
        context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
        context.set_default_timeout(timeout_ms)
        prepare(context)
        desks[name] = Desk(context.new_page(), shots)
        let_in(desks[name], running, name)
    yield desks
    for desk in desks.values():
        desk.page.context.close()
    problems = [problem for desk in desks.values() for problem in desk.problems]
    assert problems == [], problems  # said: this file's assertions are not rewritten


def let_in(desk: Desk, running: Running, name: str) -> None:
    """By what the page of the sign-in sends: two pages less to open. It has stories of its own.

    The desk then shows a page of this origin with nothing on it.
    """
    wish = {"user_name": name, "password": running.password}
    asks = desk.page.request
    address = f"{running.work}/api/sign-in"
    said(until_there(lambda: asks.post(address, data=wish, max_retries=LOST)))
    desk.open(f"{running.work}/healthz")


def new_document(desk: Desk, running: Running, title: str, template: str = "blank") -> None:
    """Made as the page of documents makes one, and opened."""
    wish = {"title": title, "template": template}
    made = call(desk.page, "POST", "/api/office/documents", wish)
    desk.open(f"{running.work}/office/d/{made['id']}")
    expect(desk.page.get_by_role("textbox", name="문서 본문")).to_be_visible()


def share(desk: Desk, whom: Desk, level: str) -> None:
    """The document that is open, as the drive does."""
    person = call(whom.page, "GET", "/api/session")["person"]["id"]
    path = f"/api/drive/nodes/{desk.page.url.rpartition('/')[2]}/grants"
    wish = {"subject_kind": "person", "subject_id": person, "level": level}
    call(desk.page, "PUT", path, wish)
