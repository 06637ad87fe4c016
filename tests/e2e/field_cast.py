"""An inspector at a phone and the head who gives the work, as stories of the field need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from time import sleep, time
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Geolocation, Locator, Page, expect

from kernel.ids import fresh_id
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.support.browser import PHONE, Desk, until
from tests.support.calls import call
from tests.support.small_sheet import FORM_ID, VERSION, workbook

HEAD, INSPECTOR, PEER = "seojun.lee", "haneul.kim", "sol.lee"
NAME, PEER_NAME = "김하늘", "이솔"
PIN = "135790"
STORY_S = 90  # no story of the phone takes longer
HERE = Geolocation(latitude=37.5665, longitude=126.978, accuracy=12)
OF_A_PHONE: dict[str, Any] = {
    "viewport": PHONE, "locale": "ko-KR", "timezone_id": "Asia/Seoul", "has_touch": True,
    "permissions": ["geolocation"], "geolocation": HERE,
}  # fmt: skip
# Everything in IndexedDB as letters, whatever it is: nothing of it may be readable.
KEPT = """async () => {
  const letters = []
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('onmaru-field-')) continue
    const asked = indexedDB.open(name)
    const base = await new Promise(done => { asked.onsuccess = () => done(asked.result) })
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store).getAll()
      await new Promise(done => { all.onsuccess = done })
      for (const row of all.result) {
        letters.push(row.kind, row.id, new TextDecoder().decode(row.sealed))
      }
    }
    base.close()
  }
  return letters.join('\\n')
}"""


@dataclass(frozen=True)
class Office:
    """The head: forms, cases, and to whom they are given."""

    desk: Desk

    def form(self) -> str:
        """The key of the story's form, opened; made once."""
        page = self.desk.page
        listed = call(page, "GET", "/api/field/forms")["forms"]
        there = [form["id"] for form in listed if form["form_id"] == FORM_ID]
        if there:
            return str(there[0])
        made = call(page, "POST", "/api/field/forms?name=door.xlsx", data=workbook())
        path = f"/api/field/forms/{made['id']}/versions/{VERSION}/state"
        call(page, "PUT", path, {"state": "open"})
        return str(made["id"])

    def leave_to_inspector(self) -> None:
        """What the form's decision is, and that it may be made at the door."""
        page, key = self.desk.page, self.form()
        path = f"/api/field/forms/{key}/versions/{VERSION}/decisions"
        there = call(page, "GET", path)
        fit = {
            "id": "fit", "kind": "fit", "label": "적합", "title": "현장점검 결과(적합) 알림",
            "opening": "점검한 결과 관계 법령에 적합함을 알려 드립니다.",
            "basis": "식품위생법 제22조",
            "by": "inspector",
        }  # fmt: skip
        shares = [{"label": "확인한 것", "paths": ["/data/door/seen"]}]
        words = {"shares": shares, "outcomes": [fit], "seen": there["revision"]}
        call(page, "PUT", path, words)

    def give(self, name: str, at: tuple[float, float], person: str) -> str:
        """The case's id; its inspector has it for today."""
        page, code = self.desk.page, fresh_id()[-12:]
        site = {"road_address": f"한빛시 마루로 {code[:3]}", "lat": at[0], "lon": at[1]}
        subject = {"code": code, "name": name, "note": "대표 010-1234-5678"}
        place = call(page, "POST", "/api/field/sites", {"subject": subject, "site": site})
        wish = {
            "site_id": place["id"], "kind": "위생점검", "legal_basis": "식품위생법 제22조",
            "form_key": self.form(),
        }  # fmt: skip
        case = call(page, "POST", "/api/field/cases", wish)
        self.assign(str(case["id"]), person, seen=0)
        return str(case["id"])

    def assign(self, case: str, person: str, seen: int) -> None:
        page = self.desk.page
        people = call(page, "GET", "/api/field/inspectors")["inspectors"]
        names = {INSPECTOR: NAME, PEER: PEER_NAME}
        chosen = next(each["id"] for each in people if each["name"] == names[person])
        today = call(page, "GET", "/api/field/today")["day"]
        body = {"person_id": chosen, "planned_on": today, "seen": seen}
        call(page, "PUT", f"/api/field/cases/{case}/lead", body)


