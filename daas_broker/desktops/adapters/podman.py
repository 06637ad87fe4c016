"""Desktops in containers of this machine, through hostd, the only process that may start them."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from daas_broker.desktops.adapters.hostd_wire import (
    ApplyPolicy,
    AskBuild,
    AskHealth,
    BuildImage,
    DestroyDesktop,
    EnsureDesktop,
    ListDesktops,
    ListImages,
    ListPackages,
    ListRecipes,
    ListZones,
    RemoveImage,
)
from daas_broker.desktops.adapters.podman_homes import PodmanHomes
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
from daas_broker.desktops.zones import SeenZone, ZonePolicy

SEEN = TypeAdapter(SeenDesktop)
ALL_SEEN = TypeAdapter(list[SeenDesktop])
RECEIPT = TypeAdapter(Receipt)
IMAGES = TypeAdapter(list[Image])
HEALTH = TypeAdapter(HostHealth)
RECIPES = TypeAdapter(list[Recipe])
BUILD = TypeAdapter(Build)
MAYBE_BUILD: TypeAdapter[Build | None] = TypeAdapter(Build | None)
PACKAGES = TypeAdapter(list[Package])
NOTHING: TypeAdapter[None] = TypeAdapter(None)
ZONES_SEEN = TypeAdapter(list[SeenZone])


class PodmanHost(PodmanHomes):
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

    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        self.say(ApplyPolicy, NOTHING, policy=policy, epoch=epoch)

    def zones(self) -> Sequence[SeenZone]:
        return self.say(ListZones, ZONES_SEEN)

    def recipes(self) -> Sequence[Recipe]:
        return self.say(ListRecipes, RECIPES)

    def build_image(self, name: str) -> Build:
        return self.say(BuildImage, BUILD, name=name)

    def build(self) -> Build | None:
        return self.say(AskBuild, MAYBE_BUILD)

    def packages(self, image: ImageKey) -> Sequence[Package]:
        return self.say(ListPackages, PACKAGES, image=image)

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        self.say(RemoveImage, NOTHING, image=image, epoch=epoch)
