"""The columns beside a Shapefile's shapes (dBASE III), of which the map reads a few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import unpack_from

from mobile_admin.tiles.ranks import COLUMNS, NAMES
from mobile_admin.tiles.shapes import MapRefused

_HEAD, _COLUMN, _LAST = 32, 32, 0x0D  # bytes; what ends the columns
_DELETED = b"*"
_READ = (b"C", b"N", b"F")  # letters, and numbers written in letters
_KOREAN = {b"949", b"cp949", b"ms949", b"ksc5601", b"euckr", b"uhc", b"windows949"}
_MOST_TOLD = 100  # letters
_NONE = "\ufffd"  # where bytes were no letter
_ALIKE = {name.casefold(): name for name in reversed(COLUMNS)}


@dataclass(frozen=True)
class Table:
    """A row that was deleted is None; `told` names the columns that there are."""

    rows: Sequence[Mapping[str, object] | None]
    has_names: bool
    told: str


@dataclass(frozen=True)
class _Column:
    name: bytes
    begin: int
    end: int


def table_of(dbf: bytes, cpg: bytes) -> Table:
    """In the letters that break least of it: what a file says of itself is often not so, and a name
    that was cut where its column ends is broken in any."""
    said = cpg.strip().lower().replace(b"-", b"").replace(b"_", b"")
    first, second = ("cp949", "utf-8") if said in _KOREAN else ("utf-8", "cp949")
    table, broken = _table(dbf, first)
    if broken == 0:
        return table
    other, more = _table(dbf, second)
    return other if more < broken else table


def _table(dbf: bytes, letters: str) -> tuple[Table, int]:
    """And how many letters of it are none."""
    many, head, size = unpack_from("<IHH", dbf, 4)
    columns = _columns(dbf[:head], size)
    if size < 1 or head + many * size > len(dbf):
        raise MapRefused("broken_shapefile")
    named = {column.name.decode(letters, "replace").strip(): column for column in columns}
    wanted = _wanted(named)
    broken = sum(name.count(_NONE) for name in named)

    def value(row: int, column: _Column) -> str:
        nonlocal broken
        text = dbf[row + column.begin : row + column.end].decode(letters, "replace")
        broken += text.count(_NONE)
        return text.strip(" \0").removesuffix(_NONE)

    def row(at: int) -> Mapping[str, object] | None:
        begin = head + at * size
        if dbf[begin : begin + 1] == _DELETED:
            return None
        return {name: value(begin, column) for name, column in wanted.items()}

    told = ", ".join(named)[:_MOST_TOLD]
    rows = [row(at) for at in range(many)]
    return Table(rows, any(name in wanted for name in NAMES), told), broken


def _wanted(named: Mapping[str, _Column]) -> Mapping[str, _Column]:
    """A column that is spelt as we know it goes before one that is only alike."""
    found = dict[str, _Column]()
    for name in sorted(named, key=lambda name: name not in COLUMNS):
        key = name if name in COLUMNS else _ALIKE.get(name.casefold())
        if key is not None:
            found.setdefault(key, named[name])
    return found


def _columns(head: bytes, size: int) -> list[_Column]:
    found, begin, at = list[_Column](), 1, _HEAD
    while at + _COLUMN <= len(head) and head[at] != _LAST:
        name, kind = head[at : at + 11].partition(b"\0")[0], head[at + 11 : at + 12]
        # Of letters (type C) a second byte counts as well: Clipper's way to longer ones.
        width = head[at + 16] + (head[at + 17] << 8 if kind == b"C" else 0)
        if kind in _READ:
            found.append(_Column(name, begin, begin + width))
        begin, at = begin + width, at + _COLUMN
    if begin > size:
        raise MapRefused("broken_shapefile")
    return found
