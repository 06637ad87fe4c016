"""A microphone by policy: refused with its rule, opened by a press, heard inside, shut at once."""

import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.support.browser import WIDE, Desk, with_devices
from tests.support.desk import ENVIRONMENT

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "voice"
USER, OFFICER = "haneul.kim", "doyun.park"
LISTEN = """
timeout 3 parec --format=s16le --rate=24000 --channels=1 > /tmp/heard.raw
python3 -c "
import array
heard = array.array('h', open('/tmp/heard.raw', 'rb').read())
print(sum(abs(sample) > 500 for sample in heard))"
"""


@dataclass
class Scene:
    running: Running
    user: Desk
    officer: Desk

    def permit(self, *, is_on: bool) -> None:
        """The officer changes the Internet zone's policy on the page."""
        page = self.officer.page
        page.goto(f"{self.running.work}/admin/desktop-policies")
        page.get_by_role("button", name="인터넷망 정책 고치기").click()
        switch = page.get_by_role("group", name="마이크").get_by_role("switch")
        if switch.is_checked() != is_on:
            page.get_by_role("group", name="마이크").get_by_text("허용").click()
        self.officer.shot(f"policy-{is_on}")
        page.get_by_role("button", name="적용 대기로 저장").click()
        draft = page.locator("[data-draft=internet]")
        draft.get_by_role("button", name="적용", exact=True).click()
        draft.wait_for(state="detached")

    def heard(self) -> int:
        """Loud samples of three seconds inside the desktop, whose id stands in the address."""
        desktop = self.user.page.url.rpartition("/")[2]
        given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
        name = next(name for name in self.running.containers().split() if desktop in name)
        done = subprocess.run(
            ["podman", "exec", *given, name, "sh", "-c", LISTEN],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return int(done.stdout.strip() or 0)


@pytest.fixture
def scene(running: Running, browser: Browser) -> Iterator[Scene]:
    with with_devices(browser) as beside:
        desks = []
        for name in (USER, OFFICER):
            context = beside.new_context(viewport=WIDE, locale="ko-KR")
            context.set_default_timeout(30_000)
            desks.append(Desk(context.new_page(), SHOTS))
            desks[-1].sign_in(running.work, name, running.password)
        yield Scene(running, *desks)
    assert [problem for desk in desks for problem in desk.problems] == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_microphone_opens_by_policy_and_by_a_press_and_shuts_at_once(scene: Scene) -> None:
    """[DIN2]"""
    page = scene.user.page
    scene.permit(is_on=False)
    page.goto(f"{scene.running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC")).first.click()
    page.wait_for_url("**/desktops/view/*", timeout=90_000)
    expect(page.locator("[data-phase]")).to_have_count(0, timeout=90_000)

    press(page, "마이크 켜기")
    notice = page.locator("[data-notice=microphone]")
    expect(notice).to_contain_text("이 가상PC에서는 마이크를 쓸 수 없습니다.")
    expect(notice).to_contain_text("규칙: 마이크")
    scene.user.shot("refused")
    expect(page.get_by_role("button", name="마이크 켜기", exact=True)).to_be_visible()

    scene.permit(is_on=True)
    press(page, "마이크 켜기")
    expect(page.get_by_role("button", name=re.compile("마이크 끄기"))).to_be_visible()
    scene.user.shot("on")
    deadline = time.monotonic() + 60
    while scene.heard() < 100:  # the source is made when the first sound comes
        assert time.monotonic() < deadline

    scene.permit(is_on=False)
    expect(page.get_by_role("button", name="마이크 켜기", exact=True)).to_be_visible()
    scene.user.shot("shut")
    assert scene.heard() == 0
