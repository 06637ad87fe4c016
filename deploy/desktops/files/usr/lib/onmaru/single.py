"""What a desktop shows: what its image says, or the one program of its pool."""

import shutil
from typing import Any

from drawn import ANY

BROWSER = "chromium"
SETTLES = 4
AT_ONCE = 3.0  # seconds in which nobody has opened and closed a program
STEADY = 60.0  # seconds after which what failed before counts no more
OFTEN = 3  # failures in a row of which its person is told
CALM = 5.0  # seconds in which it did not fail again


def shows(image: dict[str, Any], program: str) -> dict[str, Any]:
    """`program` is the name of a command, empty where the pool has whole desktops."""
    if not program:
        return image
    one, window = ("browser", BROWSER) if program == BROWSER else ("program", ANY)
    return {**image, "shows": [one], "windows": [window], "settles": SETTLES}


def command(program: str, path: str) -> list[str]:
    """What to start: the program, or what says that there is none."""
    return [program] if shutil.which(program, path=path) else missing("absent", program)


def failures_after(before: int, code: int, lived: float, *, is_one: bool) -> int:
    """In a row, once a program ended. To close it is no failure, but for the one program that has
    just come up."""
    if not code and not (is_one and lived < AT_ONCE):
        return 0
    return 1 if lived > STEADY else before + 1


def lacks(program: str, path: str, failures: int, up_for: float, *, is_silent: bool) -> str:
    """Why the program of this desktop is not to be had; empty where it is, or where there is none.
    `up_for` is how long it has been running."""
    if not program:
        return ""
    if shutil.which(program, path=path) is None:
        return "absent"
    if is_silent:
        return "silent"
    return "crashing" if failures >= OFTEN and up_for < CALM else ""


def missing(why: str, program: str) -> list[str]:
    return ["/usr/bin/python3", "-I", "/usr/lib/onmaru/missing.py", why, program]
