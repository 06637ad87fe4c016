"""What a file is by its contents, whatever its name says: its format, a lock on it, its macros.

Programs save each other's formats under names that people know; each is read as what it is, within
its family. LibreOffice opens anything: only what was looked at here may reach it [FM2].
"""

import re
from collections import Counter
from collections.abc import Callable

from weboffice.formats.model import Format
from weboffice.paper.docx import mend as docx_mend
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwp_mend import COMPOUND
from weboffice.paper.safe import Package, Reason, Refusal, local, open_package

F = Format
ARCHIVE, RICH = b"PK\x03\x04", b"{\\rtf"
_HANGUL = {ARCHIVE: F.HWPX, COMPOUND: F.HWP}
_WORD = {ARCHIVE: F.DOCX, COMPOUND: F.DOC, RICH: F.RTF}
_FAMILIES = {F.HWP: _HANGUL, F.HWPX: _HANGUL, F.DOC: _WORD, F.DOCX: _WORD, F.RTF: _WORD}
_STARTS = {F.RTF: RICH, F.ODT: ARCHIVE, F.DOC: COMPOUND}
_FLAGS, _ENCRYPTED = 11, 1  # of a WordDocument: [MS-DOC] 2.5.2, fEncrypted
_FETCHING = re.compile(
    rb"\\fldinst\b[^}]{0,300}?\b(?:INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK)\b", re.IGNORECASE
)
_TEMPLATE = rb"{\*\template"
_ODT_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")
_ODT_MACROS = ("Basic/", "Scripts/")


def by_contents(format_: Format, data: bytes) -> Format:
    """`format_` is the name's."""
    if not data:
        raise Refusal(Reason.EMPTY)
    if format_ in {F.DOC, F.DOCX} and docx_mend.is_locked(data):
        raise Refusal(Reason.PROTECTED)
    starts = _FAMILIES.get(format_, {})
    return next((one for start, one in starts.items() if data.startswith(start)), format_)


def check(format_: Format, data: bytes) -> Losses:
    """Of what LibreOffice will read: what it leaves behind without a word; raise Refusal."""
    if not data.startswith(_STARTS[format_]):
        raise Refusal(Reason.NOT_THIS_FORMAT)
    return +_LOOKS[format_](data)


def _rtf(data: bytes) -> Losses:
    """Fields that fetch, and templates that lie elsewhere [FM2]."""
    return Counter(
        {
            Feature.EXTERNAL: len(_FETCHING.findall(data)),
            Feature.ATTACHED_TEMPLATE: data.count(_TEMPLATE),
        }
    )


def _odt(data: bytes) -> Losses:
    package = open_package(data)
    if _is_locked(package):
        raise Refusal(Reason.PROTECTED)
    for name in _ODT_PARTS:
        package.find_xml(name)
    if "content.xml" not in package.names:
        raise Refusal(Reason.NOT_THIS_FORMAT)
    return _macros(any(name.startswith(_ODT_MACROS) for name in package.names))


def _macros(has: bool) -> Losses:  # noqa: FBT001 - what is counted
    return Counter({Feature.MACRO: int(has)})


def _is_locked(package: Package) -> bool:
    manifest = package.find_xml("META-INF/manifest.xml")
    return manifest is not None and any(local(e) == "encryption-data" for e in manifest.iter())


def _doc(data: bytes) -> Losses:
    from hwpx.errors import Hwp5Error  # noqa: PLC0415 - late, as in paper.hwp_read
    from hwpx.hwp5.cfb import CompoundFile  # noqa: PLC0415

    try:
        compound = CompoundFile(data)
        text = compound.read("WordDocument") if compound.has_stream("WordDocument") else b""
    except Hwp5Error as error:
        raise Refusal(Reason.DAMAGED, error.code) from error
    if len(text) <= _FLAGS:
        raise Refusal(Reason.NOT_THIS_FORMAT)
    if text[_FLAGS] & _ENCRYPTED:
        raise Refusal(Reason.PROTECTED)
    return _macros(any(path.startswith("Macros/") for path in compound.stream_paths()))


_LOOKS: dict[Format, Callable[[bytes], Losses]] = {F.ODT: _odt, F.DOC: _doc, F.RTF: _rtf}
