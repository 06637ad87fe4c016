"""`python -m mobile_admin.printing.thumbnail IN OUT`: a stranger's picture becomes a small one.

OUT is an RGB JPEG of at most `SIDE` points a side, upright, without what a camera wrote beside it;
there is none where IN is no picture that is understood.
"""

import sys
from io import BytesIO
from pathlib import Path

SIDE = 640
QUALITY = 72
MOST_POINTS = 120_000_000
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


def main(arguments: list[str]) -> int:
    source, target = map(Path, arguments)
    target.write_bytes(small(source.read_bytes()))
    return 0


def small(data: bytes) -> bytes:
    """Raise OSError, ValueError or SyntaxError for what is no picture."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - the parent asks for our bounds without it

    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    with Image.open(BytesIO(data), formats=KINDS) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise ValueError(opened.size)
        opened.draft("RGB", (SIDE, SIDE))  # a JPEG is read no larger than it is needed
        upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((SIDE, SIDE))
    drawn = upright.convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")  # PDF/A takes transparency; a printer need not
    paper.paste(drawn, mask=drawn)
    out = BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
