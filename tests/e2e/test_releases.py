"""A civil servant sends a letter into the Internet zone: she asks, it is inspected, her head
approves, and it is once in her Internet desktop. Pictures are left under var/artefacts/releases.
"""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import USUAL_MS, Running
from tests.e2e.test_policies import open_desktop
from tests.support.browser import Desk
from tests.support.storm import Visitor

pytestmark = pytest.mark.e2e
USER, HEAD, OFFICER = "haneul.kim", "seojun.lee", "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "releases"
RUN = fresh_id()[-6:]
LETTER, ROSTER, INBOUND = f"회신-{RUN}.txt", f"명단-{RUN}.txt", f"접수-{RUN}.txt"
WORDS = "신청 기간은 3월 2일부터 3월 31일까지입니다.\n"
REASON = f"민원인에게 전자우편으로 회신합니다 ({RUN})"
ANSWER = "공개해도 되는 안내문입니다"
SLOW_MS = 90_000


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=SLOW_MS)
    yield
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER, HEAD), timeout_ms=SLOW_MS) as desks:
        yield desks


def in_drive(page: Page, running: Running, file: Path) -> None:
    page.goto(f"{running.work}/drive")
    page.locator("input[type=file]").first.set_input_files(file)
    row = page.get_by_role("row", name=re.compile(re.escape(file.name)))
    expect(row).to_be_visible()
    page.get_by_role("button", name="목록 닫기").click()


def ask(page: Page, name: str) -> None:
    """From the file's own menu in the drive."""
    page.get_by_role("button", name=f"‘{name}’ 할 일").first.click()
    page.get_by_role("menuitem", name="인터넷망으로 보내기 요청").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(name)
    dialog.get_by_label("사유").fill(REASON)
    dialog.get_by_role("button", name="요청", exact=True).click()
    expect(dialog).to_have_count(0)


def asked(page: Page, name: str, *stages: str) -> None:
    rows = page.locator(", ".join(f"[data-release={stage}]" for stage in stages))
    row = rows.filter(has_text=name).filter(has_text=RUN)
    expect(row).to_be_visible()


def look_at(head: Page, running: Running, name: str, words: str) -> None:
    """From what waits for an answer; what crosses is shown."""
    head.goto(f"{running.work}/transfers?view=inbox")
    row = head.locator("[data-release=waiting]").filter(has_text=name).filter(has_text=RUN)
    row.get_by_role("link", name=f"{name} 자세히").click()
    expect(head.get_by_role("region", name="미리보기")).to_contain_text(words)


def approve(head: Page) -> None:
    head.get_by_text("위의 검사 결과를 모두 확인했습니다").click()
    head.get_by_label("의견").fill(ANSWER)
    head.get_by_role("button", name="승인", exact=True).click()
    expect(head.get_by_text("승인했습니다.").first).to_be_visible()


