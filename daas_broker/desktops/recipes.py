"""What an image is made of, as a host tells it, and what a workplace may change of that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Protocol, runtime_checkable

from pydantic import AfterValidator, Field

from daas_broker.desktops.model import ImageKey

MOST_CHANGES = 100
# Debian Policy 5.6.7; apt reads a `-` at the end as "remove it".
PACKAGE = r"^[a-z0-9][a-z0-9+.\-]{0,60}[a-z0-9+.]$"
WellFormedPackage = Annotated[str, Field(pattern=PACKAGE)]
Packages = Annotated[tuple[WellFormedPackage, ...], Field(max_length=MOST_CHANGES)]

MOST_FILES = 40
LARGEST_FILE = 16 * 1024  # bytes of one; rules and settings have a tenth of it
LARGEST_FILES = 64 * 1024  # bytes of all that are changed
# What programs of a desktop's own user read. Nothing of it is run while an image is made [HD26].
PLACES = (
    "/etc/chromium/", "/etc/firefox-esr/", "/etc/fonts/",
    "/etc/libreoffice/", "/etc/onmaru/", "/etc/xdg/",
    "/usr/lib/firefox-esr/distribution/", "/usr/lib/mozilla/certificates/",
    "/usr/share/applications/", "/usr/share/chromium/extensions/", "/usr/share/onmaru/",
)  # fmt: skip
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.+@-]{0,79}"  # neither hidden nor `..`
_PLACE = "|".join(place.replace(".", r"\.") for place in PLACES)
PATH = rf"^(?:{_PLACE})(?:{_NAME}/){{0,6}}{_NAME}$"
TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"  # lines and tabs; no other control character
DIGEST = r"^(?:[0-9a-f]{12})?$"
RecipeDigest = Annotated[str, Field(max_length=64)]


def text_bytes(files: "Sequence[FileChange]") -> int:
    return sum(len(file.text.encode()) for file in files if file.text is not None)


def _bounded(files: "tuple[FileChange, ...]") -> "tuple[FileChange, ...]":
    if any(text_bytes([file]) > LARGEST_FILE for file in files):
        raise ValueError("a file is too large")
    if text_bytes(files) > LARGEST_FILES:
        raise ValueError("the files are too large together")
    if len({file.path for file in files}) < len(files):
        raise ValueError("a path is there twice")
    return files


@dataclass(frozen=True)
class FileChange:
    """`text` lies at `path` instead of what the release has there; None takes that away. `over` is
    the digest of the release's file when this was decided; empty where it had none."""

    path: Annotated[str, Field(pattern=PATH)]
    text: Annotated[str, Field(pattern=TEXT, max_length=LARGEST_FILE)] | None
    over: Annotated[str, Field(pattern=DIGEST)] = ""


@dataclass(frozen=True)
class Change:
    """What a workplace has of an image besides the release's own description, and without what:
    names of Debian packages, and settings in a few places. Nothing else can be changed from the
    pages [HD24]."""

    added: Packages = ()
    dropped: Packages = ()
    files: Annotated[
        tuple[FileChange, ...], Field(max_length=MOST_FILES), AfterValidator(_bounded)
    ] = ()


@dataclass(frozen=True)
class RecipePart:
    """One description of those an image is made from, as the release has it."""

    name: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class RecipeFile:
    """`path` is that in the image. `text` is None for what nobody reads, or where it is long."""

    path: str
    digest: str
    size_bytes: int
    text: str | None = None


@dataclass(frozen=True)
class Described:
    """All that an image is made from. `parts` begin with the lowest; the last is the image's own.
    What is `fixed` makes the image what it is: it is neither added nor dropped. `files` are with
    what was changed; `shipped` are those of the release that the change replaced or took away.
    `arriving`: it is of a release whose files lie there and that does not run yet [HD29]."""

    name: str
    title: str
    digest: str
    suite: str
    locales: tuple[str, ...]
    timezone: str
    user: str
    uid: int
    is_machine: bool
    parts: tuple[RecipePart, ...]
    change: Change
    fixed: tuple[str, ...]
    files: tuple[RecipeFile, ...]
    shipped: tuple[RecipeFile, ...] = ()
    arriving: bool = False

    @cached_property
    def released(self) -> Mapping[str, RecipeFile]:
        """By path, as the release has them."""
        changed = {each.path for each in self.change.files}
        own = [file for file in self.files if file.path not in changed]
        return {file.path: file for file in (*own, *self.shipped)}

    @property
    def own(self) -> tuple[str, ...]:
        return self.parts[-1].packages

    @property
    def packages(self) -> frozenset[str]:
        """With what was changed."""
        said = {package for part in self.parts for package in part.packages}
        return frozenset((said - {*self.change.dropped}) | {*self.change.added})


OFFICE, OFFICE_SETTINGS = "libreoffice-writer", "/etc/libreoffice/"
AUTO_SAVE = re.compile(r'oor:name="AutoSave">\s*<value>true<')  # without it 7.4 keeps nothing


def offers_unsaved(made: Described) -> bool:
    """Whether its LibreOffice keeps what is not saved where a home takes it along [HD35]."""
    settings = [file.text or "" for file in made.files if file.path.startswith(OFFICE_SETTINGS)]
    return OFFICE in made.packages and any(map(AUTO_SAVE.search, settings))


@runtime_checkable
class RecipeBook(Protocol):
    """A host that tells what it makes images from. Each method returns or raises `HostFailure`
    within 30 seconds."""

    def describe(self, name: str) -> Described:
        """As the next build will have it. `Permanent` for a name without a recipe."""
        ...

    def described(self, image: ImageKey) -> Described | None:
        """As it was when that image was built; None where it was not kept."""
        ...

    def change_recipe(self, name: str, change: Change, seen: str) -> Described:
        """For the builds to come, across restarts. `RecipeMoved` where its digest is not the one
        that was seen, `ReleaseArriving` where that is, `Permanent` where it cannot be."""
        ...

    def unknown_packages(self, names: Sequence[str]) -> Sequence[str]:
        """Those that the archive had not when it was last asked; none where it never was."""
        ...
