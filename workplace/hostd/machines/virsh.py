"""The virsh program, as far as guests need it. What its private libvirt holds is the only record
of them.

virsh is a process of its own, and so is libvirt: nothing of theirs is loaded into ours.
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from workplace.hostd.machines.domain import STARTED, read_labels
from workplace.hostd.podman import Container

VIRSH = "/usr/bin/virsh"
PATIENCE = 25.0  # seconds; a caller waits 30
AGENT_SECONDS = 3
SEPARATOR = "onmaru-next"


class VirshFailed(Exception):
    """What it printed, or that it did not come back in time."""


@dataclass(frozen=True)
class Use:
    """What a guest takes of its host."""

    memory_bytes: int | None
    cpu_seconds: float | None


@dataclass(frozen=True)
class Virsh:
    """`folder` is the runtime directory of a private libvirt."""

    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "libvirt" / "libvirt-sock"

    def guests(self) -> list[Container]:
        """Those of ours, in the words that containers are told in."""
        names = self.ask("list", "--all", "--name").split()
        if not names:
            return []
        running = set(self.ask("list", "--name").split())
        # What ends meanwhile leaves its place empty.
        said = self.ask("; ".join(f"dumpxml {name}; echo {SEPARATOR}" for name in names))
        texts = said.split(SEPARATOR)[: len(names)]
        pairs = ((name, read_labels(text)) for name, text in zip(names, texts, strict=True))
        return [self._guest(name, labels, running) for name, labels in pairs if labels]

    def use(self) -> dict[str, Use]:
        """By name, of all guests at once."""
        found: dict[str, Use] = {}
        for block in self.ask("domstats", "--cpu-total", "--balloon", "--raw").split("Domain: "):
            head, _, rest = block.partition("\n")
            pairs = (line.strip().partition("=") for line in rest.splitlines())
            facts = {key: value for key, _, value in pairs}
            if head:
                found[head.strip("'")] = _use(facts)
        return found

    def answers(self, name: str) -> bool:
        """Whether the agent in the guest does."""
        patience = f"--timeout={AGENT_SECONDS}"
        try:
            said = self.ask("qemu-agent-command", patience, name, '{"execute":"guest-ping"}')
        except VirshFailed:
            return False  # none listens there, not yet, or not in time
        return '"return"' in said

    def start(self, name: str, xml: str) -> None:
        """Defined first: a guest that ends by itself is still known."""
        with NamedTemporaryFile("w", prefix="onmaru-", suffix=".xml") as file:
            file.write(xml)
            file.flush()
            self.ask("define", file.name)
        try:
            self.ask("start", name)
        except VirshFailed:
            self.remove(name)
            raise

    def remove(self, name: str) -> None:
        """Absent is removed."""
        for words in (("destroy", name), ("undefine", name)):
            with _absent():
                self.ask(*words)

    def ask(self, *words: str) -> str:
        server = f"qemu+unix:///session?socket={self.socket}"
        command: Sequence[str] = [VIRSH, "--quiet", "--connect", server, *words]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=PATIENCE,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LIBVIRT_AUTOSTART": "0",
                     "HOME": "/nonexistent", "XDG_RUNTIME_DIR": str(self.folder)},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise VirshFailed(f"virsh {words[0]} did not end in {PATIENCE:.0f} s") from error
        if done.returncode:
            raise VirshFailed(done.stderr.strip()[-1000:])
        return done.stdout

    def _guest(self, name: str, labels: Mapping[str, str], running: set[str]) -> Container:
        pid = self.folder / "libvirt" / "qemu" / "run" / f"{name}.pid"
        return Container(
            name=name,
            id=name,
            running=name in running,
            pid=int(pid.read_text()) if name in running and pid.exists() else 0,
            started_at=datetime.fromisoformat(labels[STARTED]).astimezone(UTC),
            labels=labels,
        )


def _use(facts: Mapping[str, str]) -> Use:
    memory, cpu = facts.get("balloon.rss"), facts.get("cpu.time")
    return Use(
        int(memory) * 1024 if memory else None,  # KiB
        int(cpu) / 1e9 if cpu else None,  # nanoseconds
    )


@contextmanager
def _absent() -> Iterator[None]:
    """What is not there, or does not run, need not be ended."""
    try:
        yield
    except VirshFailed as error:
        if not any(
            words in str(error) for words in ("domain is not running", "failed to get domain")
        ):
            raise
