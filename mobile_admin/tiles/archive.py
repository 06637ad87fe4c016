"""The Shapefile in a zip that is meant. Bytes of a stranger: read in the sandbox only, and never to
a disk.

What a zip says of itself is not believed: nothing is read past the bound, whatever size it names.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from mobile_admin.tiles.shapes import LayerKind, MapRefused

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
MOST_MEMBERS = 1_000
MOST_UNPACKED = {".shp": 160 << 20, ".dbf": 320 << 20, ".prj": 20_000, ".cpg": 100}  # bytes
MOST_RATIO = 300  # columns of blanks come to a hundred
LEAST_JUDGED = 1 << 20  # bytes, below which a ratio says nothing
MOST_NAMED = 5  # layers in a refusal
# Layers of the road name address map (도로명주소 전자지도) are called so and have no .prj. All come
# in one zip; some are what a kind of ours is for.
OF_JUSO = "tl_"
_MEANT = {
    LayerKind.ROADS: "tl_sprd_manage",
    LayerKind.BUILDINGS: "tl_spbd_buld",
    LayerKind.PLACES: "tl_scco_emd",
}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED, _UTF_8 = 0x1, 0x800  # APPNOTE 4.4.4
# zipfile tells of broken bytes in all of these.
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Shapefile:
    """Its parts, as their bytes; `cpg` is empty where there is none, and so is `prj` of a layer of
    the road name address map."""

    shp: bytes
    dbf: bytes
    prj: bytes
    cpg: bytes


def unpacked(data: bytes, kind: LayerKind) -> Shapefile:
    """The layer that is meant; raise MapRefused where that is not clear, or more than may be."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(archive, len(data), kind)
    except _BROKEN as why:
        raise MapRefused("broken_zip") from why


def _read(archive: ZipFile, size: int, kind: LayerKind) -> Shapefile:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise MapRefused("zip_too_large")
    layers: dict[str, dict[str, ZipInfo]] = {}
    for member, path in _files(members):
        if (suffix := path.suffix.lower()) in MOST_UNPACKED:
            layers.setdefault(str(path.with_suffix("")).casefold(), {})[suffix] = member
    found = {path: parts for path, parts in layers.items() if ".shp" in parts}
    if not found:
        raise MapRefused("no_shapefile")
    meant = _meant(found, kind)
    needed = {".dbf"} if _stem(meant).startswith(OF_JUSO) else {".dbf", ".prj"}
    for suffix in sorted(needed - found[meant].keys()):
        raise MapRefused(f"no_{suffix[1:]}")
    return _whole(archive, found[meant], size)


def _meant(found: Mapping[str, Mapping[str, ZipInfo]], kind: LayerKind) -> str:
    meant = list(found)
    if all(_stem(path).startswith(OF_JUSO) for path in found) and len(found) > 1:
        meant = [path for path in found if _stem(path) == _MEANT.get(kind)]
    if len(meant) != 1:
        raise MapRefused(f"several_layers {_named(found.values())}")
    return meant[0]


def _stem(path: str) -> str:
    return PurePosixPath(path).name


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


def _named(found: Iterable[Mapping[str, ZipInfo]]) -> str:
    """By their folders where they are called the same: a download of several districts."""
    paths = [PurePosixPath(_name(parts[".shp"])).with_suffix("") for parts in found]
    is_clear = len({path.name for path in paths}) == len(paths)
    names = sorted(path.name if is_clear else str(path) for path in paths)
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
    return Shapefile(read[".shp"], read[".dbf"], read.get(".prj", b""), read.get(".cpg", b""))


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > LEAST_JUDGED and unpacked > packed * MOST_RATIO
