"""What a browser finds of the sitting before, as the image's own start scripts leave it."""

import json
import subprocess
from pathlib import Path

import pytest

from kernel.settings import ROOT
from workplace.hostd.homes.house import PLACES

SCRIPT = ROOT / "deploy/desktops/files/etc/chromium.d/onmaru"
DESKTOP = ROOT / "deploy/desktops/files-internet"
FIREFOX = DESKTOP / "usr/local/bin/firefox-esr"
SESSION = ROOT / "deploy/desktops/files/usr/lib/onmaru/session.py"
CHECKPOINTS = f"{PLACES['firefox']}/firefox/abc.default-esr/sessionCheckpoints.json"
ENDED = "sessionstore-final-state-write-complete"
KILLED = '{"profile":{"exit_type":"Crashed","name":"나"}}'


@pytest.fixture
def preferences(tmp_path: Path) -> Path:
    folder = tmp_path / ".config/chromium/Default"
    folder.mkdir(parents=True)
    return folder / "Preferences"


def begin(home: Path) -> str:
    """As Debian's `/usr/bin/chromium` reads it; its flags."""
    begun = ["/bin/sh", "-eu", "-c", f'. {SCRIPT}; printf %s "$CHROMIUM_FLAGS"']
    given = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "CHROMIUM_FLAGS": "", "PATH": "/bin"}
    return subprocess.run(begun, env=given, check=True, capture_output=True, text=True).stdout


def test_a_desktop_that_was_taken_away_is_no_crash_that_anybody_is_asked_about(
    preferences: Path, tmp_path: Path
) -> None:
    """[HD28]"""
    preferences.write_text(KILLED)
    assert "--no-first-run" in begin(tmp_path)
    assert preferences.read_text() == KILLED.replace("Crashed", "Normal")


def test_what_crashes_within_a_sitting_is(preferences: Path, tmp_path: Path) -> None:
    """[HD28]"""
    begin(tmp_path)  # the first of this sitting, and without a home
    preferences.write_text(KILLED)
    begin(tmp_path)
    assert preferences.read_text() == KILLED


def begin_firefox(home: Path) -> str:
    given = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "FIREFOX": "/bin/echo"}
    begun = [str(FIREFOX), "https://www.korea.kr"]
    return subprocess.run(begun, env=given, check=True, capture_output=True, text=True).stdout


def test_firefox_asks_about_what_crashes_within_a_sitting_and_of_no_other(tmp_path: Path) -> None:
    """[HD28]"""
    told = tmp_path / CHECKPOINTS
    told.parent.mkdir(parents=True)
    told.write_text('{"profile-after-change":true}')
    assert begin_firefox(tmp_path) == "https://www.korea.kr\n"
    assert json.loads(told.read_text()) == {ENDED: True}
    told.write_text('{"profile-after-change":true}')  # it runs, and dies
    begin_firefox(tmp_path)
    assert ENDED not in told.read_text()


def test_firefox_is_begun_by_that_script_and_opens_nothing_by_itself() -> None:
    """[HD28]"""
    menu = (DESKTOP / "usr/share/applications/onmaru-firefox.desktop").read_text()
    assert "\nExec=/usr/local/bin/firefox-esr %U\n" in menu
    rules = json.loads((DESKTOP / "usr/lib/firefox-esr/distribution/policies.json").read_text())
    said = rules["policies"]["Preferences"]
    resumed = said["browser.sessionstore.max_resumed_crashes"]["Value"]
    assert (said["browser.sessionstore.resume_from_crash"]["Value"], resumed) == (True, 0)


def test_firefox_keeps_its_profile_where_homes_take_it_along() -> None:
    """[HD20]"""
    assert PLACES["firefox"] == ".mozilla"
    assert '"MOZ_LEGACY_HOME": "1"' in SESSION.read_text()
