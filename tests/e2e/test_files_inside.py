"""A file of the drive is brought into a desktop, opened there, written on, and saved to the drive.

Pictures are left under var/artefacts/files-inside.
"""

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Position, expect

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.test_policies import open_desktop
from tests.support.browser import Desk
from tests.support.desk import ENVIRONMENT

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER = "sol.lee"
SHOTS = ROOT / "var" / "artefacts" / "files-inside"
RUN = fresh_id()[-8:]
REPORT, NOTE, BACK = f"report-{RUN}.docx", f"note-{RUN}.txt", f"checked-{RUN}.txt"
ADDED = "검토했습니다"
FILES = Position(x=147, y=741)  # 파일 in the panel, in the picture at 1440×900
SLOW = 120.0


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (USER,)) as desks:
        yield desks


def in_drive(page: Page, running: Running, file: Path) -> None:
    page.goto(f"{running.work}/drive")
    page.locator("input[type=file]").first.set_input_files(file)
    row = page.get_by_role("row", name=re.compile(re.escape(file.name)))
    expect(row).to_be_visible(timeout=60_000)  # and not only among what is on its way


def bring(page: Page, name: str) -> None:
    """By the panel, as its person does."""
    page.get_by_role("button", name="파일", exact=True).click()
    page.get_by_role("button", name=f"가져오기 {name}").click(timeout=60_000)
    expect(page.get_by_text("다운로드 폴더에 넣었습니다").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="닫기").first.click()


def open_inside(page: Page, running: Running, name: str, title: str) -> None:
    """In the file manager, by its address line; the program for its kind opens it."""
    page.locator("canvas").click(position=FILES)
    until_window(page, running, "Thunar|desktop - |파일 관리자")
    page.keyboard.press("Control+l")
    page.wait_for_timeout(1_000)
    page.keyboard.type(f"/home/desktop/Downloads/{name}")
    page.wait_for_timeout(1_000)
    page.keyboard.press("Enter")
    until_window(page, running, title)


def until_window(page: Page, running: Running, title: str) -> None:
    """A window with such a title is on the desktop's own screen."""
    desktop = page.url.rpartition("/")[2]
    name = next(name for name in running.containers().split() if desktop in name)
    given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
    look = ["podman", "exec", *given, name, "xwininfo", "-root", "-tree"]
    deadline = time.monotonic() + SLOW
    while True:
        seen = subprocess.run(look, capture_output=True, text=True, check=True).stdout
        if re.search(f'"[^"]*({title})', seen):
            return
        assert time.monotonic() < deadline, re.findall(r'"[^"]+"', seen)
        page.wait_for_timeout(500)


def a_report(folder: Path) -> Path:
    """As an office writes one."""
    plain = folder / f"report-{RUN}.txt"
    plain.write_text("점검 결과 보고\n이상 없음\n")
    profile = f"-env:UserInstallation=file://{folder}/office"
    made = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(plain),
    ]
    subprocess.run(made, check=True, capture_output=True, timeout=SLOW)
    return folder / REPORT


def test_a_file_of_the_drive_is_opened_in_a_desktop(
    running: Running, people: dict[str, Desk], tmp_path: Path
) -> None:
    """[DLP11]"""
    user, page = people[USER], people[USER].page
    note = tmp_path / NOTE
    note.write_text("점검 목록\n")
    for file in (a_report(tmp_path), note):
        in_drive(page, running, file)
    open_desktop(page, running, "업무 가상PC")
    bring(page, REPORT)
    open_inside(page, running, REPORT, f'{REPORT}[^"]* LibreOffice Writer')
    page.wait_for_timeout(3_000)
    user.shot("report")


def test_what_was_written_on_it_comes_back_into_the_drive(
    running: Running, people: dict[str, Desk]
) -> None:
    """[DLP11]"""
    user, page = people[USER], people[USER].page
    bring(page, NOTE)
    open_inside(page, running, NOTE, f'{NOTE}[^"]* Mousepad')
    page.wait_for_timeout(2_000)
    user.compose(ADDED)
    page.keyboard.press("Control+Shift+s")
    until_window(page, running, "다른 이름으로 저장")
    page.wait_for_timeout(1_000)
    page.keyboard.press("Control+a")
    user.compose("/home/desktop/문서함으로 보내기/")
    page.keyboard.type(BACK)
    user.shot("saving")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_000)
    page.get_by_role("button", name="파일", exact=True).click()
    page.get_by_role("button", name=f"저장 {BACK}").click(timeout=60_000)
    expect(page.get_by_text("문서함에 저장했습니다").first).to_be_visible(timeout=60_000)
    user.shot("saved")
    page.goto(f"{running.work}/drive")
    expect(page.get_by_text(BACK).first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=f"‘{BACK}’ 할 일").first.click()
    with page.expect_download(timeout=60_000) as taken:
        page.get_by_role("menuitem", name="내려받기").click()
    assert ADDED in Path(taken.value.path()).read_text()
