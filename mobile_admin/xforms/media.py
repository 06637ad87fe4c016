"""Pictures and recordings of forms: what they are is told by their first bytes, never by a name."""

from collections.abc import Mapping
from dataclasses import dataclass

from mobile_admin.xforms.files import FileKind

LARGEST_PICTURE = 8 << 20  # bytes
LARGEST_RECORDING = 24 << 20


class MediaRefused(Exception):
    """The message is a code and what it is about."""


@dataclass(frozen=True)
class Mark:
    at: int
    bytes: bytes
    type: str


_PICTURES = (
    Mark(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    Mark(0, b"\xff\xd8\xff", "image/jpeg"),
    Mark(0, b"GIF8", "image/gif"),
    Mark(8, b"WEBP", "image/webp"),
)
_SOUNDS = (
    Mark(0, b"ID3", "audio/mpeg"),
    Mark(0, b"\xff\xfb", "audio/mpeg"),
    Mark(0, b"\xff\xf3", "audio/mpeg"),
    Mark(4, b"ftyp", "audio/mp4"),
    Mark(0, b"OggS", "audio/ogg"),
    Mark(8, b"WAVE", "audio/wav"),
    Mark(0, b"\x1aE\xdf\xa3", "audio/webm"),
)
_FILMS = (
    Mark(4, b"ftyp", "video/mp4"),
    Mark(0, b"\x1aE\xdf\xa3", "video/webm"),
    Mark(0, b"OggS", "video/ogg"),
)
_MARKS: Mapping[FileKind, tuple[Mark, ...]] = {
    FileKind.PICTURE: _PICTURES,
    FileKind.SOUND: _SOUNDS,
    FileKind.FILM: _FILMS,
}


def type_of(kind: FileKind, data: bytes) -> str:
    """The media type; raise MediaRefused. SVG, which may hold programs, is none of these."""
    largest = LARGEST_PICTURE if kind is FileKind.PICTURE else LARGEST_RECORDING
    if len(data) > largest:
        raise MediaRefused(f"file_too_large {largest >> 20} MB")
    for mark in _MARKS[kind]:
        if data[mark.at : mark.at + len(mark.bytes)] == mark.bytes:
            return mark.type
    raise MediaRefused(f"not_{kind.value}")
