"""A DOCX as we read it, out of one that says the same in other words.

Word's *Strict Open XML* has other namespaces (ISO/IEC 29500-1, annex A of part 4 lists both), and
what is edited on the web calls its text `document2.xml`. A file with a password is no archive.
"""

import posixpath
import re
from typing import Any

from weboffice.paper.docx.rels import table_of
from weboffice.paper.markup import archive
from weboffice.paper.safe import Package, Reason, Refusal, local, open_package, parse

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB
DOCUMENT = "word/document.xml"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 1.3.3
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_OTHERWISE = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_MAIN = "/officeDocument"


def mended(data: bytes) -> bytes:
    """The same bytes where nothing is to be done; raise Refusal."""
    if data.startswith(COMPOUND):
        raise Refusal(Reason.PROTECTED if is_locked(data) else Reason.NOT_THIS_FORMAT)
    package = open_package(data)
    main = _main(package)
    is_strict = main in package.names and _STRICT in package.read(main)
    moves = main != DOCUMENT and main in package.names and DOCUMENT not in package.names
    if not is_strict and not moves:
        return data
    parts = {name: package.read(name) for name in package.archive.namelist() if name[-1:] != "/"}
    if moves:
        parts = _moved(parts, main)
    if is_strict:
        parts = {name: _loose(name, part) for name, part in parts.items()}
    return archive(parts)


def is_locked(data: bytes) -> bool:
    """With a password, whatever of Office it is."""
    return data.startswith(COMPOUND) and _LOCKED in data


def _main(package: Package) -> str:
    """What the package says is its text."""
    root = package.find_xml("_rels/.rels")
    for one in [] if root is None else root:
        if str(one.get("Type", "")).endswith(_MAIN):
            return _at("", str(one.get("Target", "")))
    return DOCUMENT


def _at(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _moved(parts: dict[str, bytes], main: str) -> dict[str, bytes]:
    """The text where it is usually, with what it names named from the root."""
    made = {name: part for name, part in parts.items() if name not in {main, table_of(main)}}
    made[DOCUMENT] = parts[main]
    if table_of(main) in parts:
        root = parse(parts[table_of(main)])
        for one in root:
            if one.get("TargetMode") != "External":
                one.set("Target", "/" + _at(posixpath.dirname(main), str(one.get("Target", ""))))
        made[table_of(DOCUMENT)] = _written(root)
    made["_rels/.rels"] = _renamed(made["_rels/.rels"], "Target", main)
    if "[Content_Types].xml" in made:
        made["[Content_Types].xml"] = _renamed(made["[Content_Types].xml"], "PartName", main)
    return made


def _renamed(data: bytes, attribute: str, main: str) -> bytes:
    root = parse(data)
    for one in root:
        if local(one) != "Default" and _at("", str(one.get(attribute, ""))) == main:
            one.set(attribute, f"/{DOCUMENT}")
    return _written(root)


def _written(root: Any) -> bytes:
    from lxml import etree  # noqa: PLC0415 - writing is rare here

    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _loose(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    return _STRICT_NAME.sub(_transitional, part)


def _transitional(found: "re.Match[bytes]") -> bytes:
    family, name = found[1], _OTHERWISE.get(found[2], found[2])
    return b"http://schemas.openxmlformats.org/" + family + b"/2006/" + name
