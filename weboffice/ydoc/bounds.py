"""Walks an update before pycrdt sees it: whether its counts fit its bytes, and its nesting is flat.

Yrs reserves memory for as many clients and map entries as an update claims, and reads nested
values by recursion: four bytes can cost 100 MB and 100 ms, 20 kB can overflow the stack, which no
exception catches. Source of the layout: Yjs 13.6.33 (UpdateDecoderV1, structs, contents) and
lib0 0.2.120 (readAny). What only Yrs knows (weak links, moves) is refused: no client of ours or of
Yjs 13 writes it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from weboffice.ydoc.machine import BadUpdate
from weboffice.ydoc.suggestions import MARKS, Stamp, stamp_of

LARGEST = (1 << 53) - 1
DEEPEST = 8  # our schema needs 2: table cells keep a list of column widths
LONGEST_JSON = 4096
MOST_BRACKETS = 32
SUGGESTED = frozenset(name.encode() for name in MARKS)
GC, SKIP = 0, 10
HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_PARENT_SUB, REF = 0x80, 0x40, 0x20, 0x1F
NAMED_TYPES = {3, 5}  # XmlElement, XmlHook
LAST_TYPE = 6  # XmlText
TEXT, TYPE = 4, 7
INTEGER, STRING, OBJECT, ARRAY, BYTES = 125, 119, 118, 117, 116
FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}  # bytes after the tag


@dataclass(frozen=True)
class Inspected:
    """`client` is the first whose work it holds, 0 when it only deletes.

    `stamps` are the suggestions that it speaks of; `roots` the names of root types it adds to;
    `deletes` says for each client up to which clock it takes away.
    """

    client: int
    stamps: frozenset[Stamp]
    roots: frozenset[bytes]
    deletes: Mapping[int, int]


def inspect_update(update: bytes) -> Inspected:
    """Raise BadUpdate."""
    walk = _Walk(update)
    try:
        client = walk.update()
    except IndexError as error:
        raise BadUpdate("cut short") from error
    return Inspected(client, frozenset(walk.stamps), frozenset(walk.roots), walk.deletes)


def check_update(update: bytes) -> int:
    """The first client whose work it holds, 0 when it only deletes; raise BadUpdate."""
    return inspect_update(update).client


def check_state(state: bytes) -> None:
    """A state vector that claims no more clients than it has room for; raise BadUpdate."""
    if state:
        try:
            _Walk(state).count(2)
        except IndexError as error:
            raise BadUpdate("cut short") from error


def clocks(state: bytes) -> dict[int, int]:
    """A state vector by client."""
    walk = _Walk(state)
    return {walk.number(): walk.number() for _ in range(walk.count(2))}


def only_deletions(update: bytes) -> bytes:
    """An update that deletes what this one deletes, and adds nothing; raise BadUpdate."""
    try:
        walk = _Walk(update)
        walk.structs()
    except IndexError as error:
        raise BadUpdate("cut short") from error
    return b"\x00" + update[walk.at :]


@dataclass(frozen=True)
class Made:
    """What one client wrote in one go: the clocks of its texts, and of its strings with lengths."""

    client: int
    texts: list[int]
    strings: list[tuple[int, int]]

    def letter(self, number: int) -> int:
        """The clock of the letter that comes `number` UTF-16 units after the first."""
        for clock, length in self.strings:
            if number < length:
                return clock + number
            number -= length
        raise IndexError(number)


def made_in(update: bytes) -> Made:
    """Of an update that holds one client's work only; raise BadUpdate."""
    walk = _Walk(update)
    if walk.count(4) != 1:
        raise BadUpdate("clients")
    structs, client, clock = walk.count(2), walk.number(), walk.number()
    made = Made(client, [], [])
    for _ in range(structs):
        start = walk.at
        walk.struct()
        clock += _noted(made, clock, update[start : walk.at])
    return made


def _noted(made: Made, clock: int, struct: bytes) -> int:
    """How many clocks the struct takes; texts and strings are noted."""
    ref, walk = struct[0] & REF, _Walk(struct)
    walk.head()
    if ref == TEXT:
        length = len(walk.chunk().decode().encode("utf-16-le")) // 2
        made.strings.append((clock, length))
        return length
    if ref == TYPE and walk.number() == LAST_TYPE:
        made.texts.append(clock)
    return walk.number() if ref in {GC, SKIP, 1, 2, 8} else 1


