"""What a page would ask of the server, asked beside it: a browser lets go of its requests when an
interface of the machine comes or goes, and desktops and tunnels of other stories bring and take
them."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Page

PATIENCE = 60.0  # seconds
AWAY = 503  # what a page asks again as well
LOST = 3  # connections that the edge shut the moment they were used again


def call(page: Page, method: str, path: str, body: object = None, data: bytes = b"") -> Any:
    """A request of whoever is signed in on that page; fails where it is refused."""
    return said(answer(page, method, path, body, data))


def answer(
    page: Page, method: str, path: str, body: object = None, data: bytes = b""
) -> APIResponse:
    at = urlsplit(page.url)
    origin, asks = f"{at.scheme}://{at.netloc}", page.request
    session = until_there(lambda: asks.get(f"{origin}/api/session", max_retries=LOST))
    headers = {"X-Onmaru-CSRF": str(said(session)["csrf"])}
    return until_there(
        lambda: asks.fetch(
            f"{origin}{path}",
            method=method,
            headers=headers,
            data=data or body,
            max_retries=LOST,
        )
    )


def until_there(ask: Callable[[], APIResponse]) -> APIResponse:
    """The first answer that is not that nobody is there."""
    deadline = time.monotonic() + PATIENCE
    while (answered := ask()).status == AWAY and time.monotonic() < deadline:
        time.sleep(0.5)
    return answered


def said(answered: APIResponse) -> Any:
    assert answered.ok, answered.text()
    return None if answered.status == 204 else answered.json()
