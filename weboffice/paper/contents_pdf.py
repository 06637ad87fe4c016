"""PDFs: what runs or hides in one, its words, and its first page in pixels.

The structure is read by pyHanko, words and pixels come from poppler; all of it in the sandbox.
"""

import io
import subprocess
from collections.abc import Iterator
from typing import Any

from weboffice.paper.safe import Reason, Refusal

MOST_OBJECTS = 200_000
PAGE_SIDE = 1_200  # pixels
SECONDS = 40
_RUNS = {"/JavaScript": "script", "/JS": "script", "/Launch": "script", "/RichMedia": "script",
         "/SubmitForm": "linked", "/ImportData": "linked", "/XFA": "script",
         "/EmbeddedFile": "embedded", "/EmbeddedFiles": "embedded"}  # fmt: skip


def traits(data: bytes) -> Iterator[tuple[str, str]]:
    """(trait, name of the PDF's own) for each that is found; raise Refusal."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - 8 MiB, for PDFs alone
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            raise Refusal(Reason.PROTECTED)
        found = _names(reader.trailer_view)
    except PdfError as error:
        raise Refusal(Reason.DAMAGED, str(error)[:200]) from error
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise Refusal(Reason.DAMAGED, type(error).__name__) from error
    for name in sorted(found & _RUNS.keys()):
        yield _RUNS[name], name


def _names(root: Any) -> set[str]:
    """Keys of all dictionaries that can be reached, and the kinds of their actions."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415

    found: set[str] = set()
    waiting: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > MOST_OBJECTS:
                raise Refusal(Reason.BOMB)
            value = value.get_object()  # type: ignore[no-untyped-call]
        if isinstance(value, generic.DictionaryObject):
            entries = dict.items(value)
            found.update(str(name) for name, _ in entries)
            found.update(str(one) for name, one in entries if name == "/S")
            waiting.extend(one for _, one in entries)
        elif isinstance(value, generic.ArrayObject):
            waiting.extend(list.__iter__(value))
    return found


def text(data: bytes) -> str:
    """Empty where it has none, as a scanned one."""
    return _poppler(["pdftotext", "-enc", "UTF-8", "-", "-"], data).decode("utf-8", "replace")


def first_page(data: bytes) -> bytes:
    """PNG; empty where it cannot be drawn."""
    program = ["pdftoppm", "-png", "-singlefile", "-scale-to", str(PAGE_SIDE), "-"]
    return _poppler(program, data)


def _poppler(program: list[str], data: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own words; the bytes come by standard input
            program, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def as_png(data: bytes) -> bytes:
    """A picture's pixels, made anew; empty where it is none."""
    from PIL import Image  # noqa: PLC0415 - for pictures alone

    from weboffice.paper.pixels import PixelsRefused, remade  # noqa: PLC0415

    try:
        made, media_type, _, _ = remade(data, PAGE_SIDE)
    except PixelsRefused:
        return b""
    if media_type == "image/png":
        return made
    out = io.BytesIO()
    with Image.open(io.BytesIO(made)) as opened:
        opened.save(out, "PNG")
    return out.getvalue()
