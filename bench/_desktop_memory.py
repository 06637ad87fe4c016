"""What each program of a desktop holds of its host's memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHARED_PLACES = ("/SYSV", "/dev/shm", "/memfd")  # noqa: S108 - read, not written
KIB = 1024


@dataclass(frozen=True)
class Held:
    """MiB (PSS). `own` is nobody else's; `files` are shared with whoever has the same ones open, so
    that each further desktop makes everybody's smaller."""

    program: str
    own: float
    files: float

    @property
    def all(self) -> float:
        return self.own + self.files


def processes(pid: int) -> Iterator[int]:
    """Everything in the process namespace of a desktop's first process."""
    space = Path(f"/proc/{pid}/ns/pid").readlink()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "ns/pid").readlink() == space:
                yield int(folder.name)
        except OSError:
            continue


def table(pid: int) -> list[Held]:
    """Of the desktop whose first process it is, the largest first."""
    found = [held for one in processes(pid) if (held := _held(one)) is not None]
    return sorted(found, key=lambda held: -held.all)


def _held(pid: int) -> Held | None:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        lines = Path(f"/proc/{pid}/smaps").read_text().splitlines()
    except OSError:
        return None
    kinds = _by_kind(lines)
    return Held(_program(words), kinds["own"] / KIB, kinds["files"] / KIB)


def _program(words: list[str]) -> str:
    """A script's own name instead of its interpreter's."""
    scripts = [word for word in words if word.endswith(".py")]
    return Path((scripts or words)[0]).name


def _by_kind(lines: list[str]) -> Counter[str]:
    """KiB of a process's smaps (proc(5))."""
    kinds: Counter[str] = Counter()
    kind = "own"
    for line in lines:
        words = line.split()
        if words[0] == "Pss:":
            kinds[kind] += int(words[1])
        elif not words[0].endswith(":"):
            place = words[5] if len(words) > 5 else ""
            is_file = place.startswith("/") and not place.startswith(SHARED_PLACES)
            kind = "files" if is_file else "own"
    return kinds
