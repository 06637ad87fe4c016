"""Desktops of this machine, of whichever kind: through hostd, the only process that may start
them. Each kind has a socket of its own there.
"""

from collections.abc import Sequence

from pydantic import TypeAdapter

from daas_broker.desktops.adapters.hostd_line import HostdLine
from daas_broker.desktops.adapters.hostd_wire import (
    AskBuild,
    AskHealth,
    BuildImage,
    ChangeRecipe,
    DescribeRecipe,
    DestroyDesktop,
    EnsureDesktop,
    FindUnknown,
    ListDesktops,
    ListImages,
    ListPackages,
    ListRecipes,
    RecipeOf,
    RemoveImage,
)
from daas_broker.desktops.model import (
    Build,
    DesktopId,
    DesktopSpec,
    HostHealth,
    Image,
    ImageKey,
    Package,
    Receipt,
    Recipe,
    SeenDesktop,
)
from daas_broker.desktops.recipes import Change, Described

SEEN = TypeAdapter(SeenDesktop)
ALL_SEEN = TypeAdapter(list[SeenDesktop])
RECEIPT = TypeAdapter(Receipt)
IMAGES = TypeAdapter(list[Image])
HEALTH = TypeAdapter(HostHealth)
RECIPES = TypeAdapter(list[Recipe])
BUILD = TypeAdapter(Build)
MAYBE_BUILD: TypeAdapter[Build | None] = TypeAdapter(Build | None)
PACKAGES = TypeAdapter(list[Package])
DESCRIBED = TypeAdapter(Described)
MAYBE_DESCRIBED: TypeAdapter[Described | None] = TypeAdapter(Described | None)
NAMES = TypeAdapter(list[str])
NOTHING: TypeAdapter[None] = TypeAdapter(None)


class HostdDesktops(HostdLine):
    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        return self.say(EnsureDesktop, SEEN, spec=spec, epoch=epoch)

    def desktops(self) -> Sequence[SeenDesktop]:
        return self.say(ListDesktops, ALL_SEEN)

    def destroy(self, desktop: DesktopId, generation: int, epoch: int) -> Receipt:
        words: dict[str, object] = {"desktop": desktop, "generation": generation, "epoch": epoch}
        return self.say(DestroyDesktop, RECEIPT, **words)

    def images(self) -> Sequence[Image]:
        return self.say(ListImages, IMAGES)

    def health(self) -> HostHealth:
        return self.say(AskHealth, HEALTH)

    def recipes(self) -> Sequence[Recipe]:
        return self.say(ListRecipes, RECIPES)

    def build_image(self, name: str, *, released: bool = False) -> Build:
        return self.say(BuildImage, BUILD, name=name, released=released)

    def build(self) -> Build | None:
        return self.say(AskBuild, MAYBE_BUILD)

    def packages(self, image: ImageKey) -> Sequence[Package]:
        return self.say(ListPackages, PACKAGES, image=image)

    def describe(self, name: str) -> Described:
        return self.say(DescribeRecipe, DESCRIBED, name=name)

    def described(self, image: ImageKey) -> Described | None:
        return self.say(RecipeOf, MAYBE_DESCRIBED, image=image)

    def change_recipe(self, name: str, change: Change, seen: str) -> Described:
        return self.say(ChangeRecipe, DESCRIBED, name=name, change=change, seen=seen)

    def unknown_packages(self, names: Sequence[str]) -> Sequence[str]:
        return self.say(FindUnknown, NAMES, names=tuple(names))

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        self.say(RemoveImage, NOTHING, image=image, epoch=epoch)
