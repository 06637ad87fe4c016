"""RFB from the desktop's side, written from RFC 6143 and apart from the gateway that is tested."""

import struct
import zlib
from dataclasses import dataclass, field
from random import Random

from daas_broker.display.desktop.rfb.model import PIXELS

TEXT, PROVIDE, CAPABILITIES, REQUEST, NOTIFY = 1, 1 << 28, 1 << 24, 1 << 25, 1 << 27


def server_init(width: int, height: int, name: bytes = b"inside") -> bytes:
    return struct.pack(">HH", width, height) + PIXELS + struct.pack(">I", len(name)) + name


def update(*rectangles: bytes) -> bytes:
    return struct.pack(">BxH", 0, len(rectangles)) + b"".join(rectangles)


def rectangle(
    encoding: int, body: bytes, size: tuple[int, int], at: tuple[int, int] = (0, 0)
) -> bytes:
    return struct.pack(">HHHHi", *at, *size, encoding) + body


def compact(length: int) -> bytes:
    if length < 128:
        return bytes([length])
    if length < 16384:
        return bytes([length & 0x7F | 0x80, length >> 7])
    return bytes([length & 0x7F | 0x80, length >> 7 & 0x7F | 0x80, length >> 14])


def raw(width: int, height: int) -> bytes:
    return rectangle(0, bytes(width * height * 4), (width, height))


def zrle(width: int, height: int) -> bytes:
    deflated = zlib.compress(bytes([1, 9, 9, 9]))
    return rectangle(16, struct.pack(">I", len(deflated)) + deflated, (width, height))


def tight(width: int, height: int, kind: str, random: Random) -> bytes:
    """`kind` is fill, jpeg, copy, gradient, two or many."""
    if kind == "fill":
        return rectangle(7, b"\x80\x01\x02\x03", (width, height))
    if kind == "jpeg":
        picture = random.randbytes(random.randrange(1, 300))
        return rectangle(7, b"\x90" + compact(len(picture)) + picture, (width, height))
    head, size = b"\x00", width * height * 3
    if kind == "gradient":
        head = b"\x40\x02"
    elif kind == "two":
        head, size = b"\x50\x01\x01" + bytes(6), (width + 7) // 8 * height
    elif kind == "many":
        colours = random.randrange(3, 257)
        head, size = bytes([0x60, 1, colours - 1]) + bytes(colours * 3), width * height
    pixels = random.randbytes(size)
    if size >= 12:
        deflated = zlib.compress(pixels)
        pixels = compact(len(deflated)) + deflated
    return rectangle(7, head + pixels, (width, height))


def resized(width: int, height: int, reason: int = 0, status: int = 0) -> bytes:
    screen = struct.pack(">IHHHHI", 7, 0, 0, width, height, 0)
    return rectangle(-308, b"\x01\0\0\0" + screen, (width, height), (reason, status))


def cut_text(text: bytes) -> bytes:
    return struct.pack(">B3xI", 3, len(text)) + text


def extended_text(flags: int, body: bytes = b"") -> bytes:
    return struct.pack(">B3xiI", 3, -4 - len(body), flags) + body


def provided(text: str) -> bytes:
    plain = text.encode() + b"\0"
    return extended_text(PROVIDE | TEXT, zlib.compress(struct.pack(">I", len(plain)) + plain))


def fence(payload: bytes) -> bytes:
    return struct.pack(">B3xIB", 248, 1, len(payload)) + payload


@dataclass
class Any:
    """Whatever a well-behaved desktop may say, by chance; `texts` are what it copied."""

    random: Random
    texts: list[bytes] = field(default_factory=list)

    def message(self) -> bytes:
        match self.random.randrange(8):
            case 0:
                return b"\x02"
            case 1:
                return b"\x96"
            case 2:
                return fence(self.random.randbytes(self.random.randrange(65)))
            case 3:
                self.texts.append(self.random.randbytes(self.random.randrange(40)))
                return cut_text(self.texts[-1])
            case _:
                count = self.random.randrange(5)
                return update(*(self.rectangle() for _ in range(count)))

    def rectangle(self) -> bytes:
        width, height = self.random.randrange(1, 40), self.random.randrange(1, 40)
        kinds = ("fill", "jpeg", "copy", "gradient", "two", "many")
        cursor = bytes(width * height * 4 + (width + 7) // 8 * height)
        choices = [
            raw(width, height),
            zrle(width, height),
            rectangle(1, bytes(4), (width, height)),
            rectangle(-239, cursor, (width, height), (3, 3)),
            rectangle(0x574D5664, b"\x01\0" + bytes(width * height * 4), (width, height)),
            rectangle(-261, b"\x02", (0, 0)),
            rectangle(-258, b"", (0, 0)),
            resized(640, 480),
            *(tight(width, height, kind, self.random) for kind in kinds),
        ]
        return self.random.choice(choices)
