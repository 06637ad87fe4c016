"""Reads one file of a stranger, or writes on what was kept of one, in a process of its own.

`python -m weboffice.paper.box docx in out` leaves a packed paper in `out`; with a fourth word, the
file with what was kept, `in` is a packed paper and `out` the file; `as-hwpx` leaves the HWPX of a
binary HWP (hwp_read.packed). With exit status 3, `out` holds the reason why not. A file `previews`
beside `in` shows its drawings in pixels (metafiles.py).
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from weboffice.paper import (
    captions,
    carry,
    fragments,
    html_read,
    hwp_read,
    markdown,
    outline,
    pictures,
    pixels,
    text,
)
from weboffice.paper.docx import base as docx_base
from weboffice.paper.docx import mend as docx_mend
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import read as docx_read
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx import base as hwpx_base
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Fragment, Paper, Read
from weboffice.paper.safe import Package, Reason, Refusal, open_package
from weboffice.paper.usual import without_usual

REFUSED = 3
PREVIEWS = "previews"
AS_HWPX = "as-hwpx"
READERS: dict[str, Callable[[bytes], Read]] = {
    "docx": docx_read.read,
    "hwpx": hwpx_read.read,
    "html": html_read.read,
    "md": markdown.read,
    "txt": text.read,
}
PACKAGED: dict[str, Callable[[Package], Read]] = {
    "docx": docx_read.read_package,
    "hwpx": hwpx_read.read_package,
}
BASES: dict[str, Callable[[Package, tuple[Fragment, ...]], tuple[bytes, Losses]]] = {
    "docx": docx_base.base_of,
    "hwpx": hwpx_base.base_of,
}
WRITERS: dict[str, Callable[[Paper, bytes], bytes]] = {
    "docx": docx_onto.write,
    "hwpx": hwpx_write.write,
}


def read(name: str, data: bytes, previews: Mapping[str, bytes] | None = None) -> Read:
    """`previews` are pixels of drawings in it, by the names of their parts; raise Refusal."""
    if not data:
        raise Refusal(Reason.EMPTY)
    if name == "hwp":
        package, dropped = hwp_read.as_hwpx(data)
        found = read("hwpx", package)
        return replace(found, losses=found.losses + Counter({Feature.UNKNOWN: dropped}))
    if name == "docx":
        data = docx_mend.mended(data)
    if previews and name in PACKAGED:
        found = PACKAGED[name](replace(open_package(data), previews=previews))
    else:
        found = READERS[name](data)
    paper, lost = pictures.remade(without_usual(found.paper), _remade)
    blocks, _ = outline.recognise(paper.blocks)
    base, kept = _kept(name, data, found.fragments)
    paper = replace(paper, blocks=captions.recognise(blocks))
    whole = replace(found, paper=paper, losses=found.losses + lost)
    return fragments.based(whole, base, kept)


def _kept(name: str, data: bytes, insets: tuple[Fragment, ...]) -> tuple[bytes, Losses]:
    """Nothing where what stands beside the text is damaged: the text itself was read."""
    try:
        return BASES[name](open_package(data), insets) if name in BASES else (b"", Counter())
    except Refusal:
        return b"", Counter()


def _remade(data: bytes) -> tuple[bytes, str] | None:
    try:
        return pixels.remade(data)[:2]
    except pixels.PixelsRefused:
        return None


def _beside(source: Path) -> dict[str, bytes]:
    """An archive of previews that lies beside the file."""
    beside = source.with_name(PREVIEWS)
    if not beside.exists():
        return {}
    package = open_package(beside.read_bytes())
    return {name: package.read(name) for name in package.names}


def main(arguments: list[str]) -> int:
    name, source, target, *base = arguments
    try:
        data = Path(source).read_bytes()
        if name == AS_HWPX:
            made = hwp_read.packed(data)
        elif base:
            made = WRITERS[name](carry.unpack(data).paper, Path(base[0]).read_bytes())
        else:
            made = carry.pack(read(name, data, _beside(Path(source))))
        Path(target).write_bytes(made)
    except Refusal as refused:
        Path(target).write_text(refused.reason.value)
        return REFUSED
    except (MemoryError, RecursionError):
        Path(target).write_text(Reason.TOO_MUCH_MEMORY.value)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
