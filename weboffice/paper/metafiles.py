"""Drawings for Windows (EMF, WMF) in strangers' files: judged, measured, and shown as pixels.

[MS-EMF] 2.3, [MS-WMF] 2.3. One that calls the printer's driver is none of ours: such records once
ran programs (MS06-001). Pixels are made by LibreOffice, all of a file on the pages of one PDF;
`python -m weboffice.paper.metafiles in names out`, in the sandbox, cuts them out of it.
"""

import io
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageChops

from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Page, PageBreak, Paper, Picture
from weboffice.paper.safe import Package

LARGEST = 4 << 20
MOST = 20  # of a file; others are kept and shown by their names
WIDEST_MM, TALLEST_MM = 180.0, 240.0
DPI = 150
_EMF, _PLACEABLE = 0x464D4520, 0x9AC6CDD7
_EMF_ESCAPES = frozenset({105, 106, 110})
_EMF_END, _WMF_ESCAPE = 14, 0x26
_EMF_HEAD, _EMF_LEAST = 88, 8  # bytes
_WMF_LEAST = 3  # words
_MOST_MM = 2_000
_MOST_RECORDS = 500_000
_PAGE = Page(margins=(10.0, 10.0, 10.0, 10.0))


def kind_of(data: bytes) -> str | None:
    """emf or wmf; None for what is neither, is broken, too large or calls a driver."""
    if len(data) > LARGEST:
        return None
    if _is_emf(data):
        return "emf" if _is_calm(_emf_records(data), _EMF_ESCAPES) else None
    start = 22 if data[:4] == struct.pack("<I", _PLACEABLE) else 0
    if data[start : start + 4] not in {b"\1\0\x09\0", b"\2\0\x09\0"}:
        return None
    kinds = (function & 0xFF for function in _wmf_records(data, start + 18))
    return "wmf" if _is_calm(kinds, frozenset({_WMF_ESCAPE})) else None


def _is_emf(data: bytes) -> bool:
    return len(data) >= _EMF_HEAD and struct.unpack_from("<I", data, 40)[0] == _EMF


def _is_calm(kinds: Iterator[int], barred: frozenset[int]) -> bool:
    try:
        return all(kind not in barred for kind in kinds)
    except (struct.error, ValueError):
        return False


def _emf_records(data: bytes) -> Iterator[int]:
    at = 0
    for _ in range(_MOST_RECORDS):
        kind, size = struct.unpack_from("<II", data, at)
        if size < _EMF_LEAST or at + size > len(data):
            raise ValueError(size)
        yield kind
        if kind == _EMF_END:
            return
        at += size
    raise ValueError(at)


def _wmf_records(data: bytes, at: int) -> Iterator[int]:
    for _ in range(_MOST_RECORDS):
        words, function = struct.unpack_from("<IH", data, at)
        if words < _WMF_LEAST or at + 2 * words > len(data):
            raise ValueError(words)
        if function == 0:
            return
        yield function
        at += 2 * words
    raise ValueError(at)


def size_mm(data: bytes) -> tuple[float, float]:
    """Width and height as its head says them; a usual size where that is nonsense."""
    wide = tall = 0.0
    if _is_emf(data):
        left, top, right, bottom = struct.unpack_from("<4i", data, 24)
        wide, tall = (right - left) / 100, (bottom - top) / 100
    elif data[:4] == struct.pack("<I", _PLACEABLE):
        left, top, right, bottom, inch = struct.unpack_from("<4hH", data, 6)
        wide, tall = ((one * 25.4 / max(inch, 1)) for one in (right - left, bottom - top))
    is_sane = 1 < wide < _MOST_MM and 1 < tall < _MOST_MM
    return (wide, tall) if is_sane else (100.0, 75.0)


def found_in(package: Package) -> dict[str, bytes]:
    """By the names of their parts."""
    found: dict[str, bytes] = {}
    for name in sorted(package.names):
        if name.lower().endswith((".emf", ".wmf")) and len(found) < MOST:
            data = package.read(name)
            if kind_of(data):
                found[name] = data
    return found


def sheets(found: Mapping[str, bytes]) -> Paper:
    """Each on a page of its own, as large as it is and the page lets it be."""
    blocks: list[Line | PageBreak] = []
    for data in found.values():
        wide, tall = size_mm(data)
        scale = min(WIDEST_MM / wide, TALLEST_MM / tall, 1.0)
        media_type = f"image/x-{kind_of(data)}"
        blocks.append(Line((Picture(data, media_type, wide * scale, tall * scale),)))
        blocks.append(PageBreak())
    return Paper(tuple(blocks[:-1]), _PAGE)


def cut(pdf: Path, names: list[str]) -> dict[str, bytes]:
    """PNG by name; none where the pages are not those of the names."""
    draw = ["/usr/bin/pdftoppm", "-r", str(DPI), "-png", str(pdf), str(pdf.with_name("page"))]
    subprocess.run(draw, check=True, timeout=60)  # noqa: S603 - our own words, in the sandbox
    pages = sorted(pdf.parent.glob("page-*.png"))
    if len(pages) != len(names):
        return {}
    made = {name: _trimmed(page) for name, page in zip(names, pages, strict=True)}
    return {name: data for name, data in made.items() if data}


def _trimmed(page: Path) -> bytes:
    """Without the paper around it."""
    with Image.open(page, formats=("PNG",)) as opened:
        picture = opened.convert("RGB")
    inked = ImageChops.invert(picture).getbbox()
    if inked is None:
        return b""
    out = io.BytesIO()
    picture.crop(inked).save(out, "PNG")
    return out.getvalue()


def main(arguments: list[str]) -> int:
    source, names, target = map(Path, arguments)
    Path(target).write_bytes(archive(cut(source, names.read_text().split("\n"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
