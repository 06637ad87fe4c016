"""When a pocket opens."""

from datetime import datetime, timedelta

from kernel.actor import UserId
from kernel.errors import Conflict, Denied, Gone, NotFound
from mobile_admin.pockets.model import Pocket, Way

MOST_TRIES = 10
LEASE = timedelta(hours=24)
MOST_POCKETS = 10


class PocketRevoked(Gone):
    """The phone removes what it keeps [FO2]."""

    code = "pocket_revoked"


class WrongProof(Denied):
    """`left` is how many more wrong PINs the pocket bears."""

    code = "wrong_pin"


class PocketShut(Denied):
    """Too many wrong PINs: its person proves who they are, and may go on."""

    code = "pocket_shut"


class WayMissing(Conflict):
    code = "way_missing"


class TooManyPockets(Conflict):
    code = "too_many_pockets"


def check_mine(asker: UserId, owner: str | None, revoked_at: datetime | None) -> None:
    """Somebody else's is not there [FO3], and one that was taken away says so [FO2]."""
    if owner != asker:
        raise NotFound
    if revoked_at is not None:
        raise PocketRevoked


def check_open(pocket: Pocket, way: Way) -> None:
    """Before the proof is looked at."""
    if pocket.revoked_at is not None:
        raise PocketRevoked
    if way not in pocket.ways:
        raise WayMissing(way=way.value)
    if way is Way.PIN and pocket.tries >= MOST_TRIES:
        raise PocketShut(most=MOST_TRIES)  # [FO1]


def wrong(tries: int) -> WrongProof:
    return WrongProof(left=max(0, MOST_TRIES - tries))


def lease_until(now: datetime) -> datetime:
    return now + LEASE
