"""What nobody needs any more of the images and layers of this machine is taken away [DV7].

After each build, by whoever built, while no other build runs. Instances share the shelf: an image
that any of them uses stays, and what one keeps to go back to it has started desktops of.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from daas_broker.desktops.model import Image
from workplace.hostd import podman
from workplace.hostd.container import Labels
from workplace.hostd.definition import Definition
from workplace.hostd.layers import Layers
from workplace.hostd.shelf import Shelf
from workplace.hostd.users import Users

IMAGE_YOUNG = timedelta(hours=1)  # it may wait for its trial
LAYER_YOUNG = timedelta(days=1)  # since a build grew from it; to make it anew takes two minutes


@dataclass(frozen=True)
class Layer:
    folder: Path
    used_at: datetime

    @property
    def name(self) -> str:
        return self.folder.name.rpartition("-")[0]


def superseded(
    images: Sequence[Image], released: Collection[str], now: datetime
) -> Iterable[Image]:
    """Neither the newest of its name, nor of a definition of this release, nor young. Whether
    somebody uses it is another question. Pure; `images` are in the order in which they were built.
    """
    newest = {image.name: image.key for image in images}
    wanted = {image.definition: image.key for image in images if image.definition in released}
    kept = {*newest.values(), *wanted.values()}
    return [one for one in images if one.key not in kept and now - one.built_at > IMAGE_YOUNG]


def unused(layers: Sequence[Layer], released: Collection[Path], now: datetime) -> Iterable[Layer]:
    """Neither the last that was used of its name, nor of a definition of this release. Pure."""
    newest = {layer.name: layer.folder for layer in sorted(layers, key=lambda each: each.used_at)}
    kept = {*newest.values(), *released}
    return [one for one in layers if one.folder not in kept and now - one.used_at > LAYER_YOUNG]


@dataclass(frozen=True)
class Pruning:
    shelf: Shelf
    users: Users
    wished: Sequence[Definition]

    def __call__(self, now: datetime) -> list[str]:
        """What was taken away."""
        for left in self.shelf.folder.glob(".removed-*"):
            shutil.rmtree(left)  # by one that was killed meanwhile
        digests = {one.digest for one in self.wished}
        images = superseded(self.shelf.images(), digests, now)
        gone = [image.key for image in images if self._remove(image.key)]
        return gone + self._prune_layers(now)

    def _remove(self, key: str) -> bool:
        """First it loses its name, then its files. A container may outlive its instance."""
        doomed = self.shelf.folder / f".removed-{key}"
        with self.users.forgetting(key) as is_nobodys:
            if not is_nobodys or podman.containers(f"{Labels.IMAGE}={key}"):
                return False
            (self.shelf.folder / key).rename(doomed)
        shutil.rmtree(doomed)
        return True

    def _prune_layers(self, now: datetime) -> list[str]:
        layers = Layers(self.shelf.folder)
        released = {layers.folder(part) for one in self.wished for part in one.chain}
        old = list(unused(layers_of(layers), released, now))
        for layer in old:
            shutil.rmtree(layer.folder)
        return [f"layer {layer.folder.name}" for layer in old]


def layers_of(layers: Layers) -> list[Layer]:
    return [
        Layer(folder, datetime.fromtimestamp(folder.stat().st_mtime).astimezone())
        for folder in layers.folders()
    ]


def note_used(layers: Layers, wished: Definition) -> None:
    """A build grew from these."""
    for part in wished.chain:
        os.utime(layers.folder(part))
