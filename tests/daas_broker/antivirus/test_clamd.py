"""The antivirus port: what a daemon on a Unix socket says, and what is made of it."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from daas_broker.antivirus.adapters.clamd import Clamd
from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import AntivirusAway

VERSION = b"ClamAV 1.4.6/27800/Mon Jan  7 2030"


def heard(peer: socket.socket) -> tuple[bytes, bytes]:
    """The command, and what was streamed after it: as clamd(8) says it comes."""
    file = peer.makefile("rb")
    command = b""
    while not command.endswith(b"\0"):
        command += file.read(1)
    streamed = b""
    if command == b"zINSTREAM\0":
        while size := struct.unpack(">I", file.read(4))[0]:
            streamed += file.read(size)
    return command, streamed


@contextmanager
def daemon(path: Path, answer: bytes) -> Iterator[list[bytes]]:
    streams: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        for _ in range(2):
            peer, _ = listener.accept()
            with peer:
                command, streamed = heard(peer)
                if command == b"zVERSION\0":
                    peer.sendall(VERSION + b"\0")
                else:
                    streams.append(streamed)
                    peer.sendall(answer)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(2)
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield streams
        thread.join(10)


@pytest.fixture
def path() -> Iterator[Path]:
    with TemporaryDirectory(prefix="clam") as folder:
        yield Path(folder) / "clamd.ctl"


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        (b"stream: OK\0", Scan(VERSION.decode())),
        (b"stream: Eicar-Signature FOUND\0", Scan(VERSION.decode(), "Eicar-Signature")),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan()),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Scan()),
    ],
)
def test_only_a_clear_word_is_a_scan(path: Path, answer: bytes, made: Scan) -> None:
    """[DX3]"""
    with daemon(path, answer) as streams:
        assert Clamd(path, 5).scan([b"x" * 100_000, b"y"]) == made
    assert streams == [b"x" * 100_000 + b"y"]


def test_silence_is_no_answer(path: Path) -> None:
    """[DX3]"""
    with daemon(path, b""), pytest.raises(AntivirusAway):
        Clamd(path, 5).scan([b"x"])
    with pytest.raises(AntivirusAway):
        Clamd(path, 5).scan([b"x"])  # its socket is there, and nobody behind it


def test_where_there_is_none_nobody_scanned(path: Path) -> None:
    """[DX3]"""
    assert Clamd(path).scan([b"x"]) == Scan()
    assert Clamd(path).name() == ""
