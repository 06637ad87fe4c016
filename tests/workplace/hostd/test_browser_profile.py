"""What Chromium finds of the sitting before, as the image's own start script leaves it."""

import subprocess
from pathlib import Path

import pytest

from kernel.settings import ROOT

SCRIPT = ROOT / "deploy/desktops/files/etc/chromium.d/onmaru"
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
