"""Places in a text that comments keep as Yjs relative positions: found in it, and made for it.

pycrdt resolves no relative position in XML. The editor's rule is that such a position is left of
the item it names, or at the end of the text it names. So an update is written that puts a mark of
its own exactly there, on a copy that is only read and thrown away; Yjs does the finding.
Source of the layouts: Yjs 13.6.33 (RelativePosition, UpdateEncoderV1, ContentFormat, ContentEmbed).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from weboffice.ydoc.bounds import LARGEST, Made, made_in
from weboffice.ydoc.machine import BadUpdate, SharedDoc
from weboffice.ydoc.suggestions import Branch, Piece, branches

COVERED = "~covered"  # a mark of pieces, beside those of the editor: the keys that cover them
_SIDES = ("~from", "~to")
_ITEM, _ROOT, _TYPE = 0, 1, 2
_FORMAT, _EMBED, _HAS_RIGHT_ORIGIN = 6, 5, 0x40
# Greater than any other: what has no left neighbour of its own goes as far right as it may.
_CLIENT = LARGEST
Range = tuple[bytes, bytes]


def covered(shared: SharedDoc, places: Mapping[str, Range]) -> tuple[Branch, ...]:
    """The document, its pieces with the keys of the places that cover them; `shared` is spoiled.

    A place whose text is gone covers nothing, as does one that is no position at all.
    """
    if not places:
        return branches(shared)
    for number, place in enumerate(places.values()):
        for side, position in zip(_SIDES, place, strict=True):
            _put(shared, f"{side}{number}", position, clock=2 * number + (side == _SIDES[1]))
    tree = branches(shared)
    first: dict[str, int] = {}
    for at, part in enumerate(_leaves(tree)):
        for name in _names(part):
            first.setdefault(name, at)
    spans = {
        key: (first[f"{_SIDES[0]}{number}"], first[f"{_SIDES[1]}{number}"])
        for number, key in enumerate(places)
        if all(f"{side}{number}" in first for side in _SIDES)
    }
    return tuple(_Covering(spans).blocks(tree))


def _put(shared: SharedDoc, name: str, position: bytes, clock: int) -> None:
    """One struct at one place; a position that another client made up leaves all as it was."""
    try:
        kind, client, at = _read(position)
    except (IndexError, ValueError):
        return
    said = _string(name)
    if kind == _ITEM:
        where = bytes([_FORMAT | _HAS_RIGHT_ORIGIN]) + _number(client) + _number(at)
        content = said + _string("{}")
    elif kind == _TYPE:
        where = bytes([_EMBED, 0]) + _number(client) + _number(at)
        content = _string(json.dumps({name: 1}))
    else:
        return
    # Clocks may not have holes, so each mark is the first work of a client of its own.
    update = bytes([1, 1]) + _number(_CLIENT - clock) + b"\x00" + where + content + b"\x00"
    try:
        shared.apply(update)
    except BadUpdate:
        return


def _read(position: bytes) -> tuple[int, int, int]:
    kind, at = _take(position, 0)
    if kind == _ROOT:
        return kind, 0, 0
    client, at = _take(position, at)
    clock, _ = _take(position, at)
    return kind, client, clock


def _take(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    value |= data[at] << shift
    if value > LARGEST:
        raise ValueError(value)
    return value, at + 1


def _number(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - groups of seven bits
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _string(text: str) -> bytes:
    return _number(len(text.encode())) + text.encode()


def _leaves(tree: Iterable[Branch | Piece]) -> Iterator[Branch | Piece]:
    for part in tree:
        if isinstance(part, Piece) or not part.children:
            yield part
        else:
            yield from _leaves(part.children)


def _names(part: Branch | Piece) -> frozenset[str]:
    if isinstance(part, Piece):
        return frozenset(name for name in part.marks if name.startswith(_SIDES))
    said = str(part.attributes.get("embed", ""))
    return frozenset(said.split("'")[1:2]) if said.startswith("{'~") else frozenset()


class _Covering:
    def __init__(self, spans: Mapping[str, tuple[int, int]]) -> None:
        self.at = -1
        self.begin: dict[int, list[str]] = {}
        self.end: dict[int, list[str]] = {}
        self.open: dict[str, None] = {}
        for key, (start, end) in spans.items():
            if start < end:
                self.begin.setdefault(start, []).append(key)
                self.end.setdefault(end, []).append(key)

    def blocks(self, tree: Iterable[Branch | Piece]) -> Iterator[Any]:
        for part in tree:
            if isinstance(part, Branch) and part.children:
                yield replace(part, children=tuple(self.blocks(part.children)))
                continue
            self.go_on()
            if isinstance(part, Piece):
                yield self.piece(part)
            elif not _names(part):
                yield part

    def go_on(self) -> None:
        self.at += 1
        for key in self.end.get(self.at, ()):
            self.open.pop(key, None)
        self.open.update(dict.fromkeys(self.begin.get(self.at, ())))

    def piece(self, piece: Piece) -> Piece:
        marks = {k: v for k, v in piece.marks.items() if not k.startswith(_SIDES)}
        keys = tuple(sorted(self.open))
        return Piece(piece.text, marks | {COVERED: keys} if keys else marks)


@dataclass(frozen=True)
class Spot:
    """In a document that one client wrote from its beginning to its end.

    `letter` counts UTF-16 units of all texts, `text` the texts; `is_last` where its text ends.
    """

    letter: int
    text: int
    is_last: bool = False


class Spots:
    """Counts what is written, and where what some keys name begins and ends."""

    def __init__(self) -> None:
        self.letters, self.text = 0, -1
        self.ends: dict[int, int] = {}
        self.found: dict[str, tuple[Spot, Spot]] = {}

    def begin(self) -> None:
        """A text."""
        self.text += 1

    def add(self, letters: str, keys: Iterable[str]) -> None:
        start = Spot(self.letters, self.text)
        self.letters += len(letters.encode("utf-16-le")) // 2
        self.ends[self.text] = self.letters
        for key in keys:
            self.found[key] = (self.found.get(key, (start,))[0], Spot(self.letters, self.text))

    def all(self) -> dict[str, tuple[Spot, Spot]]:
        return {
            key: (start, replace(end, is_last=end.letter == self.ends[end.text]))
            for key, (start, end) in self.found.items()
        }


def positions(update: bytes) -> Callable[[Spot], bytes]:
    """What names spots of the document that `update` makes."""
    made = made_in(update)

    def position(spot: Spot) -> bytes:
        if spot.is_last:
            return _named(_TYPE, made, made.texts[spot.text])
        return _named(_ITEM, made, made.letter(spot.letter))

    return position


NOWHERE = bytes([_TYPE, 0, 0, 0])  # names what was never written


def _named(kind: int, made: Made, clock: int) -> bytes:
    return bytes([kind]) + _number(made.client) + _number(clock) + b"\x00"
