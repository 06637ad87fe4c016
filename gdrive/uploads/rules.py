"""When an upload may begin, go on and end."""

from datetime import datetime, timedelta

from gdrive.tree.model import Kind, Node
from gdrive.tree.rules import NameTaken
from gdrive.uploads.model import OnConflict, Upload, UploadId, Wish
from kernel.actor import UserId
from kernel.errors import Conflict, Denied, Invalid

LONGEST_LIFE = timedelta(days=1)
LARGEST_BYTES = 20 * 2**30  # our own choice; a larger file belongs on another medium
ALGORITHMS = ("sha1", "sha256")  # tus §checksum demands the first


class TooLarge(Denied):
    code = "upload_too_large"


class OffsetMismatch(Conflict):
    code = "offset_mismatch"


class ChecksumMismatch(Invalid):
    code = "checksum_mismatch"


class UploadFinished(Conflict):
    code = "upload_finished"


def begin_upload(wish: Wish, upload_id: UploadId, person_id: UserId, now: datetime) -> Upload:
    if wish.length_bytes > LARGEST_BYTES:
        raise TooLarge(largest_bytes=LARGEST_BYTES)
    ends = now + LONGEST_LIFE  # [UP4]
    return Upload(id=upload_id, person_id=person_id, created_at=now, expires_at=ends, **vars(wish))


def makes_version(sibling: Node | None, on_conflict: OnConflict) -> bool:
    """Whether the upload becomes a version of `sibling`, which has its name; else it is new."""
    if sibling is None:
        return False
    return on_conflict is OnConflict.VERSION and sibling.kind is Kind.FILE


def check_conflict(sibling: Node | None, on_conflict: OnConflict) -> None:
    """Raise NameTaken where the sibling is in the way of a new file."""
    if sibling is None or on_conflict is OnConflict.RENAME:
        return
    if not makes_version(sibling, on_conflict):
        raise NameTaken(
            name=sibling.name, node_id=sibling.id, kind=sibling.kind.value, version=sibling.version
        )


def check_offset(upload: Upload, stored_bytes: int, offset_bytes: int) -> None:
    if upload.is_finished:
        raise UploadFinished(node_id=upload.node_id)
    if stored_bytes != offset_bytes:
        raise OffsetMismatch(offset_bytes=stored_bytes)


def is_alive(upload: Upload, now: datetime) -> bool:
    return now < upload.expires_at  # [UP4]