def test_what_carries_resident_numbers_is_stopped_and_says_so(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[DX3]"""
    page = people[USER].page
    file = tmp_path / ROSTER
    file.write_text("대상자 900101-1234568\n")
    in_drive(page, running, file)
    ask(page, ROSTER)
    asked(page, ROSTER, "blocked")
    page.get_by_role("link", name=f"{ROSTER} 자세히").click()
    expect(page.locator("[data-finding=resident_number]")).to_contain_text("보낼 수 없음")
    people[USER].shot("blocked")


def test_a_letter_is_asked_for_approved_and_once_in_the_internet_desktop(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[DX1] [DX2] [DX5]"""
    page, head = people[USER].page, people[HEAD].page
    file = tmp_path / LETTER
    file.write_text(WORDS)
    in_drive(page, running, file)
    ask(page, LETTER)
    asked(page, LETTER, "waiting")
    people[USER].shot("waiting")

    look_at(head, running, LETTER, "3월 31일까지")
    expect(head.locator("[data-finding=unscanned]")).to_be_visible()
    people[HEAD].shot("deciding")
    approve(head)

    # At once where her Internet desktop is still there from a story before.
    asked(page, LETTER, "released", "delivering", "delivered")
    open_desktop(page, running, "인터넷 가상PC")
    desktop = page.url.rpartition("/")[2]
    until_inside(running, desktop, WORDS)
    page.goto(f"{running.work}/transfers")
    asked(page, LETTER, "delivered")
    people[USER].shot("delivered")


def test_the_evidence_is_downloaded_and_proves_what_it_says(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[DX4]"""
    page = people[USER].page
    page.goto(f"{running.work}/transfers")
    page.get_by_role("link", name=f"{LETTER} 자세히").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="서명한 증적 받기").click()
    people[USER].shot("detail")
    evidence, letter = tmp_path / "evidence.json", tmp_path / LETTER
    taken.value.save_as(evidence)
    letter.write_text(WORDS)
    page.goto(f"{running.work}/transfers?view=proof")
    page.get_by_label("증적 파일(.json)", exact=True).set_input_files(evidence)
    expect(page.get_by_text("이 시스템이 서명한 그대로입니다")).to_be_visible()
    page.get_by_label("승인된 파일(선택)", exact=True).set_input_files(letter)
    expect(page.get_by_text("승인된 바로 그 파일입니다")).to_be_visible()
    people[USER].shot("proof")
    said = json.loads(evidence.read_text())
    said["record"] = said["record"].replace(ANSWER, "다른 의견을 적었습니다")
    evidence.write_text(json.dumps(said))
    page.get_by_label("증적 파일(.json)", exact=True).set_input_files(evidence)
    expect(page.get_by_text("서명이 맞지 않습니다")).to_be_visible()


def test_a_refused_text_is_asked_for_from_the_refusal_and_goes_in_once(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DX9]"""
    page, head = people[USER].page, people[HEAD].page
    open_desktop(page, running, "인터넷 가상PC")
    page.get_by_role("button", name="클립보드").click()
    page.get_by_label("가상PC에 넣을 글").fill(f"대외비 해제 안내 {RUN}")
    page.get_by_role("button", name="넣기", exact=True).click()
    notice = page.locator("[data-notice=policy]")
    expect(notice).to_contain_text("대외비 표시")
    people[USER].shot("text-refused")
    form = page.locator("form").filter(has_text="막힌 글을 승인받아 넣기")
    form.get_by_label("사유").fill(REASON)
    form.get_by_role("button", name="요청", exact=True).click()
    expect(page.get_by_text(re.compile("승인을 기다리는 글"))).to_be_visible()

    look_at(head, running, "클립보드 글", f"대외비 해제 안내 {RUN}")
    approve(head)

    page.get_by_role("button", name="가상PC에 넣기", exact=True).click()
    expect(page.get_by_text("가상PC의 클립보드에 넣었습니다.").first).to_be_visible()
    expect(page.get_by_role("button", name="가상PC에 넣기", exact=True)).to_have_count(0)
    people[USER].shot("text-in")
    page.goto(f"{running.work}/transfers")
    asked(page, "클립보드 글", "delivered")


def test_a_file_of_the_internet_desktop_comes_into_the_drive_by_approval(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DX1] [DX5]"""
    page = people[USER].page
    in_outbox(page, running)
    with let_in_without_antivirus(running):
        page.goto(f"{running.work}/transfers?ask=work")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=f"고르기 {INBOUND}").click()
        dialog.get_by_label("사유").fill(REASON)
        dialog.get_by_role("button", name="요청", exact=True).click()
        asked(page, INBOUND, "waiting")
        head = signed_in_as(running, HEAD)
        waits = told(head, "GET", "/api/releases/inbox")["waiting"]
        [release] = [one for one in waits if one["name"] == INBOUND]
        body = {"answer": ANSWER, "seen": list(release["findings"])}
        told(head, "POST", f"/api/releases/{release['id']}/approve", body)
        asked(page, INBOUND, "delivered")
    page.goto(f"{running.work}/drive")
    expect(page.get_by_role("row", name=re.compile(re.escape(INBOUND)))).to_be_visible()
    people[USER].shot("inbound")


def in_outbox(page: Page, running: Running) -> None:
    """As if she had saved it there in her Internet desktop."""
    held = page.request.get(f"{running.work}/api/desktops").json()["pools"]
    [desktop] = [
        one["desktop"]["desktop_id"]
        for one in held
        if one["desktop"] and one["zone"] == "internet" and one["name"] == "인터넷 가상PC"
    ]
    name = next(name for name in running.containers().split() if desktop in name)
    save = f"echo '접수 안내' > '/home/desktop/문서함으로 보내기/{INBOUND}'"
    subprocess.run(["podman", "exec", name, "sh", "-c", save], check=True)


@contextmanager
def let_in_without_antivirus(running: Running) -> Iterator[None]:
    """None runs here, and by default nothing comes in that none has seen."""
    officer = signed_in_as(running, OFFICER)
    before = work_lane(officer)
    refuses = [one for one in before["refuses"] if one != "unscanned"]
    told(officer, "PUT", "/api/releases/lanes/work", {**before, "refuses": refuses})
    yield
    now = {**before, "revision": work_lane(officer)["revision"]}
    told(officer, "PUT", "/api/releases/lanes/work", now)


def work_lane(officer: Visitor) -> dict[str, Any]:
    lanes = told(officer, "GET", "/api/releases")["lanes"]
    [lane] = [lane for lane in lanes if lane.pop("to") == "work"]
    return dict(lane)


def signed_in_as(running: Running, name: str) -> Visitor:
    visitor = Visitor(running.port)
    assert visitor.sign_in(name, running.password) == 200
    return visitor


def told(visitor: Visitor, method: str, path: str, body: object = None) -> dict[str, Any]:
    status, said = visitor.ask(method, path, body)
    assert status < 300, said
    assert isinstance(said, dict)
    return said


def until_inside(running: Running, desktop: str, words: str) -> None:
    """In the Downloads of the real desktop, and once."""
    name = next(name for name in running.containers().split() if desktop in name)
    look = ["podman", "exec", name, "sh", "-c", f"cat /home/desktop/Downloads/회신-{RUN}*"]
    deadline = time.monotonic() + SLOW_MS / 1000
    while True:
        seen = subprocess.run(look, capture_output=True, text=True, check=False)
        if seen.returncode == 0 and seen.stdout:
            break
        assert time.monotonic() < deadline, seen.stderr
        time.sleep(0.5)
    assert seen.stdout == words
