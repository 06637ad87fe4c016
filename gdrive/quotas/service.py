"""Taking room in a drive, and giving it back. Each locks the drive until the transaction ends."""

from sqlalchemy.orm import Session

from gdrive.quotas import rules, store
from gdrive.tree import store as tree
from gdrive.tree.model import DriveId


def promise(db: Session, upload_id: str, drive_id: DriveId, size_bytes: int) -> None:
    """Hold room for an upload; raise QuotaReached."""
    _check(db, drive_id, size_bytes)
    store.promise(db, upload_id, drive_id, size_bytes)


def charge(db: Session, drive_id: DriveId, size_bytes: int) -> None:
    """Take room for good; raise QuotaReached."""
    _check(db, drive_id, size_bytes)
    tree.change_used(db, drive_id, size_bytes)


def move_charge(db: Session, source: DriveId, target: DriveId, size_bytes: int) -> None:
    """What was charged to one drive is charged to the other; raise QuotaReached."""
    drives = tree.lock_drives(db, [source, target])
    rules.check_room(drives[target], store.promised_bytes(db, target), size_bytes)
    tree.change_used(db, source, -size_bytes)
    tree.change_used(db, target, size_bytes)


def give_back(db: Session, drive_id: DriveId, size_bytes: int) -> None:
    tree.lock_drives(db, [drive_id])
    tree.change_used(db, drive_id, -size_bytes)


def _check(db: Session, drive_id: DriveId, size_bytes: int) -> None:
    drive = tree.lock_drives(db, [drive_id])[drive_id]
    rules.check_room(drive, store.promised_bytes(db, drive_id), size_bytes)
