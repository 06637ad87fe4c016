"""Hangul in every kind of program, typed as the gateway types it and read back from the program."""

import random
from collections.abc import Iterator

import pytest

from tests.support.desk import PROGRAMS, Desk, Program, fresh_desk
from tests.support.hostd import Hostd, running_hostd

pytestmark = pytest.mark.slow
CHOICE = random.Random(11)  # noqa: S311 - the same sample each time
SYLLABLES = [chr(CHOICE.randint(0xAC00, 0xD7A3)) for _ in range(200)]


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


@pytest.fixture(scope="module")
def desk(hostd: Hostd) -> Desk:
    return fresh_desk(hostd)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_every_syllable_arrives_in_order(desk: Desk, program: Program) -> None:
    desk.open(program)
    arrived, _ = desk.type(program, SYLLABLES)
    desk.end(program)
    assert arrived == "".join(SYLLABLES)


LOOK = """
import os, glob, sys
def filters(folder):
    status = dict(line.split(":", 1) for line in open(folder + "/status") if ":" in line)
    return int(status["Seccomp_filters"])
own = "/proc/self"
for folder in glob.glob("/proc/[0-9]*"):
    try:
        command = open(folder + "/cmdline").read().replace(chr(0), " ")
        if sys.argv[1] in command and folder != "/proc/%d" % os.getpid():
            apart = os.readlink(folder + "/ns/user") != os.readlink(own + "/ns/user")
            print(filters(folder) > filters(own), apart)
    except OSError:
        pass
"""


@pytest.mark.parametrize(
    ("name", "page"), [("Chromium", "--type=renderer"), ("Firefox", "-isForBrowser")]
)
def test_what_shows_a_page_is_shut_in_by_the_browsers_own_sandbox(
    desk: Desk, name: str, page: str
) -> None:
    """[HD9] Beyond the container's filter one of its own, in a user namespace of its own."""
    program = next(program for program in PROGRAMS if program.name == name)
    desk.open(program)
    shown = desk.run("python3", "-c", LOOK, page).splitlines()
    desk.end(program)
    assert shown
    assert set(shown) == {"True True"}
