"""Lists of choices that lie in files of their own: read once, and kept in one plain spelling.

What is kept is what phones, ODK Collect and the server read: UTF-8, commas, places of two numbers.
Sources: RFC 4180; RFC 7946; ODK documentation, "Selects from files". Excel of Korea saves CP949.
"""

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from kernel.errors import Refused
from kernel.text import nfc
from mobile_admin.xforms.files import Wanted
from mobile_admin.xforms.safe import as_node, parse
from mobile_admin.xforms.values import Listing, Node, as_text

LARGEST_LIST = 8 << 20  # bytes
MOST_ROWS = 20_000
MOST_CELLS = 200_000
MOST_TOLD = 30
_NAME = re.compile(r"[^\W\d][\w.\-]*$")
_SEPARATORS = ",;\t|"
_NOTHING: dict[str, str] = {}
_NOBODY: list[Node] = []
Row = Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """Row 0 where it is of the whole file; rows count as a spreadsheet shows them."""

    row: int
    column: str
    message: str


class ListRefused(Exception):
    """`faults` say where."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].message)
        self.faults = faults


@dataclass(frozen=True)
class Canonical:
    data: bytes
    rows: int


def canonical(wish: Wanted, data: bytes) -> Canonical:
    """As it is kept; raise ListRefused with all that is wrong with it."""
    if len(data) > LARGEST_LIST:
        raise ListRefused(Fault(0, "", f"list_too_large {LARGEST_LIST >> 20} MB"))
    ending = wish.name.rpartition(".")[2].lower()
    plain = {"csv": _plain_csv, "geojson": _plain_geojson, "xml": _plain_xml}[ending](data)
    rows = _rows_of(wish.name, plain)
    faults = list(_faults(wish, rows))
    if faults:
        raise ListRefused(*faults[:MOST_TOLD])
    return Canonical(plain, len(rows))


def read_list(name: str, data: bytes) -> Node:
    """Of what `canonical` has made: the root whose items are the rows."""
    if name.lower().endswith(".xml"):
        return as_node(parse(data, LARGEST_LIST))
    root = Listing("root")
    for row in _rows_of(name, data):
        item = root.add(Node("item", "", _NOTHING))
        for column, cell in row.items():
            item.add(Node(column, cell, _NOTHING, _NOBODY))
    return root


def _rows_of(name: str, data: bytes) -> list[Row]:
    if name.lower().endswith(".csv"):
        return list(csv.DictReader(StringIO(data.decode(), newline="")))
    if name.lower().endswith(".geojson"):
        return [_flat(feature) for feature in json.loads(data)["features"]]
    root = as_node(parse(data, LARGEST_LIST))
    return [{cell.name: cell.value for cell in item.children} for item in root.children]


def _faults(wish: Wanted, rows: list[Row]) -> Iterator[Fault]:
    if not rows:
        yield Fault(0, "", "list_empty")
        return
    if len(rows) > MOST_ROWS or len(rows) * len(rows[0]) > MOST_CELLS:
        yield Fault(0, "", f"list_too_long {MOST_ROWS}")
        return
    for column in sorted(wish.columns - set(rows[0])):
        yield Fault(1, column, f"column_missing {column}")
    for column in sorted(wish.values & set(rows[0])):
        yield from _wrong_values(column, rows)


def _wrong_values(column: str, rows: list[Row]) -> Iterator[Fault]:
    """A value names one row; several are sent with blanks between them."""
    known: dict[str, int] = {}
    for at, row in enumerate(rows, 2):
        value = (row.get(column) or "").strip()
        if not value:
            yield Fault(at, column, "value_missing")
        elif value.split() != [value]:
            yield Fault(at, column, f"value_with_blank {value[:60]}")
        elif known.setdefault(value, at) != at:
            yield Fault(at, column, f"value_twice {value[:60]}")


def _text_of(data: bytes) -> str:
    for code in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return nfc(text)
    raise ListRefused(Fault(0, "", "not_text"))


def _plain_csv(data: bytes) -> bytes:
    text = _text_of(data)
    first = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ListRefused(Fault(0, "", f"not_a_list {error}")) from error
    told = [(at, [cell.strip() for cell in line]) for at, line in enumerate(lines, 1)]
    kept = [(at, line) for at, line in told if any(line)]
    if not kept:
        raise ListRefused(Fault(0, "", "list_empty"))
    heads = _heads(kept[0])
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for at, line in kept[1:]:
        if any(line[len(heads) :]):
            raise ListRefused(Fault(at, "", "row_too_long"))
        writer.writerow((line + [""] * len(heads))[: len(heads)])
    return out.getvalue().encode()


def _heads(told: tuple[int, list[str]]) -> list[str]:
    at, cells = told
    while cells and not cells[-1]:
        cells = cells[:-1]
    for place, cell in enumerate(cells, 1):
        if not _NAME.match(cell):
            raise ListRefused(Fault(at, cell or str(place), f"column_name {cell}"))
        if cells.index(cell) != place - 1:
            raise ListRefused(Fault(at, cell, f"column_twice {cell}"))
    return cells


def _plain_xml(data: bytes) -> bytes:
    try:
        root = as_node(parse(data.removeprefix(b"\xef\xbb\xbf").lstrip(), LARGEST_LIST))
    except Refused as error:
        raise ListRefused(Fault(0, "", f"not_a_list {error}")) from error
    if not root.children:
        raise ListRefused(Fault(0, "", "list_empty"))
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()


def _plain_geojson(data: bytes) -> bytes:
    try:
        told = json.loads(_text_of(data))
    except (ValueError, RecursionError) as error:
        raise ListRefused(Fault(0, "", "not_a_list JSON")) from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise ListRefused(Fault(0, "", "not_features"))
    plain = [_feature(at, each) for at, each in enumerate(features, 2)]
    whole = {"type": "FeatureCollection", "features": plain}
    return json.dumps(whole, ensure_ascii=False).encode()


def _feature(at: int, told: Any) -> dict[str, Any]:
    """With words for properties, and of the geometry what every client understands."""
    try:
        geometry = _geometry(told["geometry"])
        properties = told.get("properties") or {}
        found = {"id": told["id"]} if "id" in told else {}
        named = {str(key): _said(value) for key, value in {**properties, **found}.items()}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ListRefused(Fault(at, "geometry", "not_a_feature")) from error
    for name in named:
        if not _NAME.match(name):
            raise ListRefused(Fault(at, name, f"column_name {name}"))
    own = {"id": named.pop("id")} if "id" in named else {}
    return {"type": "Feature", **own, "geometry": geometry, "properties": named}


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | float | int):
        return as_text(value if isinstance(value, bool) else float(value))
    return json.dumps(value, ensure_ascii=False)


def _geometry(told: Any) -> dict[str, Any]:
    kind, where = told["type"], told["coordinates"]
    if kind == "Point":
        return {"type": kind, "coordinates": _point(where)}
    if kind == "LineString":
        return {"type": kind, "coordinates": [_point(each) for each in where]}
    if kind == "Polygon" and len(where) == 1:  # one with holes is read by no client
        return {"type": kind, "coordinates": [[_point(each) for each in where[0]]]}
    raise ValueError(kind)


def _point(told: Any) -> list[float]:
    lon, lat = float(told[0]), float(told[1])
    if not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        raise ValueError(told)
    return [lon, lat]


def _flat(feature: Any) -> dict[str, str]:
    """A row as the engine of the phone makes it: geometry first, then id and the rest."""
    where = feature["geometry"]["coordinates"]
    kind = feature["geometry"]["type"]
    points = [where] if kind == "Point" else where if kind == "LineString" else where[0]
    shown = "; ".join(f"{as_text(float(lat))} {as_text(float(lon))} 0 0" for lon, lat in points)
    own = {"id": feature["id"]} if "id" in feature else {}
    return {"geometry": shown, **own, **feature["properties"]}
