"""E13: a new image goes to a few, fails, is taken back by itself; who works notices nothing.

On a real host: the new build is a real image whose desktops come up in the trial and end at once in
front of people. Pictures are left under var/artefacts/canary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kernel.settings import ROOT, read_settings
from tests.e2e.conftest import Running
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import WIDE, Desk
from tests.support.spoiled_image import spoiled
from workplace.hostd.shelf import Shelf

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ADMIN, WORKS, COMES, LATER = "minho.jung", "haneul.kim", "yujin.choi", "seojun.lee"
OFFICER = "doyun.park"
SHOTS = ROOT / "var" / "artefacts" / "canary"
POOL = re.compile("인터넷 가상PC (연결|이어서 사용)")
ENDED = re.compile("시험 통과|시험에서 떨어짐")
TRIALS = 3  # an administrator would try again what failed on a host without breath
BOOT_MS = 180_000  # a busy machine boots a desktop three times here


@dataclass(frozen=True)
class Story:
    desks: dict[str, Desk]
    running: Running
    key: str  # of the new build

    def page(self, who: str) -> Page:
        return self.desks[who].page

    @property
    def version(self) -> Locator:
        """Its part of the administrator's page."""
        page = self.page(ADMIN)
        return page.get_by_role("listitem").filter(has=page.get_by_text(self.key, exact=True))

    def act(self, name: str) -> None:
        """A button of the version, and the same word again in the dialog that explains it."""
        self.version.get_by_role("button", name=re.compile(rf"판 {name}$")).click()
        dialog = self.page(ADMIN).get_by_role("dialog")
        dialog.get_by_role("button", name=name, exact=True).click()
        expect(dialog).to_be_hidden()


@pytest.fixture(scope="module")
def story(running: Running, browser: Browser) -> Iterator[Story]:
    desks = {}
    for name in (ADMIN, OFFICER, WORKS, COMES, LATER):
        context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
        context.set_default_timeout(60_000)
        desks[name] = Desk(context.new_page(), SHOTS)
        desks[name].sign_in(running.work, name, running.password)
    stable = stable_image(desks[ADMIN].page, running)
    with spoiled(Shelf(read_settings().cache / "images"), stable) as key:
        yield Story(desks, running, key)
    for name in (WORKS, COMES, LATER):  # signing out gives their desktops back
        sign_out(desks[name].page, running)
    for desk in desks.values():
        desk.page.context.close()
    assert [problem for desk in desks.values() for problem in desk.problems] == []


@pytest.fixture(autouse=True)
def show_failures(story: Story, request: pytest.FixtureRequest) -> Iterator[None]:
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed > failed:
        for name, desk in story.desks.items():
            desk.shot(f"failed-{request.node.name}-{name}")


def stable_image(page: Page, running: Running) -> str:
    """What new Internet desktops are made of before the story begins."""
    found = page.request.get(f"{running.work}/api/admin/images").json()["images"]
    versions = next(image["versions"] for image in found if image["name"] == "internet")
    return str(next(one["key"] for one in versions if one["stage"] == "stable"))


def sign_out(page: Page, running: Running) -> None:
    page.goto(running.work)
    page.get_by_role("button", name=re.compile("계정$")).click()
    page.get_by_text("로그아웃").click()
    expect(page.get_by_label("사용자 이름")).to_be_visible()


def open_desktop(story: Story, who: str) -> str:
    """Until its picture is there; the desktop's id."""
    page = story.page(who)
    page.goto(f"{story.running.work}/desktops")
    page.get_by_role("link", name=POOL).click()
    page.wait_for_url("**/desktops/view/*", timeout=BOOT_MS)
    wait_for_picture(page.locator("canvas").first)
    return page.url.rpartition("/")[2]


def image_of(story: Story, desktop: str) -> str:
    reply = story.page(ADMIN).request.get(f"{story.running.work}/api/admin/desktops")
    return str(next(d["image"] for d in reply.json()["desktops"] if d["id"] == desktop))


@pytest.fixture(scope="module")
def at_work(story: Story) -> str:
    """The desktop of somebody who works all the time."""
    return open_desktop(story, WORKS)


def test_a_new_build_is_tried_before_anybody_gets_it(story: Story, at_work: str) -> None:
    """[IR2]"""
    page = story.page(ADMIN)
    page.goto(f"{story.running.work}/admin/images")
    expect(story.version).to_contain_text("시험 전", timeout=30_000)
    assert story.version.get_by_role("button", name=re.compile("판 일부 적용$")).count() == 0
    for _ in range(TRIALS):
        story.act("시험 부팅")
        expect(story.version).to_contain_text(ENDED, timeout=BOOT_MS)
        if story.version.get_by_text("시험 통과").is_visible():
            break
    expect(story.version).to_contain_text("시험 통과")
    expect(story.version).to_contain_text(re.compile(r"한글 (\d+)/\1자 그대로"))
    story.version.scroll_into_view_if_needed()
    story.desks[ADMIN].shot("1-tried")
    assert image_of(story, at_work) != story.key


def test_five_per_cent_of_new_desktops_fail_and_it_is_taken_back_by_itself(
    story: Story, at_work: str
) -> None:
    """[IR3] [IR4]"""
    story.act("일부 적용")
    expect(story.version).to_contain_text("일부 적용 5%")
    story.version.scroll_into_view_if_needed()
    story.desks[ADMIN].shot("2-canary")
    open_desktop(story, COMES)  # takes the one that stood ready: another must be made
    expect(story.version).to_contain_text("되돌림", timeout=BOOT_MS)
    expect(story.version).to_contain_text("실패가 늘어 저절로 되돌렸습니다")
    expect(story.version).to_contain_text(re.compile(r"실패 [2-9]번 \(100%\)"))
    story.version.scroll_into_view_if_needed()
    story.desks[ADMIN].shot("3-taken-back")


def test_who_works_on_the_old_image_notices_nothing(story: Story, at_work: str) -> None:
    """[IR3] [DK5]"""
    page = story.page(WORKS)
    assert page.url.endswith(at_work)
    expect(page.locator("[data-phase]")).to_have_count(0)
    wait_for_picture(page.locator("canvas").first)
    story.desks[WORKS].shot("4-still-working")
    assert image_of(story, at_work) != story.key


def test_the_next_one_gets_a_desktop_of_the_old_image(story: Story) -> None:
    """[IR3]"""
    desktop = open_desktop(story, LATER)
    assert image_of(story, desktop) != story.key
    story.desks[LATER].shot("5-next")


def test_the_record_tells_it_and_the_build_is_removed(story: Story) -> None:
    """[DK12] [IR5]"""
    reply = story.page(OFFICER).request.get(
        f"{story.running.work}/api/admin/audit?act=daas_broker.&limit=100"
    )
    entries = [e for e in reply.json()["entries"] if story.key in str(e)]
    told = [(e["act"].removeprefix("daas_broker."), e["actor_name"]) for e in reversed(entries)]
    assert ("start_image_canary", "정민호") in told
    assert any("stop" in act and actor != "정민호" for act, actor in told)
    story.act("지우기")
    expect(story.version).to_have_count(0, timeout=30_000)
    story.desks[ADMIN].shot("6-removed")
