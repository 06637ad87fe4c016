"""E9 in one go: from the visit without a line to the citizen who holds the notice.

Pictures are left under var/artefacts/field-door.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from mobile_admin.notices.api import rows_of
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.field_cast import INSPECTOR, Office, Phone, at_the_door, sign, take_photo
from tests.support.browser import PHONE, Desk
from tests.support.calls import call

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "field-door"
RUN = fresh_id()[-6:]
PLACE, CITIZEN = f"{RUN} 다솜식당", "정다온"
PATIENCE_MS = 90_000
SQUARES = "svg => [svg.viewBox.baseVal.width, svg.querySelector('path').getAttribute('d')]"


@pytest.fixture
def both(running: Running, browser: Browser) -> Iterator[tuple[Office, Phone]]:
    expect.set_options(timeout=PATIENCE_MS)
    with at_the_door(browser, running, SHOTS, PLACE) as found:
        yield found
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture
def citizen(browser: Browser) -> Iterator[Desk]:
    """A phone that has never been here, and is nobody's."""
    context = browser.new_context(
        viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(60_000)
    yield Desk(context.new_page(), SHOTS)
    context.close()


def test_from_the_visit_to_the_citizen_who_asks_whether_it_is_genuine(
    both: tuple[Office, Phone], citizen: Desk, tmp_path: Path
) -> None:
    """[FO9] [FO10] [NO3] [NO8] [NV1] [NV2]"""
    office, phone = both
    office.leave_to_inspector()
    visit_without_a_line(phone)
    sign_the_paper(phone)
    phone.cut(is_off=False)
    phone.all_is_sent()
    decide_at_the_door(phone)
    link = hand_over(phone)
    good = receive(citizen, link, tmp_path / "notice.pdf")
    ask_whether_it_is_genuine(citizen, good)
    expect(phone.page.get_by_text("민원인이 열어 봄").first).to_be_visible()
    phone.desk.shot("8-arrived")
    the_office_has_it_all(office, phone)
    assert citizen.problems + phone.desk.problems == []


def visit_without_a_line(phone: Phone) -> None:
    page = phone.page
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    phone.cut()
    phone.open_target(PLACE)
    phone.begin()
    phone.seen().click()
    phone.desk.compose(f"깨끗하다 {RUN}")
    page.get_by_role("radio", name="적합", exact=True).check()
    take_photo(page)
    signed = page.get_by_role("img", name="서명", exact=True)
    sign(page, page.get_by_role("button", name="서명하기"), signed)
    phone.desk.shot("1-sheet")
    phone.send()


def sign_the_paper(phone: Phone) -> None:
    page = phone.page
    phone.open_target(PLACE)
    page.get_by_role("link", name="현장 확인서").click()
    paper = page.get_by_role("region", name="현장 확인서(임시)")
    expect(paper.get_by_text("임시", exact=True)).to_be_visible()
    expect(paper).to_contain_text("-001")
    page.get_by_label("확인한 내용").fill("바닥과 벽을 함께 보았음")
    for who in ("점검자 서명", "상대방 서명"):
        act = page.get_by_role("button", name="서명하기").first
        sign(page, act, page.get_by_role("img", name=f"{who}함"))
    expect(page.get_by_text("조사표와 함께 보냅니다")).to_be_visible()
    phone.desk.shot("2-paper")


def decide_at_the_door(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("link", name="오늘").click()
    phone.open_target(PLACE)
    page.get_by_role("link", name="현장 확인서").click()
    page.get_by_role("button", name="처분 결정").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("받는 사람").first.click()
    phone.desk.compose(CITIZEN)
    expect(dialog.get_by_label("받는 사람").first).to_have_value(CITIZEN)
    phone.desk.shot("3-decide")
    act = dialog.get_by_role("button", name="결정하고 통지서 내기")
    with page.expect_response(is_deciding) as made:
        act.click()
    assert made.value.status == 201, made.value.text()
    expect(dialog).to_be_hidden()
    phone.desk.shot("3-decided")


def is_deciding(response: Response) -> bool:
    return response.url.endswith("/decisions") and response.request.method == "POST"


def hand_over(phone: Phone) -> dict[str, Any]:
    """What the square on the screen says, and the six digits that are told beside it."""
    page = phone.page
    page.get_by_role("button", name="QR 코드 만들기").click()
    act = page.get_by_role("dialog").get_by_role("button", name="QR 코드 만들기")
    with page.expect_response(lambda r: r.url.endswith("/links") and r.status == 201) as made:
        act.click()
    shown = page.get_by_role("img", name="통지서를 여는 QR 코드")
    expect(shown).to_be_visible()
    phone.desk.shot("4-code")
    link: dict[str, Any] = made.value.json()
    assert drawn(page) == rows_of(link["address"])
    page.get_by_role("button", name="닫기").last.click()
    return link


def drawn(page: Page) -> list[str]:
    """The squares of the code, row by row, as they stand on the screen."""
    wide, path = page.get_by_role("img", name="통지서를 여는 QR 코드").evaluate(SQUARES)
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", path)}
    size = int(wide)
    return ["".join("1" if (x, y) in dark else "0" for x in range(size)) for y in range(size)]


def receive(citizen: Desk, link: dict[str, Any], to: Path) -> Path:
    page = citizen.page
    page.goto(link["address"])
    page.get_by_label("확인번호 여섯 자리").fill(link["code"])
    page.get_by_role("button", name="통지서 열기").click()
    expect(page.get_by_text(f"{CITIZEN} 귀하")).to_be_visible()
    expect(page.get_by_text(f"깨끗하다 {RUN}")).to_be_visible()
    citizen.shot("5-citizen")
    with page.expect_download(timeout=PATIENCE_MS) as taken:
        page.get_by_role("button", name="PDF 받기").click(timeout=PATIENCE_MS)
    taken.value.save_as(to)
    assert b"/ByteRange" in to.read_bytes(), "it is signed"
    return to


def ask_whether_it_is_genuine(citizen: Desk, good: Path) -> None:
    page = citizen.page
    page.get_by_role("link", name=re.compile("확인")).click()
    expect(page.get_by_role("heading", name="유효한 문서입니다")).to_be_visible()
    expect(page.get_by_text(CITIZEN)).to_have_count(0)
    data = bytearray(good.read_bytes())
    data[len(data) // 2] ^= 4
    broken = good.with_name("broken.pdf")
    broken.write_bytes(data)
    for file, said, shot in ((good, "진본", "6-genuine"), (broken, "변조", "7-altered")):
        page.get_by_label("PDF 고르기").first.set_input_files(file)
        expect(page.get_by_role("heading", name=said, exact=True)).to_be_visible()
        citizen.shot(shot)


def the_office_has_it_all(office: Office, phone: Phone) -> None:
    """Answers, photo, signature, and the paper that both signed."""
    page = office.desk.page
    case = call(page, "GET", f"/api/field/board?text={RUN}")["cases"][0]["case"]["id"]
    [work] = call(page, "GET", f"/api/field/cases/{case}/works")["works"]
    sent = call(page, "GET", f"/api/field/submissions/{work['submission_id']}")
    made = r"-\d{8}-\d{6}-\w+|^임시-\w+-(?=\d)|(?<=-\d{3})-\w{6}(?= )"  # by the phone, by chance
    names = sorted(re.sub(made, "", f["name"]) for f in sent["files"])
    assert names == [
        "001 상대방 서명.png", "001 점검자 서명.png", "001 현장 확인서.txt", "front.jpg",
        "signed.png",
    ]  # fmt: skip
    assert sent["found"] == []
    page.goto(f"{phone.running.work}/field/sent/{work['submission_id']}")
    expect(page.get_by_text("현장 확인서(임시)").first).to_be_visible()
    office.desk.shot("9-office")
