"""What a stranger's file holds, for who must answer for it: its words, what runs in it, what hides.

`python -m weboffice.paper.contents IN OUT NAME`, in the sandbox: leaves JSON of a Contents.
Nothing is repaired or left out here, and nothing that is read is ever opened by a program of ours
afterwards. What cannot be read says so.
"""

import json
import re
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from weboffice.paper import contents_pdf, contents_zip
from weboffice.paper.contents_known import MOST_PLACES, PROGRAM_ENDINGS, kind_of, may_be_called
from weboffice.paper.embedded import streams
from weboffice.paper.safe import Reason, Refusal, open_package
from weboffice.paper.text import decode

DEEPEST = 3  # archives within archives
LONGEST_TEXT = 2_000_000
MOST_INSIDE = 200 << 20  # bytes of all that lies within
_RUNS = re.compile(r"[0-9A-Za-z가-힣Ⅰ-Ⅲ][0-9A-Za-z가-힣Ⅰ-Ⅲ .,:()\[\]~-]{4,}")
_SCRIPT = re.compile(rb"<\s*script|javascript:|\son(?:load|error|click)\s*=", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml", ".svg", ".mht", ".xml", ".shtml")
_SHUT_STREAMS = ("encryptedpackage", "encryptioninfo")
_MACRO_STREAMS = ("_vba_project", "vba", "macros")


class Trait(StrEnum):
    MACRO = "macro"
    SCRIPT = "script"
    EMBEDDED = "embedded"
    LINKED = "linked"
    PROGRAM = "program"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    BOMB = "bomb"
    DISGUISED = "disguised"
    ARCHIVE = "archive"
    PACKED = "packed"
    UNREAD = "unread"


_OF_REASONS = {
    Reason.BOMB: Trait.BOMB,
    Reason.TOO_LARGE: Trait.BOMB,
    Reason.UNSAFE_NAMES: Trait.BOMB,
    Reason.PROTECTED: Trait.PROTECTED,
}


@dataclass
class Contents:
    """`where` names parts by their place within the file; `picture` is a PNG of its first page."""

    kind: str = ""
    traits: Counter[Trait] = field(default_factory=Counter)
    where: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    picture: bytes = b""
    inside_bytes: int = 0

    def found(self, trait: Trait, where: str) -> None:
        self.traits[trait] += 1
        if where and len(self.where) < MOST_PLACES:
            self.where.append(f"{trait}: {where[:200]}")

    def said(self, text: str) -> None:
        if sum(map(len, self.texts)) < LONGEST_TEXT:
            self.texts.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)[:LONGEST_TEXT]


def look(name: str, data: bytes) -> Contents:
    contents = Contents(kind=kind_of(data))
    _look(contents, name, data, 0)
    return contents


def _look(contents: Contents, name: str, data: bytes, depth: int) -> None:
    kind = kind_of(data)
    if name.lower().endswith(PROGRAM_ENDINGS) or kind == "program":
        contents.found(Trait.PROGRAM, name)
    if not may_be_called(name, kind):
        contents.found(Trait.DISGUISED, f"{name} ({kind})")
    try:
        _OPENED.get(kind, _other)(contents, name, data, depth)
    except Refusal as refused:
        contents.found(_OF_REASONS.get(refused.reason, Trait.DAMAGED), refused.detail or name)


def _zip(contents: Contents, name: str, data: bytes, depth: int) -> None:
    package = open_package(data)
    form = contents_zip.form_of(package)
    if depth == 0:
        contents.kind = form
    for trait, where in contents_zip.traits(package, form):
        contents.found(Trait(trait), where)
    for text in contents_zip.texts(package, form):
        contents.said(text)
    inside = contents_zip.inside(package, form)
    if form == "zip":
        contents.found(Trait.ARCHIVE, name)
        contents.said("\n".join(inside))
    if inside and depth >= DEEPEST:
        raise Refusal(Reason.BOMB, name)
    for part in inside:
        held = package.read(part)
        contents.inside_bytes += len(held)
        if contents.inside_bytes > MOST_INSIDE:
            raise Refusal(Reason.BOMB, part)
        _look(contents, part, held, depth + 1)


