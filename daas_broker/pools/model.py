"""A pool: desktops of one image, of which so many are kept warm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from daas_broker.desktops.model import PODMAN, DesktopSize, PoolId, Provider
from daas_broker.entitlement.model import EVERYBODY, Audience
from daas_broker.forecast.model import NOTHING_ASKED, Readiness
from kernel.settings import Zone


class Kind(StrEnum):
    POOLED = "pooled"  # each time another one, and nothing stays on it
    PERSISTENT = "persistent"  # one's own over sign-outs, until it is reset
    APP = "app"  # pooled, and shows one program only


@dataclass(frozen=True)
class Keeping:
    """How long a desktop waits for its person. It goes when both times are over.

    `grace` runs from a lost connection, or a claim that nobody looked at; `linger` from then as
    well, and a sign-out ends the waiting only where `linger` is zero. None has no end.
    """

    grace: timedelta = timedelta(minutes=5)
    linger: timedelta | None = timedelta()


@dataclass(frozen=True)
class PoolWish:
    """What an administrator asks for. `image` is an image's name; its newest build is booted.

    `app` names the one program that a desktop of an APP pool shows.
    """

    name: str
    image: str
    zone: Zone
    size: DesktopSize
    warm: int
    maximum: int
    provider: Provider = PODMAN
    audience: Audience = EVERYBODY
    kind: Kind = Kind.POOLED
    app: str = ""
    keeping: Keeping = Keeping()
    homes: bool = False  # what a person keeps hangs in the desktop, and roams
    readiness: Readiness = NOTHING_ASKED
    takes_requests: bool = False  # who may not use it sees its name, and may ask for it


@dataclass(frozen=True)
class Pool:
    """A removed pool keeps the desktops that are in use, until they are released."""

    id: PoolId
    wish: PoolWish
    created_at: datetime
    removed_at: datetime | None = None
