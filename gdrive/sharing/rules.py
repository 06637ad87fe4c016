"""Who may give what to whom."""

from gdrive.access.model import Access, Level, Subject, SubjectKind
from kernel.errors import Denied, NotFound


class LevelExceeded(Denied):
    code = "level_exceeded"


class SharedWithOwner(Denied):
    """The owner of the drive holds every right in it already."""

    code = "shared_with_owner"


class RootNotShared(Denied):
    """A whole drive is not given away; its folders are."""

    code = "root_not_shared"


class SubjectUnknown(NotFound):
    code = "subject_unknown"


def check_grant(access: Access, subject: Subject, level: Level) -> None:
    """`access` is that of the giver, who manages the node."""
    if access.node.is_root:
        raise RootNotShared
    if level > access.level:
        raise LevelExceeded(held=access.level.name.lower())  # [AC3]
    if access.drive.is_personal and subject == Subject(SubjectKind.PERSON, access.drive.owner_id):
        raise SharedWithOwner  # [AC4]


def may_remove(access: Access, subject: Subject) -> bool:
    """Managers remove any grant, and everybody may leave what was given to himself."""
    own = Subject(SubjectKind.PERSON, access.actor.user_id)
    return access.level >= Level.MANAGE or subject == own
