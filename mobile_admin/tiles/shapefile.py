"""Reads a Shapefile (ESRI's white paper of July 1998) into shapes. The bytes are a stranger's: read
in the sandbox only."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from struct import error as struct_error
from struct import unpack_from

from mobile_admin.tiles.archive import Shapefile
from mobile_admin.tiles.cut import area_of
from mobile_admin.tiles.projection import unproject
from mobile_admin.tiles.ranks import name_of, rank_of
from mobile_admin.tiles.shapes import FORMS, LEAST, Form, LayerKind, Line, MapRefused, Read, Shape
from mobile_admin.tiles.table import table_of

_NUMBER, _HEAD, _RECORD_HEAD = 9994, 100, 8  # of each such file; bytes
# Z and M come after all x and y, so that they need not be read.
_FORMS = {1: Form.SPOT, 3: Form.LINE, 5: Form.AREA, 8: Form.SPOT}
_POINT, _MANY_POINTS, _MULTIPATCH = 1, 8, 31
_NO_DATA = -1e38  # and what is below: page 2
_BOX = 36  # bytes of a record's kind and its box, before its counts

_Span = tuple[int, int]  # points of a part, from one up to another


@dataclass
class _Points:
    """Of the whole file, so that they become degrees at once."""

    xs: "array[float]" = field(default_factory=lambda: array("d"))
    ys: "array[float]" = field(default_factory=lambda: array("d"))

    def take(self, data: bytes, at: int, many: int) -> int:
        """Where the first of them lies now; raise MapRefused where they are not all there."""
        if at + 16 * many > len(data):
            raise MapRefused("broken_shapefile")
        first = len(self.xs)
        numbers = unpack_from(f"<{2 * many}d", data, at)
        if all(isfinite(number) and number > _NO_DATA for number in numbers):
            self.xs.extend(numbers[0::2])
            self.ys.extend(numbers[1::2])
        return first


def read(found: Shapefile, kind: LayerKind) -> Read:
    """Raise MapRefused with what is wrong, and after it what that is about."""
    points = _Points()
    try:
        form = _form_of(found.shp)
        records = list(_records(found.shp, points))
        table = table_of(found.dbf, found.cpg)
    except struct_error as why:
        raise MapRefused("broken_shapefile") from why
    if form not in FORMS[kind]:
        raise MapRefused(f"wrong_form {form.value}")
    if len(records) != len(table.rows):
        raise MapRefused("broken_shapefile")
    if kind is LayerKind.PLACES and not table.has_names:
        raise MapRefused(f"no_name_column {table.told}")
    spots = list(zip(*unproject(found.prj)(points.xs, points.ys), strict=True))
    shapes, left = list[Shape](), Counter[str]()
    for facts, spans in zip(table.rows, records, strict=True):
        made = [] if facts is None else _made(form, [spots[a:b] for a, b in spans])
        name = name_of(facts or {})
        if not made or (kind is LayerKind.PLACES and not name):
            left["empty"] += 1
        else:
            rank = rank_of(kind, facts or {})
            shapes += [Shape(form, parts, rank, name) for parts in made]
    if not shapes:
        raise MapRefused("nothing_to_draw")
    return Read(shapes, left)


def _form_of(shp: bytes) -> Form:
    """One for all of a file."""
    number, *_ = unpack_from(">i", shp)
    kind, *_ = unpack_from("<i", shp, 32)
    if number != _NUMBER:
        raise MapRefused("broken_shapefile")
    if kind == _MULTIPATCH:
        raise MapRefused("wrong_form solid")
    form = _FORMS.get(kind % 10)
    if form is None:
        raise MapRefused("nothing_to_draw" if kind == 0 else "broken_shapefile")
    return form


def _records(shp: bytes, points: _Points) -> Iterator[list[_Span]]:
    """The spans of each; none where it is empty, or has a point that is nowhere."""
    at = _HEAD
    while at + _RECORD_HEAD < len(shp):
        words, kind = unpack_from(">i", shp, at + 4)[0], unpack_from("<i", shp, at + 8)[0]
        if words < 2:  # noqa: PLR2004 - its kind alone
            raise MapRefused("broken_shapefile")
        at += _RECORD_HEAD
        body, at = shp[at : at + 2 * words], at + 2 * words
        spans = _spans(body, kind % 10, points) if kind else []
        yield [(a, b) for a, b in spans if b <= len(points.xs)]


def _spans(body: bytes, kind: int, points: _Points) -> list[_Span]:
    if kind == _POINT:
        first = points.take(body, 4, 1)
        return [(first, first + 1)]
    if kind == _MANY_POINTS:
        (many,) = unpack_from("<I", body, _BOX)
        first = points.take(body, _BOX + 4, many)
        return [(first + at, first + at + 1) for at in range(many)]
    parts, many = unpack_from("<II", body, _BOX)
    if 4 * parts > len(body):
        raise MapRefused("broken_shapefile")
    starts = [*unpack_from(f"<{parts}I", body, _BOX + 8), many]
    first = points.take(body, _BOX + 8 + 4 * parts, many)
    if any(a > b for a, b in pairwise(starts)):
        raise MapRefused("broken_shapefile")
    return [(first + a, first + b) for a, b in pairwise(starts)]


def _made(form: Form, parts: Sequence[Line]) -> list[list[Line]]:
    """What each of its shapes consists of."""
    whole = [part for part in parts if len(part) >= LEAST[form]]
    return _areas(whole) if form is Form.AREA else [[part] for part in whole]


def _areas(rings: list[Line]) -> list[list[Line]]:
    """Borders go with the clock and holes against it; a hole in nothing is a border (page 8)."""
    # North is above here and below where `area_of` is at home.
    borders = [ring for ring in rings if area_of(ring) < 0] or rings
    found = [[border] for border in borders]
    if borders is rings:
        return found
    for ring in rings:
        if area_of(ring) < 0:
            continue
        around = next((each for each in found if _holds(each[0], ring[0])), None)
        if around is None:
            found.append([ring])
        else:
            around.append(ring)
    return found


def _holds(ring: Line, point: tuple[float, float]) -> bool:
    """By how often a way to the east crosses it."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            crossed = not crossed
    return crossed
