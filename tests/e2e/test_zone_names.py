"""An IT administrator says by name where Internet desktops lead; desktops that run already obey.

The Internet is a namespace of this machine with a name server and two sites. Pictures are left
under var/artefacts/names.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, expect

from kernel.settings import ROOT
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.support.browser import Desk
from tests.support.country import Namespace, serving
from tests.support.naming import naming
from tests.support.proxied import ask
from tests.support.storm import Visitor
from workplace.hostd.host_network import run

pytestmark = pytest.mark.e2e
ADMIN, USER = "minho.jung", "haneul.kim"
SHOTS = ROOT / "var" / "artefacts" / "names"
SITE, RESOLVER = "198.51.100.9", "198.51.100.53"  # RFC 5737
NAMES = {"www.moved.example": SITE, "shop.example": SITE}
REASON = "민원 회신에 필요"
KEEPER_MS = 25_000  # the keeper of zones looks each ten seconds
ASKED = ("CONNECT www.moved.example:443", "CONNECT shop.example:443")
SHUT = "CONNECT shut.example:443"  # nobody is told twice of one name within ten seconds
RULES = ("revision", "open_internet", "workplace", "resolvers", "allowed", "denied")


@pytest.fixture(scope="module")
def people(running: Running, browser: Browser) -> Iterator[dict[str, Desk]]:
    with signed_in(browser, running, SHOTS, (ADMIN, USER)) as desks:
        yield desks


@pytest.fixture(scope="module")
def internet() -> Iterator[None]:
    """Beyond a link of its own."""
    there, near = Namespace("onmaru-names"), "onmaru-names"
    with ExitStack() as undo:
        run("ip", "netns", "add", there.name)
        undo.callback(run, "ip", "netns", "delete", there.name)
        run("ip", "link", "add", near, "type", "veth", "peer", "name", "out", "netns", there.name)
        run("ip", "address", "add", "10.201.7.1/30", "dev", near)
        for address in ("10.201.7.2/30", f"{SITE}/32", f"{RESOLVER}/32"):
            run("ip", "-netns", there.name, "address", "add", address, "dev", "out")
        for device in ("out", "lo"):
            run("ip", "-netns", there.name, "link", "set", device, "up")
        run("ip", "link", "set", near, "up")
        run("ip", "-netns", there.name, "route", "add", "default", "via", "10.201.7.1")
        run("ip", "route", "add", "198.51.100.0/24", "via", "10.201.7.2")
        undo.enter_context(serving(["tcp:443"], ["ip", "netns", "exec", there.name]))
        undo.enter_context(naming(there, RESOLVER, NAMES))
        yield


@pytest.fixture(scope="module")
def zone(running: Running, internet: None) -> Iterator[None]:
    """It asks the story's own name server, and is afterwards as it was."""
    admin = Visitor(running.port)
    assert admin.sign_in(ADMIN, running.password) == 200
    before = rules_of(admin)
    told = {**before, "resolvers": [RESOLVER]}
    assert admin.ask("PUT", "/api/admin/zones/internet", told)[0] == 204
    yield
    revision = rules_of(admin)["revision"]
    admin.ask("PUT", "/api/admin/zones/internet", {**before, "revision": revision})


def rules_of(admin: Visitor) -> dict[str, object]:
    _, found = admin.ask("GET", "/api/admin/zones")
    assert isinstance(found, dict)
    zone = next(one for one in found["zones"] if one["zone"] == "internet")
    return {name: zone[name] for name in RULES}


@pytest.fixture(scope="module")
def desktop(running: Running, zone: None) -> Iterator[Namespace]:
    """One that ran before anything was changed."""
    visitor = Visitor(running.port + 1)
    assert visitor.sign_in(USER, running.password) == 200
    _, found = visitor.ask("GET", "/api/desktops")
    assert isinstance(found, dict)
    pool = next(one["pool_id"] for one in found["pools"] if one["zone"] == "internet")
    _, claimed = visitor.ask("POST", f"/api/desktops/pools/{pool}/claim", {})
    assert isinstance(claimed, dict)
    name = claimed["desktop"]["desktop_id"]
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True)
    yield Namespace(next(word for word in listed.stdout.split() if name in word))
    visitor.ask("POST", f"/api/desktops/{name}/release", {})


