"""What an image is made of, as a host tells it, and what a workplace may change of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, runtime_checkable

from pydantic import Field

from daas_broker.desktops.model import ImageKey

MOST_CHANGES = 100
# Debian Policy 5.6.7; apt reads a `-` at the end as "remove it".
PACKAGE = r"^[a-z0-9][a-z0-9+.\-]{0,60}[a-z0-9+.]$"
WellFormedPackage = Annotated[str, Field(pattern=PACKAGE)]
Packages = Annotated[tuple[WellFormedPackage, ...], Field(max_length=MOST_CHANGES)]


@dataclass(frozen=True)
class Change:
    """What a workplace has of an image besides the release's own description, and without what:
    names of Debian packages. Nothing else can be changed from the pages [HD24]."""

    added: Packages = ()
    dropped: Packages = ()


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
    What is `fixed` makes the image what it is: it is neither added nor dropped."""

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

    @property
    def own(self) -> tuple[str, ...]:
        return self.parts[-1].packages

    @property
    def packages(self) -> frozenset[str]:
        """With what was changed."""
        said = {package for part in self.parts for package in part.packages}
        return frozenset((said - {*self.change.dropped}) | {*self.change.added})


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

    def change_recipe(self, name: str, change: Change) -> Described:
        """For the builds to come, across restarts. `Permanent` where it cannot be."""
        ...

    def unknown_packages(self, names: Sequence[str]) -> Sequence[str]:
        """Those that the archive had not when it was last asked; none where it never was."""
        ...
