"""What still fits."""

from gdrive.tree.model import Drive, DriveKind
from kernel.errors import Exhausted

GIB = 2**30
# Our own choice: the national drive gave some 30 GB a person.
LIMIT_BYTES = {DriveKind.PERSONAL: 30 * GIB, DriveKind.DIVISION: 300 * GIB}


class QuotaReached(Exhausted):
    code = "quota_reached"


def check_room(drive: Drive, promised_bytes: int, wanted_bytes: int) -> None:
    """`promised_bytes` are held for uploads under way [QU2]."""
    free = drive.limit_bytes - drive.used_bytes - promised_bytes
    if wanted_bytes > free:
        raise QuotaReached(
            wanted_bytes=wanted_bytes, free_bytes=max(free, 0), limit_bytes=drive.limit_bytes
        )
