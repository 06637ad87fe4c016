"""How far a build is: one file that its process writes and hostd reads, across restarts of both."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from daas_broker.desktops.model import Build, ImageKey
from kernel.clock import utc_now

STEP = re.compile(r"^\[(\d+)/(\d+)\] (.*)$")
MOST_LINES = 60
DIED = "the builder ended without a word: this machine was restarted, or it ran out of memory"
ON_DISK = TypeAdapter(Build)


@dataclass
class Progress:
    """Of the build that is running in this process."""

    file: Path
    build: Build

    def say(self, text: str) -> None:
        log = (*self.build.log, f"{utc_now():%Y-%m-%dT%H:%M:%SZ} {text}")[-MOST_LINES:]
        step = STEP.match(text)
        if step:
            done, of, doing = int(step[1]), int(step[2]), step[3]
            self.note(replace(self.build, log=log, step=done, steps=of, doing=doing))
        else:
            self.note(replace(self.build, log=log))

    def ended(self, key: str) -> None:
        self.note(replace(self.build, running=False, key=ImageKey(key)))

    def failed(self, why: str) -> None:
        self.note(replace(self.build, running=False, error=why))

    def note(self, build: Build) -> None:
        self.build = build
        fresh = self.file.with_suffix(".new")
        fresh.write_bytes(ON_DISK.dump_json(build))
        fresh.rename(self.file)


@dataclass(frozen=True)
class Report:
    folder: Path

    def read(self) -> Build | None:
        """The last build; one whose process is gone is not running any more."""
        try:
            build = ON_DISK.validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        if build.running and not self._is_held():
            return replace(build, running=False, error=DIED)
        return build

    @contextmanager
    def writing(self, name: str) -> Iterator[Progress]:
        """Held by the building process; what it raises is what the report ends with."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress = Progress(self._file, Build(name, utc_now()))
            progress.note(progress.build)
            try:
                yield progress
            except Exception as error:
                progress.failed(str(error) or type(error).__name__)
                raise

    def _is_held(self) -> bool:
        try:
            with self._lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    @property
    def _file(self) -> Path:
        return self.folder / "build.json"

    @property
    def _lock(self) -> Path:
        return self.folder / "build.lock"
