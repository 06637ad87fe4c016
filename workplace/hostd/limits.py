"""What this machine can hold a desktop to, and what one takes: cgroups version 1 and 2."""

import resource
from dataclasses import dataclass
from pathlib import Path

from daas_broker.desktops.model import DesktopSize

CGROUPS = Path("/sys/fs/cgroup")
OPEN_FILES = 8192
# All desktops share one user, and this counts per user; what bounds one desktop is its pids cgroup.
PROCESSES_OF_ALL = 32_768
MEANING = {
    "memory": "a desktop may take all memory of this host",
    "pids": "a desktop may start processes until the host has no room",
    "cpu": "a desktop may take all processors of this host",
}


@dataclass(frozen=True)
class Limits:
    """`controllers` are those of cgroups that are switched on."""

    unified: bool
    controllers: frozenset[str]

    @property
    def runtime(self) -> str:
        """crun refuses the mixed form of version 1; both do version 2."""
        return "crun" if self.unified and Path("/usr/bin/crun").exists() else "runc"

    def arguments(self, size: DesktopSize) -> list[str]:
        wished = {
            "memory": ["--memory", f"{size.memory_mib}m"],
            "pids": ["--pids-limit", str(size.processes)],
            "cpu": ["--cpus", f"{size.cpus:g}"],
        }
        held = [
            word for name, words in wished.items() if name in self.controllers for word in words
        ]
        files = min(OPEN_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        return [*held, "--ulimit", f"nofile={files}:{files}", "--ulimit", self._processes()]

    def _processes(self) -> str:
        most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
        allowed = (
            PROCESSES_OF_ALL if most == resource.RLIM_INFINITY else min(PROCESSES_OF_ALL, most)
        )
        return f"nproc={allowed}:{allowed}"

    def notes(self) -> list[str]:
        lacking = [name for name in MEANING if name not in self.controllers]
        return [f"cgroups have no {name} controller: {MEANING[name]}" for name in lacking]


def of_this_machine() -> Limits:
    available = CGROUPS / "cgroup.controllers"
    if available.exists():
        return Limits(unified=True, controllers=frozenset(available.read_text().split()))
    mounted = frozenset(path.name for path in CGROUPS.iterdir() if (path / "tasks").exists())
    return Limits(unified=False, controllers=mounted)


def memory_bytes(pid: int) -> int | None:
    """What the desktop of process `pid` holds, without file pages that can be dropped at once."""
    for folder, usage, idle in (
        (_folder(pid, "memory"), "memory.usage_in_bytes", "total_inactive_file"),
        (_folder(pid, ""), "memory.current", "inactive_file"),
    ):
        if folder and (folder / usage).exists():
            dropped = _table(folder / "memory.stat").get(idle, 0)
            return max(0, int((folder / usage).read_text()) - dropped)
    return None


def cpu_seconds(pid: int) -> float | None:
    old = _folder(pid, "cpuacct")
    if old and (old / "cpuacct.usage").exists():
        return int((old / "cpuacct.usage").read_text()) / 1e9
    new = _folder(pid, "")
    if new and (new / "cpu.stat").exists():
        return _table(new / "cpu.stat").get("usage_usec", 0) / 1e6
    return None


def free_memory_bytes() -> int:
    table = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(table["MemAvailable"].split()[0]) * 1024


def _folder(pid: int, controller: str) -> Path | None:
    """Of /proc/PID/cgroup: `hierarchy:controllers:path`; version 2 names no controller."""
    try:
        lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    except OSError:
        return None  # it has ended
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return CGROUPS / controller / path.lstrip("/")
    return None


def _table(file: Path) -> dict[str, int]:
    rows = (line.split() for line in file.read_text().splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2}  # noqa: PLR2004 - name, value
