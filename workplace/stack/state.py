"""`./onmaru status`: what runs, since when, how much memory it holds, whether it answers."""

import argparse
import json
import shutil
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kernel.settings import Settings
from workplace.hostd.machines import accelerator
from workplace.stack import health, processes
from workplace.stack.ground import SPACE_BYTES
from workplace.stack.progress import say
from workplace.stack.supervisor import Supervisor


@dataclass(frozen=True)
class Line:
    process: str
    state: str  # running, starting, stopped, failed
    for_seconds: int
    memory_kib: int  # proportional set size of it and its children: shared pages counted once
    health: str  # "ok", or what is wrong
    what: str


OK = "ok"
WORDS = {
    "RUNNING": "running",
    "STARTING": "starting",
    "BACKOFF": "restarting",
    "STOPPING": "stopping",
    "STOPPED": "stopped",
    "EXITED": "stopped",
    "FATAL": "failed",
    "UNKNOWN": "unknown",
}


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    lines = look(settings)
    if chosen.json:
        say(json.dumps([asdict(line) for line in lines]))
    else:
        say(as_table(lines))
        say(f"\n{_mebibytes(sum(line.memory_kib for line in lines))} together; {_space(settings)}")
        if settings.vm:
            say(_acceleration(settings))
    return 0 if all(line.health == OK for line in lines) else 1


def look(settings: Settings) -> list[Line]:
    """One line a process; all are stopped when no supervisor runs."""
    supervisor = Supervisor(settings)
    states = supervisor.states() if supervisor.is_running() else {}
    children = _children()
    return [
        _line(settings, process, states.get(process.name), children)
        for process in processes.every(settings)
    ]


def _line(
    settings: Settings,
    process: processes.Process,
    state: dict[str, Any] | None,
    children: dict[int, list[int]],
) -> Line:
    if state is None:
        return Line(process.name, "stopped", 0, 0, "not started", process.what)
    running = state["statename"] == "RUNNING"
    return Line(
        process=process.name,
        state=WORDS[state["statename"]],
        for_seconds=max(0, state["now"] - state["start"]) if running else 0,
        memory_kib=sum(_memory_kib(pid) for pid in _family(state["pid"], children)),
        health=health.problem(process, settings) or OK,
        what=process.what,
    )


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # The name, in brackets, may hold blanks; the parent is the second word after it.
            words = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        found[int(words[1])].append(int(process.name))
    return found


def _family(pid: int, children: dict[int, list[int]]) -> list[int]:
    if not pid:
        return []
    return [pid, *(member for child in children[pid] for member in _family(child, children))]


def _memory_kib(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # ended meanwhile, or another user's
    return 0


def as_table(lines: list[Line]) -> str:
    rows = [("process", "state", "since", "memory", "what", "health")]
    rows += [
        (line.process, line.state, _duration(line.for_seconds), _mebibytes(line.memory_kib),
         line.what, line.health)
        for line in lines
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip()
        for row in rows
    )


def _space(settings: Settings) -> str:
    if not settings.var.exists():
        return "this instance was never started"
    free = shutil.disk_usage(settings.var).free
    warning = "" if free >= SPACE_BYTES else ": people can read, but soon nothing is saved"
    return f"{free / 2**30:.1f} GiB free in {settings.var}{warning}"


def _acceleration(settings: Settings) -> str:
    found = accelerator.choose(settings.cache)
    if found.kind is accelerator.Kind.KVM:
        return "virtual machines run by KVM"
    return f"virtual machines run by TCG, some ten times as slow as with KVM.\n  → {found.advice}"


def _duration(seconds: int) -> str:
    if not seconds:
        return "-"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _mebibytes(kib: int) -> str:
    return f"{kib / 1024:.0f} MiB" if kib else "-"
