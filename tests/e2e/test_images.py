"""The page of images against a real host: where each stands, and what it is made of."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import let_in
from tests.e2e.conftest import Running
from tests.e2e.test_shell import audit, settle
from tests.support.browser import PHONE, WIDE, Desk, until

pytestmark = pytest.mark.e2e
ADMIN = "minho.jung"
PATIENCE_MS = 60_000
FITS = "document.documentElement.scrollWidth <= innerWidth"


def test_an_administrator_sees_where_each_image_stands_and_what_it_holds(
    running: Running, desk: Callable[[], Desk]
) -> None:
    """[DK12] [IR1]"""
    one = desk()
    let_in(one, running, ADMIN)
    page = one.page
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{running.work}/admin/images")
        expect(page.get_by_role("list", name="적용 단계").first).to_be_visible(timeout=PATIENCE_MS)
        settle(page)
        assert audit(page) == []
        until(page, lambda: page.evaluate(FITS), "it scrolls sideways")
    internet = page.get_by_role("region", name="인터넷")
    expect(internet.get_by_text("전체 적용", exact=True).first).to_be_visible()
    internet.get_by_role("button", name="패키지").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("이름·원본·라이선스 찾기").fill("libreoffice-calc")
    only_changes = dialog.get_by_text("바뀐 것만", exact=True)
    if only_changes.is_visible():
        only_changes.click()
    grid = dialog.get_by_role("grid", name="패키지")
    expect(grid.get_by_role("rowheader", name="libreoffice-calc")).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert "packages=internet-" in page.url
    page.go_back()
    expect(dialog).to_be_hidden()
