"""Strangers' pictures come out as pixels alone."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support.png import chunk, header, png
from weboffice.paper.pixels import KEPT_SIDE, PixelsRefused, remade


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_each_kind_comes_out_as_one_of_two(kind: str) -> None:
    data, media_type, wide, tall = remade(encoded(Image.new("RGB", (50, 20), "#208070"), kind))
    assert (wide, tall) == (50, 20)
    assert media_type == ("image/jpeg" if kind == "JPEG" else "image/png")
    assert Image.open(io.BytesIO(data)).size == (50, 20)


def test_nothing_but_pixels_is_kept() -> None:
    photo = Image.new("RGB", (40, 30), "#208070")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "maker of the camera"
    data, _, wide, tall = remade(encoded(photo, "JPEG", exif=exif))
    assert (wide, tall) == (30, 40)
    assert b"maker" not in data
    secret = png(4, 3, beside=chunk(b"tEXt", b"Comment\0where it was taken"))
    assert b"taken" not in remade(secret + b"PK\x03\x04 an archive behind")[0]
    assert b"archive" not in remade(secret + b"PK\x03\x04 an archive behind")[0]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_mode_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert remade(encoded(Image.new(mode, (9, 7)), kind))[2:] == (9, 7)


def test_a_large_one_is_made_smaller_and_a_bomb_is_refused() -> None:
    assert remade(encoded(Image.new("L", (6_000, 300)), "PNG"))[2:] == (KEPT_SIDE, 150)
    bomb = b"\x89PNG\r\n\x1a\n" + header(60_000, 60_000) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    with pytest.raises(PixelsRefused) as refused:
        remade(bomb)
    assert refused.value.reason == "too_many_pixels"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "WEBP"]), st.data())
def test_a_spoiled_one_is_refused_or_shown_never_worse(kind: str, data: st.DataObject) -> None:
    whole = bytearray(encoded(Image.new("RGB", (24, 18), "#3060a0"), kind))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        remade(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    except PixelsRefused as refused:
        assert refused.reason  # noqa: PT017 - either outcome is right
