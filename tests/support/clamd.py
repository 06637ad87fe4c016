"""A real clamd of one's own: Debian's clamav-daemon, with two signatures that were made by hand.

It is not among the packages that ./onmaru installs: with it come services that start by themselves,
one of which fetches 300 MB from the Internet. Where it is not installed its tests are skipped.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import pytest

PROGRAM = Path("/usr/sbin/clamd")
VIRUS = b"ONMARU-MADE-VIRUS-OF-TESTS"
NAME = "Onmaru.Made.UNOFFICIAL"  # it says of each signature that is not ClamAV's own
MOST_STREAM, MOST_FILE = 2 << 20, 1 << 20
PATIENCE = 20.0  # seconds; a busy machine


class PrivateClamd:
    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "clamd.ctl"
        (folder / "made.ndb").write_text(f"Onmaru.Made:0:*:{VIRUS.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {folder}\nForeground true\n"
            f"StreamMaxLength {MOST_STREAM}\nMaxFileSize {MOST_FILE}\nAlertExceedsMax yes\n"
        )
        self.start()

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        asked = [str(PROGRAM), f"--config-file={self.folder / 'clamd.conf'}"]
        with (self.folder / "clamd.log").open("ab") as log:
            self.running = subprocess.Popen(asked, stdout=log, stderr=log)
        deadline = monotonic() + PATIENCE
        while not self.socket.exists():
            assert monotonic() < deadline, (self.folder / "clamd.log").read_text()
            sleep(0.02)

    def kill(self) -> None:
        """Its socket stays behind, as that of anybody who dies."""
        self.running.kill()
        self.running.wait()


@contextmanager
def private_clamd() -> Iterator[PrivateClamd]:
    if not PROGRAM.exists():
        pytest.skip("needs a clamd: apt install clamav-daemon")
    with TemporaryDirectory(prefix="clamd") as name:
        clamd = PrivateClamd(Path(name))
        yield clamd
        clamd.kill()
