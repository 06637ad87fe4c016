"""The one Shapefile in a zip. Bytes of a stranger: read in the sandbox only, and never to a disk.

What a zip says of itself is not believed: nothing is read past the bound, whatever size it names.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from mobile_admin.tiles.shapes import MapRefused

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
MOST_MEMBERS = 1_000
MOST_UNPACKED = {".shp": 160 << 20, ".dbf": 320 << 20, ".prj": 20_000, ".cpg": 100}  # bytes
MOST_RATIO = 300  # columns of blanks come to a hundred
LEAST_JUDGED = 1 << 20  # bytes, below which a ratio says nothing
MOST_NAMED = 5  # layers in a refusal
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED, _UTF_8 = 0x1, 0x800  # APPNOTE 4.4.4
# zipfile tells of broken bytes in all of these.
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Shapefile:
    """Its parts, as their bytes; `cpg` is empty where there is none."""

    shp: bytes
    dbf: bytes
    prj: bytes
    cpg: bytes


def unpacked(data: bytes) -> Shapefile:
    """Raise MapRefused where it has not one layer, or more in it than may be."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(archive, len(data))
    except _BROKEN as why:
        raise MapRefused("broken_zip") from why


def _read(archive: ZipFile, size: int) -> Shapefile:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise MapRefused("zip_too_large")
    layers: dict[str, dict[str, ZipInfo]] = {}
    for member, path in _files(members):
        if (suffix := path.suffix.lower()) in MOST_UNPACKED:
            layers.setdefault(str(path.with_suffix("")).casefold(), {})[suffix] = member
    found = [parts for parts in layers.values() if ".shp" in parts]
    if not found:
        raise MapRefused("no_shapefile")
    if len(found) > 1:
        raise MapRefused(f"several_layers {_named(found)}")
    [parts] = found
    for suffix in (".dbf", ".prj"):
        if suffix not in parts:
            raise MapRefused(f"no_{suffix[1:]}")
    return _whole(archive, parts, size)


def _files(members: list[ZipInfo]) -> Iterator[tuple[ZipInfo, PurePosixPath]]:
    """Without what a Mac adds beside each."""
    for member in members:
        path = PurePosixPath(_name(member))
        if not member.is_dir() and not path.name.startswith("._"):
            yield member, path


def _name(member: ZipInfo) -> str:
    """Windows in Korea writes names in its own letters and does not say so."""
    if member.flag_bits & _UTF_8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("cp949")
    except UnicodeError:
        return member.filename


def _named(found: list[dict[str, ZipInfo]]) -> str:
    names = sorted(PurePosixPath(_name(parts[".shp"])).stem for parts in found)
    more = f" +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _whole(archive: ZipFile, parts: dict[str, ZipInfo], size: int) -> Shapefile:
    read = dict[str, bytes]()
    for suffix, member in parts.items():
        if member.flag_bits & _ENCRYPTED:
            raise MapRefused("encrypted_zip")
        if member.compress_type not in _METHODS:
            raise MapRefused("broken_zip")
        with archive.open(member) as opened:
            read[suffix] = opened.read(MOST_UNPACKED[suffix] + 1)
        too_long = len(read[suffix]) > MOST_UNPACKED[suffix]
        if too_long or _is_bomb(sum(map(len, read.values())), size):
            raise MapRefused("zip_too_large")
    return Shapefile(read[".shp"], read[".dbf"], read[".prj"], read.get(".cpg", b""))


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > LEAST_JUDGED and unpacked > packed * MOST_RATIO
