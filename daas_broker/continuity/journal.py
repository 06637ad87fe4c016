"""The journal of a gateway while the database is away: one line of JSON each, each sealed with the
hash of the line before it, and on the disk before what it tells is done [DC7]."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from daas_broker.continuity.model import Line, What

BEGINS = "0" * 64
LINE = TypeAdapter(Line)


def seal(previous: str, what: What, at: datetime, facts: dict[str, Any]) -> str:
    told = json.dumps([what, at.isoformat(), facts], sort_keys=True, ensure_ascii=False)
    return sha256(f"{previous}\n{told}".encode()).hexdigest()


def is_whole(lines: Sequence[Line]) -> bool:
    """Whether no line was changed, left out from within or put in."""
    previous = BEGINS
    for line in lines:
        if line.previous != previous:
            return False
        if line.hash != seal(previous, line.what, line.at, line.facts):
            return False
        previous = line.hash
    return True


@dataclass
class Journal:
    file: Path
    now: Callable[[], datetime]
    head: str = field(default="")
    writing: Lock = field(default_factory=Lock)

    def note(self, what: What, **facts: Any) -> None:
        """Raise OSError where it cannot be kept; then it must not be done."""
        with self.writing:
            self._write(what, facts)

    def _write(self, what: What, facts: dict[str, Any]) -> None:
        at, previous = self.now(), self.head or self._last()
        line = Line(what, at, facts, previous, seal(previous, what, at, facts))
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, LINE.dump_json(line) + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        self.head = line.hash

    def read(self) -> tuple[list[Line], bool]:
        """All lines, and whether the file was whole: a last line may be cut by a crash."""
        try:
            raw = self.file.read_bytes().splitlines()
        except FileNotFoundError:
            return [], True
        lines: list[Line] = []
        for text in raw:
            try:
                lines.append(LINE.validate_json(text))
            except ValidationError:
                return lines, False
        return lines, is_whole(lines)

    def is_open(self) -> bool:
        """Whether there is something that the audit chain has not been told."""
        return self.file.exists()

    def close(self) -> None:
        """What it held is in the audit chain."""
        self.file.unlink(missing_ok=True)
        self.head = ""

    def _last(self) -> str:
        lines, _ = self.read()
        return lines[-1].hash if lines else BEGINS
