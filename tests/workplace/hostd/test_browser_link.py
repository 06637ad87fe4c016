"""What the work desktop's browser is told of an address that it could not reach."""

import importlib.util
import json
import struct
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256
from types import ModuleType
from typing import Any

import pytest

from workplace.hostd.definition import FOLDER

WORK = FOLDER / "files-work"
PROGRAM = WORK / "usr/lib/onmaru/browserlink.py"
EXTENSION = WORK / "usr/share/chromium/extensions/onmaru-outside"
DOOR = WORK / "etc/chromium/native-messaging-hosts/org.onmaru.outside.json"
NO_NAME, REFUSED = "net::ERR_NAME_NOT_RESOLVED", "net::ERR_CONNECTION_REFUSED"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("browserlink", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.path.copy()
    sys.path.append(str(FOLDER / "files/usr/lib/onmaru"))
    spec.loader.exec_module(module)
    sys.path[:] = before
    del sys.modules["outside"]
    return module


browserlink: Any = load()


@pytest.mark.parametrize(
    "link",
    ["https://law.example/notice?id=7", "http://8.8.8.8/", "https://[2001:4860:4860::8888]:8443/"],
)
def test_what_nobody_here_knows_or_is_public_lies_outside(
    link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DX10]"""
    monkeypatch.setattr(browserlink.socket, "getaddrinfo", nobody)
    assert browserlink.leads_outside(link, NO_NAME)
    assert browserlink.leads_outside(link, REFUSED)


@pytest.mark.parametrize(
    "link",
    [
        "http://10.77.0.10/board",
        "http://127.0.0.1:9000/",
        "http://100.64.0.7/",
        "http://intranet/",
        "http://printer.local/",
        "http://[fd00::1]/",
        "https://erp.agency.example/",
        "file:///etc/passwd",
        "https://a b/",
    ],
)
def test_what_is_the_agencys_or_no_address_does_not(
    link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DX10] though the browser could not reach it: its server is down."""
    monkeypatch.setattr(browserlink.socket, "getaddrinfo", a_private_one)
    assert not browserlink.leads_outside(link, REFUSED)


@pytest.mark.parametrize("error", ["net::ERR_ABORTED", "net::ERR_CERT_DATE_INVALID", "", "None"])
def test_what_failed_for_another_reason_is_left_alone(error: str) -> None:
    """[DX10]"""
    assert not browserlink.leads_outside("https://law.example/", error)


def test_it_speaks_as_chromium_does() -> None:
    """[DX10]"""
    said = json.dumps({"url": "https://8.8.8.8/", "error": REFUSED}).encode()
    folder = FOLDER / "files/usr/lib/onmaru"
    program = PROGRAM.read_text().replace("/usr/lib/onmaru", str(folder))
    asked = [sys.executable, "-I", "-c", program]
    given = struct.pack("=I", len(said)) + said
    told = subprocess.run(asked, input=given, capture_output=True, check=True).stdout
    assert struct.unpack("=I", told[:4]) == (len(told) - 4,)
    assert json.loads(told[4:]) == {"outside": True}


def test_only_our_extension_may_start_it_and_it_can_be_started() -> None:
    """[DX10]"""
    key = b64decode(json.loads((EXTENSION / "manifest.json").read_text())["key"])
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(key).hexdigest()[:32])
    door = json.loads(DOOR.read_text())
    assert door["allowed_origins"] == [f"chrome-extension://{letters}/"]
    assert WORK / door["path"].removeprefix("/") == PROGRAM
    assert PROGRAM.stat().st_mode & 0o111


def nobody(*_asked: object, **_more: object) -> list[object]:
    raise browserlink.socket.gaierror


def a_private_one(*_asked: object, **_more: object) -> list[object]:
    return [(2, 1, 6, "", ("10.77.0.10", 443))]
