"""A workbook with the files that belong to it, in one archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from kernel.text import nfc

LARGEST_PACK = 64 << 20  # bytes
LARGEST_UNPACKED = 96 << 20
MOST_ENTRIES = 400
_UTF8 = 0x800


class PackRefused(Exception):
    """The message is a code: not_a_pack, pack_too_large, no_workbook, several_workbooks, twice."""


@dataclass(frozen=True)
class Pack:
    name: str
    sheet: bytes
    files: Mapping[str, bytes]


def unpacked(data: bytes, endings: tuple[str, ...]) -> Pack:
    """Folders of the archive say nothing; raise PackRefused."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir() and _is_ours(e)]
            if len(entries) > MOST_ENTRIES:
                raise PackRefused("pack_too_large")
            found = dict(_read(archive, entries))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise PackRefused("not_a_pack") from error
    books = [name for name in found if name.lower().endswith(endings)]
    if len(books) != 1:
        raise PackRefused("several_workbooks" if books else "no_workbook")
    sheet = found.pop(books[0])
    return Pack(books[0], sheet, found)


def _read(archive: ZipFile, entries: list[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left, known = LARGEST_UNPACKED, set[str]()
    for entry in entries:
        name = _name_of(entry)
        if name in known:
            raise PackRefused(f"twice {name}")
        known.add(name)
        with archive.open(entry) as file:
            data = file.read(left + 1)  # what the archive says of its sizes is not believed
        left -= len(data)
        if left < 0:
            raise PackRefused("pack_too_large")
        yield name, data


def _is_ours(entry: ZipInfo) -> bool:
    """Not what Finder and Excel leave beside files."""
    last = entry.filename.rpartition("/")[2]
    return not entry.filename.startswith("__MACOSX/") and not last.startswith((".", "~$"))


def _name_of(entry: ZipInfo) -> str:
    """Windows of Korea writes names in CP949 and does not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("cp949")
        except UnicodeError:
            name = entry.filename
    return nfc(name.replace("\\", "/").rpartition("/")[2])