def _pdf(contents: Contents, name: str, data: bytes, depth: int) -> None:
    for trait, where in contents_pdf.traits(data):
        contents.found(Trait(trait), where or name)
    words = contents_pdf.text(data)
    contents.said(words)
    if not words.strip():
        contents.found(Trait.UNREAD, name)  # scanned
    if depth == 0:
        contents.picture = contents_pdf.first_page(data)


def _compound(contents: Contents, name: str, data: bytes, depth: int) -> None:
    """HWP, or the offices of before 2007."""
    names = [one.lower() for one in streams(data)]
    if not names:
        raise Refusal(Reason.DAMAGED, name)
    if any(one in _SHUT_STREAMS for one in names):
        contents.found(Trait.PROTECTED, name)
    if any(one in _MACRO_STREAMS for one in names):
        contents.found(Trait.MACRO, name)
    if any(one.endswith("ole10native") for one in names):
        contents.found(Trait.EMBEDDED, name)
    if "bodytext" in names or "fileheader" in names:
        from weboffice.paper.hwp_read import as_hwpx  # noqa: PLC0415 - 1 s that others do not need

        contents.kind = "hwp" if depth == 0 else contents.kind
        package = open_package(as_hwpx(data)[0])
        for text in contents_zip.texts(package, "hwpx"):
            contents.said(text)
        return
    contents.found(Trait.UNREAD, name)
    contents.said(_runs(data))


def _picture(contents: Contents, name: str, data: bytes, depth: int) -> None:
    from weboffice.paper.contents_pdf import as_png  # noqa: PLC0415 - Pillow is loaded when needed

    contents.found(Trait.UNREAD, name)
    if depth == 0:
        contents.picture = as_png(data)


def _text(contents: Contents, name: str, data: bytes, _depth: int) -> None:
    if name.lower().endswith(_PAGES) and _SCRIPT.search(data):
        contents.found(Trait.SCRIPT, name)
    if data.startswith(b"{\\rtf"):
        contents.said(_rtf(data))
        if b"\\object" in data:
            contents.found(Trait.EMBEDDED, name)
        return
    contents.said(decode(data))


def _packed(contents: Contents, name: str, _data: bytes, _depth: int) -> None:
    """Of all archives only zip is opened here: what lies in another nobody has looked at."""
    contents.found(Trait.PACKED, name)


def _other(contents: Contents, name: str, data: bytes, _depth: int) -> None:
    if data and kind_of(data) != "program":
        contents.found(Trait.UNREAD, name)
        contents.said(_runs(data))


_OPENED = {
    "zip": _zip,
    "pdf": _pdf,
    "compound": _compound,
    "picture": _picture,
    "text": _text,
    "packed": _packed,
}


def _runs(data: bytes) -> str:
    """Words that stand readable in something nobody parses: better than not to look."""
    wide = data.decode("utf-16-le", "ignore")
    narrow = data.decode("cp949", "ignore")
    return "\n".join(found for text in (wide, narrow) for found in _RUNS.findall(text))


def _rtf(data: bytes) -> str:
    """Words of an RTF: `\\uN?` and `\\'hh` as letters, everything else that is no text left out."""
    text = data.decode("latin-1")
    text = re.sub(r"\\u(-?\d+) ?\??", lambda m: chr(int(m[1]) % 65536), text)
    text = re.sub(
        r"(?:\\'[0-9a-f]{2})+",
        lambda m: bytes.fromhex(m[0].replace("\\'", "")).decode("cp949", "replace"),
        text,
    )
    text = re.sub(r"\\par\b ?", "\n", text)
    plain = re.sub(r"\\[a-z]+-?\d* ?|[{}]|\\\*", "", text)
    return plain.encode("utf-16", "ignore").decode("utf-16", "ignore")  # no half letters


def main(arguments: list[str]) -> int:
    source, target, name = arguments
    contents = look(name, Path(source).read_bytes())
    said = {
        "kind": contents.kind,
        "traits": dict(contents.traits),
        "where": contents.where,
        "text": contents.text,
        "picture": b64encode(contents.picture).decode(),
    }
    Path(target).write_text(json.dumps(said, ensure_ascii=False), errors="replace")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
