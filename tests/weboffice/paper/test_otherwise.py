"""A DOCX that says the same in other words, and letters that are none: what real files have."""

import io
import struct
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml

from tests.weboffice.paper.word_insets import NAMES
from weboffice.paper import box
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Note, Paper, Read, Run, plain
from weboffice.paper.safe import Reason, Refusal, open_package

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def parts_of(document: object) -> dict[str, bytes]:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    package = open_package(out.getvalue())
    return {name: package.read(name) for name in package.names}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def sample() -> dict[str, bytes]:
    document = Document()
    document.add_heading("추진 계획", 1)
    document.add_paragraph("본문입니다")
    document.sections[0].header.paragraphs[0].text = "한빛부"
    return parts_of(document)


def said(read: Read) -> tuple[list[str], str]:
    lines = [plain(block) for block in read.paper.blocks if isinstance(block, Line)]
    return lines, "".join(map(plain, read.paper.header))


def test_strict_open_xml_is_read_and_comes_back() -> None:
    """[FM1] What Word saves as *Strict Open XML Document*."""
    strict = {
        name: data.replace(b"openxmlformats.org/wordprocessingml/2006/", b"@wordprocessingml/")
        .replace(b"openxmlformats.org/officeDocument/2006/", b"@officeDocument/")
        .replace(b"http://schemas.@", b"http://purl.oclc.org/ooxml/")
        .replace(b"extended-properties", b"extendedProperties")
        for name, data in sample().items()
    }
    assert b"purl.oclc.org" in strict["word/document.xml"]
    found = box.read("docx", zipped(strict))
    assert said(found) == said(box.read("docx", zipped(sample()))) == (
        ["추진 계획", "본문입니다"], "한빛부",
    )  # fmt: skip
    assert b"purl.oclc.org" not in open_package(found.base).read("word/styles.xml")


@pytest.mark.parametrize("target", ["/word/document2.xml", "word/document2.xml"])
def test_a_text_of_another_name_is_found(target: str) -> None:
    """[FM1] As Word on the web names it."""
    parts = sample()
    moved = {name.replace("document.xml", "document2.xml"): data for name, data in parts.items()}
    for name in ("_rels/.rels", "[Content_Types].xml"):
        old = b"word/document.xml"
        moved[name] = (
            moved[name]
            .replace(b"/" + old, old)
            .replace(old, target.encode() if name == "_rels/.rels" else b"/word/document2.xml")
        )
    assert said(box.read("docx", zipped(moved))) == (["추진 계획", "본문입니다"], "한빛부")


def test_a_file_with_a_password_says_so() -> None:
    """[FM2] It is no archive, but a container of Microsoft's with the archive locked in it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    locked = head + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    for data, reason in ((locked, Reason.PROTECTED), (head, Reason.NOT_THIS_FORMAT)):
        with pytest.raises(Refusal) as refused:
            box.read("docx", data)
        assert refused.value.reason is reason


def with_run(inner: str) -> Read:
    document = Document()
    line = document.add_paragraph("앞 ")
    line._p.append(parse_xml(f"<w:r {NAMES}>{inner}</w:r>"))  # noqa: SLF001 - as its own docs do
    line.add_run(" 뒤")
    return box.read("docx", zipped(parts_of(document)))


@pytest.mark.parametrize(
    ("inner", "text", "losses"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓", {}),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑", {}),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥", {}),
        ('<w:sym w:font="바탕" w:char="2460"/>', "①", {}),
        ('<w:sym w:font="Webdings" w:char="F061"/>', "▪", {Feature.UNKNOWN: 1}),
        ('<w:sym w:font="바탕" w:char="D800"/>', "▪", {Feature.UNKNOWN: 1}),
        ('<w:sym w:font="바탕" w:char="x"/>', "▪", {Feature.UNKNOWN: 1}),
        ("<w:ptab/>", "\t", {}),
        (
            "<w:ruby><w:rt><w:r><w:t>계획</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>計劃</w:t></w:r></w:rubyBase></w:ruby>",
            "計劃(계획)",
            {Feature.UNKNOWN: 1},
        ),
    ],
)
def test_signs_and_readings_are_letters(inner: str, text: str, losses: Losses) -> None:
    """[FM1] None of them vanishes; what has no letter of its own is counted."""
    found = with_run(inner)
    [line] = [block for block in found.paper.blocks if isinstance(block, Line)]
    assert plain(line) == f"앞 {text} 뒤"
    assert dict(found.losses) == losses


def test_a_note_at_the_end_stands_at_the_foot_of_its_page() -> None:
    """[FM1]"""
    document = Document()
    line = document.add_paragraph("본문")
    line._p.append(  # noqa: SLF001
        parse_xml(f'<w:r {W}><w:endnoteReference w:id="2"/></w:r>')
    )
    parts = parts_of(document)
    parts["word/endnotes.xml"] = (
        f'<w:endnotes {W}><w:endnote w:id="2"><w:p><w:r><w:t>끝의 글</w:t></w:r></w:p></w:endnote>'
        "</w:endnotes>"
    ).encode()
    found = box.read("docx", zipped(parts))
    assert notes(found.paper) == ["끝의 글"]
    assert found.losses == {Feature.NOTE: 1}


def test_a_note_at_the_end_of_an_hwpx_is_counted_too() -> None:
    """[FM1]"""
    foot = hwpx_write.write(Paper((Line((Run("본문"), Note((Run("끝의 글"),)))),)))
    package = open_package(foot)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    section = parts["Contents/section0.xml"]
    assert box.read("hwpx", foot).losses[Feature.NOTE] == 0
    parts["Contents/section0.xml"] = section.replace(b"hp:footNote>", b"hp:endNote>").replace(
        b"<hp:footNote ", b"<hp:endNote "
    )
    found = box.read("hwpx", archive(parts, frozenset({"mimetype"})))
    assert notes(found.paper) == ["끝의 글"]
    assert found.losses[Feature.NOTE] == 1


def notes(paper: Paper) -> list[str]:
    lines = [block for block in paper.blocks if isinstance(block, Line)]
    found = [part for line in lines for part in line.inlines if isinstance(part, Note)]
    return ["".join(run.text for run in note.runs if isinstance(run, Run)) for note in found]


def test_a_picture_of_few_dots_is_no_bomb() -> None:
    """[FM2] A drawing that Word made: 1.3 MB of the same, in 1.6 KB. One of 8 MB is refused."""
    for size, is_refused in ((1_300_000, False), (8 << 20, True)):
        parts = {**sample(), "word/media/image1.emf": struct.pack("<I", 7) * (size // 4)}
        if is_refused:
            with pytest.raises(Refusal) as refused:
                box.read("docx", zipped(parts))
            assert refused.value.reason is Reason.BOMB
        else:
            assert said(box.read("docx", zipped(parts)))[1] == "한빛부"
