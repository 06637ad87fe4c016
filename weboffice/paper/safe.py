"""Archives and XML from strangers, opened under bounds [FM2].

Every refusal has a reason that the page says in words, with what to do instead.
"""

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

LARGEST_FILE = 50 << 20
LARGEST_INFLATED = 500 << 20
LARGEST_PART = 64 << 20
LARGEST_PICTURE = 16 << 20
MOST_PARTS = 4096
WORST_RATIO = 200
SMALL = 4 << 20  # what inflates to less is no bomb, whatever its ratio
DEEPEST_XML = 200
_ENCRYPTED = 0x1


class Reason(StrEnum):
    NOT_THIS_FORMAT = "not_this_format"
    OTHER_HANGUL = "other_hangul"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    ENTITIES = "entities"
    PROTECTED = "protected"
    UNSAFE_NAMES = "unsafe_names"
    TOO_LONG = "too_long"
    TOO_MUCH_MEMORY = "too_much_memory"
    CONVERTER_FAILED = "converter_failed"
    CONVERTER_MISSING = "converter_missing"
    EMPTY = "empty"


class Refusal(Exception):
    """This file is not opened, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Package:
    """The parts of an archive that was checked as a whole before anything is inflated."""

    archive: ZipFile
    names: frozenset[str]
    # Pixels of parts that are none, by their names: how a drawing for Windows looks.
    previews: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Raise Refusal; never more than was declared, nor than a part may have."""
        try:
            with self.archive.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except (BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError, ValueError) as e:
            raise Refusal(Reason.DAMAGED, name) from e
        except RuntimeError as e:
            raise Refusal(Reason.PROTECTED, name) from e
        if len(data) > LARGEST_PART:
            raise Refusal(Reason.BOMB, name)
        return data

    def xml(self, name: str) -> Any:
        return parse(self.read(name))

    def find_xml(self, name: str) -> Any | None:
        return self.xml(name) if name in self.names else None


def open_package(data: bytes) -> Package:
    """Raise Refusal unless it is an archive within all bounds."""
    if len(data) > LARGEST_FILE:
        raise Refusal(Reason.TOO_LARGE)
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError) as error:
        raise Refusal(Reason.NOT_THIS_FORMAT) from error
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_INFLATED:
        raise Refusal(Reason.BOMB)
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or any(_is_unsafe(name) for name in names):
        raise Refusal(Reason.UNSAFE_NAMES)
    for info in infos:
        _check_part(info)
    return Package(archive, frozenset(names))


def _check_part(info: ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise Refusal(Reason.PROTECTED, info.filename)
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refusal(Reason.DAMAGED, info.filename)
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > LARGEST_PART or (info.file_size > SMALL and ratio > WORST_RATIO):
        raise Refusal(Reason.BOMB, info.filename)


def _is_unsafe(name: str) -> bool:
    return (
        name.startswith(("/", "\\")) or "\0" in name or ".." in name.replace("\\", "/").split("/")
    )


def parse(data: bytes) -> Any:
    """An lxml element; a document type is refused, nothing is fetched [FM2]."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True, dtd_validation=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Reason.DAMAGED, str(error)[:200]) from error
    if root.getroottree().docinfo.doctype:
        raise Refusal(Reason.ENTITIES)
    if _depth(root) > DEEPEST_XML:
        raise Refusal(Reason.BOMB, "depth")
    return root


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def local(element: Any) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str, default: str = "") -> str:
    """By local name: what writers prefix differs."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Any, *names: str) -> Any | None:
    """The first descendant along a path of local names."""
    for name in names:
        element = next((one for one in element if local(one) == name), None)
        if element is None:
            return None
    return element


def clean(text: str) -> str:
    """Only what XML may hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not _is_barred(c)))


def _is_barred(c: str) -> bool:
    return "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def picture_type(data: bytes) -> str | None:
    """By its first bytes: a name proves nothing."""
    for start, media_type in _PICTURES:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
EXTENSIONS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/bmp": "bmp",
    "image/webp": "webp", "image/x-emf": "emf", "image/x-wmf": "wmf",
}  # fmt: skip
