"""Keys as a hand presses them: none before the page has heard where the last one put the caret.

A browser moves the caret at once and tells the page in a task of its own, before which the next
key of a program, or of a busy machine, may come: it then meets the caret of before. No hand is
that fast. So it is with a press of the mouse.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

import pytest
from playwright.sync_api import Error, Keyboard, Locator, Page

MOVES = re.compile(r"(^|\+)(Home|End|PageUp|PageDown|Arrow\w+|a|KeyA)$")
AFTER_ITS_TASKS = "() => new Promise(done => setTimeout(() => setTimeout(done)))"
_clicked: WeakSet[Page] = WeakSet()  # and no key since


def has_heard(page: Page) -> None:
    """The page knows what was clicked last, unless another one comes in its place."""
    if page in _clicked:
        _clicked.discard(page)
        with suppress(Error):
            page.evaluate(AFTER_ITS_TASKS)


class Hand:
    """The keyboard of a page, with this one difference."""

    def __init__(self, page: Page, keyboard: Keyboard) -> None:
        self._page, self._keyboard = page, keyboard

    def press(self, key: str, **options: Any) -> None:
        has_heard(self._page)
        self._keyboard.press(key, **options)
        if MOVES.search(key):
            self._page.evaluate(AFTER_ITS_TASKS)

    def type(self, text: str, **options: Any) -> None:
        has_heard(self._page)
        self._keyboard.type(text, **options)

    def insert_text(self, text: str) -> None:
        has_heard(self._page)
        self._keyboard.insert_text(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keyboard, name)


@contextmanager
def by_hand() -> Iterator[None]:
    """Each page that is opened meanwhile has such a keyboard."""
    quick, click = vars(Page)["keyboard"].fget, Locator.click

    def clicked(locator: Locator, **options: Any) -> None:
        click(locator, **options)
        _clicked.add(locator.page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "keyboard", property(lambda page: Hand(page, quick(page))))
        patch.setattr(Locator, "click", clicked)
        yield
