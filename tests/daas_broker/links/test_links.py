"""A link of the work zone opens in its person's own Internet desktop, and is noted before."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from daas_broker.display.rules import from_text
from daas_broker.links.rules import LinkMalformed, check, is_link
from kernel import audit
from kernel.settings import ROOT, Zone
from tests.daas_broker.conftest import Broker
from tests.daas_broker.releases.conftest import bridge
from tests.daas_broker.transfers.conftest import listening, stranger

LINK = "https://www.law.go.kr/x?y=1#z"
BRIDGE = ROOT / "deploy/desktops/files/usr/lib/onmaru/filebridge.py"


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (LINK, LINK),
        ("  HTTP://Example.kr:8080/가 ", "http://Example.kr:8080/가"),
        ("https://온마루.한국/", "https://xn--6e0b48kj5n.xn--3e0b707e/"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
    ],
)
def test_a_link_is_opened_as_it_was_said_with_its_host_in_ascii(said: str, made: str) -> None:
    """[DX10]"""
    assert check(said).partition("xn--")[0] == made.partition("xn--")[0]
    assert check(said).isascii() or "가" in made


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("javascript:alert(1)", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://a.kr/", "scheme"),
        ("--app=https://a.kr", "scheme"),
        ("https://a:b@c.kr/", "credentials"),
        ("https://a@c.kr/", "credentials"),
        ("https://", "form"),
        ("https:///x", "host"),
        ("https://a.kr:99999/", "form"),
        ("https://a.kr/ --new-window", "form"),
        ("https://a.kr/\n", ""),
        ("https://a.kr/\x00", "form"),
        ('https://a.kr/"', "form"),
        ("https://-a.kr/", "host"),
        ("https://a.kr/" + "x" * 2000, "long"),
    ],
)
def test_what_is_no_link_says_why(said: str, why: str) -> None:
    """[DX10]"""
    if not why:
        assert check(said) == "https://a.kr/"
        return
    with pytest.raises(LinkMalformed) as refused:
        check(said)
    assert refused.value.facts["why"] == why


@given(st.text(max_size=60).map(lambda tail: f"https://{tail}"))
def test_what_passes_is_one_word_of_bounded_length_that_begins_with_http(said: str) -> None:
    """[DX10]"""
    if is_link(said):
        made = check(said)
        assert made.startswith("https://")
        assert len(made) <= 2000
        assert not set(made) & set(' \t\n\r\0"<>`{}|\\^')
        assert check(made) == made


def test_a_desktop_may_wish_for_links_alone() -> None:
    """[DX10]"""
    wish = b'{"type":"outside","url":"https://a.kr/"}\n'
    assert from_text(wish) == {"type": "outside", "url": "https://a.kr/"}
    for url in (b"7", b'"javascript:x"', b'"https://a:b@c.kr/"', b"null"):
        assert from_text(b'{"type":"outside","url":%s}\n' % url) is None


class Seated:
    """ann's Internet desktop, whose browser is a program that writes down what it was given."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.folder, self.home = broker, folder, folder / "home"
        self.home.mkdir()
        broker.host.sockets = folder
        self.id = self.sit("ann", "internet")

    def sit(self, user: str, zone: str) -> str:
        pool = self.broker.pool(zone=zone, name=f"{user} {zone}")
        self.broker.settle()
        desktop: str = self.broker.claim(user, pool)["desktop"]["desktop_id"]
        (self.folder / desktop).mkdir()
        return desktop

    @property
    def door(self) -> Path:
        return self.folder / self.id / "files.sock"

    def open(self, link: str = LINK, user: str = "ann", desktop: str = "") -> Any:
        client = self.broker.world.as_user(user)
        return client.post(f"/api/desktops/{desktop or self.id}/links", url=link)

    def noted(self) -> list[tuple[str, dict[str, Any]]]:
        with self.broker.world.begin() as tx:
            act = audit.entries.c.act == "daas_broker.link_open"
            rows = tx.db.execute(select(audit.entries).where(act).order_by(audit.entries.c.seq))
            return [(row.outcome, row.facts) for row in rows]


@pytest.fixture
def seated(broker: Broker) -> Iterator[Seated]:
    with TemporaryDirectory(prefix="dsl") as folder:
        yield Seated(broker, Path(folder))


def test_a_link_reaches_the_desktops_own_bridge_and_is_noted_before(seated: Seated) -> None:
    """[DX10]"""
    with stranger(seated.door, b'{"ok":true}\n'):
        assert seated.open().get_json() == {"url": LINK}
    assert [outcome for outcome, _ in seated.noted()] == ["done"]
    assert seated.noted()[0][1]["link"] == LINK


def test_a_desktop_that_is_not_ready_is_told_and_noted(seated: Seated) -> None:
    """[DX10]"""
    refused = seated.open()
    assert (refused.status_code, refused.get_json()["code"]) == (503, "file_door_closed")
    assert [outcome for outcome, _ in seated.noted()] == ["done", "failed"]


def test_no_link_opens_in_anothers_desktop_or_in_the_work_zone(seated: Seated) -> None:
    """[DX10]"""
    assert seated.open(user="ben").status_code == 404
    work = seated.sit("ann", Zone.WORK)
    assert seated.open(desktop=work).status_code == 404
    assert seated.open("ftp://a.kr/").get_json()["code"] == "link_malformed"
    assert seated.noted() == []


def test_where_the_policy_opens_none_it_says_so(seated: Seated) -> None:
    """[DX10]"""
    path = "/api/admin/policies/person/ann/draft"
    assert seated.broker.admin.put(path, body={"links": False}).status_code == 200
    assert seated.broker.admin.post(f"{path}/apply").status_code == 200
    refused = seated.open().get_json()
    assert (refused["code"], refused["rule"]) == ("link_refused", "links_closed")
    assert [outcome for outcome, _ in seated.noted()] == ["refused"]


def test_the_bridge_of_the_image_starts_a_browser_for_links_alone(seated: Seated) -> None:
    """[DX10]"""
    program = seated.folder / "filebridge.py"
    browser, told = seated.folder / "browser", seated.folder / "told"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.part && mv {told}.part {told}\n')
    browser.chmod(0o755)
    source = BRIDGE.read_text().replace("/usr/bin/chromium", str(browser))
    program.write_text(source)
    (seated.folder / "printer.py").write_text((BRIDGE.parent / "printer.py").read_text())
    outbox = seated.home / "문서함으로 보내기"
    with (
        listening(seated.door) as listener,
        bridge(listener.fileno(), seated.home, outbox, program),
    ):
        assert seated.open().status_code == 200
        while not told.exists():
            sleep(0.02)
    assert told.read_text() == LINK
