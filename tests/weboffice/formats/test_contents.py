"""A file is read as what it is, whatever its name says, and a lock or a macro is told."""

import io
from zipfile import ZipFile

import pytest
from hwpx.hwp5.cfb import build_compound_file

from weboffice.formats.adapters.contents import by_contents, check
from weboffice.formats.adapters.converter import SandboxConverter
from weboffice.formats.model import Format
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Line, Paper, Run, plain
from weboffice.paper.safe import Reason, Refusal

F = Format
PAPER = Paper((Line((Run("본문"),)),))
HWPX, DOCX = hwpx_write.write(PAPER), docx_write.write(PAPER)


def word(flags: int = 0, **streams: bytes) -> bytes:
    """As much of a binary Word document as is looked at."""
    text = bytes(10) + flags.to_bytes(2, "little") + bytes(500)
    named = {name.replace("__", "/"): data for name, data in streams.items()}
    return build_compound_file({"WordDocument": text, **named}.items())


def odt(**parts: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, said in {"content.xml": "<a/>", **parts}.items():
            archive.writestr(name.replace("__", "/"), said)
    return out.getvalue()


def refused(format_: Format, data: bytes) -> Reason:
    with pytest.raises(Refusal) as found:
        check(by_contents(format_, data), data)
    return found.value.reason


@pytest.mark.parametrize(
    ("named", "data", "is_"),
    [
        (F.HWP, HWPX, F.HWPX),
        (F.HWPX, word(), F.HWP),
        (F.DOC, DOCX, F.DOCX),
        (F.DOC, b"{\\rtf1 a}", F.RTF),
        (F.DOCX, word(), F.DOC),
        (F.RTF, DOCX, F.DOCX),
        (F.HTML, DOCX, F.HTML),
        (F.ODT, DOCX, F.ODT),
        (F.DOCX, b"neither", F.DOCX),
    ],
)
def test_a_file_is_what_it_holds_within_its_family(named: Format, data: bytes, is_: Format) -> None:
    """[FM13]"""
    assert by_contents(named, data) is is_


def test_hangul_s_newer_format_under_the_older_name_is_read() -> None:
    """[FM13] As people rename them so that another program takes them."""
    found = SandboxConverter().read(F.HWP, HWPX, lambda: True)
    assert [plain(b) for b in found.paper.blocks if isinstance(b, Line)] == ["본문"]


@pytest.mark.parametrize(
    ("format_", "data", "reason"),
    [
        (F.DOC, word(0x0100), Reason.PROTECTED),
        (F.DOCX, word(EncryptedPackage=b"x"), Reason.PROTECTED),
        (F.DOC, build_compound_file([("Workbook", bytes(600))]), Reason.NOT_THIS_FORMAT),
        (F.DOC, word()[:700], Reason.DAMAGED),
        (F.DOC, b"<html>", Reason.NOT_THIS_FORMAT),
        (F.ODT, odt(**{"META-INF__manifest.xml": "<m><encryption-data/></m>"}), Reason.PROTECTED),
        (F.ODT, odt(**{"styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), Reason.ENTITIES),
        (F.ODT, DOCX, Reason.NOT_THIS_FORMAT),
        (F.RTF, b"", Reason.EMPTY),
    ],
)
def test_what_is_not_opened_says_its_own_reason(
    format_: Format, data: bytes, reason: Reason
) -> None:
    """[FM2] [FM13]"""
    assert refused(format_, data) is reason


def test_macros_that_libreoffice_leaves_behind_are_counted() -> None:
    """[FM1] [FM2]"""
    assert check(F.DOC, word(Macros__dir=b"x")) == {Feature.MACRO: 1}
    assert check(F.ODT, odt(**{"Basic__Standard__Module1.xml": "<m/>"})) == {Feature.MACRO: 1}
    assert not check(F.DOC, word())
    assert not check(F.ODT, odt())


def test_what_an_rtf_would_fetch_is_counted() -> None:
    """[FM1] [FM2] LibreOffice leaves it out in silence."""
    rtf = (
        rb'{\rtf1{\*\template \\host\a.dot}{\field{\*\fldinst{ INCLUDEPICTURE "http://x/a.png"}}}'
        rb'{\field{\*\fldinst DDEAUTO cmd}{\fldrslt x}}{\field{\*\fldinst HYPERLINK "http://x/"}}}'
    )
    assert check(F.RTF, rtf) == {Feature.EXTERNAL: 2, Feature.ATTACHED_TEMPLATE: 1}
    assert not check(F.RTF, rb"{\rtf1 a}")
