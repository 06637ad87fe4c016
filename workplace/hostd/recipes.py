"""What images are made from, as it is told, and what this instance has changed of it."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

from daas_broker.desktops.recipes import (
    LARGEST_FILE,
    Change,
    Described,
    RecipeFile,
    RecipePart,
)
from workplace.hostd import definition
from workplace.hostd.definition import Definition
from workplace.hostd.shelf import RFB_SERVER_PACKAGE

FOLDER = "recipes"  # in an instance's directory
KEPT = "recipe.json"  # beside an image
ON_DISK = TypeAdapter(Described)
CHANGE = TypeAdapter(Change)


@dataclass(frozen=True)
class Changes:
    """Of one instance, one file a recipe. `against` in it is the digest of the release's own
    description at that time: it tells what came with a release from what was changed since.
    `taken` is what this release found and took in, whatever was changed after that."""

    folder: Path

    def of(self, name: str) -> Change:
        said = self._read(name)
        return CHANGE.validate_python(said["change"]) if said else Change()

    def read(self, name: str) -> Definition:
        """As the next build will have it."""
        return definition.read(name, change=self.of(name))

    def released(self, name: str) -> Definition:
        """What the running release describes here. A change that is older than the release is
        part of it: whoever had a program keeps it [HD25]."""
        return definition.read(name, change=self._taken(name, definition.read(name).digest))

    def write(self, name: str, change: Change) -> None:
        file, against = self.folder / f"{name}.json", definition.read(name).digest
        taken = self._taken(name, against)
        if change == taken == Change():
            file.unlink(missing_ok=True)
            return
        self.folder.mkdir(exist_ok=True)
        changes = {"change": change, "taken": taken}
        dumped = {key: CHANGE.dump_python(one, mode="json") for key, one in changes.items()}
        unfinished = file.with_suffix(".new")
        with unfinished.open("w") as out:
            json.dump({"against": against, **dumped}, out)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(file)

    def _taken(self, name: str, digest: str) -> Change:
        """The change that is part of the release of this digest."""
        said = self._read(name)
        if said is None:
            return Change()
        is_older = said["against"] != digest
        return CHANGE.validate_python(said["change"] if is_older else said.get("taken", {}))

    def _read(self, name: str) -> dict[str, object] | None:
        try:
            said: dict[str, object] = json.loads((self.folder / f"{name}.json").read_text())
        except FileNotFoundError:
            return None
        return said


def describe(wished: Definition) -> Described:
    """`parts` are as the release has them; what was changed stands beside them."""
    shipped = definition.read(wished.name, wished.folder)
    files = {path: _told(path, file.read_bytes()) for path, file in wished.shipped.items()}
    laid = {one.path: one.text for one in wished.change.files}
    replaced = [file for path, file in files.items() if path in laid]
    for path, text in laid.items():
        files.pop(path, None)
        if text is not None:
            files[path] = _told(path, text.encode())
    ground = wished.ground
    machines = {p for one in shipped.chain if one.machine for p in one.packages}
    return Described(
        name=wished.name,
        title=wished.title,
        digest=wished.digest,
        suite=ground.suite,
        locales=ground.locales,
        timezone=ground.timezone,
        user=ground.user,
        uid=ground.uid,
        is_machine=wished.machine,
        parts=tuple(RecipePart(one.name, one.packages) for one in shipped.chain),
        change=wished.change,
        fixed=tuple(sorted({RFB_SERVER_PACKAGE, *machines})),
        files=tuple(files[path] for path in sorted(files)),
        shipped=tuple(replaced),
    )


def _told(path: str, data: bytes) -> RecipeFile:
    return RecipeFile(path, sha256(data).hexdigest()[:12], len(data), _text(data))


def _text(data: bytes) -> str | None:
    if len(data) > LARGEST_FILE or b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def keep(folder: Path, wished: Definition) -> None:
    (folder / KEPT).write_bytes(ON_DISK.dump_json(describe(wished)))


def kept(folder: Path) -> Described | None:
    """None of an image that was built before recipes were kept."""
    try:
        return ON_DISK.validate_json((folder / KEPT).read_bytes())
    except FileNotFoundError:
        return None
