"""Which instances of this machine use which images: the shelf is one for all of them.

An instance *uses* an image if and only if it has started a desktop of it and its broker has not
removed the image since; whether the instance runs now does not matter. One whose directory is gone
uses nothing.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from workplace.hostd.shelf import Shelf

USES, LEFT = "uses", "left"


@dataclass(frozen=True)
class Users:
    """As one instance sees them; `home` is its directory. What it left it does not see."""

    shelf: Shelf
    instance: str
    home: Path

    def take(self, key: str) -> bool:
        """False where there is no such image (any more)."""
        with self._alone():
            if self.shelf.find(key) is None:
                return False
            self._mark(key, USES)
            return True

    def has_left(self, key: str) -> bool:
        return self._says(self._mark_of(key)) == LEFT

    def return_to(self, name: str) -> None:
        """Who builds an image anew is shown again what others kept of that name."""
        with self._alone():
            for image in self.shelf.images():
                if image.name == name and self.has_left(image.key):
                    self._mark_of(image.key).unlink()

    def see_again(self, key: str) -> None:
        """What this instance left and was then built for it after all."""
        with self._alone():
            if self.has_left(key):
                self._mark_of(key).unlink()

    @contextmanager
    def leaving(self, key: str) -> Iterator[bool]:
        """Whether nobody is left who uses it; nobody takes it meanwhile."""
        with self._alone():
            others = [
                mark for mark in self._marks(key) if mark.name != self.instance and _is_used(mark)
            ]
            if others:
                self._mark(key, LEFT)
            elif self._marks(key):
                rmtree(self._folder / key)
            yield not others

    @contextmanager
    def forgetting(self, key: str) -> Iterator[bool]:
        """Whether no instance that exists uses it, this one among them; nobody takes it meanwhile.
        Who used it is forgotten with it."""
        with self._alone():
            is_nobodys = not any(_is_used(mark) for mark in self._marks(key))
            yield is_nobodys
            if is_nobodys and not (self.shelf.folder / key).exists() and self._marks(key):
                rmtree(self._folder / key)

    @property
    def _folder(self) -> Path:
        return self.shelf.folder / ".users"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _marks(self, key: str) -> list[Path]:
        folder = self._folder / key
        return list(folder.iterdir()) if folder.exists() else []

    def _mark_of(self, key: str) -> Path:
        return self._folder / key / self.instance

    def _mark(self, key: str, word: str) -> None:
        mark = self._mark_of(key)
        if self._says(mark) == word:
            return
        mark.parent.mkdir(exist_ok=True)
        mark.write_text(f"{word} {self.home}")

    @staticmethod
    def _says(mark: Path) -> str:
        return mark.read_text().partition(" ")[0] if mark.exists() else ""


def _is_used(mark: Path) -> bool:
    word, _, home = mark.read_text().partition(" ")
    return word == USES and Path(home).is_dir()
