"""What somebody wrote and did not save, in a desktop that is erased and in the next one."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from daas_broker.desktops.homes import HomeId
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.desk import CONTROL, Desk, Program, fresh_desk
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.support.viewer import compose

pytestmark = pytest.mark.slow
SENTENCE = "아직 저장하지 않은 보고서 읽고 닭"
BACKUP = "/home/desktop/.config/libreoffice/4/user/backup"
ALT = 65513
# As the desktop's own menu starts them: with `--norestore` Writer keeps nothing.
WRITER = Program("LibreOffice Writer", ("libreoffice", "--writer"), "LibreOffice Writer", slow=6)


@pytest.fixture
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


def sit_down(hostd: Hostd, home: HomeId) -> Desk:
    desk = fresh_desk(hostd, Zone.WORK)
    hostd.host.attach_home(desk.desktop.id, 1, home, 1)
    return desk


def write(desk: Desk, program: Program) -> None:
    desk.run(*program.command, wait=False)
    eventually(lambda: program.window in desk.windows(), 60)
    time.sleep(program.slow)
    steps = [("commit", letter) for letter in SENTENCE]
    answers = asyncio.run(compose(desk.desktop.endpoint.text, steps))
    assert {answer["type"] for answer in answers} <= {"done", "focus", "reset"}


def erase(desk: Desk, home: HomeId) -> None:
    """As for a person whose time is over: killed where it stands."""
    assert desk.hostd.host.destroy(desk.desktop.id, 1, 1).homes == (home,)


def answer(desk: Desk, letter: str) -> None:
    asyncio.run(desk.press((ALT, ord(letter))))


def test_what_was_not_saved_in_writer_comes_back_in_the_next_desktop(hostd: Hostd) -> None:
    """[HD35]"""
    home = HomeId(fresh_id())
    first = sit_down(hostd, home)
    write(first, WRITER)
    eventually(lambda: ".odt" in first.run("ls", BACKUP), 120)
    erase(first, home)
    second = sit_down(hostd, home)
    second.run(*WRITER.command, wait=False)
    eventually(lambda: "문서 복구" in second.windows(), 60)
    time.sleep(2)
    answer(second, "s")  # 시작
    time.sleep(5)
    answer(second, "f")  # 마침
    eventually(lambda: WRITER.window in second.windows(), 30)
    time.sleep(WRITER.slow)
    asyncio.run(second.press((CONTROL, ord("a")), (CONTROL, ord("c"))))
    assert second.held(WRITER) == SENTENCE
    erase(second, home)