@dataclass(frozen=True)
class Phone:
    """390 px, somewhere in Seoul."""

    desk: Desk
    running: Running

    @property
    def page(self) -> Page:
        return self.desk.page

    def sign_in(self, user: str) -> None:
        page = self.page
        page.goto(f"{self.running.work}/sign-in?to=/field")
        page.get_by_label("사용자 이름").fill(user)
        page.get_by_label("비밀번호", exact=True).fill(self.running.password)
        page.get_by_role("button", name="로그인", exact=True).click()

    def make_pocket(self) -> None:
        """Where ten stories have left a pocket each, the oldest of them goes."""
        page = self.page
        page.get_by_label("새 PIN").fill(PIN)
        page.get_by_label("PIN 한 번 더").fill(PIN)
        page.get_by_role("button", name="보관함 만들기").click()
        full = page.get_by_role("region", name="내 보관함")
        expect(full.or_(self._heading()).first).to_be_visible(timeout=60_000)
        if full.count():
            self.make_room()
        self.is_open()

    def make_room(self) -> None:
        """Among the pockets of one's own."""
        page = self.page
        page.get_by_role("region", name="내 보관함").get_by_role("button").first.click()
        sure = page.get_by_role("alertdialog")
        expect(sure).to_contain_text("되돌릴 수 없습니다")
        sure.get_by_role("button", name="해지").click()

    def is_open(self) -> None:
        expect(self._heading()).to_be_visible(timeout=60_000)

    def _heading(self) -> Locator:
        return self.page.get_by_role("heading", name="오늘 점검")

    def unlock(self, pin: str = PIN, name: str = NAME) -> None:
        self.page.get_by_label(f"{name}의 PIN").fill(pin)
        self.page.get_by_role("button", name="열기", exact=True).click()

    def fetch_day(self) -> None:
        """What was fetched for a day goes when it ends: no story begins shortly before that."""
        midnight = wipe_time(time())
        if midnight - time() < STORY_S:
            sleep(midnight - time() + 1)
        self.page.get_by_role("button", name="내려받기").click()
        expect(self.page.get_by_text("이제 연결이 없어도 됩니다")).to_be_visible(timeout=60_000)

    def has_shell(self) -> None:
        """The worker holds the pages: from here on they open without a line."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def sign_out(self) -> None:
        """With nothing unsent, and said so before; without a line, so that it is done later."""
        page = self.page
        page.get_by_role("link", name="대기열").click()
        page.get_by_role("button", name="로그아웃").click()
        asked = page.get_by_role("dialog")
        expect(asked).to_contain_text("보내지 않은 것은 없습니다")
        self.desk.shot("9-signing-out")
        self.cut()
        asked.get_by_role("button", name="로그아웃").click()
        expect(page.get_by_text("이 휴대전화가 마칩니다")).to_be_visible()
        self.desk.shot("9-signed-out-without-a-line")
        self.cut(is_off=False)
        ask = f"{self.running.work}/api/session"
        until(page, lambda: page.request.get(ask).status == 401, "nobody ended the session")

    def cut(self, *, is_off: bool = True) -> None:
        self.page.context.set_offline(is_off)

    def killed(self) -> "Phone":
        """The window goes without a word; another one is opened in its place."""
        context = self.page.context
        self.page.close(run_before_unload=False)
        return replace(self, desk=replace(self.desk, page=context.new_page()))

    def go(self, path: str = "") -> None:
        self.page.goto(f"{self.running.work}/field{path}")

    def line(self, state: str) -> None:
        badge = self.page.get_by_test_id("line")
        expect(badge).to_have_attribute("data-line", state, timeout=60_000)

    def open_target(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def begin(self) -> None:
        self.page.get_by_role("button", name="점검 시작").click()
        self.seen().wait_for(timeout=60_000)

    def seen(self) -> Any:
        return self.page.get_by_role("textbox", name="확인한 것")

    def answer(self, text: str) -> None:
        self.seen().fill(text)
        self.page.get_by_role("radio", name="적합", exact=True).check()
        expect(self.page.get_by_role("status").filter(has_text="저장됨")).to_be_visible()

    def all_is_sent(self) -> None:
        page = self.page
        page.get_by_role("link", name="대기열").click()
        page.get_by_role("button", name="지금 보내기").click()
        expect(page.get_by_text("모두 보냈습니다")).to_be_visible(timeout=90_000)

    def send(self) -> None:
        self.page.get_by_role("button", name="마침", exact=True).click()
        self.page.get_by_role("button", name="보내기", exact=True).click()
        self.is_open()


def wipe_time(now: float) -> float:
    """The end of the day in Seoul, as `pocket/day/model.ts` has it; seconds since 1970."""
    seoul, day = 9 * 3600, 24 * 3600
    return ((now + seoul) // day + 1) * day - seoul


@contextmanager
def phone_of(browser: Browser, running: Running, shots: Path) -> Iterator[Phone]:
    context = browser.new_context(**OF_A_PHONE)
    context.set_default_timeout(30_000)
    yield Phone(Desk(context.new_page(), shots), running)
    context.close()


@contextmanager
def at_the_door(
    browser: Browser, running: Running, shots: Path, place: str
) -> Iterator[tuple[Office, Phone]]:
    """The head, and an inspector on the way to one place, whose day is not fetched yet."""
    with signed_in(browser, running, shots, [HEAD]) as desks:
        office = Office(desks[HEAD])
        office.give(place, (37.57, 126.98), INSPECTOR)
        with phone_of(browser, running, shots) as phone:
            yield office, phone


def sign(page: Page, act: Locator, done: Locator) -> None:
    """With a finger, on the paper that the act opens; it is signed when `done` shows."""
    act.click()
    finish = page.get_by_role("button", name="완료")
    paper = page.locator("canvas")
    paper.scroll_into_view_if_needed()

    def is_drawn() -> bool:
        box = paper.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 160, box["y"] + 60, steps=8)
        page.mouse.up()
        return finish.is_enabled()

    until(page, is_drawn, "the paper took no pen")  # which comes a moment after its paper
    finish.click()
    expect(done).to_be_visible()


def take_photo(page: Page) -> None:
    """Done when the question shows it."""
    out = BytesIO()
    Image.effect_noise((800, 600), 50).convert("RGB").save(out, "JPEG")
    file = {"name": "front.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    page.locator("[data-question] img").first.wait_for()
