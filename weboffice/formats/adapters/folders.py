"""Folders for sandboxes; those of a process that was killed go when another makes one [FM4]."""

import fcntl
import os
import shutil
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Self

PREFIX = "onmaru-sandbox-"
FRESH_S = 60  # between its making and its lock nobody else takes it for left behind


class Folder:
    """Locked while its process lives, however that ends; a number of a process may come again."""

    def __init__(self) -> None:
        _swept()
        self.path = Path(mkdtemp(prefix=PREFIX))
        self.held = _locked(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self.held >= 0:
            os.close(self.held)
            self.held = -1


def sweep() -> int:
    """Removes what dead processes of this user left behind; how many."""
    return sum(_removed(one) for one in Path(gettempdir()).glob(f"{PREFIX}*"))


@cache
def _swept() -> int:
    return sweep()


def _removed(folder: Path) -> bool:
    with suppress(OSError):  # alive, somebody else's, no folder, or gone meanwhile
        held = _locked(folder)
        try:
            about = os.fstat(held)
            is_left = about.st_uid == os.geteuid() and about.st_mtime < time.time() - FRESH_S
            if is_left:
                shutil.rmtree(folder)
            return is_left
        finally:
            os.close(held)
    return False


def _locked(folder: Path) -> int:
    """An open folder that is ours alone; raise OSError when another process has it."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
