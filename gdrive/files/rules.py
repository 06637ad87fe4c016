"""What a file is called on its way out, and what kind it says it is."""

from datetime import datetime, timedelta
from urllib.parse import quote

from gdrive.files.model import Digest
from gdrive.tree.model import Kind, Node
from kernel.errors import Denied, Stale

OCTETS = "application/octet-stream"
ORPHAN_GRACE = timedelta(hours=6)  # longer than any commit takes
# By ending, because people go by it. IANA names; 한글 documents as Hancom registered them.
MEDIA_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "md": "text/markdown",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# What a browser can only show or save. All else, HTML and SVG first, leaves as plain octets.
_HARMLESS = {"application/pdf", "text/plain", "text/csv"}


class VersionUnknown(Denied):
    code = "version_unknown"


class RestoreInOffice(Denied):
    """A document's text is restored where it is written: people may be in it now."""

    code = "restore_in_office"


class NothingToDownload(Denied):
    """Folders have no bytes, and documents are exported by the office."""

    code = "nothing_to_download"


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), OCTETS)


def served_type(kept: str) -> str:
    """The Content-Type of a download [FI5]."""
    is_picture = kept.startswith("image/") and "svg" not in kept
    if is_picture or kept in _HARMLESS or kept.startswith(("audio/", "video/")):
        return kept
    return OCTETS


def disposition(name: str) -> str:
    """Content-Disposition (RFC 6266): the name in UTF-8, and in ASCII for old readers [FI5]."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def blob_path(digest: Digest) -> str:
    """Below the blobs' directory; nothing a person chose is in it."""
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def check_seen(node: Node, seen: int | None) -> None:
    if seen is not None and seen != node.version:
        raise Stale(version=node.version)


def check_downloadable(node: Node) -> None:
    if node.kind is not Kind.FILE or node.version == 0:
        raise NothingToDownload


def check_restorable(node: Node) -> None:
    if node.kind is not Kind.FILE:
        raise RestoreInOffice


def is_orphan_due(stored_at: datetime, now: datetime) -> bool:
    return now - stored_at >= ORPHAN_GRACE  # [FI4]
