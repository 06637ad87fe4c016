"""What may be booted: the images that a host holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daas_broker.desktops.model import Image, ImageKey
from daas_broker.desktops.ports import DesktopHost, HostFailure
from kernel.actor import Actor, Role
from kernel.errors import Unavailable


class HostAway(Unavailable):
    """The machine that runs the desktops does not answer."""

    code = "desktop_host_away"


def newest(images: Sequence[Image]) -> Mapping[str, ImageKey]:
    """The last build of each name."""
    ordered = sorted(images, key=lambda image: (image.built_at, image.key))
    return {image.name: image.key for image in ordered}


@dataclass(frozen=True)
class Images:
    host: DesktopHost

    def list_images(self, actor: Actor) -> Sequence[Image]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        try:
            return sorted(self.host.images(), key=lambda i: (i.name, i.built_at), reverse=True)
        except HostFailure as error:
            raise HostAway(str(error)) from error
