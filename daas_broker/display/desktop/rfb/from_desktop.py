"""Follows what a desktop draws, message by message, without inflating anything.

Every byte is either part of a head, which is held back until it is whole and believed, or of a
body, whose length the head told and which goes through as it comes. Clipboard texts are taken out.
"""

import struct
from collections.abc import Generator

from daas_broker.display.desktop.rfb.model import (
    COLOUR_BYTES,
    CUT_BYTES,
    LARGEST_CURSOR,
    LONGEST_FENCE,
    MOST_SCREENS,
    PIXEL_BYTES,
    SKIPPED_BYTES,
    Broken,
    CutText,
    Encoding,
    Screen,
)

FILL, JPEG, FIRST_UNKNOWN = 8, 9, 10  # Tight's compression, the upper half of its first byte
WITH_FILTER = 4
COPY, PALETTE, GRADIENT = 0, 1, 2
UNDEFLATED_BELOW = 12  # bytes of a Tight body that is not worth a stream
JPEG_TABLES = 16 * 1024
MOST_HEADS = 20_000  # in what is read at once; a rectangle that is drawn has 16 bytes
OURS, ACCEPTED = 1, 0  # why a size changed, and whether it did
_ZRLE, _TIGHT = int(Encoding.ZRLE), int(Encoding.TIGHT)  # names of an enumeration are looked up
_RECTANGLE = struct.Struct(">HHHHi")
_FILM = struct.Struct(">HHHHiI")  # with the four bytes after it, which a body of any length follows
_unpack_film = _FILM.unpack_from

Passed = memoryview | CutText
# Yields how many bytes of a head it wants to have, less than nothing for those it only looks at.
# What follows a head goes through: `_left` bytes of it.
Following = Generator[int, bytes, None]


def most_deflated(size: int) -> int:
    """What a deflater may make of `size` bytes at worst, its flushes counted."""
    return size + size // 64 + 1024