class _Walk:
    __slots__ = ("at", "data", "deletes", "end", "roots", "stamps")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.end = len(data)
        self.deletes: dict[int, int] = {}
        self.roots: set[bytes] = set()
        self.stamps: set[Stamp] = set()

    def update(self) -> int:
        first = self.structs()
        for _ in range(self.count(2)):
            client, last = self.number(), 0
            for _ in range(self.count(2)):
                last = max(last, self.number() + self.number())  # clock and length
            self.deletes[client] = max(last, self.deletes.get(client, 0))
        if self.at != self.end:
            raise BadUpdate("tail")
        return first

    def structs(self) -> int:
        """The first client whose work follows."""
        first = 0
        for _ in range(self.count(4)):
            structs = self.count(2)
            client = self.number()
            first = first or client
            self.number()  # clock
            for _ in range(structs):
                self.struct()
        return first

    def number(self) -> int:
        data, value, shift = self.data, 0, 0
        while True:
            byte = data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 - the last group of seven bits
                break
            shift += 7
            if shift > 49:  # noqa: PLR2004 - 8 groups hold 2^53
                raise BadUpdate("number")
        if value > LARGEST:
            raise BadUpdate("number")
        return value

    def count(self, least: int) -> int:
        """How many follow, of at least `least` bytes each."""
        found = self.number()
        if found * least > self.end - self.at:
            raise BadUpdate("count")
        return found

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > self.end:
            raise BadUpdate("length")

    def chunk(self) -> bytes:
        size = self.number()
        start = self.at
        self.skip(size)
        return self.data[start : self.at]

    def json(self) -> bytes:
        text = self.chunk()
        if len(text) > LONGEST_JSON or text.count(b"[") + text.count(b"{") > MOST_BRACKETS:
            raise BadUpdate("json")
        return text

    def stamp(self, text: bytes) -> None:
        """A mark of letters, or a note on a line: whose suggestion it is."""
        try:
            stamp = stamp_of(json.loads(text))
        except (ValueError, RecursionError):
            return
        if stamp is not None:
            self.stamps.add(Stamp(stamp.id, stamp.by))

    def struct(self) -> None:
        ref = self.head()
        if ref in {GC, SKIP}:
            self.number()
            return
        content = _CONTENT.get(ref)
        if content is None:
            raise BadUpdate("content")
        content(self)

    def head(self) -> int:
        """What kind of content follows; past what says where it belongs."""
        info = self.data[self.at]
        self.at += 1
        ref = info & REF
        if ref in {GC, SKIP}:
            return ref
        if info & HAS_ORIGIN:
            self.number()
            self.number()
        if info & HAS_RIGHT_ORIGIN:
            self.number()
            self.number()
        if not info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN):
            self.parent(has_sub=bool(info & HAS_PARENT_SUB))
        return ref

    def parent(self, *, has_sub: bool) -> None:
        if self.number() == 1:
            self.roots.add(self.chunk())
        else:
            self.number()
            self.number()
        if has_sub:
            self.skip(self.number())

    def string(self) -> None:
        self.skip(self.number())

    def deleted(self) -> None:
        self.number()

    def jsons(self) -> None:
        for _ in range(self.count(1)):
            self.json()

    def format(self) -> None:
        key, value = self.chunk(), self.json()
        if key in SUGGESTED:
            self.stamp(value)

    def type(self) -> None:
        kind = self.number()
        if kind > LAST_TYPE:
            raise BadUpdate("type")
        if kind in NAMED_TYPES:
            self.string()

    def anys(self) -> None:
        for _ in range(self.count(1)):
            self.any(DEEPEST)

    def document(self) -> None:
        self.string()
        self.any(DEEPEST)

    def any(self, depth: int) -> None:
        tag = self.data[self.at]
        self.at += 1
        if tag == STRING:
            text = self.chunk()
            if text.startswith(b"{") and len(text) <= LONGEST_JSON:
                self.stamp(text)
        elif tag == BYTES:
            self.string()
        elif tag == INTEGER:
            while self.data[self.at] >= 0x80:  # noqa: PLR2004 - more groups follow
                self.at += 1
            self.at += 1
        elif tag in FIXED:
            self.skip(FIXED[tag])
        else:
            self.nested(tag, depth - 1)

    def nested(self, tag: int, depth: int) -> None:
        if tag not in {OBJECT, ARRAY} or depth == 0:
            raise BadUpdate("value")
        for _ in range(self.count(1)):
            if tag == OBJECT:
                self.string()
            self.any(depth)


_CONTENT: dict[int, Callable[[_Walk], object]] = {
    1: _Walk.deleted,
    2: _Walk.jsons,
    3: _Walk.string,  # binary
    4: _Walk.string,
    5: _Walk.json,  # embed
    6: _Walk.format,
    7: _Walk.type,
    8: _Walk.anys,
    9: _Walk.document,
}
