"""ClamAV's daemon over its Unix socket: the commands zINSTREAM and zVERSION of clamd(8).

Where Debian's clamav-daemon is not installed nobody scans, and that is what is said. It takes no
more than its StreamMaxLength, and looks no further than its other limits: where AlertExceedsMax is
on it says so, and calls what lies behind them clean where it is not (docs/howto/releases.md).
"""

import logging
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import AntivirusAway, Watch

log = logging.getLogger(__name__)
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
GLANCE = 5.0  # seconds for its name
BEYOND = "Heuristics.Limits.Exceeded"  # its name for what it did not look at all of


@dataclass(frozen=True)
class Clamd:
    """daas_broker.antivirus.ports.Antivirus"""

    path: Path
    seconds: float = 60.0

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        with self.watch() as watch:
            for chunk in chunks:
                watch.see(chunk)
            return watch.verdict()

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        if not self.path.exists():
            yield _Absent()
            return
        version = self.name()
        with socket.socket(socket.AF_UNIX) as daemon:
            with _its_own_silence():
                self._tell(daemon, b"zINSTREAM\0")
            yield _Watch(daemon, version)

    def name(self) -> str:
        if not self.path.exists():
            return ""
        with _its_own_silence(), socket.socket(socket.AF_UNIX) as daemon:
            self._tell(daemon, b"zVERSION\0")
            daemon.settimeout(GLANCE)
            return _answer(daemon)[:200]

    def _tell(self, daemon: socket.socket, command: bytes) -> None:
        daemon.settimeout(self.seconds)
        daemon.connect(str(self.path))
        daemon.sendall(command)


class _Absent:
    def see(self, chunk: bytes) -> None: ...

    def verdict(self) -> Scan:
        return Scan()


@dataclass
class _Watch:
    daemon: socket.socket
    version: str
    has_hung_up: bool = False  # as it does on a stream too long for it, and has said so before

    def see(self, chunk: bytes) -> None:
        for at in range(0, len(chunk), PIECE):
            piece = chunk[at : at + PIECE]
            self._send(struct.pack(">I", len(piece)) + piece)

    def verdict(self) -> Scan:
        self._send(struct.pack(">I", 0))
        with _its_own_silence():
            return _scan(self.version, _answer(self.daemon))

    def _send(self, piece: bytes) -> None:
        if self.has_hung_up:
            return
        with _its_own_silence():
            try:
                self.daemon.sendall(piece)
            except (BrokenPipeError, ConnectionResetError) as error:
                log.info("clamd takes no more: %s", error)
                self.has_hung_up = True


@contextmanager
def _its_own_silence() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.warning("clamd does not answer: %s", error)
        raise AntivirusAway from error


def _answer(daemon: socket.socket) -> str:
    """Raise ConnectionError where it ends without a word."""
    received = b""
    while b"\0" not in received:
        part = daemon.recv(LONGEST_ANSWER)
        received += part
        if not part:
            raise ConnectionAbortedError("it hung up")
        if len(received) > LONGEST_ANSWER:
            break
    return received.split(b"\0")[0].decode(errors="replace").strip()


def _scan(version: str, said: str) -> Scan:
    """Anything but a clear word is no scan: too large a stream, a limit, an error."""
    what = said.removeprefix("stream: ")
    if what == "OK":
        return Scan(version[:200])
    if what.endswith(" FOUND") and not what.startswith(BEYOND):
        return Scan(version[:200], what.removesuffix(" FOUND")[:200])
    log.warning("clamd says %s", said[:200])
    return Scan()
