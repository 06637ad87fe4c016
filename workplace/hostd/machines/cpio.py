"""An initial file system for a kernel: the archive that it unpacks before anything else runs.

The format is *newc* (linux/Documentation/driver-api/early-userspace/buffer-format.rst).
"""

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CONSOLE = (5, 1)  # the kernel opens it for its first process


@dataclass(frozen=True)
class Entry:
    name: str
    mode: int
    content: bytes = b""
    device: tuple[int, int] = (0, 0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """`files` by path, each executable, with the folders above them and a console."""
    folders = sorted({"/".join(parts[:n]) for parts in map(_parts, files) for n in _depths(parts)})
    entries = [
        *(Entry(name, stat.S_IFDIR | 0o755) for name in sorted({"dev", *folders})),
        Entry("dev/console", stat.S_IFCHR | 0o600, device=CONSOLE),
        *(Entry(name, stat.S_IFREG | 0o755, content) for name, content in files.items()),
        Entry("TRAILER!!!", 0),
    ]
    return b"".join(_written(entries))


def _parts(name: str) -> list[str]:
    return name.split("/")


def _depths(parts: list[str]) -> range:
    return range(1, len(parts))


def _written(entries: Iterable[Entry]) -> Iterable[bytes]:
    for number, entry in enumerate(entries, 1):
        name = entry.name.encode() + b"\0"
        fields = [
            number, entry.mode, 0, 0, 1, 0, len(entry.content),
            0, 0, *entry.device, len(name), 0,
        ]  # fmt: skip
        head = b"070701" + b"".join(b"%08X" % field for field in fields) + name
        yield _padded(head)
        yield _padded(entry.content)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
