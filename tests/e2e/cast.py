"""People of a story, each at a browser of their own."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Response, expect

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
        desks[name].sign_in(running.work, name, running.password)
    yield desks
    for desk in desks.values():
        desk.page.context.close()
    problems = [problem for desk in desks.values() for problem in desk.problems]
    assert problems == [], problems  # said: this file's assertions are not rewritten


def new_document(desk: Desk, running: Running, form: str, title: str) -> None:
    """Opens one of that form. Its title is the server's when this returns."""
    page = desk.page
    desk.open(f"{running.work}/office")
    # The form, not a document of that name that somebody opened lately.
    page.get_by_role("button", name=re.compile(f"^{re.escape(form)}")).click()
    expect(page.get_by_role("textbox", name="문서 본문")).to_be_visible()
    field = page.get_by_role("textbox", name="문서 제목")
    field.fill(title)
    with page.expect_response(is_renaming):
        field.press("Enter")


def is_renaming(response: Response) -> bool:
    return response.request.method == "PATCH" and "/api/office/documents/" in response.url
