"""Which level somebody holds. There is no grant of nothing: a nearer grant lowers, never hides."""

from collections.abc import Sequence

from gdrive.access.model import Access, Crumb, Level, Step, Subject, Who
from gdrive.tree.model import Drive, DriveKind
from kernel.errors import Denied


class LevelMissing(Denied):
    """The node is seen, and the act needs more."""

    code = "level_missing"


class MoveWouldRaise(Denied):
    """Moving it there would give the mover a right that he does not hold now."""

    code = "move_would_raise"


def level_held(steps: Sequence[Step], drive: Drive, who: Who) -> Level | None:
    """`steps` lead from the node to the root of `drive`."""
    if _rules_drive(drive, who):
        return Level.MANAGE  # [AC4]
    nearest = (_nearest(steps, subject) for subject in who.subjects)
    held = max((level for level in nearest if level is not None), default=None)  # [AC2]
    may_write = held is not None and held >= Level.WRITE
    if may_write and drive.kind is DriveKind.DIVISION and steps[0].created_by == who.user_id:
        return Level.MANAGE  # [AC5]
    return held


def _rules_drive(drive: Drive, who: Who) -> bool:
    if drive.kind is DriveKind.PERSONAL:
        return drive.owner_id == who.user_id
    return drive.owner_id in who.manages


def _nearest(steps: Sequence[Step], subject: Subject) -> Level | None:
    return next((step.grants[subject] for step in steps if subject in step.grants), None)


def readable_path(steps: Sequence[Step], drive: Drive, who: Who) -> list[Crumb]:
    """The folders above `steps[0]`, down from the topmost that `who` may read [AC6]."""
    above = list(steps[1:])
    while above and level_held([above[-1]], drive, who) is None:
        above.pop()
    return [Crumb(step.node_id, step.name) for step in reversed(above)]


def check_move(held: Level, after: Level | None, *, leaves_drive: bool) -> None:
    """`after` is what the mover would hold at the new place [AC3]."""
    if held is Level.MANAGE:
        return
    if leaves_drive or (after is not None and after > held):
        raise MoveWouldRaise(held=held.name.lower())


def check_take_out(access: Access) -> None:
    """Raise LevelMissing unless the node may leave its folder [AC8]."""
    if not access.may_take_out:
        raise LevelMissing(held="read", needs="write", on="parent")
