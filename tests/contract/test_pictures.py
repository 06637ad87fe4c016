"""What everything does that makes strangers' pictures small: in the sandbox, and the test's own."""

from io import BytesIO

import pytest
from PIL import Image

from mobile_admin.printing.thumbnail import SIDE
from mobile_admin.records.ports import Pictures
from tests.support.fakes.pictures import FakePictures
from tests.support.png import png
from workplace.bridges.field_printer import SandboxPictures


@pytest.fixture(params=["fake", "sandbox"])
def pictures(request: pytest.FixtureRequest) -> Pictures:
    return FakePictures() if request.param == "fake" else SandboxPictures()


def test_a_picture_becomes_a_small_upright_jpeg_that_says_nothing_of_its_camera(
    pictures: Pictures,
) -> None:
    """[EX8]"""
    lying, out = Image.new("RGB", (1600, 400), "red"), BytesIO()
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "a camera"  # turned by a quarter; its maker
    lying.save(out, "JPEG", exif=told)
    made = pictures.small(out.getvalue())
    assert made is not None
    found = Image.open(BytesIO(made))
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (SIDE // 4, SIDE))
    assert not found.getexif()
    signed = Image.new("RGBA", (40, 20))
    signed.save(out := BytesIO(), "PNG")
    drawn = pictures.small(out.getvalue())
    assert drawn is not None
    assert Image.open(BytesIO(drawn)).getpixel((20, 10)) == (255, 255, 255), "on white paper"


@pytest.mark.parametrize("data", [b"", b"%!PS", b"\xff\xd8\xff\xe0 a photo", png()[:40]])
def test_of_what_is_no_picture_there_is_none(pictures: Pictures, data: bytes) -> None:
    """[EX8]"""
    assert pictures.small(data) is None
