"""A few LibreOffices that stay open between files; none is started before the first file.

What we wrote ourselves goes through the same process many times. A process that opened what a
stranger made serves nobody else [FM9]; so does one that failed, took too long or was given up.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import Empty, Queue
from subprocess import DEVNULL, run

from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.office import SOFFICE, ColdOffice, Office, Wish
from weboffice.formats.adapters.office_warm import Warm
from weboffice.formats.adapters.sandbox import OFFICE, Bounds
from weboffice.formats.ports import GoesOn, Stopped
from weboffice.paper.safe import Reason, Refusal

log = logging.getLogger(__name__)
PYTHON = "/usr/bin/python3"  # Debian's, for which UNO is built
DRIVER = "/code/weboffice/formats/adapters/office_driver.py"


@dataclass(frozen=True)
class Limits:
    """`most` at once; one that was `idle_s` without work, or served `files`, ends.

    A file is tried `tries` times where a process failed and the file may not be why.
    """

    most: int = 2
    tries: int = 3
    files: int = 40
    idle_s: float = 120.0
    bounds: Bounds = OFFICE


@cache
def has_uno() -> bool:
    if not Path(PYTHON).exists():
        return False
    program = [PYTHON, "-c", "import uno"]
    return run(program, stdout=DEVNULL, stderr=DEVNULL, check=False).returncode == 0  # noqa: S603


@dataclass
class OfficePool:
    """Office. A thread of its own starts and ends the processes.

    A sandbox ends with the thread that started it, and those that ask come and go. `needs` is the
    program that must be there, `code` what of ours the driver may read.
    """

    limits: Limits = Limits()
    driver: tuple[str, ...] = (PYTHON, DRIVER)
    cold: Office = field(default_factory=ColdOffice)
    is_able: Callable[[], bool] = has_uno
    needs: str = SOFFICE
    code: tuple[str, ...] = sandbox.OWN

    def __post_init__(self) -> None:
        self._free: list[tuple[Warm, float]] = []
        self._lock = threading.Lock()
        self._places = threading.Semaphore(self.limits.most)
        self._work: Queue[Future[Warm] | Warm] = Queue()
        self._keeper: threading.Thread | None = None

    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        if not sandbox.is_there(self.needs) or not sandbox.is_there("bwrap") or not self.is_able():
            return self.cold.convert(wish, goes_on)
        while not self._places.acquire(timeout=sandbox.LOOK_EVERY_S):
            if not goes_on():
                raise Stopped
        try:
            return self._convert(wish, goes_on)
        finally:
            self._places.release()

    def _convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        tried = 0
        while True:
            tried += 1
            warm = self._take() or self._started()
            is_used = warm.files > 0
            try:
                return self._asked(warm, wish, goes_on)
            except Refusal as refused:
                if refused.reason is not Reason.CONVERTER_FAILED:
                    raise
                log.warning("%s is tried again: %s", wish.target, refused.detail)
                # A new process failed: the next would do the same.
                if (warm.is_ready and not is_used) or tried == self.limits.tries:
                    return self._without_uno(wish, goes_on, refused)

    def _without_uno(self, wish: Wish, goes_on: GoesOn, refused: Refusal) -> bytes:
        """LibreOffice 7.4 dies of a comment when it is led by UNO, and not by itself."""
        try:
            return self.cold.convert(wish, goes_on)
        except Refusal as again:
            raise Refusal(again.reason, f"{wish.target}: {refused.detail}") from again

    def _asked(self, warm: Warm, wish: Wish, goes_on: GoesOn) -> bytes:
        is_good = False
        try:
            made = warm.convert(wish, goes_on)
            is_good = True
            return made
        finally:
            self._give_back(warm, is_good=is_good and not wish.is_strange)

    def _take(self) -> Warm | None:
        """The one that was used last; those that died meanwhile are ended."""
        with self._lock:
            while self._free:
                warm, _ = self._free.pop()
                if warm.is_alive():
                    return warm
                self._work.put(warm)
        return None

    def _give_back(self, warm: Warm, *, is_good: bool) -> None:
        is_spent = warm.files >= self.limits.files or warm.cpu_s > self.limits.bounds.cpu_s
        if not is_good or is_spent:
            self._work.put(warm)
            return
        with self._lock:
            self._free.append((warm, time.monotonic()))

    def _started(self) -> Warm:
        with self._lock:
            if self._keeper is None or not self._keeper.is_alive():
                self._keeper = threading.Thread(target=self._keep, daemon=True, name="office-pool")
                self._keeper.start()
                atexit.register(self.close)  # a process that ends leaves no folder behind
        wanted: Future[Warm] = Future()
        self._work.put(wanted)
        return wanted.result()

    def _keep(self) -> None:
        """The keeper's thread: starts and ends; a quarter of the idle time between its looks."""
        while True:
            try:
                one = self._work.get(timeout=self.limits.idle_s / 4)
            except Empty:
                self._let_go(time.monotonic() - self.limits.idle_s)
                continue
            if isinstance(one, Warm):
                one.end()
                continue
            try:
                one.set_result(Warm(self.driver, self.limits.bounds, self.code))
            except OSError as error:
                one.set_exception(Refusal(Reason.CONVERTER_FAILED, str(error)))

    def _let_go(self, before: float) -> None:
        with self._lock:
            old = [warm for warm, since in self._free if since <= before or not warm.is_alive()]
            self._free = [one for one in self._free if one[0] not in old]
        for warm in old:
            warm.end()

    @property
    def waiting(self) -> int:
        """How many are warm and have nothing to do."""
        with self._lock:
            return len(self._free)

    def close(self) -> None:
        """Ends those that have nothing to do."""
        self._let_go(time.monotonic())
