"""ClamAV's daemon over its Unix socket: the commands zINSTREAM and zVERSION of clamd(8).

Where Debian's clamav-daemon is not installed nobody scans, and that is what is said. It takes no
more than its StreamMaxLength, and looks no further than its other limits: where AlertExceedsMax is
on it says so, and calls what lies behind them clean where it is not (docs/howto/releases.md).
"""

import logging
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from daas_broker.releases.model import Scan
from daas_broker.releases.ports import AntivirusAway

log = logging.getLogger(__name__)
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
GLANCE = 5.0  # seconds for its name
BEYOND = "Heuristics.Limits.Exceeded"  # its name for what it did not look at all of


@dataclass(frozen=True)
class Clamd:
    """daas_broker.releases.ports.Antivirus"""

    path: Path
    seconds: float = 60.0

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        if not self.path.exists():
            return Scan()
        try:
            version = self._ask(b"zVERSION\0", ())
            said = self._ask(b"zINSTREAM\0", chunks)
        except OSError as error:
            log.warning("clamd does not answer: %s", error)
            raise AntivirusAway from error
        return _scan(version, said)

    def name(self) -> str:
        if not self.path.exists():
            return ""
        try:
            return self._ask(b"zVERSION\0", (), GLANCE)[:200]
        except OSError as error:
            raise AntivirusAway from error

    def _ask(self, command: bytes, chunks: Iterable[bytes], seconds: float | None = None) -> str:
        with socket.socket(socket.AF_UNIX) as daemon:
            daemon.settimeout(seconds or self.seconds)
            daemon.connect(str(self.path))
            daemon.sendall(command)
            if command.startswith(b"zINSTREAM"):
                _send(daemon, chunks)
            return _answer(daemon)


def _send(daemon: socket.socket, chunks: Iterable[bytes]) -> None:
    """It hangs up on a stream that is too long for it, and has said so before."""
    try:
        for chunk in chunks:
            for at in range(0, len(chunk), PIECE):
                piece = chunk[at : at + PIECE]
                daemon.sendall(struct.pack(">I", len(piece)) + piece)
        daemon.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError) as error:
        log.info("clamd takes no more: %s", error)


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
