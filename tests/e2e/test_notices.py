"""E9, its end: a decision becomes a notice, its citizen opens it, and anybody verifies it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.support.browser import PHONE, Desk
from tests.support.calls import call
from workplace.demo.field_notices import instance_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "notices"
HEAD = "seojun.lee"
UNDECIDED = instance_of("")
PATIENCE_MS = 90_000


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A copy is looked at in a process of its own, which a busy machine starts slowly."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def head(running: Running, browser: Browser) -> Iterator[Desk]:
    with signed_in(browser, running, SHOTS, (HEAD,), timeout_ms=60_000) as desks:
        yield desks[HEAD]


@pytest.fixture
def citizen(browser: Browser) -> Iterator[Desk]:
    """A phone that has never been here."""
    context = browser.new_context(
        viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(60_000)
    yield Desk(context.new_page(), SHOTS)
    context.close()


def decide(page: Page, running: Running) -> None:
    """Upon the one of the demonstration's answers that nobody decided for it."""
    page.goto(f"{running.work}/field/sent")
    page.get_by_role("row").filter(has_text="식품접객업소").first.wait_for()
    answers = call(page, "GET", "/api/field/submissions")["submissions"]
    undecided = next(a for a in answers if a["instance_id"] == UNDECIDED)
    page.goto(f"{running.work}/field/sent/{undecided['id']}")
    page.get_by_role("button", name=re.compile("처분 결정|정정하여 다시 결정")).click()


def choose(page: Page, file: Path) -> None:
    page.get_by_label("PDF 고르기").first.set_input_files(file)


def issue(head: Desk, running: Running) -> None:
    page = head.page
    decide(page, running)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("받는 사람").first).to_have_value("도담")
    expect(dialog.get_by_text("점검자 의견").first).to_be_visible()
    head.shot("decide")
    again = dialog.get_by_label("정정 사유")
    if again.count():  # somebody has told this story here before
        again.fill("시험을 다시 함")
    dialog.get_by_role("button", name="결정하고 통지서 내기").click()
    page.wait_for_url("**/field/notices/*")
    expect(page.get_by_role("img", name="첫 쪽")).to_be_visible()
    head.shot("notice")


def hand_over(head: Desk) -> dict[str, Any]:
    """What the dialog shows as a square: the link and the six digits."""
    page = head.page
    page.get_by_role("button", name="QR 코드 만들기").first.click()
    act = page.get_by_role("dialog").get_by_role("button", name="QR 코드 만들기")
    with page.expect_response(is_giving) as made:
        act.click()
    expect(page.get_by_role("img", name="통지서를 여는 QR 코드")).to_be_visible()
    head.shot("hand-over")
    page.get_by_role("button", name="닫기").last.click()
    link: dict[str, Any] = made.value.json()
    return link


def is_giving(response: Response) -> bool:
    return response.url.endswith("/links") and response.request.method == "POST"


def receive(citizen: Desk, link: dict[str, Any], to: Path) -> None:
    phone = citizen.page
    phone.goto(link["address"])
    phone.get_by_label("확인번호 여섯 자리").fill("12")
    phone.get_by_role("button", name="통지서 열기").click()
    expect(phone.get_by_text("4번 더 해 볼 수 있습니다")).to_be_visible()
    citizen.shot("citizen-door")
    phone.get_by_label("확인번호 여섯 자리").fill(link["code"])
    phone.get_by_role("button", name="통지서 열기").click()
    expect(phone.get_by_text("도담 귀하")).to_be_visible()
    expect(phone.get_by_role("heading", name="이의가 있을 때")).to_be_visible()
    citizen.shot("citizen-notice")
    with phone.expect_download() as taken:
        phone.get_by_role("button", name="PDF 받기").click()
    taken.value.save_as(to)


def cancel(head: Desk) -> None:
    page = head.page
    page.reload()
    expect(page.get_by_text("민원인이 열어 봄")).to_be_visible()
    page.get_by_role("button", name="취소", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("사유").fill("시험으로 낸 문서를 거둠")
    dialog.get_by_role("button", name="취소", exact=True).click()
    expect(page.get_by_text("취소됨").first).to_be_visible()
    head.shot("cancelled")


def test_from_the_decision_to_the_citizen_s_phone_and_its_end(
    running: Running, head: Desk, citizen: Desk, tmp_path: Path
) -> None:
    issue(head, running)
    opened = head.page.get_by_role("link", name="확인 화면 열기")
    address = str(opened.get_attribute("href"))
    good = tmp_path / "good.pdf"
    receive(citizen, hand_over(head), good)
    phone = citizen.page
    phone.goto(address)
    expect(phone.get_by_role("heading", name="유효한 문서입니다")).to_be_visible()
    expect(phone.get_by_text("도담")).to_have_count(0)
    cancel(head)
    phone.reload()
    expect(phone.get_by_role("heading", name="취소된 문서입니다")).to_be_visible()
    choose(phone, good)
    expect(phone.get_by_text("이 기관이 낸 그대로이지만")).to_be_visible()
    citizen.shot("ended")
    assert citizen.problems == []


def test_a_code_is_typed_and_a_wrong_one_is_nobody_s(running: Running, citizen: Desk) -> None:
    phone = citizen.page
    phone.goto(f"http://localhost:{running.port + 2}/d")
    phone.get_by_label("문서확인번호").fill("7K3D")
    phone.get_by_role("button", name="확인", exact=True).click()
    expect(phone.get_by_text("열여섯 자리를 모두 적으십시오")).to_be_visible()
    phone.get_by_label("문서확인번호").fill("7k3d 9qwx 2m4p v8tz")
    phone.get_by_role("button", name="확인", exact=True).click()
    expect(phone.get_by_text("그런 문서가 없습니다")).to_be_visible()
    citizen.shot("unknown")
