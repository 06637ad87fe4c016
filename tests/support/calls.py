"""What a page would ask of the server, asked beside it: a browser lets go of its requests when an
interface of the machine comes or goes, and desktops and tunnels of other stories bring and take
them."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Page


def call(page: Page, method: str, path: str, body: object = None, data: bytes = b"") -> Any:
    """A request of whoever is signed in on that page; fails where it is refused."""
    return said(answer(page, method, path, body, data))


def answer(
    page: Page, method: str, path: str, body: object = None, data: bytes = b""
) -> APIResponse:
    at = urlsplit(page.url)
    origin, asks = f"{at.scheme}://{at.netloc}", page.request
    headers = {"X-Onmaru-CSRF": said(asks.get(f"{origin}/api/session"))["csrf"]}
    return asks.fetch(f"{origin}{path}", method=method, headers=headers, data=data or body)


def said(answered: APIResponse) -> Any:
    assert answered.ok, answered.text()
    return None if answered.status == 204 else answered.json()
