"""How important a shape is, and what it is called, by the columns that Korean sources have.

OpenStreetMap's tags; the columns of the road name address map (도로명주소 전자지도, juso.go.kr):
ROA_CLS_SE is 1 for a motorway, 2 a national road, 3 a provincial one, 4 a road of a city; those of
the digital map (수치지형도, ngii.go.kr): RDNM is a road's name, RVWD its width.
"""

from collections.abc import Mapping

from kernel.text import storable
from mobile_admin.tiles.shapes import LayerKind

LONGEST_NAME = 60
NAMES = (
    "name:ko", "name", "이름", "명칭", "RN", "ROAD_NM", "RDNM", "도로명", "BULD_NM", "건물명",
    "EMD_KOR_NM", "EMD_NM", "SIG_KOR_NM", "LI_KOR_NM", "CTP_KOR_NM", "NAME",
)  # fmt: skip
_ROADS = {
    "motorway": 0, "trunk": 0, "primary": 1, "secondary": 1, "tertiary": 2, "residential": 2,
    "unclassified": 2, "living_street": 2, "service": 3, "track": 3, "path": 3, "footway": 3,
    "pedestrian": 3, "steps": 3, "cycleway": 3,
}  # fmt: skip
_CLASSES = {"1": 0, "2": 0, "3": 1, "4": 2}
_PLACES = {
    "city": 0, "county": 0, "borough": 1, "town": 1, "district": 1, "suburb": 1, "village": 2,
    "quarter": 2, "neighbourhood": 2,
}  # fmt: skip
_WIDE = ((20.0, 0), (12.0, 1), (5.0, 2))  # metres
ORDINARY = 2
_CLASS, _WIDTHS = "ROA_CLS_SE", ("ROAD_BT", "RVWD", "width")
COLUMNS = (*NAMES, "highway", _CLASS, *_WIDTHS, "place")  # all that are read

Facts = Mapping[str, object]


def name_of(facts: Facts) -> str:
    found = (str(facts[key]) for key in NAMES if facts.get(key) not in (None, ""))
    return storable(next(found, "")).strip()[:LONGEST_NAME]


def rank_of(kind: LayerKind, facts: Facts) -> int:
    if kind is LayerKind.ROADS:
        return _road(facts)
    if kind is LayerKind.PLACES:
        return _place(facts)
    return ORDINARY


def _road(facts: Facts) -> int:
    highway = str(facts.get("highway", "")).removesuffix("_link")
    if highway in _ROADS:
        return _ROADS[highway]
    of_class = str(facts.get(_CLASS, ""))
    if of_class in _CLASSES:
        return _CLASSES[of_class]
    # Nothing and 0 are what a road has that nobody measured.
    widths = (_number(facts[column]) for column in _WIDTHS if column in facts)
    width = next(filter(None, widths), None)
    if width is None:
        return ORDINARY
    return next((rank for least, rank in _WIDE if width >= least), 3)


def _place(facts: Facts) -> int:
    found = _PLACES.get(str(facts.get("place", "")))
    if found is not None:
        return found
    columns = (("SIG_KOR_NM", 0), ("EMD_KOR_NM", 1))
    return next((rank for column, rank in columns if facts.get(column)), ORDINARY)


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
