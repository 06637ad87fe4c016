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


def is_there(program: str, path: str) -> bool:
    return not program or shutil.which(program, path=path) is not None
