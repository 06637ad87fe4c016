"""People of a story, each at a browser of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

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
    assert [problem for desk in desks.values() for problem in desk.problems] == []
