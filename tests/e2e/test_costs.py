"""E22: two PCs against a notebook and a desktop, with every number in the open."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kernel.ids import fresh_id
from tests.e2e.cast import let_in
from tests.e2e.conftest import Running
from tests.support.browser import Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ADMIN = "minho.jung"
PATIENCE_MS = 60_000
PERCENT = re.compile(r"^(-?\d+(?:\.\d)?)%$")


def becomes(page: Page, low: float, high: float) -> None:
    """The page asks the server for each change, which takes its moment."""
    shown = page.get_by_test_id("saving").locator("strong")

    def is_so() -> bool:
        found = PERCENT.match(shown.inner_text())
        return found is not None and low <= float(found[1]) <= high

    until(page, is_so, f"the saving is not {low} to {high}")


def test_the_announced_saving_comes_out_only_under_its_assumptions(
    running: Running, desk: Callable[[], Desk], tmp_path: Path
) -> None:
    """[DU5]"""
    one = desk()
    let_in(one, running, ADMIN)
    page = one.page
    page.goto(f"{running.work}/admin/costs?view=compare")
    page.get_by_text("기본 가정(보수적)", exact=True).click(timeout=PATIENCE_MS)
    becomes(page, 35, 50)
    page.get_by_text("정책 발표 가정(약 70%)", exact=True).click()
    becomes(page, 69, 71)
    expect(page.get_by_text("측정값이 아닙니다")).to_be_visible()
    expect(page.get_by_text(re.compile(r"절감률 = 1 − .* ÷ .* = (69|70)"))).to_be_visible()
    page.get_by_label("1명당 PC(대)").fill("1")
    becomes(page, 30, 50)
    page.get_by_label("노트북 라이선스(원/년)").fill("190000")
    becomes(page, 5, 20)
    expect(page.get_by_text("저장하지 않은 값으로 보고 있습니다")).to_be_visible()


def test_a_changed_price_is_a_new_version_and_the_export_says_which(
    running: Running, desk: Callable[[], Desk], tmp_path: Path
) -> None:
    """[DU4] [DU5]"""
    one = desk()
    let_in(one, running, ADMIN)
    page = one.page
    page.goto(f"{running.work}/admin/costs?view=compare")
    price = page.get_by_label("배정 1시간(원)")
    price.fill(str(int(price.input_value(timeout=PATIENCE_MS)) + 5))
    reason = f"단가 조정 {fresh_id()[:12]}"  # a kept instance also shows what earlier runs changed
    page.get_by_label("바꾸는 까닭").fill(reason)
    page.get_by_role("button", name="새 판으로 저장").click()
    expect(page.get_by_text(re.compile(r"\d+판으로 저장했습니다"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_text(reason).first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("tab", name="부서별 원장").click()
    expect(page.get_by_role("grid", name="부서별")).to_be_visible(timeout=PATIENCE_MS)
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV로 내려받기").click()
    sheet = tmp_path / "ledger.csv"
    started.value.save_as(sheet)
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 20
    assert {int(row["가정의 판"]) for row in rows} != {0}
    assert page.url.startswith(running.work)
