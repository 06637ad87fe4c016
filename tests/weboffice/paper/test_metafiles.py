"""Drawings for Windows: kept as they came, judged by their records, seen as pixels."""

import io
import shutil
import struct
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from hwpx import HwpxDocument
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.png import png
from tests.weboffice.paper.drawings import emf, wmf, word
from weboffice.formats.adapters.converter import SandboxConverter
from weboffice.formats.adapters.office import ColdOffice
from weboffice.formats.model import Format
from weboffice.formats.rules import HOLDS
from weboffice.paper import box, metafiles, pictures, shared
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Paper, Picture, Run
from weboffice.paper.safe import open_package

needs_office = pytest.mark.skipif(
    shutil.which("bwrap") is None or shutil.which("soffice") is None,
    reason="LibreOffice or bubblewrap is missing",
)
ESCAPE = struct.pack("<II", 105, 12) + bytes(4)


def hangul(data: bytes) -> bytes:
    """Ours, with a drawing in the place of its picture."""
    made = hwpx_write.write(
        Paper((Line((Picture(png(2, 2), "image/png", 40.0, 20.0, "배치도"),)),))
    )
    package = open_package(made)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    parts["BinData/BIN0001.png"] = data
    return archive(parts, frozenset({"mimetype"}))


def test_drawings_are_known_by_their_records() -> None:
    """[FM8] One that calls the printer's driver once ran programs."""
    assert metafiles.kind_of(emf()) == "emf"
    assert metafiles.size_mm(emf()) == (40.0, 20.0)
    assert metafiles.kind_of(wmf(0x041B)) == "wmf"
    assert metafiles.size_mm(wmf(0x041B)) == pytest.approx((25.4, 12.7))
    assert metafiles.kind_of(emf(ESCAPE)) is None
    assert metafiles.kind_of(wmf(0x0626)) is None
    assert metafiles.kind_of(emf()[:-8]) is None
    assert metafiles.kind_of(png(2, 2)) is None


@given(st.binary(max_size=400), st.integers(0, 60))
def test_whatever_follows_the_head_of_a_drawing_is_judged(noise: bytes, at: int) -> None:
    for whole in (emf(), wmf(0x041B)):
        assert metafiles.kind_of(whole[: 88 + at] + noise) in {None, "emf", "wmf"}


def test_a_drawing_goes_on_as_it_came() -> None:
    """[FM10] [FM8] In a DOCX and in an HWPX; a picture that was made for it stands in the text."""
    for name, data in (("docx", word(emf())), ("hwpx", hangul(emf()))):
        [part] = (
            metafiles.found_in(open_package(data)) if name == "docx" else ["BinData/BIN0001.png"]
        )
        found = box.read(name, data, {part: png(8, 4)})
        [inset] = insets_in(found.paper)
        assert (inset.what, found.losses) == (Feature.SHAPE, {})
        assert inset.picture is not None
        assert inset.picture.media_type == "image/png"
        paper = fit(found.paper, HOLDS[Format(name)], [inset.key])[0]
        write = docx_onto.write if name == "docx" else hwpx_write.write
        again = open_package(write(paper, found.base))
        assert emf() in [again.read(one) for one in again.names if one.endswith(".emf")]


def test_a_drawing_that_calls_a_driver_does_not_come_in() -> None:
    """[FM8] [FM1]"""
    for name, data in (("docx", word(emf(ESCAPE))), ("hwpx", hangul(emf(ESCAPE)))):
        found = box.read(name, data)
        assert list(insets_in(found.paper)) == []
        assert found.losses[Feature.PICTURE] == 1


def headed(data: bytes) -> tuple[bytes, str]:
    """A DOCX whose header shows a drawing and whose text has another part under the same id."""
    document = Document()
    document.add_paragraph("본문")
    run = document.sections[0].header.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(png(4, 4)), width=Mm(40))
    out = io.BytesIO()
    document.save(out)
    package = open_package(out.getvalue())
    parts = {name: package.read(name) for name in package.archive.namelist()}
    [shown] = [name for name in parts if name.startswith("word/media/")]
    drawing = shown.replace(".png", ".emf")
    parts[drawing] = data
    del parts[shown]
    for name, part in parts.items():
        if name.endswith((".rels", ".xml")):
            parts[name] = part.replace(b"image1.png", b"image1.emf").replace(
                b'Extension="png" ContentType="image/png"',
                b'Extension="emf" ContentType="image/x-emf"',
            )
    return archive(parts), drawing


