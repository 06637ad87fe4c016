"""A head at the board: assigning, assigning anew, and deciding on work that was held."""

import re
from base64 import b64encode
from collections.abc import Iterator
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.cast import signed_in
from tests.e2e.conftest import SHOTS, USUAL_MS, Running
from tests.mobile_admin.xforms.test_check import xml
from tests.support.browser import Desk
from tests.support.calls import answer, call

pytestmark = pytest.mark.e2e
HEAD, FIRST, SECOND = "seojun.lee", "haneul.kim", "sol.lee"
HAND_MS = 250
PATIENCE_MS = 60_000


@pytest.fixture
def people(browser: Browser, running: Running) -> Iterator[dict[str, Desk]]:
    expect.set_options(timeout=PATIENCE_MS)
    with signed_in(browser, running, SHOTS, (HEAD, FIRST), timeout_ms=PATIENCE_MS) as found:
        yield found
    expect.set_options(timeout=USUAL_MS)


def new_case(page: Page) -> str:
    """Opened at a place of its own, by the dialog; its number."""
    page.get_by_role("button", name="사건 접수").click()
    page.wait_for_timeout(HAND_MS)
    dialog = page.get_by_role("dialog", name="사건 접수")
    dialog.get_by_text("새 장소 등록", exact=True).click()
    name = uuid4().hex[:8]
    dialog.get_by_label("관리번호").fill(f"시험-{name}")
    dialog.get_by_label("대상 이름").fill(f"시험 식당 {name}")
    dialog.get_by_label("도로명주소").fill("한빛특별시 중구 시험로 1")
    dialog.get_by_label("종류").fill("시험 점검")
    dialog.get_by_role("button", name="사건 접수").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    found = re.match(r"\d{4}-\d{5}", page.get_by_role("heading", level=1).inner_text())
    assert found
    return found[0]


def card(page: Page, number: str) -> Locator:
    return page.locator(f"article[data-case='{number}']")


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def drag_to_first(head: Desk, running: Running) -> str:
    """A new case that 김하늘 gets; its number."""
    page = head.page
    head.open(f"{running.work}/field/cases")
    number = new_case(page)
    page.goto(f"{running.work}/field/cases?text={number}")
    expect(lane(page, "접수").locator("article")).to_contain_text(number)
    page.locator("button", has_text="모두 보기").click()
    card(page, number).drag_to(page.locator("[data-inspector='김하늘']"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="담당자")).to_contain_text("김하늘")
    dialog.get_by_role("button", name="배정", exact=True).click()
    expect(lane(page, "배정").locator(f"article[data-case='{number}']")).to_contain_text("김하늘")
    head.shot("field-board")
    return number


def give_to_second(page: Page, number: str) -> None:
    # With the keyboard alone.
    page.get_by_role("button", name=f"담당 바꾸기: {number}").press("Enter")
    dialog = page.get_by_role("dialog")
    who = dialog.get_by_role("button", name="담당자")
    who.press("Enter")
    page.get_by_role("option", name="이솔").press("Enter")
    expect(who).to_contain_text("이솔")
    expect(who).to_be_focused()  # the list has gone
    dialog.get_by_role("button", name="배정", exact=True).press("Enter")
    expect(card(page, number)).to_contain_text("이솔")


def assignment_of(page: Page, number: str) -> str:
    visits = call(page, "GET", "/api/field/today")["visits"]
    [mine] = [v for v in visits if v["case"]["number"] == number]
    return str(mine["assignment"]["id"])


def test_a_case_is_dragged_to_one_and_given_to_another_by_keyboard(
    people: dict[str, Desk], running: Running
) -> None:
    """[AS2] [AS6]"""
    head, inspector = people[HEAD], people[FIRST]
    number = drag_to_first(head, running)
    path = f"/api/field/assignments/{assignment_of(inspector.page, number)}/reports"
    give_to_second(head.page, number)
    late = answer(inspector.page, "POST", path, {"step": "start", "reason": ""}).json()
    assert (late["code"], late["holder"]) == ("assigned_meanwhile", "이솔")
    page = head.page
    page.get_by_role("link", name=re.compile("시험 식당")).first.click()
    expect(page.get_by_role("list", name="경과")).to_contain_text("배정")
    expect(page.get_by_text("담당 바뀜")).to_be_visible()
    head.shot("field-case")


def test_without_the_role_the_board_says_whom_to_ask(
    people: dict[str, Desk], running: Running
) -> None:
    """[CA6]"""
    inspector = people[FIRST]
    inspector.open(f"{running.work}/field/cases")
    expect(inspector.page.get_by_text("사건은 과장이 봅니다")).to_be_visible()


def send_for(page: Page, running: Running, number: str) -> int:
    """As ODK Collect would, from a device of the page's person; the status."""
    device = call(page, "POST", "/api/field/devices", {"name": "현장 단말"})
    named = f"<case_number>{number}</case_number><business>".encode()
    part = 'form-data; name="xml_submission_file"; filename="s.xml"'
    head = f"--edge\r\nContent-Disposition: {part}\r\nContent-Type: text/xml\r\n\r\n"
    body = head.encode() + xml().replace(b"<business>", named) + b"\r\n--edge--\r\n"
    pair = b64encode(f"{device['user_name']}:{device['secret']}".encode()).decode()
    told = {
        "Content-Type": "multipart/form-data; boundary=edge", "X-OpenRosa-Version": "1.0",
        "Authorization": f"Basic {pair}",
    }  # fmt: skip
    sent = Request(f"{running.work}/openrosa/submission", data=body, headers=told)  # noqa: S310
    with urlopen(sent) as answer:  # noqa: S310 - our own instance
        status: int = answer.status
    return status


def test_work_of_somebody_who_has_not_the_case_is_held_until_the_head_accepts_it(
    people: dict[str, Desk], running: Running
) -> None:
    """[AS7] [AS9] [AS10]"""
    head, inspector = people[HEAD], people[FIRST]
    number = drag_to_first(head, running)
    give_to_second(head.page, number)
    assert send_for(inspector.page, running, number) == 201
    page = head.page
    expect(card(page, number)).to_contain_text("보관된 결과")  # it came by itself
    page.get_by_role("link", name=re.compile("시험 식당")).first.click()
    held = page.get_by_role("article", name=re.compile("^김하늘"))
    expect(page.get_by_text("담당자 결과가 아직 없습니다")).to_be_visible()
    held.get_by_role("button", name="채택").click()
    page.wait_for_timeout(HAND_MS)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("사유").fill("먼저 다녀온 결과")
    dialog.get_by_role("button", name="채택").click()
    expect(held).to_contain_text("인정된 결과")
    expect(page.get_by_role("list", name="경과")).to_contain_text("먼저 다녀온 결과")
    head.shot("field-held")
    mine = call(inspector.page, "GET", "/api/field/works/own-held")["works"]
    [told] = [each for each in mine if each["number"] == number]
    inspector.open(f"{running.work}/field/sent/{told['submission_id']}")
    expect(inspector.page.get_by_text("이 조사가 사건의 결과가 되었습니다")).to_be_visible()
