"""What a host answers about images, whatever kind of desktop is made of them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from daas_broker.desktops.model import Build, Image, ImageKey, Package, Recipe
from daas_broker.desktops.recipes import Change, Described
from workplace.hostd.keeper import translated
from workplace.hostd.workshop import Workshop


@dataclass(kw_only=True)
class ImageVerbs:
    """`building` is held by whoever starts a build, changes a recipe or takes an image away."""

    workshop: Workshop
    building: threading.Lock = field(default_factory=threading.Lock)

    def images(self) -> Sequence[Image]:
        with translated():
            return self.workshop.images()

    def recipes(self) -> Sequence[Recipe]:
        return self.workshop.recipes()

    def build_image(self, name: str, *, released: bool = False) -> Build:
        with self.building, translated():
            return self.workshop.start(name, released=released)

    def build(self) -> Build | None:
        return self.workshop.build()

    def packages(self, image: ImageKey) -> Sequence[Package]:
        with translated():
            return self.workshop.packages(image)

    def describe(self, name: str) -> Described:
        with translated():
            return self.workshop.describe(name)

    def described(self, image: ImageKey) -> Described | None:
        with translated():
            return self.workshop.described(image)

    def change_recipe(self, name: str, change: Change, seen: str) -> Described:
        with self.building, translated():
            return self.workshop.change(name, change, seen)

    def unknown_packages(self, names: Sequence[str]) -> Sequence[str]:
        with translated():
            return self.workshop.unknown_packages(names)
