"""What runs guests on this machine: KVM where a guest was really seen to boot with it, else TCG.

A machine may have /dev/kvm and its guests hang or end at their first instruction, as in many
nested clouds. So a kernel is booted whose first process says one word and restarts; the answer is
kept for as long as processor, host kernel, QEMU and that kernel stay the same. Nothing but the
distribution's Python is needed: `./onmaru doctor` asks this too.
"""

import json
import platform
import resource
import struct
import subprocess
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from workplace.hostd.machines import cpio

QEMU = Path("/usr/bin/qemu-system-x86_64")
KVM_DEVICE = Path("/dev/kvm")
WORD = b"ONMARU-ALIVE"
DEADLINE = 20.0  # seconds; where KVM works it takes less than two
SLOW_DEADLINE = 120.0  # without KVM, on a machine with much else to do
MEMORY_MIB = 256
LAST_WORDS = 200  # characters


class Kind(StrEnum):
    KVM = "kvm"  # the processor itself runs the guest
    TCG = "tcg"  # each instruction is translated: some ten times as slow


NO_DEVICE, UNTRIED = "there is no /dev/kvm", "not tried: "
ADVICE = {
    "": "",
    "absent": "switch virtualisation (VT-x, AMD-V) on in the firmware, or nested virtualisation "
    "for this machine where it is virtual itself; then start ./onmaru up again",
    "failed": "this machine is virtual, and what it runs on passes virtualisation on half only: "
    "ask for nested virtualisation, or take a machine of its own; it is tried again once "
    "processor, kernel or QEMU are others, or when accelerator.json in the cache is removed",
    "untried": "./onmaru up --with vm installs and builds what the trial needs",
}
# libvirt's and QEMU's word for the processor that a guest sees.
PROCESSORS = {Kind.KVM: "host", Kind.TCG: "max"}


@dataclass(frozen=True)
class Accelerator:
    """`why` says what kept KVM from being chosen; empty where it was. `seconds` of processor time
    are what the smallest guest took with the chosen one; None where none was tried. Other work
    makes them more (1.4 alone and 2.6 beside much else were seen on one machine): a machine that
    is busy when it is tried gives its guests longer."""

    kind: Kind
    why: str = ""
    seconds: float | None = None

    @property
    def hindrance(self) -> str:
        if not self.why:
            return ""
        if self.why == NO_DEVICE:
            return "absent"
        return "untried" if self.why.startswith(UNTRIED) else "failed"

    @property
    def advice(self) -> str:
        return ADVICE[self.hindrance]


def choose(cache: Path, kernel: Path | None = None) -> Accelerator:
    """What was found before for the same machine, or a trial."""
    if not KVM_DEVICE.exists():
        return Accelerator(Kind.TCG, NO_DEVICE)
    if not QEMU.exists():
        return Accelerator(Kind.TCG, f"{UNTRIED}QEMU is not installed")
    kernel = kernel or a_kernel(cache)
    if kernel is None:
        return Accelerator(Kind.TCG, f"{UNTRIED}there is no kernel to boot")
    kept, now = cache / "accelerator.json", facts(kernel)
    found = recall(kept, now)
    if found is None:
        found = tried(kernel)
        with suppress(OSError):  # who may not write there tries again
            keep(kept, now, found)
    return found


def tried(kernel: Path) -> Accelerator:
    began = children_seconds()
    why = refusal(Kind.KVM, kernel)
    if not why:
        return Accelerator(Kind.KVM, seconds=children_seconds() - began)
    began = children_seconds()
    boots = not refusal(Kind.TCG, kernel, SLOW_DEADLINE)
    return Accelerator(Kind.TCG, why, children_seconds() - began if boots else None)


def children_seconds() -> float:
    """Processor time of all that we have started and that has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def refusal(kind: Kind, kernel: Path, seconds: float = DEADLINE) -> str:
    """What a guest that did not boot said last; empty when it booted."""
    with TemporaryDirectory(prefix="onmaru-boot-") as place:
        initial, said = Path(place) / "initial", Path(place) / "serial"
        initial.write_bytes(cpio.archive({"init": first_process()}))
        command = [
            str(QEMU), "-machine", f"pc,accel={kind}", "-cpu", PROCESSORS[kind],
            "-m", str(MEMORY_MIB), "-nodefaults", "-no-user-config", "-display", "none",
            "-no-reboot", "-serial", f"file:{said}", "-kernel", str(kernel),
            "-initrd", str(initial), "-append", "console=ttyS0 quiet panic=-1",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            return f"a guest did not boot within {seconds:.0f} s"
        if said.exists() and WORD in said.read_bytes():
            return ""
        said_last = done.stderr.decode(errors="replace").strip().splitlines() or [""]
        last = said_last[-1][-LAST_WORDS:] or f"exit {done.returncode}"
        return f"a guest ended before it had booted: {last}"


def a_kernel(cache: Path) -> Path | None:
    """Of an image for virtual machines, or the host's own."""
    found = [*sorted(cache.glob("images/*/vmlinuz")), *sorted(Path("/boot").glob("vmlinuz-*"))]
    return found[0] if found else None


def facts(kernel: Path) -> dict[str, str]:
    """All that the answer depends on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    wanted = ("model name", "flags", "microcode")
    processor = {line.split("\t")[0]: line for line in lines if line.startswith(wanted)}
    return {
        "processor": sha256("".join(processor.values()).encode()).hexdigest(),
        "host": platform.release(),
        "qemu": f"{QEMU.stat().st_mtime_ns}",
        "kernel": f"{kernel.resolve().name} {kernel.stat().st_size}",
    }


def first_process() -> bytes:
    """A program of 180 bytes: write(1, WORD), then reboot(RESTART), which ends QEMU."""
    word = WORD + b"\n"
    restart = struct.pack(
        "<BIBIBIBI", 0xB8, 169, 0xBF, 0xFEE1DEAD, 0xBE, 672274793, 0xBA, 0x1234567
    )
    rest = struct.pack("<BI", 0xBA, len(word)) + b"\x0f\x05" + restart + b"\x0f\x05\xeb\xfe"
    write = struct.pack("<BIBI", 0xB8, 1, 0xBF, 1) + b"\x48\x8d\x35" + struct.pack("<i", len(rest))
    code = write + rest + word
    base, head = 0x400000, 64 + 56
    size = head + len(code)
    elf = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    elf += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, base + head, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, size, size, 4096)
    return elf + segment + code


def recall(file: Path, now: dict[str, str]) -> Accelerator | None:
    try:
        kept = json.loads(file.read_text())
        if kept["facts"] == now:
            return Accelerator(Kind(kept["kind"]), str(kept["why"]), kept["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def keep(file: Path, now: dict[str, str], found: Accelerator) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({**asdict(found), "facts": now}))
    fresh.rename(file)
