"""People of a story, each at a browser of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, expect

from tests.e2e.conftest import Running
from tests.support.browser import WIDE, Desk


def as_it_is(context: BrowserContext) -> None:
    """Nothing special about this browser."""


@contextmanager
def signed_in(  # noqa: PLR0913 - a story says all of it in one line
    browser: Browser,
    running: Running,
    shots: Path,
    names: Sequence[str],
    *,
    timeout_ms: int = 30_000,
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
    said(desk.page.request.post(f"{running.work}/api/sign-in", data=wish))
    desk.open(f"{running.work}/healthz")


def new_document(desk: Desk, running: Running, title: str, template: str = "blank") -> None:
    """Made as the page of documents makes one, and opened."""
    made = ask(desk, running, "POST", "/api/office/documents", title=title, template=template)
    desk.open(f"{running.work}/office/d/{made['id']}")
    expect(desk.page.get_by_role("textbox", name="문서 본문")).to_be_visible()


def share(desk: Desk, running: Running, whom: Desk, level: str) -> None:
    """The document that is open, as the drive does."""
    person = ask(whom, running, "GET", "/api/session")["person"]["id"]
    path = f"/api/drive/nodes/{desk.page.url.rpartition('/')[2]}/grants"
    ask(desk, running, "PUT", path, subject_kind="person", subject_id=person, level=level)


def ask(desk: Desk, running: Running, method: str, path: str, **body: str) -> Any:
    """Of whoever is signed in there."""
    asks = desk.page.request
    csrf = said(asks.get(f"{running.work}/api/session"))["csrf"]
    headers = {"X-Onmaru-CSRF": csrf}
    return said(
        asks.fetch(f"{running.work}{path}", method=method, headers=headers, data=body or None)
    )


def said(answer: APIResponse) -> Any:
    assert answer.ok, answer.text()
    return answer.json()
