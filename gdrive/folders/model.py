"""How a folder is looked at."""

from dataclasses import dataclass
from enum import StrEnum

from gdrive.access.model import Card
from gdrive.tree.model import NodeId


class SortKey(StrEnum):
    NAME = "name"
    UPDATED_AT = "updated_at"
    SIZE = "size"


@dataclass(frozen=True)
class Order:
    key: SortKey
    descending: bool


@dataclass(frozen=True)
class Place:
    """Where a page ended: folders come first, then by `value`, then by id."""

    is_folder: bool
    value: str | int
    node_id: NodeId


@dataclass(frozen=True)
class Page:
    cards: list[Card]
    after: Place | None


@dataclass(frozen=True)
class Twig:
    """A folder in the tree at the side of the page."""

    id: NodeId
    parent_id: NodeId | None
    name: str


@dataclass(frozen=True)
class Roots:
    mine: Card
    division: Card
    shared_count: int
    promised_bytes: int
