"""Telling the operator what happens: one line a step, with the time it took."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from workplace.stack.commands import CommandFailed

Result = TypeVar("Result")
QUIET_SECONDS = 1.0  # a step that is faster needs no line


class StepFailed(Exception):
    """What failed, why, and what the operator can do; `log` is a path to read, if there is one."""

    def __init__(self, step: str, why: object, advice: str, log: object = None) -> None:
        super().__init__(f"{step}: {why}")
        self.step, self.why, self.advice, self.log = step, why, advice, log


def terminal() -> bool:
    return sys.stdout.isatty()


def say(text: str = "") -> None:
    print(text, flush=True)


def nothing_more() -> str:
    return ""


@contextmanager
def step(name: str, now_at: Callable[[], str] = nothing_more) -> Iterator[None]:
    """Shows `name` while the body runs, and once more with its time when it took over a second.

    `now_at` tells where a long step has got to.
    """
    began, finished = monotonic(), threading.Event()
    ticker = threading.Thread(target=_tick, args=(name, now_at, began, finished), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        finished.set()
        ticker.join()
    seconds = monotonic() - began
    if seconds >= QUIET_SECONDS:
        say(f"  ✓ {name}  {seconds:.1f} s")


def _tick(name: str, now_at: Callable[[], str], began: float, finished: threading.Event) -> None:
    told = None
    while not finished.wait(0.5 if terminal() else QUIET_SECONDS):
        text = f"  … {name}  {now_at()}".rstrip()
        if terminal():
            print(f"\r\033[K{text}  {monotonic() - began:.1f} s ", end="", flush=True)
        elif text != told:
            say(text)
        told = text
    if told and terminal():
        print("\r\033[K", end="", flush=True)


def until(look: Callable[[], Result | None], seconds: float, every: float = 0.05) -> Result | None:
    """What `look` finds first, or None when `seconds` have passed."""
    deadline = monotonic() + seconds
    while True:
        found = look()
        if found is not None or monotonic() > deadline:
            return found
        threading.Event().wait(every)


@contextmanager
def explained(name: str, advice: str) -> Iterator[None]:
    """A step whose failure is told with `advice`: what the operator can do about it."""
    try:
        with step(name):
            yield
    except (CommandFailed, OSError) as error:
        raise StepFailed(name, error, advice) from error
