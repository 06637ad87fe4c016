"""Small PNG files, made here."""

from struct import pack
from zlib import compress, crc32

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body))


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png(width: int = 4, height: int = 3, beside: bytes = b"") -> bytes:
    """All of one colour; `beside` are chunks that stand before its pixels."""
    pixels = (b"\0" + b"\x20\x80\x70" * width) * height
    return (
        SIGNATURE
        + header(width, height)
        + beside
        + chunk(b"IDAT", compress(pixels))
        + chunk(b"IEND", b"")
    )
