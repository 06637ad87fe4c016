"""What stays tell: a key at two places, or somebody faster than an aeroplane. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from kernel.actor import UserId
from vpn.alarms.model import Cause, Kind, Seen
from vpn.devices.model import DeviceId
from vpn.sightings.model import Stay

LOOKS_BACK = timedelta(minutes=1)
RETURNS = 2  # A B A B: a telephone between two networks comes back once, two programs go on
FASTEST_KMH = 1000.0  # an airliner, door to door and with a tail wind
NEAR_KM = 300.0  # over a border by car, or an address that lies a little
TRAVELS_WITHIN = timedelta(hours=24)  # after that one may be anywhere
AGENCY_COUNTRY = "KR"  # where desks are, whose addresses are private ones


def cloned(stays: Sequence[Stay]) -> Cause | None:
    """Of one device, the oldest first, within a minute [VA2]."""
    places: set[str] = set()
    returns = 0
    for stay in stays:
        returns += stay.endpoint in places
        places.add(stay.endpoint)
    if returns < RETURNS:
        return None
    last = stays[-1]
    seen = tuple(Seen(stay.came_at, stay.endpoint, stay.country) for stay in stays[-4:])
    return Cause(Kind.CLONE, f"device:{last.device_id}", last.person_id, last.device_id, seen)


def shown_elsewhere(person_id: UserId, device_id: DeviceId | None, seen: tuple[Seen, ...]) -> Cause:
    """A cookie somewhere else than on its device [VB4]."""
    return Cause(Kind.COOKIE, f"person:{person_id}", person_id, device_id, seen)


def travelled(before: Seen, stay: Stay, apart_km: float) -> Cause | None:
    """From where somebody was seen last, in another country, to where they are now [VA3]."""
    hours = (stay.came_at - before.at).total_seconds() / 3600
    if apart_km <= NEAR_KM or apart_km <= FASTEST_KMH * hours:
        return None
    seen = (before, Seen(stay.came_at, stay.endpoint, stay.country))
    return Cause(Kind.TRAVEL, f"person:{stay.person_id}", stay.person_id, stay.device_id, seen)
