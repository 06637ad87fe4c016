"""Pages that did not come because the machine's network changed just then are asked for again.

Chromium lets go of what it is fetching when an interface comes or goes, and desktops and tunnels of
other stories bring and take them at any time. A page's own files come again by themselves, which
tests/e2e/test_shell tells; the page itself is loaded anew by whoever sits there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Error, Page

TIMES = 5
CHANGED = "ERR_NETWORK_CHANGED"


@contextmanager
def on_a_changing_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("goto", "reload"):
            patch.setattr(Page, name, again(getattr(Page, name)))
        yield


def again(load: Callable[..., Any]) -> Callable[..., Any]:
    def loaded(*given: Any, **options: Any) -> Any:
        for _ in range(TIMES):
            try:
                return load(*given, **options)
            except Error as error:
                if CHANGED not in error.message:
                    raise
        return load(*given, **options)

    return loaded
