"""A screen of a test's own: an X server that no window of anybody else is in."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tigervnc import PROGRAM

WIDE, HIGH = 640, 480


@pytest.fixture
def display(tmp_path: Path) -> Iterator[bytes]:
    read, write = os.pipe()
    command = [
        str(PROGRAM), "-displayfd", str(write), "-SecurityTypes", "None", "-nolisten", "tcp",
        "-rfbunixpath", str(tmp_path / "rfb.sock"), "-geometry", f"{WIDE}x{HIGH}", "-depth", "24",
        "-noreset",
    ]  # fmt: skip
    told = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        command, pass_fds=(write,), env=told, stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        with os.fdopen(read, "rb") as said:
            number = said.readline().strip()
        yield b":" + number
        server.terminate()
