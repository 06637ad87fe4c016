"""Files that lie within a file: which of them may be carried along unopened [FM10].

Documents of known programs may, when nothing in them runs, is a program, or leads elsewhere.
What was packed by hand (`Ole10Native`), links, macros, and equations of the editor that was
withdrawn for its holes (CVE-2017-11882) may not.
Source of the layout: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory).
"""

import struct
from dataclasses import dataclass

from weboffice.paper.safe import Package, Refusal, local, open_package

LARGEST = 4 << 20
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"
# The folder of the main part → ending and type.
_KINDS = {
    "xl/": ("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "word/": ("docx", f"{_OFFICE}.wordprocessingml.document"),
    "ppt/": ("pptx", f"{_OFFICE}.presentationml.presentation"),
}
_BARRED_PARTS = ("vba", "activex", "externallinks", "embeddings", "customui", "webextension")
_BARRED_STREAMS = ("vba", "macros", "ole10native", "equation native", "linkinfo", "package")
_HEADER, _ENTRY, _MOST_ENTRIES = 512, 128, 4096
_END = 0xFFFFFFFA  # this and what is above names no sector


@dataclass(frozen=True)
class Embedded:
    """The ending of its name and its type."""

    extension: str
    media_type: str


def judged(data: bytes) -> Embedded | None:
    """None for what stays behind."""
    if len(data) > LARGEST:
        return None
    if data.startswith(COMPOUND):
        names = streams(data)
        is_safe = bool(names) and not any(
            word in name.lower() for name in names for word in _BARRED_STREAMS
        )
        return Embedded("bin", f"{_OFFICE}.oleObject") if is_safe else None
    try:
        package = open_package(data)
        return _packaged(package)
    except Refusal:
        return None


def _packaged(package: Package) -> Embedded | None:
    names = [name.lower() for name in package.names]
    if any(word in name for name in names for word in _BARRED_PARTS):
        return None
    for name in package.names:
        if name.endswith(".rels") and _leads_out(package, name):
            return None
    types = package.find_xml("[Content_Types].xml")
    if types is None or any("macro" in str(one.get("ContentType", "")).lower() for one in types):
        return None
    return next((Embedded(*kind) for start, kind in _KINDS.items() if _has(names, start)), None)


def _has(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _leads_out(package: Package, name: str) -> bool:
    return any(
        one.get("TargetMode") == "External" and not str(one.get("Type", "")).endswith("/hyperlink")
        for one in package.xml(name)
        if local(one) == "Relationship"
    )


def streams(data: bytes) -> list[str]:
    """The names in its directory; none where it is damaged."""
    try:
        (shift,) = struct.unpack_from("<H", data, 30)
        size = 1 << shift
        if size not in {512, 4096}:
            return []
        (first,) = struct.unpack_from("<I", data, 48)
        tables = [one for one in struct.unpack_from("<109I", data, 76) if one < _END]
        following = [
            one
            for table in tables
            for one in struct.unpack_from(f"<{size // 4}I", data, size * (table + 1))
        ]
        names: list[str] = []
        seen: set[int] = set()
        while first < _END and first not in seen and len(names) < _MOST_ENTRIES:
            seen.add(first)
            names += _entries(data[size * (first + 1) : size * (first + 2)])
            first = following[first]
    except (struct.error, IndexError, UnicodeDecodeError):
        return []
    return names


def _entries(sector: bytes) -> list[str]:
    found = []
    for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", sector, at + 64)
        if 2 < length <= 64:  # noqa: PLR2004 - two bytes a letter, with a zero at its end
            found.append(sector[at : at + length - 2].decode("utf-16-le"))
    return found
