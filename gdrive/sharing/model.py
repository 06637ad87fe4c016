"""How rights on a node look to people."""

from dataclasses import dataclass

from gdrive.access.model import Grant
from gdrive.tree.model import NodeId


@dataclass(frozen=True)
class Shown:
    """`people_count` is how many persons the subject stands for."""

    grant: Grant
    name: str
    note: str
    people_count: int


@dataclass(frozen=True)
class GrantsOf:
    """`inherited` come from folders above, which the reader may not all be able to open."""

    owner_name: str
    own: list[Shown]
    inherited: list[Shown]
    folder_names: dict[NodeId, str]
