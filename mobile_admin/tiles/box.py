"""`python -m mobile_admin.tiles.box IN OUT KIND LAYER`: a file becomes tiles, in a sandbox.

OUT is a line of JSON, `{"shapes", "left", "bounds", "tiles": [[level, column, row, size]]}`, and
the tiles one after another; or `{"problem"}` alone.
"""

import json
import sys
from pathlib import Path

from mobile_admin.tiles import archive, geojson, shapefile
from mobile_admin.tiles.grid import tiles_of
from mobile_admin.tiles.shapes import LayerKind, MapRefused, Read, Shape


def main(arguments: list[str]) -> int:
    source, target, kind, layer_id = arguments
    Path(target).write_bytes(made(Path(source).read_bytes(), LayerKind(kind), layer_id))
    return 0


def made(data: bytes, kind: LayerKind, layer_id: str) -> bytes:
    try:
        found = _read(data, kind)
        tiles = sorted(tiles_of(found.shapes, kind, layer_id).items())
    except MapRefused as why:
        return json.dumps({"problem": str(why)}).encode() + b"\n"
    except MemoryError:
        return json.dumps({"problem": "too_much"}).encode() + b"\n"
    if not tiles:
        return json.dumps({"problem": "nothing_to_draw"}).encode() + b"\n"
    head = {
        "shapes": len(found.shapes),
        "left": dict(found.left),
        "bounds": _bounds(found.shapes),
        "tiles": [[*cell, len(data)] for cell, data in tiles],
    }
    return json.dumps(head).encode() + b"\n" + b"".join(data for _, data in tiles)


def _read(data: bytes, kind: LayerKind) -> Read:
    """A zip is a Shapefile, anything else is taken for GeoJSON."""
    if data.startswith(archive.BEGINNINGS):
        return shapefile.read(archive.unpacked(data), kind)
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
