"""What an image is made of (deploy/desktops/*.toml), and the digests its content gives it.

A definition may extend another one. Each adds packages to a *layer*, the tree of its packages on
top of its parent's; images made from the same layers share their files on disk and in memory.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from daas_broker.desktops.recipes import Change, FileChange
from kernel.settings import ROOT

FOLDER = ROOT / "deploy" / "desktops"
CODE = Path(__file__).parent
BUILDER = 2  # raise it when the same definition makes another image
MENU = 1  # raise it when what was added to an image comes otherwise into its menu
MACHINE = 1  # raise it when the same definition makes another disk or initial file system
_DIGITS = 12
NOTHING = Change()


@dataclass(frozen=True)
class Ground:
    """What the lowest definition says, for all that extend it. `uid` is no account of the host."""

    suite: str
    user: str
    uid: int
    locales: tuple[str, ...]
    timezone: str


@dataclass(frozen=True)
class Definition:
    """Without a title it is a part of others and never an image. `packages` are the release's with
    what was changed of them; `leave_out` and `keep` are paths of packages, and `keep` wins. A
    machine is for a guest with a kernel of its own."""

    name: str
    title: str
    folder: Path
    ground: Ground
    parent: "Definition | None"
    packages: tuple[str, ...]
    leave_out: tuple[str, ...]
    keep: tuple[str, ...]
    machine: bool = False
    change: Change = NOTHING

    @property
    def files(self) -> Path:
        return self.folder / ("files" if self.parent is None else f"files-{self.name}")

    @property
    def trees(self) -> "list[Path]":
        """Of files, a later one over an earlier one."""
        own = [one.files for one in self.chain]
        return [*own, self.folder / "files-machine"] if self.machine else own

    @property
    def shipped(self) -> "dict[str, Path]":
        """The release's files by where they lie in the image."""
        return {
            f"/{file.relative_to(tree)}": file
            for tree in self.trees
            for file in sorted(path for path in tree.rglob("*") if path.is_file())
            if "__pycache__" not in file.parts
        }

    @property
    def laid(self) -> "list[FileChange]":
        """What was changed of files, but for what the release has by now of itself."""
        shipped = self.shipped
        return [one for one in self.change.files if one.text != _text(shipped.get(one.path))]

    @property
    def requirements(self) -> Path:
        return self.folder / "requirements.txt"

    @property
    def chain(self) -> "list[Definition]":
        """From the lowest to this one."""
        return [*(self.parent.chain if self.parent else []), self]

    @property
    def all_packages(self) -> list[str]:
        return [package for one in self.chain for package in one.packages]

    @property
    def layer(self) -> str:
        """The digest of all that its layer is made from, but for the archive's own state."""
        facts = [self.ground, self.packages, self.leave_out, self.keep]
        content = [repr(fact).encode() for fact in facts]
        below = self.parent.layer.encode() if self.parent else self.requirements.read_bytes()
        return _digest(("builder", str(BUILDER).encode()), ("below", below), *_numbered(content))

    @property
    def digest(self) -> str:
        """Of everything in the repository that goes into the image."""
        return _digest(("layer", self.layer.encode()), *self._parts())

    def key(self, versions: dict[str, str]) -> str:
        """`internet-3f2a90c1d2e4`: the same content has the same key on every machine."""
        packages = "\n".join(f"{name}={versions[name]}" for name in sorted(versions))
        return f"{self.name}-{_digest(('definition', self.digest.encode()), ('packages', packages.encode()))}"  # noqa: E501

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        yield "title", self.title.encode()
        if self.machine:
            yield "machine", str(MACHINE).encode()
        if self.change.added:
            yield "menu", str(MENU).encode()
        for tree in self.trees:
            for file in sorted(path for path in tree.rglob("*") if path.is_file()):
                if "__pycache__" not in file.parts:
                    yield str(file.relative_to(self.folder)), file.read_bytes()
        for one in self.laid:
            yield f"changed {one.path}", b"\0" if one.text is None else one.text.encode()


def read(name: str, folder: Path = FOLDER, change: Change = NOTHING) -> Definition:
    """`change` is of this very one; what it extends stays as it is."""
    said = tomllib.loads((folder / f"{name}.toml").read_text())
    parent = read(said["extends"], folder) if "extends" in said else None
    return Definition(
        name=name,
        title=said.get("title", ""),
        folder=folder,
        ground=parent.ground if parent else _ground(said),
        parent=parent,
        packages=_changed(said.get("packages", ()), change),
        leave_out=(*(parent.leave_out if parent else ()), *said.get("leave_out", ())),
        keep=(*(parent.keep if parent else ()), *said.get("keep", ())),
        machine=said.get("machine", False),
        change=change,
    )


def names(folder: Path = FOLDER, *, machines: bool = False) -> list[str]:
    """Of those that are images, for containers or for virtual machines; the one people wait for
    first is built first."""
    said = {file.stem: tomllib.loads(file.read_text()) for file in folder.glob("*.toml")}
    images = [
        name
        for name, values in said.items()
        if values.get("title") and values.get("machine", False) is machines
    ]
    return sorted(images, key=lambda name: (not said[name].get("first", False), name))


def release(folder: Path = FOLDER, code: Path = CODE) -> str:
    """Of all that lies here and makes images, whatever was changed of it from the pages. Whose
    process began with another one runs a release that is not the one that lies here."""
    said = [
        (str(file.relative_to(root)), file)
        for root, files in ((folder, folder.rglob("*")), (code, code.rglob("*.py")))
        for file in sorted(files)
        if file.is_file() and "__pycache__" not in file.parts
    ]
    return _digest(*((name, file.read_bytes()) for name, file in said))


def _changed(said: Iterable[str], change: Change) -> tuple[str, ...]:
    """What a release has by now of itself is not there twice."""
    left = [package for package in said if package not in change.dropped]
    return (*left, *(package for package in change.added if package not in left))


def _text(file: Path | None) -> str | None:
    try:
        return file.read_text() if file else None
    except UnicodeDecodeError:
        return None


def _ground(said: dict[str, Any]) -> Ground:
    return Ground(
        said["suite"], said["user"], said["uid"], tuple(said["locales"]), said["timezone"]
    )


def _numbered(contents: list[bytes]) -> Iterator[tuple[str, bytes]]:
    yield from ((str(number), content) for number, content in enumerate(contents))


def _digest(*parts: tuple[str, bytes]) -> str:
    digest = sha256()
    for label, content in parts:
        digest.update(f"\0{label}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_DIGITS]
