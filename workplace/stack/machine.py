"""Looking at the kernel and the machine, by trying rather than by version numbers."""

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

UNIFIED = 2
CGROUPS = Path("/sys/fs/cgroup")
TIME_ERROR = 5  # adjtimex(2)


def cgroup_version() -> int:
    return UNIFIED if (CGROUPS / "cgroup.controllers").exists() else 1


def cgroup_controllers() -> list[str]:
    if cgroup_version() == UNIFIED:
        return (CGROUPS / "cgroup.controllers").read_text().split()
    known = ("cpu", "memory", "pids", "devices", "freezer")
    return [name for name in known if (CGROUPS / name).is_dir()]


def available_memory_bytes() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("Linux has told MemAvailable since 3.14")


def clock_state() -> str | None:
    """None when somebody keeps the clock; otherwise what the kernel says about it."""
    buffer = ctypes.create_string_buffer(512)  # struct timex, all zero: only read
    state = ctypes.CDLL(None, use_errno=True).adjtimex(buffer)
    return "not synchronised, as far as the kernel knows" if state in {-1, TIME_ERROR} else None


def has_hangul_font() -> bool:
    if shutil.which("fc-list"):
        return bool(_output("fc-list", ":lang=ko", "family").strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def _output(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout


def _refusal(*argv: str) -> str | None:
    """What a trial said when it failed; None when it worked."""
    if not shutil.which(argv[0]):
        return f"{argv[0]} is not installed"
    done = subprocess.run(argv, capture_output=True, text=True, timeout=20, check=False)
    said = (done.stderr or done.stdout).strip().splitlines()
    return None if done.returncode == 0 else (said[-1] if said else f"{argv[0]} failed")


def _overlayfs() -> str | None:
    with TemporaryDirectory(prefix="onmaru-doctor-") as place:
        for name in ("lower", "upper", "work", "merged"):
            (Path(place) / name).mkdir()
        options = f"lowerdir={place}/lower,upperdir={place}/upper,workdir={place}/work"
        return _refusal(
            "unshare", "--mount", "mount", "-t", "overlay", "overlay", "-o", options,
            f"{place}/merged",
        )  # fmt: skip


def _netns() -> str | None:
    return _refusal("unshare", "--net", "true")


def _nftables() -> str | None:
    return _refusal("unshare", "--net", "nft", "add table inet onmaru_doctor")


def _wireguard() -> str | None:
    return _refusal("unshare", "--net", "ip", "link", "add", "wg-doctor", "type", "wireguard")


FEATURES: dict[str, Callable[[], str | None]] = {
    "overlayfs": _overlayfs,
    "netns": _netns,
    "nftables": _nftables,
    "wireguard": _wireguard,
}
