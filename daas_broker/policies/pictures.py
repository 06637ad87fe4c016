"""A PNG that crosses is made anew from its picture alone: what a file says beside it stays behind.

Pure. The pixels are not decoded: this checks the frame (PNG, third edition, §5), leaves out texts,
times, EXIF and whatever nobody knows, and ends where the picture ends.
"""

from collections.abc import Iterator
from struct import Struct
from zlib import crc32

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 16 * 1024  # encoders make one of each 8 KiB
MOST_PIXELS = 64 * 1024 * 1024  # a browser that draws more has no memory left for the page
_HEAD, _SIZE, _SUM = Struct(">I4s"), Struct(">II"), Struct(">I")
_HEADER_BYTES = 13
# What the pixels need to look as they did.
_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs"})


class _Broken(Exception):
    """It is no PNG, or none that is whole."""


def made_anew(png: bytes) -> bytes | None:
    """The same picture and nothing else; None where it is no whole PNG of a size to be drawn."""
    try:
        chunks = list(_chunks(png))
    except _Broken:
        return None
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return None
    if kinds.count(b"IHDR") != 1 or not _can_be_drawn(chunks[0][1]):
        return None
    kept = (_chunk(kind, body) for kind, body in chunks if kind in _KEPT)
    return SIGNATURE + b"".join(kept)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the end of the picture."""
    if not png.startswith(SIGNATURE):
        raise _Broken
    at, kind, chunks = len(SIGNATURE), b"", 0
    while kind != b"IEND":
        chunks += 1
        if chunks > MOST_CHUNKS or len(png) < at + _HEAD.size:
            raise _Broken
        length, kind = _HEAD.unpack_from(png, at)
        begins = at + _HEAD.size
        at = begins + length + _SUM.size
        if len(png) < at:
            raise _Broken
        body = png[begins : begins + length]
        if _SUM.unpack_from(png, begins + length)[0] != crc32(kind + body):
            raise _Broken
        yield kind, body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return _HEAD.pack(len(body), kind) + body + _SUM.pack(crc32(kind + body))


def _can_be_drawn(header: bytes) -> bool:
    if len(header) != _HEADER_BYTES:
        return False
    width, height = _SIZE.unpack_from(header)
    pixels: int = width * height
    return 0 < pixels <= MOST_PIXELS
