"""Which ports the instances of this machine mean to listen on, before any of them does.

Minutes lie between the check of `up` and the edge that listens: two that start beside each other
would both find their ports free. A claim *holds* if and only if its `up` is still at work, which
holds a lock on it that the kernel takes away with the process, or its supervisor runs.
"""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TextIO

from kernel.settings import Settings, settings_from
from workplace.stack import edge
from workplace.stack.progress import until

LOOKED_AT_SECONDS = 0.5


class Overlaps(Exception):
    """Ports that other instances hold a claim to, and who."""

    def __init__(self, holders: dict[int, str]) -> None:
        super().__init__(str(holders))
        self.holders = holders


@contextmanager
def claimed(settings: Settings) -> Iterator[None]:
    """While the body runs no other instance begins with a port of this one. Raise Overlaps."""
    place = _place(settings)
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    with closing(_own(settings).open("a+")) as file:
        with _in_turn(place):
            holders = others(settings)
            if holders:
                raise Overlaps(holders)  # [ST3]
            # Whoever looks holds it for a moment, a second `up` of this instance for its time.
            until(lambda: _lock(file) or None, LOOKED_AT_SECONDS, every=0.02)
            file.truncate(0)
            file.write("".join(f"{line}\n" for line in (settings.var, settings.port)))
            file.flush()
        yield


def others(settings: Settings) -> dict[int, str]:
    """The ports of `settings` that another instance holds a claim to."""
    wanted = set(edge.ports(settings).values())
    found: dict[int, str] = {}
    for file in sorted(_place(settings).glob("*.ports")):
        if file != _own(settings) and (theirs := _holder(file)) is not None:
            for port in wanted & set(edge.ports(theirs).values()):
                found[port] = f"the instance of {theirs.var}"
    return found


def _holder(file: Path) -> Settings | None:
    """Whose claim this is, if it still holds."""
    with closing(file.open("r")) as claim:
        lines = claim.read().splitlines()
        if len(lines) != len(("var", "port")) or not lines[1].isdecimal():
            return None  # its `up` ended before it had written
        theirs = settings_from({"ONMARU_VAR": lines[0], "ONMARU_PORT": lines[1]})
        return theirs if not _lock(claim) or _runs(theirs) else None


def _runs(theirs: Settings) -> bool:
    """Its supervisor, by the process: `doctor` looks without what is needed to ask it."""
    with suppress(OSError, ValueError):
        process = int(Path(f"{theirs.run}.supervisor.pid").read_text())
        return b"supervisor" in (Path("/proc") / str(process) / "cmdline").read_bytes()
    return False


def _place(settings: Settings) -> Path:
    """Where only root writes: a link there would lead its hand."""
    return settings.run.parent / "ports"


def _own(settings: Settings) -> Path:
    return _place(settings) / f"{settings.instance}.ports"


@contextmanager
def _in_turn(place: Path) -> Iterator[None]:
    with closing((place / "turn").open("a")) as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
