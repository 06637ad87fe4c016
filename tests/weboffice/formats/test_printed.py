"""What is printed for the archive, and in which fonts."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import ImageFont

from kernel.settings import ROOT
from tests.support.png import png
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.converter import SandboxConverter
from weboffice.formats.adapters.office_pool import OfficePool
from weboffice.formats.model import Format
from weboffice.paper.model import Form, Line, Note, Paper, Picture, Run, Style

FONTS = ROOT / Path(sandbox.FONTS).relative_to("/code")
needs_office = pytest.mark.skipif(
    not all(shutil.which(one) for one in ("bwrap", "soffice", "pdffonts", "pdfinfo")),
    reason="LibreOffice, bubblewrap or poppler is missing",
)
needs_fonts = pytest.mark.skipif(shutil.which("fc-match") is None, reason="no fontconfig")
PAPER = Paper(
    (
        Line((Run("추진 계획"),), Form.HEADING, 1),
        Line(
            (
                Run("본문 "),
                Run("English 12", Style(font="Times New Roman", bold=True)),
                Run("漢字", Style(font="바탕")),
                Note((Run("각주"),)),
            )
        ),
        Line((Picture(png(20, 10), "image/png", 20.0, 10.0, "조직도"),)),
    ),
    title="추진 계획",
)


def told(program: str, data: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    ran = subprocess.run([program, *options, str(file)], capture_output=True, text=True, check=True)
    return ran.stdout


@needs_office
def test_a_file_for_the_archive_says_so_and_has_all_that_it_needs(tmp_path: Path) -> None:
    """[FM1] PDF/A-2b, ISO 19005-2: it names itself, its colours, and holds every font."""
    office = OfficePool()
    data = SandboxConverter(office).write(Format.PDFA, PAPER, lambda: True)
    office.close()
    said = told("pdfinfo", data, tmp_path, "-meta")
    assert re.search(r"pdfaid:part>2<", said)
    assert re.search(r"pdfaid:conformance>B<", said)
    assert b"/GTS_PDFA1" in data
    about = dict(
        line.split(":", 1) for line in told("pdfinfo", data, tmp_path).splitlines() if ":" in line
    )
    assert {about[name].strip() for name in ("Encrypted", "JavaScript")} == {"no"}
    assert about["Tagged"].strip() == "yes"
    assert about["Title"].strip() == "추진 계획"
    rows = told("pdffonts", data, tmp_path).splitlines()[2:]
    embedded = [row.split()[-5] for row in rows]
    assert rows
    assert set(embedded) == {"yes"}, rows


def matched(family: str) -> tuple[str, Path]:
    """The family that stands for one, and its file."""
    ran = subprocess.run(
        ["fc-match", "-f", "%{family[0]}\n%{file}", family.replace("-", "\\-")],
        env={"PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": str(FONTS), "HOME": "/nonexistent"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    name, _, file = ran.stdout.partition("\n")
    return name, Path(file)


# How wide a syllable, a small n and a figure are in the fonts of others, in thousandths of their
# size; those of Latin fonts are the advances of the fonts themselves.
AS_WIDE = {
    "맑은 고딕": {"가": 920},
    "굴림체": {"가": 1000, "n": 500, "0": 500},
    "돋움체": {"가": 1000, "n": 500, "0": 500},
    "바탕체": {"가": 1000, "n": 500, "0": 500},
    "Arial": {"n": 556, "0": 556},
    "Times New Roman": {"n": 500, "0": 500},
    "Courier New": {"n": 600, "0": 600},
    "Calibri": {"n": 525, "0": 507},
    "Cambria": {"n": 559},
}


@needs_fonts
@pytest.mark.parametrize("family", AS_WIDE)
def test_fonts_that_are_called_as_wide_are_as_wide(family: str) -> None:
    """[PG2] Lines and pages end where the other office ends them."""
    _, file = matched(family)
    font = ImageFont.truetype(io.BytesIO(file.read_bytes()), 1000)
    for letter, width in AS_WIDE[family].items():
        assert font.getlength(letter) == pytest.approx(width, abs=2), (family, file.name, letter)


@needs_fonts
def test_no_font_that_is_named_falls_to_one_without_hangul() -> None:
    """[FM1] By the names that Hangul and Word give them, in both languages."""
    named = re.findall(r'binding="same"><family>(.*?)</family>', FONTS.read_text())
    assert {"함초롬바탕", "HCR Batang", "휴먼명조", "굴림", "Gulim", "HY견고딕"} <= set(named)
    latin = {"Liberation Sans", "Liberation Serif", "Liberation Mono", "Carlito", "Caladea"}
    hangul = ("Nanum", "Noto Sans CJK KR", "Noto Serif CJK KR")
    for family in named:
        found, _ = matched(family)
        assert found in latin or found.startswith(hangul), (family, found)
