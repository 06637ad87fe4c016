"""Layers: the trees of packages that images are grown from, kept so that the next image is quick.

A layer is named after what it was made from. Its files are hard links of those in the images made
from it: to remove a layer takes nothing from an image.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workplace.hostd import contents
from workplace.hostd.definition import Definition
from workplace.hostd.rootfs import bootstrap, install_stream, settle
from workplace.hostd.tree import grown

FOLDER = ".layers"
UNFINISHED = ".building-"
Offer = Mapping[str, str]  # package: the version that the archive offers
Say = Callable[[str], None]


def outdated(held: Mapping[str, str], offer: Offer | None) -> bool:
    """Whether the archive offers another version of any of them; without an offer nothing is."""
    return offer is not None and any(offer.get(n, v) != v for n, v in held.items())


@dataclass(frozen=True)
class Layers:
    shelf: Path

    def folder(self, wished: Definition) -> Path:
        return self.shelf / FOLDER / f"{wished.name}-{wished.layer}"

    def folders(self) -> list[Path]:
        return sorted((self.shelf / FOLDER).glob("[a-z]*"))

    def missing(self, wished: Definition, offer: Offer | None) -> list[Definition]:
        """What has to be made, from the lowest; above one that is made anew all are."""
        chain = wished.chain
        for number, one in enumerate(chain):
            packages = contents.read(self.folder(one))
            if not packages or outdated({p.name: p.version for p in packages}, offer):
                return chain[number:]
        return []

    def make(self, wished: Definition) -> None:
        folder = self.folder(wished)
        unfinished = self.shelf / f"{UNFINISHED}{folder.name}"
        unfinished.mkdir(parents=True)
        rootfs = unfinished / "rootfs"
        if wished.parent is None:
            bootstrap(wished, rootfs)
            install_stream(wished, rootfs)
            settle(wished, rootfs)
        else:
            with grown(self.folder(wished.parent) / "rootfs", rootfs) as tree:
                bootstrap(wished, tree)
        contents.write(unfinished, contents.of(rootfs))
        if folder.exists():
            shutil.rmtree(folder)
        folder.parent.mkdir(exist_ok=True)
        unfinished.rename(folder)
