"""What a desktop shows: what its image says, or the one program of its pool."""

import shutil
from typing import Any

from drawn import ANY

BROWSER = "chromium"
SETTLES = 4


def shows(image: dict[str, Any], program: str) -> dict[str, Any]:
    """`program` is the name of a command, empty where the pool has whole desktops."""
    if not program:
        return image
    one, window = ("browser", BROWSER) if program == BROWSER else ("program", ANY)
    return {**image, "shows": [one], "windows": [window], "settles": SETTLES}


def command(program: str, path: str) -> list[str]:
    """What to start: the program, or what says that there is none."""
    return [program] if shutil.which(program, path=path) else missing("absent", program)


def missing(why: str, program: str) -> list[str]:
    return ["/usr/bin/python3", "-I", "/usr/lib/onmaru/missing.py", why, program]
