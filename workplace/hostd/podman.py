"""The podman program, as far as desktops need it. What it holds is the only record of them."""

import json
import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

PODMAN = "/usr/bin/podman"
PATIENCE = 25.0  # seconds; a caller waits 30
FIRST_GIVEN_FD = 3


class PodmanFailed(Exception):
    """What it printed, or that it did not come back in time."""


@dataclass(frozen=True)
class Container:
    name: str
    id: str
    running: bool
    pid: int
    started_at: datetime
    labels: Mapping[str, str]


def containers(label: str) -> list[Container]:
    """Those with a label, or with a label of a value (`name=value`)."""
    listed = ask("ps", "--all", "--no-trunc", "--filter", f"label={label}", "--format", "json")
    return [
        Container(
            name=entry["Names"][0],
            id=entry["Id"],
            running=entry["State"] == "running",
            pid=entry["Pid"],
            started_at=datetime.fromtimestamp(entry["StartedAt"], UTC),
            labels=entry["Labels"] or {},
        )
        for entry in json.loads(listed)
    ]


@cache
def storage() -> Path:
    """Where containers keep what they write."""
    return Path(ask("info", "--format", "{{.Store.GraphRoot}}").strip()) / "overlay-containers"


def remove(name: str) -> None:
    """Absent is removed."""
    ask("rm", "--force", "--ignore", "--time", "0", "--volumes", name)


def ask(*arguments: str) -> str:
    try:
        done = subprocess.run(
            [PODMAN, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise PodmanFailed(f"podman {arguments[0]} did not end in {PATIENCE:.0f} s") from error
    if done.returncode:
        raise PodmanFailed(done.stderr.strip()[-1000:])
    return done.stdout


def start(runtime: str, arguments: Sequence[str], given: Sequence[int]) -> None:
    """`podman run` with the descriptors `given` as 3, 4, 5 … of the container's first process.

    Its messages go to a file: the container's monitor keeps the descriptor, and a pipe would
    never end.
    """
    with tempfile.TemporaryFile() as messages:
        actions: list[tuple[int, ...]] = [
            (os.POSIX_SPAWN_DUP2, messages.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, messages.fileno(), 2),
        ]
        for number, descriptor in enumerate(given, FIRST_GIVEN_FD):
            actions.append((os.POSIX_SPAWN_DUP2, descriptor, number))
        command = [PODMAN, "--runtime", runtime, "run", "--detach"]
        command += ["--preserve-fds", str(len(given)), *arguments]
        child = os.posix_spawn(
            PODMAN, command, {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, file_actions=actions
        )
        code = wait(child)
        if code:
            messages.seek(0)
            raise PodmanFailed(messages.read()[-1000:].decode(errors="replace").strip())


def wait(child: int) -> int:
    handle = os.pidfd_open(child)
    try:
        readable, _, _ = select.select([handle], [], [], PATIENCE)
        if not readable:
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(handle)
