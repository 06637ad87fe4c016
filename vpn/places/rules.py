"""Coordinates, and how far apart two of them are. Pure."""

import re
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

Spot = tuple[float, float]  # latitude, longitude in degrees
EARTH_KM = 6371.0
# ISO 6709 in zone.tab: ±DDMM[SS]±DDDMM[SS]
_COORDINATES = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?([+-])(\d\d\d)(\d\d)(?:\d\d)?")


def spots(zone_tab: str) -> dict[str, list[Spot]]:
    """By country the towns that its time zones are named after (tz database, zone.tab)."""
    found: dict[str, list[Spot]] = {}
    for line in zone_tab.splitlines():
        country, _, rest = line.partition("\t")
        if (match := _COORDINATES.match(rest)) is not None and not line.startswith("#"):
            found.setdefault(country, []).append(_spot(*match.groups()))
    return found


def _spot(*signs_and_digits: str) -> Spot:
    south, latitude, minutes, west, longitude, more = signs_and_digits
    north = float(latitude) + float(minutes) / 60
    east = float(longitude) + float(more) / 60
    return (-north if south == "-" else north, -east if west == "-" else east)


def nearest_km(ones: Iterable[Spot], others: Iterable[Spot]) -> float:
    others = list(others)
    return min((_km(one, other) for one in ones for other in others), default=0.0)


def _km(one: Spot, other: Spot) -> float:
    """Along a great circle (the haversine formula)."""
    (south, west), (north, east) = one, other
    rise, turn = radians(north - south) / 2, radians(east - west) / 2
    half = sin(rise) ** 2 + cos(radians(south)) * cos(radians(north)) * sin(turn) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
