"""Links in real desktops: one that leads outside is wished for, and one that is given is opened."""

import asyncio
import json
from pathlib import Path

import pytest

from daas_broker.transfers.adapters.unix_door import UnixDoor
from kernel.settings import Zone
from tests.support.desk import desk_at
from tests.support.hostd import eventually

pytestmark = pytest.mark.slow
LINK = "https://law.example/notice?id=7"
OPEN = f"from gi.repository import Gio; Gio.AppInfo.launch_default_for_uri({LINK!r})"


async def wished(text: str) -> object:
    """The next link that the desktop wants opened outside."""
    reader, writer = await asyncio.open_unix_connection(text)
    try:
        async with asyncio.timeout(60):
            while True:
                said = json.loads(await reader.readline())
                if said["type"] == "outside":
                    return said["url"]
    finally:
        writer.close()


def test_a_program_of_the_work_desktop_wishes_for_what_it_cannot_reach(tmp_path: Path) -> None:
    """[DX10]"""
    with desk_at(tmp_path, "work", Zone.WORK) as desk:
        assert desk.run("/usr/bin/python3", "-c", OPEN) == ""
        assert asyncio.run(wished(desk.desktop.endpoint.text)) == LINK
        assert "exit" in desk.run(
            "/usr/bin/python3", "-I", "/usr/lib/onmaru/outside.py", "file:///"
        )


def test_its_browser_asks_for_what_lies_outside_and_leaves_the_agencys_own_alone(
    tmp_path: Path,
) -> None:
    """[DX10]"""
    with desk_at(tmp_path, "work", Zone.WORK) as desk:
        desk.run("/usr/bin/chromium", LINK, wait=False)
        assert asyncio.run(wished(desk.desktop.endpoint.text)) == LINK
        eventually(lambda: "업무망 밖의 주소" in desk.windows(), 60)
        desk.run("/usr/bin/chromium", "http://10.99.0.1/", wait=False)
        eventually(lambda: "10.99.0.1" in desk.windows(), 60)


def test_the_internet_desktop_opens_the_link_that_it_is_given(tmp_path: Path) -> None:
    """[DX10]"""
    with desk_at(tmp_path, "internet", Zone.INTERNET) as desk:
        UnixDoor().open_link(desk.desktop.endpoint, LINK)
        eventually(lambda: "law.example" in desk.windows(), 120)
