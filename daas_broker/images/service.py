"""What may be booted: the images that a host holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daas_broker.desktops.model import Image, ImageKey, Provider
from daas_broker.desktops.ports import HostFailure, Hosts
from kernel.actor import Actor, Role
from kernel.errors import Unavailable


class HostAway(Unavailable):
    """No machine that runs desktops answers."""

    code = "desktop_host_away"


def newest(images: Sequence[Image]) -> Mapping[str, ImageKey]:
    """The last build of each name."""
    ordered = sorted(images, key=lambda image: (image.built_at, image.key))
    return {image.name: image.key for image in ordered}


@dataclass(frozen=True)
class Images:
    hosts: Hosts

    def list_images(self, actor: Actor) -> list[tuple[Provider, Image]]:
        """Those of a host that is away are left out; HostAway where none answers."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        found: list[tuple[Provider, Image]] = []
        away: dict[Provider, HostFailure] = {}
        for provider, host in self.hosts.items():
            try:
                found += [(provider, image) for image in host.images()]
            except HostFailure as error:
                away[provider] = error
        if len(away) == len(self.hosts):
            raise HostAway("; ".join(f"{name}: {error}" for name, error in away.items()))
        return sorted(found, key=lambda held: (held[1].name, held[1].built_at), reverse=True)
