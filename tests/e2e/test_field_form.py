"""Forms on a phone: the Korean one of a hundred questions, and one of every kind of question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import (
    Browser,
    FilePayload,
    Geolocation,
    Locator,
    Page,
    expect,
)

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.support.browser import PHONE, Desk, with_devices
from tests.support.field_forms import EVERY_KIND, Row, workbook

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "field-form"
HEAD = "seojun.lee"
SEOUL = Geolocation(latitude=37.5665, longitude=126.978, accuracy=4)
MOST_SCREENS = 40


@dataclass
class Phone:
    """The head of a division who tries forms before they are opened."""

    desk: Desk
    running: Running

    @property
    def page(self) -> Page:
        return self.desk.page

    def upload(self, book: bytes, name: str, tmp: Path) -> None:
        file = tmp / name
        file.write_bytes(book)
        self.page.goto(f"{self.running.work}/field/forms")
        self.page.get_by_role("button", name="엑셀 올리기").wait_for()
        with self.page.expect_response(lambda r: r.request.method == "POST") as got:
            self.page.locator("input[type=file]").first.set_input_files(file)
        assert got.value.status == 201

    def open(self, form_id: str) -> None:
        self.visit(form_id)
        self.button("다음").wait_for(timeout=60_000)

    def visit(self, form_id: str) -> None:
        listed = self.page.request.get(f"{self.running.work}/api/field/forms").json()["forms"]
        form = next(form for form in listed if form["form_id"] == form_id)
        version = form["versions"][0]["version"]
        self.page.goto(f"{self.running.work}/field/forms/{form['id']}/{version}")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def question(self, words: str) -> Locator:
        return self.page.locator("[data-question]").filter(has_text=words).first

    def go_on(self) -> None:
        title = self.page.get_by_role("heading", level=2)
        before = title.inner_text()
        self.page.get_by_role("button", name=re.compile("^(다음|마침)$")).click()
        expect(title).not_to_have_text(before)

    def answers(self) -> str:
        self.button("미리보기 마치기").click()
        return self.page.locator("[data-answers]").inner_text()


@pytest.fixture
def phone(running: Running, browser: Browser) -> Iterator[Phone]:
    with with_devices(browser) as beside:
        context = beside.new_context(
            viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True,
            permissions=["geolocation", "camera", "microphone"], geolocation=SEOUL,
        )  # fmt: skip
        context.set_default_timeout(30_000)
        desk = Desk(context.new_page(), SHOTS)
        desk.sign_in(running.work, HEAD, running.password)
        yield Phone(desk, running)
        assert desk.problems == []


def photo() -> bytes:
    out = BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def fill_hundred(phone: Phone) -> None:
    for _ in range(MOST_SCREENS):
        if phone.page.get_by_role("heading", name="보내기 전 확인").count():
            return
        fill_screen(phone)
        phone.go_on()


def fill_screen(phone: Phone) -> None:
    page = phone.page
    for name in ("적합", "한빛시", "중구", "일반음식점", "냉장", "4"):
        for radio in page.get_by_role("radio", name=name, exact=True).all():
            radio.check()
    for words, said in SAID.items():
        for field in page.get_by_role("textbox", name=re.compile(f"^{words}")).all():
            field.fill(said)
    if phone.button("서명하기").count():
        sign(phone, "서명하기")
    for box in page.get_by_role("checkbox").all():
        box.check()


SAID = {
    "업소명": "온마루 식당", "영업신고번호": "제2026-0123호", "영업자 성명": "박영업",
    "종사자 수": "7", "시설 이름": "주방 냉장고", "현재 온도": "3.5", "입회자 성명": "최입회",
    "입회자 연락처": "010-1234-5678",
}  # fmt: skip


def sign(phone: Phone, words: str) -> None:
    phone.button(words).click()
    paper = phone.page.locator("canvas")
    paper.scroll_into_view_if_needed()
    # The pen is fetched when the paper is.
    phone.page.wait_for_function("document.querySelector('canvas').width > 300")
    box = paper.bounding_box()
    assert box is not None
    mouse = phone.page.mouse
    for across in (0.2, 0.5):
        mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * 0.4)
        mouse.down()
        mouse.move(
            box["x"] + box["width"] * (across + 0.2), box["y"] + box["height"] * 0.6, steps=8
        )
        mouse.up()
    phone.button("완료").click()
    phone.button("다시 서명").wait_for()


def test_a_hundred_questions_are_answered_on_a_phone(phone: Phone) -> None:
    """[FC3] [FC6] Hangul is composed; what is missing is told, gone to and answered."""
    phone.open("food_hygiene")
    phone.desk.shot("first")
    phone.page.get_by_role("textbox", name=re.compile("^점검 표지")).click()
    owner = phone.page.get_by_role("textbox", name=re.compile("^영업자 성명"))
    owner.click()
    phone.desk.compose("박영업")
    expect(owner).to_have_value("박영업")
    phone.button("목차").click()
    phone.page.get_by_role("button", name="보내기 전 확인").click()
    expect(phone.button("미리보기 마치기")).to_be_disabled()
    phone.desk.shot("left")
    phone.page.get_by_role("button", name=re.compile("^업소명")).click()
    expect(phone.page.get_by_text("꼭 답해야 하는 질문입니다.").first).to_be_visible()
    fill_hundred(phone)
    expect(phone.page.get_by_text("모두 답했습니다")).to_be_visible()
    phone.desk.shot("good")
    answers = phone.answers()
    assert answers.count(">yes<") == 66
    assert "<owner>박영업</owner>" in answers
    assert re.search(r"<signature>signature-\d{8}-\d{6}-[0-9a-f]{4}\.png</signature>", answers)


def test_every_kind_of_question_is_answered(phone: Phone, tmp_path: Path) -> None:
    """[FC4] Photos within their pixels, signatures, codes, places, sounds: kept, then named."""
    phone.upload(workbook(EVERY_KIND, "every_kind", "모든 질문"), "every.xlsx", tmp_path)
    phone.open("every_kind")
    for answer in (write, tell_times, choose, picture, locate, record):
        answer(phone)
        phone.desk.shot(answer.__name__)
        phone.go_on()
    answers = phone.answers()
    for part in (
        "<line>가나다</line>", "<whole>42</whole>", "<stars>4</stars>", "<one>pear</one>",
        "<minimal>grape</minimal>", "<several>apple grape</several>", "<town>sol</town>",
        "<rank>pear apple grape</rank>", "<double>84</double>", "audit.csv</",
        "<code>ONMARU-0042</code>",
    ):  # fmt: skip
        assert part in answers
    assert re.search(r"<hour>\d\d:\d\d:00\.000\+09:00</hour>", answers)
    items = phone.page.locator("[data-file]").all()
    files = [item.get_attribute("data-file") or "" for item in items]
    names = sorted(name.partition("-")[0] for name in files)
    assert names == ["audit.csv", "photo", "signed", "sound"]


def write(phone: Phone) -> None:
    phone.page.get_by_role("textbox", name=re.compile("^한 줄")).fill("가나다")
    phone.page.get_by_role("textbox", name=re.compile("^정수")).fill("４２")
    phone.page.get_by_role("radio", name="별 4개").click()


def tell_times(phone: Phone) -> None:
    phone.question("날짜").get_by_role("button", name="어제").click()
    phone.question("시각").get_by_role("button", name="지금").click()


def choose(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("radio", name="배", exact=True).check()
    page.get_by_role("combobox", name="목록").select_option("포도")
    page.get_by_role("radio", name="3점").check()
    page.get_by_role("checkbox", name="사과").check()
    page.get_by_role("checkbox", name="포도").check()
    phone.button("배 위로").click()
    page.get_by_role("radio", name="가람도").check()
    page.get_by_role("radio", name="솔군").check()
    page.get_by_role("checkbox", name=re.compile("확인")).check()


def picture(phone: Phone) -> None:
    camera = phone.question("사진").locator("input[capture]")
    camera.set_input_files(FilePayload(name="1.jpg", mimeType="image/jpeg", buffer=photo()))
    expect(phone.question("사진").get_by_text("±4 m")).to_be_visible()
    sign(phone, "서명하기")
    code = BytesIO()
    segno.make("ONMARU-0042").save(code, kind="png", scale=8)
    album = phone.question("바코드").locator("input[type=file]")
    drawn = FilePayload(name="c.png", mimeType="image/png", buffer=code.getvalue())
    album.set_input_files(drawn)
    expect(phone.page.get_by_role("textbox", name="바코드")).to_have_value("ONMARU-0042")


def locate(phone: Phone) -> None:
    phone.question("지점").get_by_role("button", name="현재 위치 찾기").click()
    expect(phone.page.get_by_text("37.566500, 126.978000")).to_be_visible()
    walk(phone)


def record(phone: Phone) -> None:
    phone.button("녹음").click()
    phone.page.get_by_role("button", name=re.compile("녹음 끝내기")).click()
    expect(phone.page.locator("audio")).to_be_visible()
    expect(phone.page.get_by_text("강조한 글 가나다")).to_be_visible()


def walk(phone: Phone) -> None:
    """Along three corners; each step is far enough to be taken."""
    plot = phone.question("구역")
    stand(phone, 0, 0)
    plot.get_by_role("button", name="걸으며 기록하기").click()
    expect(plot.get_by_text(re.compile("점 1개"))).to_be_visible()
    for at, (north, east) in enumerate(((0, 0.001), (0.001, 0.001)), 2):
        stand(phone, north, east)
        expect(plot.get_by_text(re.compile(f"점 {at}개"))).to_be_visible()
    plot.get_by_role("button", name="기록 멈추기").click()
    expect(plot.get_by_text(re.compile("㎡"))).to_be_visible()


def stand(phone: Phone, north: float, east: float) -> None:
    place = Geolocation(latitude=37.5 + north, longitude=127 + east, accuracy=4)
    phone.page.context.set_geolocation(place)


def test_a_form_that_no_client_can_evaluate_is_not_opened(phone: Phone, tmp_path: Path) -> None:
    """[FC2]"""
    rows = (
        Row("text", "a", "가", "A"),
        Row("text", "b", "나", "B", {"relevant": "nonesuch(${a})"}),
    )
    phone.upload(workbook(rows, "broken", "틀린 식"), "broken.xlsx", tmp_path)
    phone.visit("broken")
    expect(phone.page.get_by_text("양식에 잘못이 있어")).to_be_visible(timeout=60_000)
    expect(phone.page.get_by_text("nonesuch").first).to_be_visible()
    expect(phone.button("이 판 열기")).to_be_disabled()
    phone.desk.shot("broken")
