"""Keys as a hand presses them: none before the page has heard where the last one put the caret.

A browser moves the caret at once and tells the page in a task of its own, before which the next
key of a program, or of a busy machine, may come: it then meets the caret of before. No hand is
that fast.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Keyboard, Page

MOVES = re.compile(r"(^|\+)(Home|End|PageUp|PageDown|Arrow\w+|a|KeyA)$")
AFTER_ITS_TASKS = "() => new Promise(done => setTimeout(() => setTimeout(done)))"


class Hand:
    """The keyboard of a page, with this one difference."""

    def __init__(self, page: Page, keyboard: Keyboard) -> None:
        self._page, self._keyboard = page, keyboard

    def press(self, key: str, **options: Any) -> None:
        self._keyboard.press(key, **options)
        if MOVES.search(key):
            self._page.evaluate(AFTER_ITS_TASKS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._keyboard, name)


@contextmanager
def by_hand() -> Iterator[None]:
    """Each page that is opened meanwhile has such a keyboard."""
    quick = vars(Page)["keyboard"].fget
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "keyboard", property(lambda page: Hand(page, quick(page))))
        yield
