"""Firefox ESR as a civil servant's browser before a desktop: a print arrives, a microphone opens.

Pictures are left under var/artefacts/firefox.
"""

import base64
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.exceptions import own_policy
from tests.e2e.test_journey import COLOURS, DRAWN
from tests.support.desk import ENVIRONMENT
from tests.support.firefox import CONTROL, ENTER, PROGRAM, Firefox, firefox

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
USER = "yujin.choi"
SHOTS = ROOT / "var" / "artefacts" / "firefox"
NOTES = (191, 741)  # 메모장 in the panel, in the picture at 1440×900
WRITTEN = "Firefox prints this"
SLOW = 90.0
PRINTS = "location.pathname.replace('/desktops/view/', '/api/desktops/') + '/prints'"


@pytest.fixture
def permitted(running: Running) -> Iterator[None]:
    """An exception for one person, by which the microphone and printing are theirs."""
    with own_policy(running, USER) as policy:
        policy.say({"microphone": True, "printing": "print"})
        yield


@pytest.fixture
def viewer(running: Running, permitted: None) -> Iterator[Firefox]:
    if not PROGRAM.exists():
        pytest.skip("needs firefox-esr (deploy/packages-dev.txt)")
    with TemporaryDirectory(prefix="onmaru-firefox-") as home, firefox(Path(home)) as browser:
        browser.go(running.work)
        browser.press("document.querySelector('input[autocomplete^=username]')")
        browser.type(USER)
        browser.press("document.querySelector('input[type=password]')")
        browser.type(running.password + ENTER)
        browser.until("!!document.querySelector('nav')", SLOW)
        browser.go(f"{running.work}/desktops")
        browser.press(link("인터넷 가상PC"))
        browser.until("location.pathname.startsWith('/desktops/view/')", SLOW)
        browser.until("!document.querySelector('[data-phase]')", SLOW)
        browser.until(
            f"[...document.querySelectorAll('canvas')].some(each => ({COLOURS})(each) >= {DRAWN})",
            SLOW,
        )
        try:
            yield browser
        finally:
            browser.shot(SHOTS / "last.png")


def link(name: str) -> str:
    said = "(each.getAttribute('aria-label') ?? each.textContent)"
    return f"[...document.querySelectorAll('a')].find(each => {said}.includes('{name}'))"


def button(name: str) -> str:
    said = "(each.getAttribute('aria-label') ?? each.textContent)"
    return f"[...document.querySelectorAll('button')].find(each => {said}.startsWith('{name}'))"


def inside(running: Running, viewer: Firefox, *command: str) -> str:
    """A program in the desktop, as its user; its output."""
    desktop = viewer.ask("location.pathname").rpartition("/")[2]
    name = next(name for name in running.containers().split() if desktop in name)
    given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
    run = ["podman", "exec", *given, name, *command]
    return subprocess.run(run, capture_output=True, text=True, check=False).stdout


def until_window(running: Running, viewer: Firefox, title: str) -> None:
    deadline = time.monotonic() + SLOW
    while title not in (seen := inside(running, viewer, "xwininfo", "-root", "-tree")):
        assert time.monotonic() < deadline, re.findall(r'"[^"]+"', seen)
        time.sleep(1)


def prints(viewer: Firefox) -> int:
    return int(viewer.ask(f"fetch({PRINTS}).then(r => r.json()).then(said => said.files.length)"))


def printed(viewer: Firefox, number: int) -> str:
    """What stands in a print; the newest is the first."""
    name = f"encodeURIComponent(said.files[{number}].name)"
    found = f"said => fetch({PRINTS} + '/document?name=' + {name})"
    document = f"fetch({PRINTS}).then(r => r.json()).then({found}).then(r => r.bytes())"
    coded = base64.b64decode(viewer.ask(f"{document}.then(all => all.toBase64())"))
    read = subprocess.run(["pdftotext", "-", "-"], input=coded, capture_output=True, check=True)
    return read.stdout.decode()


def print_there(viewer: Firefox) -> None:
    """Control+P in the program that has the keyboard, its dialog, and its only printer."""
    before = prints(viewer)
    viewer.chord(CONTROL, "p")
    deadline = time.monotonic() + SLOW
    while prints(viewer) == before:
        assert time.monotonic() < deadline, "nothing was printed"
        time.sleep(5)
        if prints(viewer) == before:
            viewer.type(ENTER)


def test_a_desktop_prints_through_firefox_and_its_microphone_is_turned_on(
    running: Running, viewer: Firefox
) -> None:
    """[DIN3]"""
    left, top = 220, 137
    viewer.press_at(left + NOTES[0], top + NOTES[1])
    until_window(running, viewer, "Mousepad")
    time.sleep(8)  # until it has the keyboard, also on a busy machine
    viewer.type(WRITTEN)
    print_there(viewer)
    # Its print dialog is the browser's own, and nothing without a screen shows it.
    viewer.until("!!document.getElementById('desktop-print')?.src.includes('/prints/document')")
    viewer.shot(SHOTS / "print.png")
    assert WRITTEN in printed(viewer, 0)

    viewer.press(button("마이크 켜기"))
    viewer.until(f"!!({button('마이크 끄기')})")
    viewer.shot(SHOTS / "microphone.png")
