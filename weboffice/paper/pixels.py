"""Strangers' pictures, decoded under bounds and made anew.

What comes out is PNG or JPEG with pixels alone: no place, no camera, no colour profile, nothing
behind the picture. Run in the sandbox, because decoders have holes:
`python -m weboffice.paper.pixels in out` leaves a line `image/png 640 480` and the bytes, or, with
exit status 3, the reason. A third word is the longest side that is wanted, in pixels.
"""

import io
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from weboffice.paper.safe import LARGEST_PICTURE, picture_type

REFUSED = 3
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
KEPT_SIDE = 3_000  # twice what 300 dots an inch need across A4's text
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_GREY16 = ("I", "I;16", "I;16B", "I;16L", "F")


class PixelsRefused(Exception):
    """`reason` is one of not_a_picture, svg, too_large, too_many_pixels, damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def remade(data: bytes, side: int = KEPT_SIDE) -> tuple[bytes, str, int, int]:
    """Bytes, media type, width and height in pixels, `side` at most; raise PixelsRefused."""
    check(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own bound is tighter
            return _remade(data, side)
    except UnidentifiedImageError as error:
        raise PixelsRefused("damaged") from error
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError) as error:
        raise PixelsRefused("damaged") from error
    except Image.DecompressionBombError as error:
        raise PixelsRefused("too_many_pixels") from error


def check(data: bytes) -> None:
    """By its first bytes: a name proves nothing."""
    if len(data) > LARGEST_PICTURE:
        raise PixelsRefused("too_large")
    if picture_type(data) is None:
        head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        raise PixelsRefused("svg" if b"<svg" in head else "not_a_picture")


def _remade(data: bytes, side: int) -> tuple[bytes, str, int, int]:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        wide, tall = opened.size
        if wide * tall > MOST_PIXELS or max(wide, tall) > LONGEST_SIDE or min(wide, tall) < 1:
            raise PixelsRefused("too_many_pixels")
        is_photo = opened.format == "JPEG"
        opened.load()
        picture = _plain(ImageOps.exif_transpose(opened))
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if is_photo:
        picture.convert("RGB").save(out, "JPEG", quality=90)
    else:
        picture.save(out, "PNG")
    media_type = "image/jpeg" if is_photo else "image/png"
    return out.getvalue(), media_type, picture.width, picture.height


def _plain(opened: Image.Image) -> Image.Image:
    """In a mode that both formats hold, without anything but pixels."""
    if opened.mode in _GREY16:
        picture = opened.convert("L")
    elif opened.mode in {"1", "L", "RGB", "RGBA"} and "transparency" not in opened.info:
        picture = opened.copy()
    else:
        has_holes = opened.mode in {"LA", "PA"} or "transparency" in opened.info
        picture = opened.convert("RGBA" if has_holes else "RGB")
    picture.info = {}
    return picture


def main(arguments: list[str]) -> int:
    source, target = map(Path, arguments[:2])
    side = int(arguments[2]) if arguments[2:] else KEPT_SIDE
    try:
        data, media_type, wide, tall = remade(source.read_bytes(), side)
    except PixelsRefused as refused:
        target.write_text(refused.reason)
        return REFUSED
    except MemoryError:
        target.write_text("too_many_pixels")
        return REFUSED
    target.write_bytes(f"{media_type} {wide} {tall}\n".encode() + data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
