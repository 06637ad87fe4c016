"""Cuts lines and areas to a box, and leaves out the points that nobody would see. Pure.

Lines by Liang and Barsky (ACM TOG 3(1), 1984), areas by Sutherland and Hodgman (CACM 17(1), 1974),
fewer points by Douglas and Peucker (Cartographica 10(2), 1973).
"""

import itertools
from collections.abc import Sequence

from mobile_admin.tiles.shapes import LEAST_LINE, Line, Point

Box = tuple[float, float, float, float]  # west, north, east, south; the south has the larger number


def cut_line(line: Line, box: Box) -> list[list[Point]]:
    """The pieces of it within."""
    pieces: list[list[Point]] = []
    for a, b in itertools.pairwise(line):
        part = _segment(a, b, box)
        if part is None:
            continue
        if pieces and pieces[-1][-1] == part[0]:
            pieces[-1].append(part[1])
        else:
            pieces.append(list(part))
    return pieces


def _segment(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    begin, end = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    west, north, east, south = box
    for p, q in ((-dx, a[0] - west), (dx, east - a[0]), (-dy, a[1] - north), (dy, south - a[1])):
        if p == 0:
            if q < 0:
                return None
        elif p < 0:
            begin = max(begin, q / p)
        else:
            end = min(end, q / p)
    if begin > end:
        return None
    first = a if begin == 0 else (a[0] + begin * dx, a[1] + begin * dy)
    last = b if end == 1 else (a[0] + end * dx, a[1] + end * dy)
    return first, last


def cut_ring(ring: Line, axis: int, low: float, high: float) -> list[Point]:
    """Between two lines across an axis (0 east, 1 south); empty where nothing is left."""
    return _half(_half(list(ring), axis, low, 1.0), axis, high, -1.0)


def _half(ring: list[Point], axis: int, edge: float, sign: float) -> list[Point]:
    kept: list[Point] = []
    for at, point in enumerate(ring):
        before = ring[at - 1]
        is_in, was_in = (point[axis] - edge) * sign >= 0, (before[axis] - edge) * sign >= 0
        if is_in != was_in:
            kept.append(_crossing(before, point, axis, edge))
        if is_in:
            kept.append(point)
    return kept


def _crossing(a: Point, b: Point, axis: int, edge: float) -> Point:
    share = (edge - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)


def simplified(line: Line, tolerance: float) -> list[Point]:
    """No point that is left out was farther than `tolerance` from the line that is kept."""
    if len(line) <= LEAST_LINE:
        return list(line)
    kept = [False] * len(line)
    kept[0] = kept[-1] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        at, far = _farthest(line, first, last)
        if far > tolerance * tolerance:
            kept[at] = True
            spans += [(first, at), (at, last)]
    return [point for point, is_kept in zip(line, kept, strict=True) if is_kept]


def _farthest(line: Line, first: int, last: int) -> tuple[int, float]:
    """Index and squared distance from the segment between the two."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    best, far = first, 0.0
    for at in range(first + 1, last):
        px, py = line[at][0] - ax, line[at][1] - ay
        share = 0.0 if length == 0 else max(0.0, min(1.0, (px * dx + py * dy) / length))
        ex, ey = px - share * dx, py - share * dy
        away = ex * ex + ey * ey
        if away > far:
            best, far = at, away
    return best, far


def area_of(ring: Sequence[Point]) -> float:
    """Above zero where it goes clockwise on a screen, whose south is below."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2