def test_a_header_shows_the_pictures_that_it_names() -> None:
    """[FM12] [FM1] What cannot be shown is counted."""
    data, part = headed(emf())
    found = box.read("docx", data, {part: png(8, 4)})
    [line] = found.paper.header
    [shown] = [one for one in line.inlines if isinstance(one, Picture)]
    assert (shown.media_type, round(shown.width)) == ("image/png", 40)
    assert found.losses[Feature.PICTURE] == 0
    blind = box.read("docx", data)
    assert blind.paper.header == ()
    assert blind.losses[Feature.PICTURE] == 1


def test_a_header_of_an_hwpx_shows_its_drawing() -> None:
    """[FM12]"""
    logo = Line((Picture(png(2, 2), "image/png", 40.0, 20.0, "로고"),))
    package = open_package(hwpx_write.write(Paper((logo,), header=(Line((Run("한빛부"),)),))))
    parts = {name: package.read(name) for name in package.archive.namelist()}
    [part] = [name for name in parts if name.startswith("BinData/")]
    text = parts["Contents/section0.xml"].decode()
    drawn = text[text.index("<hp:pic") : text.index("</hp:pic>") + len("</hp:pic>")]
    said = "<hp:t>한빛부</hp:t>"
    moved = text.replace(drawn, "").replace(said, said + drawn)
    parts |= {"Contents/section0.xml": moved.encode(), part: emf()}
    data = archive(parts, frozenset({"mimetype"}))
    found = box.read("hwpx", data, {part: png(8, 4)})
    [shown] = [one for one in found.paper.header[0].inlines if isinstance(one, Picture)]
    assert shown.media_type == "image/png"
    assert box.read("hwpx", data).losses[Feature.PICTURE] == 1


def named_emf(data: bytes) -> bytes:
    """As Hangul names it."""
    package = open_package(data)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    parts["BinData/BIN0001.emf"] = parts.pop("BinData/BIN0001.png")
    listed = parts["Contents/content.hpf"].replace(b"BIN0001.png", b"BIN0001.emf")
    parts["Contents/content.hpf"] = listed.replace(b"image/png", b"image/emf")
    return archive(parts, frozenset({"mimetype"}))


def test_pictures_above_a_page_are_said_to_be_left_out() -> None:
    """[FM1] Above and below a page the editor has words alone."""
    logo = Picture(png(2, 2), "image/png", 40.0, 20.0, "로고")
    paper = Paper((Line((Run("본문"),)),), header=(Line((logo,)), Line((Run("한빛부"), logo))))
    made, lost = fit(paper, shared.HOLDS)
    assert lost == {Feature.PICTURE: 2}
    assert made.header == (Line((Run("한빛부"),)),)


@needs_office
def test_a_drawing_in_a_binary_hwp_is_seen_as_pixels(tmp_path: Path) -> None:
    """[FM12] [FM4] It is found in what python-hwpx makes of the HWP."""
    file = tmp_path / "a.hwp"
    HwpxDocument.open(io.BytesIO(named_emf(hangul(emf())))).save_to_path(file)
    found = SandboxConverter(ColdOffice()).read(Format.HWP, file.read_bytes(), lambda: True)
    shown = [one.picture for one in insets_in(found.paper)] + list(
        pictures.pictures_in(found.paper)
    )
    kinds = {one.media_type for one in shown if one is not None}
    assert kinds == {"image/png"}, found.losses


@needs_office
def test_a_drawing_is_seen_as_pixels() -> None:
    """[FM4] [FM10] Drawn by LibreOffice in the sandbox."""
    found = SandboxConverter(ColdOffice()).read(Format.DOCX, word(emf()), lambda: True)
    [inset] = insets_in(found.paper)
    assert inset.picture is not None
    with Image.open(io.BytesIO(inset.picture.data)) as shown:
        wide, tall = shown.size
        red, green, blue = shown.convert("RGB").getpixel((wide // 2, tall // 2))  # type: ignore[misc]
    assert wide / tall == pytest.approx(2.0, rel=0.1)
    assert (red, green, blue) == (0xB3, 0x26, 0x1E)
    assert Run("앞") in [
        part for b in found.paper.blocks if isinstance(b, Line) for part in b.inlines
    ]
