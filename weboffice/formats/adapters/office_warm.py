"""One program in a sandbox of its own, a LibreOffice mostly, which converts file after file.

What it says is as little trusted as what it makes: lines are bounded, and read as data.
"""

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.folders import Folder
from weboffice.formats.adapters.office import Wish
from weboffice.formats.adapters.sandbox import Bounds
from weboffice.formats.ports import GoesOn, Stopped
from weboffice.paper.safe import Reason, Refusal

LONGEST_LINE = 4096
LONGEST_PROBLEM = 300


class Warm:
    """Used by one thread at a time. `files` that it served, `cpu_s` that all of them took."""

    def __init__(
        self, driver: Sequence[str], bounds: Bounds, code: Sequence[str] = sandbox.OWN
    ) -> None:
        self.bounds = bounds
        self.files = 0
        self.cpu_s = 0.0
        self.said = b""
        self.is_ready = False
        self.folder = Folder()
        self.work = self.folder.path
        # A file has at least what a process for itself would have had: one that used more is ended.
        whole = replace(bounds, cpu_s=2 * bounds.cpu_s)
        with (self.work / ".log").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own words only
                sandbox.within(self.work, whole, driver, code),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.asks: Any = self.process.stdin
        self.answers: Any = self.process.stdout

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        """Raise Refusal or Stopped, after which it is to be ended; `is_ready` tells whether it had
        started by then."""
        deadline = time.monotonic() + self.bounds.wall_s
        if not self.is_ready:
            self.is_ready = _good(self._answer(deadline, goes_on)).get("ready") is True
        self.files += 1
        folder = self.work / str(self.files)
        folder.mkdir()
        (folder / wish.name).write_bytes(wish.data)
        place, result = f"/job/{self.files}", f"result.{wish.ending}"
        asked = {
            "source": f"{place}/{wish.name}",
            "result": f"{place}/{result}",
            "target": wish.target,
        }
        self._ask(asked)
        cpu_s = _good(self._answer(deadline, goes_on)).get("cpu_s")
        if not isinstance(cpu_s, int | float):
            raise Refusal(Reason.CONVERTER_FAILED, "said")
        self.cpu_s = float(cpu_s)
        made = sandbox.left_in(self.work, f"{self.files}/{result}")
        shutil.rmtree(folder, ignore_errors=True)
        if not made:
            raise Refusal(Reason.CONVERTER_FAILED, "nothing was left")
        return made

    def _ask(self, asked: dict[str, str]) -> None:
        try:
            self.asks.write(json.dumps(asked).encode() + b"\n")
            self.asks.flush()
        except OSError as error:
            raise Refusal(Reason.CONVERTER_FAILED, "ended") from error

    def _answer(self, deadline: float, goes_on: GoesOn) -> dict[str, Any]:
        """The next line; nothing of it when it ended instead."""
        pipe = self.answers.fileno()
        while b"\n" not in self.said:
            if time.monotonic() > deadline:
                raise Refusal(Reason.TOO_LONG)
            if not goes_on():
                raise Stopped
            if not select.select([pipe], [], [], sandbox.LOOK_EVERY_S)[0]:
                continue
            read = os.read(pipe, LONGEST_LINE)
            self.said += read
            if not read or len(self.said) > LONGEST_LINE:
                raise Refusal(Reason.CONVERTER_FAILED, "ended" if not read else "said too much")
        line, _, self.said = self.said.partition(b"\n")
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise Refusal(Reason.CONVERTER_FAILED, "said") from error
        return answer if isinstance(answer, dict) else {}

    def end(self) -> None:
        """With it ends its sandbox, and with that all that runs in there."""
        if self.is_alive():
            sandbox.end(self.process)
        for pipe in (self.asks, self.answers):
            with suppress(OSError):  # what was not read by then is of no use
                pipe.close()
        self.process.wait()
        self.folder.remove()


def _good(answer: dict[str, Any]) -> dict[str, Any]:
    problem = answer.get("problem")
    if problem is not None:
        raise Refusal(Reason.CONVERTER_FAILED, str(problem)[:LONGEST_PROBLEM])
    return answer
