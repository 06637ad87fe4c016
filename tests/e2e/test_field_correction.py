"""A sheet that was sent back is corrected at the door, with what was said before.

Pictures are left under var/artefacts/field-correction.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.field_cast import INSPECTOR, Office, Phone, at_the_door, take_photo
from tests.support.calls import call

pytestmark = pytest.mark.e2e
SHOTS = ROOT / "var" / "artefacts" / "field-correction"
RUN = fresh_id()[-6:]
PLACE = f"{RUN} 가온식당"
BEFORE, AFTER = f"바닥이 젖어 있다 {RUN}", f"바닥을 말렸다 {RUN}"
WANTED = "바닥을 다시 보십시오"


@pytest.fixture(scope="module")
def both(running: Running, browser: Browser) -> Iterator[tuple[Office, Phone]]:
    with at_the_door(browser, running, SHOTS, PLACE) as found:
        yield found


@pytest.fixture
def office(both: tuple[Office, Phone]) -> Office:
    return both[0]


@pytest.fixture
def phone(both: tuple[Office, Phone]) -> Phone:
    return both[1]


def sent(office: Office) -> list[str]:
    """Submissions of the place's case, the first to come first."""
    page = office.desk.page
    cases = call(page, "GET", f"/api/field/board?text={RUN}")["cases"]
    works = call(page, "GET", f"/api/field/cases/{cases[0]['case']['id']}/works")["works"]
    return [work["submission_id"] for work in works]


def test_a_sheet_with_a_photo_is_sent_and_sent_back(office: Office, phone: Phone) -> None:
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    phone.open_target(PLACE)
    phone.begin()
    take_photo(phone.page)
    phone.answer(BEFORE)
    phone.send()
    phone.all_is_sent()
    [first] = sent(office)
    review = {"verdict": "sent_back", "reason": WANTED, "seen": 0}
    call(office.desk.page, "POST", f"/api/field/submissions/{first}/reviews", review)


def test_without_a_line_it_opens_with_its_answers_and_its_photo(phone: Phone) -> None:
    """[FS7] [FO9] [FO16]"""
    page = phone.page
    page.get_by_role("link", name="대기열").click()
    page.get_by_role("button", name="지금 보내기").click()  # or its next turn, within five minutes
    page.get_by_role("link", name="오늘").click()
    told = page.get_by_role("status").filter(has_text="보완 요청이 1건 왔습니다")
    expect(told).to_contain_text(PLACE)
    phone.desk.shot("0-told")
    told.get_by_role("button", name="지금 받기").click()
    expect(told).to_have_count(0)
    expect(page.get_by_role("button", name=PLACE)).to_contain_text("보완 요청", timeout=60_000)
    phone.cut()
    phone.open_target(PLACE)
    expect(page.get_by_text(WANTED)).to_be_visible()
    phone.desk.shot("1-sent-back")
    page.get_by_role("button", name="고쳐서 다시 보내기").click()
    expect(phone.seen()).to_have_value(BEFORE, timeout=60_000)
    wanted = page.get_by_role("group").filter(has_text="보완할 것")
    expect(wanted).to_contain_text(WANTED)
    expect(wanted).to_contain_text(re.compile(r"이서준, \d{4}\. "))
    expect(page.locator("[data-question] img").first).to_be_visible()
    phone.desk.shot("2-filled-in")
    phone.answer(AFTER)
    phone.send()


def test_both_stay_and_name_each_other_and_the_photo_was_not_sent_again(
    office: Office, phone: Phone
) -> None:
    """[FS7]"""
    phone.cut(is_off=False)
    phone.all_is_sent()
    first, second = sent(office)
    page = office.desk.page
    former = call(page, "GET", f"/api/field/submissions/{first}")
    later = call(page, "GET", f"/api/field/submissions/{second}")
    assert (former["corrected_by"], later["corrects"]) == (second, first)
    nodes = [{file["node_id"] for file in each["files"]} for each in (former, later)]
    assert nodes[0] == nodes[1]
    assert len(nodes[0]) == 1
    office.desk.page.goto(f"{phone.running.work}/field/sent/{second}")
    expect(page.get_by_role("link", name="고치기 전 답 보기")).to_be_visible()
    expect(page.get_by_role("heading", name=PLACE)).to_be_visible()
    expect(page.get_by_text(WANTED)).to_be_visible()
    expect(page.get_by_text(f"앞서: {BEFORE}")).to_be_visible()
    office.desk.shot("3-office")