class FromDesktop:
    """`feed` returns what goes on to the browser, and texts, in order. Raise Broken for more than
    is believed: its caller ends this stream and no other [DF2]."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._held = b""
        self._left = 0
        self._text: bytearray | None = None  # what follows is a text, and stays here
        self._is_extended = False
        self._rectangles = 0  # of this update, still to come
        self._found: list[Passed] = []
        self._start = 0  # of what goes on and was not handed out yet
        self._follower = self._messages()
        self._need = next(self._follower)

    def feed(self, data: bytes) -> list[Passed]:
        view = memoryview(self._held + data)
        self._found, self._start, at, heads = [], 0, 0, 0
        while True:
            at = self._take_body(view, at)
            if self._need == _RECTANGLE.size and not self._left:
                at, film = self._take_film(view, at)
                heads += film
            if self._left or len(view) - at < abs(self._need):
                break
            at, heads = self._take_head(view, at), heads + 1
            if heads > MOST_HEADS:
                raise Broken("a flood")
        if self._text is None:
            self._pass(view, at)
        self._held = bytes(view[at:])
        return self._found

    def _take_body(self, view: memoryview, at: int) -> int:
        end = min(at + self._left, len(view))
        self._left -= end - at
        if self._text is not None:
            if len(self._text) <= CUT_BYTES:
                self._text += view[at:end]
            if not self._left:
                data, self._text = bytes(self._text), None
                whole = data if len(data) <= CUT_BYTES else None
                self._found.append(CutText(whole, self._is_extended))
                self._start = end
        return end

    def _take_film(self, view: memoryview, at: int) -> tuple[int, int]:
        """Where the deflated rectangles and JPEGs end that are here with their heads, and how many.
        A film is made of them, and the follower takes eight times as long: nothing is called here
        for one that is as it should be."""
        screen, begun, rectangles = self._screen, self._rectangles, self._rectangles
        last = len(view) - _FILM.size
        while rectangles and at <= last:
            x, y, width, height, encoding, word = _unpack_film(view, at)
            if encoding == _ZRLE:
                head, length, most = _FILM.size, word, width * height * PIXEL_BYTES
            elif encoding == _TIGHT and word >> 28 == JPEG:
                size, length = _compact_of(word & 0xFFFFFF)
                head, most = _RECTANGLE.size + 1 + size, width * height * COLOUR_BYTES + JPEG_TABLES
            else:
                break
            if x + width > screen.width or y + height > screen.height:
                self._screen_holds(x, y, width, height)
            at += head + (length if length <= most else _believed(length, most))
            rectangles -= 1
        self._rectangles = rectangles
        if begun and not rectangles:
            self._need = self._follower.send(b"")
        self._left = max(0, at - len(view))
        return at - self._left, begun - rectangles

    def _take_head(self, view: memoryview, at: int) -> int:
        end = at + abs(self._need)
        after = end if self._need > 0 else at
        self._need = self._follower.send(bytes(view[at:end]))
        if self._text is not None:
            self._pass(view, at)
        return after

    def _pass(self, view: memoryview, until: int) -> None:
        if until > self._start:
            self._found.append(view[self._start : until])
        self._start = until

    # Messages

    def _messages(self) -> Following:
        while True:
            kind = (yield -1)[0]
            match kind:
                case 0:
                    yield from self._update((yield 4))
                case 2 | 150:  # a bell, the end of continuous updates
                    yield 1
                case 3:
                    self._cut_text((yield 8))
                case 248:
                    self._fence((yield 9))
                case _:
                    raise Broken(f"message {kind}")

    def _cut_text(self, head: bytes) -> None:
        length = int.from_bytes(head[4:], signed=True)
        if abs(length) > SKIPPED_BYTES:
            raise Broken(f"a text of {abs(length)} bytes")
        self._is_extended, self._text, self._left = length < 0, bytearray(), abs(length)

    def _fence(self, head: bytes) -> None:
        if head[8] > LONGEST_FENCE:
            raise Broken(f"a fence of {head[8]} bytes")
        self._left = head[8]

    def _update(self, head: bytes) -> Following:
        self._rectangles = int.from_bytes(head[2:])
        while self._rectangles:
            rectangle = yield _RECTANGLE.size
            if not rectangle:  # the last ones were a film's
                return
            self._rectangles -= 1
            x, y, width, height, encoding = _RECTANGLE.unpack(rectangle)
            if encoding in _PICTURES:
                self._screen_holds(x, y, width, height)
                yield from self._picture(encoding, width, height)
            else:
                yield from self._notice(encoding, (x, y), (width, height))

    # Pictures

    def _screen_holds(self, x: int, y: int, width: int, height: int) -> None:
        if not self._screen.holds(x, y, width, height):
            raise Broken(f"a rectangle of {width}×{height} at {x},{y}")

    def _picture(self, encoding: int, width: int, height: int) -> Following:
        size = width * height * PIXEL_BYTES
        match encoding:
            case Encoding.RAW:
                self._left = size
            case Encoding.COPY_RECT:
                self._left = 4
            case Encoding.ZRLE:
                self._left = _believed(int.from_bytes((yield 4)), size)
            case _:
                yield from self._tight(width, height)

    def _tight(self, width: int, height: int) -> Following:
        kind = (yield 1)[0] >> 4
        size = width * height * COLOUR_BYTES
        if kind >= FIRST_UNKNOWN:
            raise Broken(f"compression {kind}")
        if kind == FILL:
            self._left = COLOUR_BYTES
        elif kind == JPEG:
            yield from self._compact(size + JPEG_TABLES)
        else:
            chosen = (yield 1)[0] if kind & WITH_FILTER else COPY
            if chosen == PALETTE:
                size = yield from self._palette(width, height)
            elif chosen not in {COPY, GRADIENT}:
                raise Broken(f"filter {chosen}")
            if size < UNDEFLATED_BELOW:
                self._left += size
            else:
                yield from self._compact(size)

    def _palette(self, width: int, height: int) -> Generator[int, bytes, int]:
        colours = (yield 1)[0] + 1
        self._left = colours * COLOUR_BYTES
        is_mask = colours <= 2  # noqa: PLR2004 - a bit for each pixel
        return (width + 7) // 8 * height if is_mask else width * height

    def _compact(self, size: int) -> Following:
        """A length in seven, seven and eight bits."""
        first = (yield 1)[0]
        length = first & 0x7F
        if first & 0x80:
            second = (yield 1)[0]
            length |= (second & 0x7F) << 7
            if second & 0x80:
                length |= (yield 1)[0] << 14
        self._left = _believed(length, size)

    # What is no picture

    def _notice(self, encoding: int, at: tuple[int, int], size: tuple[int, int]) -> Following:
        match encoding:
            case Encoding.CURSOR:
                width, height = _cursor(size)
                self._left = width * height * PIXEL_BYTES + (width + 7) // 8 * height
            case Encoding.VMWARE_CURSOR:
                width, height = _cursor(size)
                self._left = width * height * PIXEL_BYTES * _pictures((yield 2)[0])
            case Encoding.DESKTOP_SIZE:
                self._screen.set_size(*size)
            case Encoding.EXTENDED_DESKTOP_SIZE:
                yield from self._screens(at, size)
            case Encoding.LED_STATE:
                self._left = 1
            case Encoding.QEMU_KEY:
                pass
            case _:
                raise Broken(f"encoding {encoding}")

    def _screens(self, why: tuple[int, int], size: tuple[int, int]) -> Following:
        reason, status = why
        if reason != OURS or status == ACCEPTED:
            self._screen.set_size(*size)
        count = (yield 4)[0]
        if not 1 <= count <= MOST_SCREENS:
            raise Broken(f"{count} screens")
        first = yield 16
        self._screen.identity, self._screen.flags = struct.unpack(">I8xI", first)
        self._screen.is_resizable = True
        self._left = (count - 1) * 16


_PICTURES = frozenset({Encoding.RAW, Encoding.COPY_RECT, Encoding.TIGHT, Encoding.ZRLE})


def _compact_of(word: int) -> tuple[int, int]:
    """How many of these three bytes are the length, and the length: seven, seven and eight bits."""
    first, second, third = word >> 16, word >> 8 & 0xFF, word & 0xFF
    if not first & 0x80:
        return 1, first
    if not second & 0x80:
        return 2, first & 0x7F | second << 7
    return 3, first & 0x7F | (second & 0x7F) << 7 | third << 14


def _believed(length: int, size: int) -> int:
    if length > most_deflated(size):
        raise Broken(f"{length} bytes for {size}")
    return length


def _cursor(size: tuple[int, int]) -> tuple[int, int]:
    if max(size) > LARGEST_CURSOR:
        raise Broken(f"a cursor of {size}")
    return size


def _pictures(kind: int) -> int:
    """An old cursor has two masks, one with transparency is one picture."""
    if kind not in {0, 1}:
        raise Broken(f"cursor {kind}")
    return 2 - kind
