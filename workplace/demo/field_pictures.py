"""Pictures of the demonstration's inspections, drawn: nobody's kitchen and nobody's hand."""

from io import BytesIO
from math import sin

from PIL import Image, ImageDraw

PHOTO, PAD = (960, 720), (480, 160)
TILE, GROUT, STEEL, DARK, RUST = "#d9dcd6", "#b4b9b1", "#8f979c", "#24282b", "#8a5a34"


def photo() -> bytes:
    """A floor of tiles with a drain whose cover is broken."""
    image = Image.new("RGB", PHOTO, TILE)
    draw = ImageDraw.Draw(image)
    for x in range(0, PHOTO[0], 120):
        draw.line((x, 0, x, PHOTO[1]), GROUT, 5)
    for y in range(0, PHOTO[1], 120):
        draw.line((0, y, PHOTO[0], y), GROUT, 5)
    draw.rounded_rectangle((270, 190, 690, 530), 18, STEEL, DARK, 4)
    for x in range(300, 660, 45):
        draw.rounded_rectangle((x, 220, x + 22, 500), 10, DARK)
    draw.polygon([(480, 190), (690, 190), (690, 400), (610, 330), (560, 360), (520, 260)], DARK)
    draw.line([(480, 190), (520, 260), (560, 360), (610, 330), (690, 400)], RUST, 9)
    return _png(image)


def signature(turns: int) -> bytes:
    """A stroke of a pen; each `turns` is another hand."""
    image = Image.new("RGB", PAD, "white")
    at = [
        (40 + x, 80 + 45 * sin(x / (9 + turns)) * (1 - x / 520) + 12 * sin(x / 31))
        for x in range(0, 400, 3)
    ]
    ImageDraw.Draw(image).line(at, "#1b2a4a", 5, "curve")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
