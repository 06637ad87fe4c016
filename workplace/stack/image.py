"""The first desktop image: built beside the rest, because it takes minutes and needs none of it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from kernel.settings import Settings, Zone
from workplace.hostd import definition
from workplace.stack.progress import StepFailed, say, step

Build = subprocess.Popen[bytes]


def log(settings: Settings) -> Path:
    return settings.logs / "setup" / "Desktop-image.log"


def start(settings: Settings) -> Build:
    """As the release has it: what is saved meanwhile is built by who saved it [HD29]. Nothing is
    built when the image is there already; the others are later, by the workplace itself
    (daas_broker.images)."""
    log(settings).parent.mkdir(exist_ok=True)
    wanted = [definition.names()[0]]
    if settings.vm:
        wanted.append(definition.names(machines=True)[0])
    build = [sys.executable, "-m", "workplace.hostd.build", "--released", *wanted]
    with log(settings).open("wb") as output:
        return subprocess.Popen(
            [*_with_mounts_of_its_own(), *build],
            cwd=settings.root, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip


def _with_mounts_of_its_own() -> list[str]:
    """What the build mounts into the image is then gone with its last process, however it ends.

    In a chroot the kernel does not offer that; there a build has to be left to its end.
    """
    apart = ["unshare", "--mount"]
    tried = subprocess.run([*apart, "true"], capture_output=True, check=False)
    return apart if tried.returncode == 0 else []


def abandon(build: Build) -> None:
    """End it with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(build.pid, signal.SIGTERM)
    build.wait()


def finish(settings: Settings, build: Build) -> None:
    if build.poll() is None:
        say(f"  · {settings.origin(Zone.WORK)} is open already; desktops follow their image")
    with step("Desktop image", lambda: _where(log(settings))):
        code = build.wait()
    if code:
        raise StepFailed(
            "Desktop image",
            f"it ended with {code}. It said last:\n{last_words(log(settings))}",
            "the rest runs and desktops wait; check network and disk, then run ./onmaru up again",
            log(settings),
        )


def _where(file: Path) -> str:
    """The builder's last `[2/4] …` line; between them stands what its programs print."""
    stages = [line for line in file.read_text(errors="replace").splitlines() if line[:1] == "["]
    return stages[-1] if stages else ""


def last_words(file: Path, lines: int = 12) -> str:
    said = file.read_text(errors="replace").splitlines()[-lines:] if file.exists() else []
    return "\n".join(f"      {line}" for line in said or ["(nothing)"])
