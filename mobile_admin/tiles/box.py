"""`python -m mobile_admin.tiles.box IN OUT KIND LAYER`: a file becomes tiles, in a sandbox.

OUT is a line of JSON, `{"shapes", "left", "bounds", "tiles": [[level, column, row, size]]}`, and
the tiles one after another; or `{"problem"}` alone.
"""

import json
import sys
from pathlib import Path

from kernel.text import storable
from mobile_admin.tiles import archive, geojson, shapefile
from mobile_admin.tiles.grid import tiles_of
from mobile_admin.tiles.shapes import LayerKind, MapRefused, Read, Shape

MOST_SAID = 300  # letters of a refusal, which names what the file calls its layers and columns


def main(arguments: list[str]) -> int:
    source, target, kind, layer_id = arguments
    try:
        out = made(Path(source).read_bytes(), LayerKind(kind), layer_id)
    except MemoryError:
        out = _problem("too_much")
    Path(target).write_bytes(out)
    return 0


def made(data: bytes, kind: LayerKind, layer_id: str) -> bytes:
    """Raise MemoryError where the sandbox has no room for it."""
    try:
        found = _read(data, kind)
        tiles = sorted(tiles_of(found.shapes, kind, layer_id).items())
    except MapRefused as why:
        return _problem(str(why))
    if not tiles:
        return _problem("nothing_to_draw")
    head = {
        "shapes": len(found.shapes),
        "left": dict(found.left),
        "bounds": _bounds(found.shapes),
        "tiles": [[*cell, len(data)] for cell, data in tiles],
    }
    return json.dumps(head).encode() + b"\n" + b"".join(data for _, data in tiles)


def _problem(why: str) -> bytes:
    return json.dumps({"problem": storable(why)[:MOST_SAID]}).encode() + b"\n"


def _read(data: bytes, kind: LayerKind) -> Read:
    """A zip is a Shapefile, anything else is taken for GeoJSON."""
    if data.startswith(archive.BEGINNINGS):
        return shapefile.read(archive.unpacked(data, kind), kind)
    return geojson.read(data, kind)


def _bounds(shapes: list[Shape]) -> tuple[float, float, float, float]:
    """West, south, east and north, in degrees, of all but the outermost hundredth: a file often has
    a stray point at (0, 0), and nobody wants to look at the sea there."""
    lons = sorted(lon for shape in shapes for part in shape.parts for lon, _ in part)
    lats = sorted(lat for shape in shapes for part in shape.parts for _, lat in part)
    stray = len(lons) // 100
    return lons[stray], lats[stray], lons[-1 - stray], lats[-1 - stray]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
