"""What an image is made of (deploy/desktops/*.toml), and the name its content gives it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kernel.settings import ROOT

FOLDER = ROOT / "deploy" / "desktops"
BUILDER = 1  # raise it when the same definition makes another image


@dataclass(frozen=True)
class Definition:
    name: str
    title: str
    suite: str
    user: str
    uid: int
    locales: tuple[str, ...]
    timezone: str
    packages: tuple[str, ...]
    leave_out: tuple[str, ...]
    keep: tuple[str, ...]
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def requirements(self) -> Path:
        return self.folder / "requirements.txt"

    @property
    def source(self) -> Path:
        return self.folder / f"{self.name}.toml"

    @property
    def key(self) -> str:
        """`internet-3f2a90c1d2e4`: the same content has the same key on every machine."""
        digest = sha256(str(BUILDER).encode())
        for label, content in self._parts():
            digest.update(f"\0{label}\0{len(content)}\0".encode())
            digest.update(content)
        return f"{self.name}-{digest.hexdigest()[:12]}"

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        yield "definition", self.source.read_bytes()
        yield "requirements", self.requirements.read_bytes()
        for file in sorted(path for path in self.files.rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts:
                yield str(file.relative_to(self.files)), file.read_bytes()


def read(name: str, folder: Path = FOLDER) -> Definition:
    wished = tomllib.loads((folder / f"{name}.toml").read_text())
    for plural in ("locales", "packages", "leave_out", "keep"):
        wished[plural] = tuple(wished[plural])
    return Definition(folder=folder, **wished)


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.toml"))
