"""From the plane coordinates of a Shapefile to degrees (WGS 84), by what its .prj says.

PROJ knows each of them by itself; nothing is fetched, so grids that it does not bring are not used.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite

from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # it has it from C

from mobile_admin.tiles.shapes import MOST_LATITUDE, MOST_LONGITUDE, MapRefused

Numbers = Sequence[float]
Unproject = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
WGS84 = 4326
UNIFIED = 5179  # in which the road name address map lies, without a word
KOREA = ((124.0, 132.0), (33.0, 39.0))  # longitudes and latitudes
# Of the ellipsoids of WGS 84 and GRS 80: their datums are the same within a metre, also unnamed.
WORLD_AXIS_M = 6_378_137.0


@lru_cache(maxsize=8)
def unproject(prj: bytes) -> Unproject:
    """East and north, all of a file at once; raise MapRefused where PROJ does not know the .prj, or
    not how its datum lies, which on Bessel's ellipsoid is 300 m. Without one it is EPSG:5179."""
    set_network_enabled(active=False)
    if not prj:
        by = Transformer.from_crs(UNIFIED, WGS84, always_xy=True)
        return lambda xs, ys: _in_korea(*by.transform(xs, ys))
    try:
        found = CRS.from_wkt(prj.decode("utf-8-sig", "replace").strip())
        if not (found.is_projected or found.is_geographic) or found.ellipsoid is None:
            raise MapRefused("unknown_projection")
        of_world = abs(found.ellipsoid.semi_major_metre - WORLD_AXIS_M) < 1
        by = Transformer.from_crs(found, WGS84, always_xy=True, allow_ballpark=of_world)
    except ProjError as why:
        raise MapRefused("unknown_projection") from why
    return lambda xs, ys: _checked(*by.transform(xs, ys))


def _in_korea(lons: Numbers, lats: Numbers) -> tuple[Numbers, Numbers]:
    """Where it was only supposed what the plane is."""
    for numbers, (least, most) in zip((lons, lats), KOREA, strict=True):
        if numbers and not (least <= min(numbers) and max(numbers) <= most):
            raise MapRefused("no_prj")
    return lons, lats


def _checked(lons: Numbers, lats: Numbers) -> tuple[Numbers, Numbers]:
    for numbers, most in ((lons, MOST_LONGITUDE), (lats, MOST_LATITUDE)):
        if numbers and not (
            isfinite(sum(numbers)) and -most <= min(numbers) <= max(numbers) <= most
        ):
            raise MapRefused("outside_projection")
    return lons, lats
