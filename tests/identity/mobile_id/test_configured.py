"""What an administrator wrote down about mobile IDs stops the start where it is not enough."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key

from identity.mobile_id.adapters import fetching
from identity.mobile_id.adapters.configured import FILE, configured
from identity.mobile_id.adapters.fetching import fetched
from kernel.written import Misconfigured
from tests.support.wallet import Party, written


def read(folder: Path, **changes: str) -> object:
    (folder / FILE).write_text(written(Party("issuer"), Party("onmaru"), **changes))
    return configured(folder)


def test_without_the_file_there_is_none(tmp_path: Path) -> None:
    assert configured(tmp_path) is None


def test_what_is_written_down_is_believed(tmp_path: Path) -> None:
    """[MI2] [MI4]"""
    assert read(tmp_path, status_lists="https://cards.example/status/")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"card_type": ""}, "card_type missing"),
        ({"claim": ""}, "claim missing"),
        ({"issuer_certificates": "nonsense"}, "must be PEM"),
        ({"certificate": Party("x", generate_private_key(SECP384R1())).certificate}, "P-256"),
        ({"key": "nonsense"}, "PKCS 8"),
        ({"key": Party("another").pem}, "not that of certificate"),
        ({"status_lists": "http://cards.example/"}, "https"),
    ],
)
def test_what_is_not_enough_is_said(tmp_path: Path, changes: dict[str, str], why: str) -> None:
    """[MI2]"""
    with pytest.raises(Misconfigured, match=re.escape(why)):
        read(tmp_path, **changes)


class Lists(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        long = self.path == "/long"
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/list")
        self.end_headers()
        self.wfile.write(b"a.b.c" * (300 if long else 1))

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    served = HTTPServer(("127.0.0.1", 0), Lists)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def test_a_list_is_fetched_within_bounds(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """[MI2] What points elsewhere, says too much or does not answer has no list."""
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    assert fetched(f"{server}/list") == "a.b.c"
    silent = "http://127.0.0.1:9/"
    for wrong, why in (
        (f"{server}/elsewhere", "points elsewhere"),
        (f"{server}/long", "too much"),
        (silent, "refused"),
    ):
        with pytest.raises(OSError, match=why):
            fetched(wrong)
