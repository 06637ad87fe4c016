"""A stand-in for a desktop: a process in a mount namespace of its own with an empty home."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

USER = "20000"
START = (
    "mount -t tmpfs none /home && mkdir -p /home/desktop && chown 20000:20000 /home/desktop"
    " && echo up && exec sleep 600"
)


@dataclass
class Neutral:
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def run(self, *command: str) -> str:
        """As its user; what it printed."""
        as_user = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"]
        enter = ["nsenter", "--target", str(self.pid), "--mount"]
        done = subprocess.run(
            [*enter, *as_user, *command], capture_output=True, text=True, check=False
        )
        return done.stdout + (f"exit {done.returncode}: {done.stderr}" if done.returncode else "")

    def write(self, path: str, text: str) -> None:
        target = f"/home/desktop/{path}"
        assert not self.run("sh", "-c", f"mkdir -p '{PurePath(target).parent}'")
        assert not self.run("sh", "-c", f"printf %s '{text}' > '{target}'")

    def read(self, path: str) -> str:
        return self.run("cat", f"/home/desktop/{path}")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def neutral_desktop() -> Iterator[Neutral]:
    process = subprocess.Popen(["unshare", "--mount", "sh", "-c", START], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    desktop = Neutral(process)
    try:
        yield desktop
    finally:
        desktop.end()
