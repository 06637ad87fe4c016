"""A pool: desktops of one image, of which so many are kept warm."""

from dataclasses import dataclass
from datetime import datetime

from daas_broker.desktops.model import PODMAN, DesktopSize, PoolId, Provider
from daas_broker.entitlement.model import EVERYBODY, Audience
from kernel.settings import Zone


@dataclass(frozen=True)
class PoolWish:
    """What an administrator asks for. `image` is an image's name; its newest build is booted."""

    name: str
    image: str
    zone: Zone
    size: DesktopSize
    warm: int
    maximum: int
    provider: Provider = PODMAN
    audience: Audience = EVERYBODY


@dataclass(frozen=True)
class Pool:
    """A removed pool keeps the desktops that are in use, until they are released."""

    id: PoolId
    wish: PoolWish
    created_at: datetime
    removed_at: datetime | None = None