def id_of(desktop: Namespace) -> str:
    return desktop.name.split("-")[1]


def edit(desk: Desk) -> Locator:
    """The dialog of the Internet zone's rules."""
    desk.page.get_by_role("button", name="고치기").nth(1).click()
    return desk.page.get_by_role("dialog", name="인터넷망 정책 고치기")


def save(desk: Desk, dialog: Locator) -> None:
    dialog.get_by_role("button", name="저장하고 바로 적용").click()
    expect(dialog).to_be_hidden()
    expect(desk.page.get_by_text("적용됨")).to_have_count(2)


def test_only_the_names_that_are_allowed_open(
    running: Running, people: dict[str, Desk], desktop: Namespace
) -> None:
    """[DH4] [DH10]"""
    desk = people[ADMIN]
    assert desktop.reaches(f"tcp:{SITE}:443") == {f"tcp:{SITE}:443"}
    desk.open(f"{running.work}/admin/zones")
    dialog = edit(desk)
    dialog.get_by_text("인터넷 전체 열기").click()
    dialog.get_by_text("웹은 이름으로만").click()
    dialog.get_by_role("button", name="이름 더하기").first.click()
    name = dialog.get_by_label("이름", exact=True)
    name.fill("10.0.0.1")
    expect(dialog.get_by_text("이름만 쓰십시오")).to_be_visible()
    name.fill("*.moved.example")
    save(desk, dialog)
    assert ask(desktop, ASKED[0], SHUT) == ["200x", "403"]
    assert desktop.reaches(f"tcp:{SITE}:443") == set()


def test_who_is_refused_a_name_sees_why_and_asks_for_it(
    running: Running, people: dict[str, Desk], desktop: Namespace
) -> None:
    """[DH11]"""
    desk = people[USER]
    desk.open(f"{running.work}/desktops/view/{id_of(desktop)}")
    expect(desk.page.get_by_role("button", name="막힌 주소")).to_be_visible()  # of the other name
    assert ask(desktop, ASKED[1]) == ["403"]
    expect(desk.page.get_by_text("이 망에서 막혀 열리지 않은 주소가 있습니다")).to_be_visible(
        timeout=KEEPER_MS
    )
    desk.shot("told")
    desk.page.get_by_role("button", name="보기").click()
    panel = desk.page.get_by_role("dialog", name="막힌 주소")
    expect(panel.get_by_text("허용 목록에 없는 주소입니다").first).to_be_visible()
    panel.get_by_role("button", name="shop.example 열어 달라고 하기").click()
    panel.get_by_label("쓰려는 까닭").click()
    desk.compose(REASON)  # what is composed beside a desktop is not the desktop's
    expect(panel.get_by_label("쓰려는 까닭")).to_have_value(REASON)
    desk.shot("asking")
    panel.get_by_role("button", name="보내기").click()
    expect(panel.get_by_text("요청함")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_role("button", name="막힌 주소")).to_be_visible()


def test_what_is_lacking_is_one_press_away(people: dict[str, Desk], desktop: Namespace) -> None:
    """[DH10] [DH11]"""
    desk = people[ADMIN]
    expect(desk.page.get_by_text(REASON)).to_be_visible()
    desk.shot("refused")
    dialog = edit(desk)
    dialog.get_by_role("button", name="shop.example 허용에 더하기").first.click()
    desk.shot("allowing")
    save(desk, dialog)
    assert ask(desktop, *ASKED) == ["200x", "200x"]
    expect(people[USER].page.get_by_text("관리자가 허용했습니다")).to_be_visible()
    people[USER].shot("let")
    expect(desk.page.get_by_text(REASON)).to_be_hidden()
