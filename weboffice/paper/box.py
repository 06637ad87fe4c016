"""Reads one file of a stranger, in a process of its own.

`python -m weboffice.paper.box docx in out` leaves a packed paper in `out`; or, with exit status 3,
the reason why the file is not opened.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from weboffice.paper import (
    captions,
    carry,
    docx_read,
    html_read,
    hwp_read,
    hwpx_read,
    markdown,
    outline,
    pictures,
    pixels,
    text,
)
from weboffice.paper.model import Read
from weboffice.paper.safe import Reason, Refusal
from weboffice.paper.usual import without_usual

REFUSED = 3
READERS: dict[str, Callable[[bytes], Read]] = {
    "docx": docx_read.read,
    "hwpx": hwpx_read.read,
    "hwp": hwp_read.read,
    "html": html_read.read,
    "md": markdown.read,
    "txt": text.read,
}


def read(name: str, data: bytes) -> Read:
    """Raise Refusal."""
    if not data:
        raise Refusal(Reason.EMPTY)
    found = READERS[name](data)
    paper, lost = pictures.remade(without_usual(found.paper), _remade)
    blocks, _ = outline.recognise(paper.blocks)
    return Read(replace(paper, blocks=captions.recognise(blocks)), found.losses + lost)


def _remade(data: bytes) -> tuple[bytes, str] | None:
    try:
        return pixels.remade(data)[:2]
    except pixels.PixelsRefused:
        return None


def main(arguments: list[str]) -> int:
    name, source, target = arguments
    try:
        Path(target).write_bytes(carry.pack(read(name, Path(source).read_bytes())))
    except Refusal as refused:
        Path(target).write_text(refused.reason.value)
        return REFUSED
    except (MemoryError, RecursionError):
        Path(target).write_text(Reason.TOO_MUCH_MEMORY.value)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
