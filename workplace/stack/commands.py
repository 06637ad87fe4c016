"""Running other programs: the one place that starts a process and reads its answer."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workplace.stack.account import service_user

LAST_LINES = 12


@dataclass
class CommandFailed(Exception):
    """A program ended badly; `output` is what it said last."""

    argv: Sequence[str]
    code: int
    output: str

    def __str__(self) -> str:
        said = self.output.strip().splitlines()[-LAST_LINES:]
        lines = "".join(f"\n      {line}" for line in said)
        return f"{' '.join(self.argv)} ended with {self.code}. It said last:{lines}"


def run(
    argv: Sequence[str],
    *,
    as_service: bool = False,
    stdin: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """What the program printed, or `CommandFailed`; `as_service` drops root before it starts."""
    user = service_user() if as_service else None
    done = subprocess.run(
        argv,
        input=stdin,
        cwd=cwd or Path("/"),
        env=env,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(argv, done.returncode, done.stdout)
    return done.stdout
