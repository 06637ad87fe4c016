"""What is in a stranger's file: its words, what runs in it, what hides."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image

from weboffice.paper.contents import Contents, Trait, look
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Line, Paper, Run

WORDS = "주민등록번호 900101-1234568"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def into(package: bytes, **parts: bytes) -> bytes:
    """The same package with more in it."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return packed(**(kept | parts))


def docx() -> bytes:
    document, out = Document(), io.BytesIO()
    paragraph = document.add_paragraph("주민등록번호 900101")
    paragraph.add_run("-1234568")  # two runs, one number
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append([WORDS])
    book.save(out)
    return out.getvalue()


def pdf(catalog: str = "") -> bytes:
    """One page that says Hello, with whatever more in its catalog."""
    stream = b"BT /F1 24 Tf 72 700 Td (Hello) Tj ET"
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        start,
    )


def traits(found: Contents) -> set[str]:
    return {trait.value for trait in found.traits}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("명단.docx", docx(), "docx"),
        ("명단.xlsx", xlsx(), "xlsx"),
        ("명단.hwpx", hwpx_write.write(Paper((Line((Run(WORDS),)),))), "hwpx"),
        ("명단.txt", WORDS.encode("cp949"), "text"),
        ("명단.html", f"<p>{WORDS}</p>".encode(), "text"),
    ],
)
def test_words_are_read_where_they_stand(name: str, data: bytes, kind: str) -> None:
    """[FM2]"""
    found = look(name, data)
    assert (found.kind, traits(found)) == (kind, set())
    assert "900101-1234568" in found.text


def test_words_of_a_file_in_an_archive_are_read_and_so_is_its_name() -> None:
    """[FM2]"""
    found = look("묶음.zip", packed(**{"가/명단.docx": docx(), "900101-1234568.txt": b"x"}))
    assert traits(found) == {"archive"}
    assert found.text.count("900101-1234568") == 2


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", into(docx(), **{"word/vbaProject.bin": b"x"}), {"macro"}),
        ("a.xlsx", into(xlsx(), **{"xl/activeX/activeX1.bin": b"x"}), {"script"}),
        (
            "a.docx",
            into(docx(), **{"word/embeddings/a.bin": b"\x01\x02\0"}),
            {"embedded", "unread"},
        ),
        ("a.docx", b"MZ\x90\0", {"program", "disguised"}),
        ("a.pdf", docx(), {"disguised"}),
        ("run.exe", b"MZ\x90\0", {"program"}),
        ("run.js", b"alert(1)", {"program"}),
        ("a.html", b"<p>x<script>1</script>", {"script"}),
        ("a.txt", "javascript: 라는 말".encode(), set()),
        ("a.zip", packed(**{"b.exe": b"MZ"}), {"archive", "program"}),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\0\0\x01", {"packed"}),
        ("a.egg", b"EGGA\0\1", {"packed"}),
        ("a.docx", b"Rar!\x1a\x07\0", {"packed", "disguised"}),
        ("a.zip", packed(**{"b.tgz": b"\x1f\x8b\x08\0"}), {"archive", "packed"}),
        ("a.docx", docx()[:-40], {"damaged"}),
        ("a.zip", packed(big=b"\0" * (5 << 20)), {"bomb"}),
        ("a.rtf", rb"{\rtf1{\object\objdata 01}}", {"embedded"}),
        ("a.pdf", pdf(), set()),
        ("a.pdf", pdf("/OpenAction << /S /JavaScript /JS (app.alert) >>"), {"script"}),
        ("a.pdf", pdf("/Names << /EmbeddedFiles << /Names [] >> >>"), {"embedded"}),
        ("a.pdf", b"%PDF-1.7 nothing", {"damaged"}),
    ],
)
def test_what_runs_or_hides_is_told(name: str, data: bytes, said: set[str]) -> None:
    """[FM2]"""
    assert traits(look(name, data)) == said


def test_archives_in_archives_end_somewhere() -> None:
    """[FM2]"""
    inner = packed(**{"a.txt": b"x"})
    for number in range(5):
        inner = packed(**{f"{number}.zip": inner})
    assert Trait.BOMB in look("a.zip", inner).traits


def test_the_first_page_is_shown_in_pixels() -> None:
    """[FM2]"""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    for found in (look("a.jpg", out.getvalue()), look("a.pdf", pdf())):
        with Image.open(io.BytesIO(found.picture)) as shown:
            assert shown.format == "PNG"
    assert "Hello" in found.text
