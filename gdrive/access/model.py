"""What somebody may do with a node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from gdrive.tree.model import Drive, Kind, Node, NodeId
from kernel.actor import Actor, UserId


class Level(IntEnum):
    """COMMENT is for documents: to say something about what one may not change."""

    READ = 1
    COMMENT = 2
    WRITE = 3
    MANAGE = 4


class SubjectKind(StrEnum):
    PERSON = "person"
    DIVISION = "division"


@dataclass(frozen=True)
class Subject:
    """Somebody a grant may name."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True)
class Grant:
    node_id: NodeId
    subject: Subject
    level: Level
    granted_by: UserId
    granted_at: datetime


@dataclass(frozen=True)
class Who:
    """A person as grants see him.

    `divisions` are his own and those above it; `manages` is his own when he is its manager.
    """

    user_id: UserId
    divisions: frozenset[str]
    manages: frozenset[str]

    @property
    def subjects(self) -> frozenset[Subject]:
        person = Subject(SubjectKind.PERSON, self.user_id)
        return frozenset({person, *(Subject(SubjectKind.DIVISION, d) for d in self.divisions)})


@dataclass(frozen=True)
class Step:
    """One node on the way up to the root, with the grants on it that concern one person."""

    node_id: NodeId
    name: str
    created_by: UserId
    is_trashed: bool
    grants: Mapping[Subject, Level]


@dataclass(frozen=True)
class Crumb:
    """A folder above a node, as shown."""

    id: NodeId
    name: str


@dataclass(frozen=True)
class Access:
    """Proof that `actor` holds `level` on `node`; only gdrive.access.service makes one.

    `steps` lead from the node to its root; `path` are the folders above that he may read, the
    topmost first; `parent_level` is what he holds on the folder around it, None for nothing.
    """

    actor: Actor
    node: Node
    level: Level
    drive: Drive
    parent_level: Level | None
    steps: Sequence[Step]
    path: Sequence[Crumb]

    @property
    def may_take_out(self) -> bool:
        """[AC8]"""
        return self.parent_level is not None and self.parent_level >= Level.WRITE


@dataclass(frozen=True)
class Card:
    """A node with the names that people know."""

    access: Access
    owner_name: str
    updated_by_name: str


@dataclass(frozen=True)
class Capabilities:
    """What this person may do here, said once for page, API and tests."""

    download: bool
    upload: bool
    rename: bool
    move: bool
    trash: bool
    share: bool
    restore_version: bool


def capabilities(access: Access) -> Capabilities:
    node, level = access.node, access.level
    writes, is_file = level >= Level.WRITE, node.kind is Kind.FILE
    return Capabilities(
        download=is_file and node.version > 0,
        upload=writes and node.kind is Kind.FOLDER,
        rename=writes and not node.is_root,
        move=writes and access.may_take_out,
        trash=writes and access.may_take_out,
        share=level >= Level.MANAGE and not node.is_root,
        restore_version=writes and is_file and node.version > 1,
    )
