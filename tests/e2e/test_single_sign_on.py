"""Somebody signs in by way of the agency's single sign-on, which speaks SAML only.

Pictures are left under var/artefacts/single-sign-on.
"""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.support.browser import PHONE, WIDE, Desk
from tests.support.saml import pen
from tests.support.saml_provider import RealSaml, real_saml

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "single-sign-on"
BUTTON = "한빛부 통합인증으로 로그인"


@pytest.fixture(scope="module")
def provider(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSaml]:
    """Written down as an administrator writes it, and taken out again."""
    file = running.var / "secrets" / "sign-on.toml"
    with real_saml(tmp_path_factory.mktemp("saml"), "both") as server:
        file.write_text(
            f'protocol = "saml"\nissuer = "{server.address}"\naddress = "{server.address}/sso"\n'
            f'certificates = """\n{pen().pem}"""\nclaim = "employee"\n'
            f'title = "한빛부 통합인증"\nsign_out = "{server.address}/out"\n'
        )
        file.chmod(0o640)
        shutil.chown(file, group="onmaru")
        running.restart("web")
        yield server
    file.unlink()
    running.restart("web")


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[dict[str, Desk]]:
    context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
    desk = Desk(context.new_page(), SHOTS)
    yield {"haneul": desk}
    context.close()


def go_there(page: Page, running: Running, to: str = "/") -> None:
    page.goto(f"{running.work}/sign-in?to={to}")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name="한빛부 통합인증")).to_be_visible()


def test_the_button_stands_on_the_page_of_signing_in(
    running: Running, provider: RealSaml, people: dict[str, Desk]
) -> None:
    desk = people["haneul"]
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        desk.page.set_viewport_size(size)
        desk.page.goto(f"{running.work}/sign-in")
        expect(desk.page.get_by_role("button", name=BUTTON)).to_be_visible()
        desk.shot(f"1-the-button-{name}")
    desk.page.set_viewport_size(WIDE)


def test_whom_it_does_not_know_here_is_told_so_and_nothing_opens(
    running: Running, provider: RealSaml, people: dict[str, Desk]
) -> None:
    """[SO2]"""
    page = people["haneul"].page
    go_there(page, running)
    page.get_by_label("아이디").fill("nobody.here")
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("alert")).to_contain_text("확인해 주지 않았습니다")
    people["haneul"].shot("2-not-vouched-for")


def test_who_proves_it_there_is_in_where_they_wanted_to_go(
    running: Running, provider: RealSaml, people: dict[str, Desk]
) -> None:
    """[SO1] The post comes from another site: 127.0.0.1 to localhost."""
    page = people["haneul"].page
    go_there(page, running, "/people")
    page.get_by_label("아이디").fill("haneul.kim")
    page.get_by_role("button", name="로그인").click()
    expect(page).to_have_url(re.compile(r"/people$"))
    expect(page.get_by_text("김하늘").first).to_be_visible()
    people["haneul"].shot("3-in")


def test_who_signs_out_is_led_out_of_there_as_well(
    running: Running, provider: RealSaml, people: dict[str, Desk]
) -> None:
    """[SO5]"""
    page = people["haneul"].page
    page.get_by_role("button", name=re.compile("계정$")).click()
    page.get_by_role("button", name="로그아웃").click()
    expect(page.get_by_role("heading", name="한빛부 통합인증에서 로그아웃했습니다")).to_be_visible()
    page.goto(f"{running.work}/sign-in?still")
    expect(page.get_by_text("한빛부 통합인증에는 아직")).to_be_visible()
    people["haneul"].shot("4-still-signed-in-there")
