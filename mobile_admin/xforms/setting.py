"""What an expression is evaluated with, and within which bounds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from mobile_admin.xforms.values import Node, Value

Evaluate = Callable[["Context"], Value]


class Unsupported(Exception):
    """An expression that we do not evaluate; the message names what is new to us."""


class Malformed(Unsupported):
    """No expression at all: nobody could evaluate it."""


class TooComplex(Exception):
    """More steps than one submission may cost."""


@dataclass
class Budget:
    left: int = 400_000

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooComplex


@dataclass(frozen=True)
class Setting:
    """What all expressions of one check share."""

    root: Node
    instances: Mapping[str, Node] = field(default_factory=dict)
    now: datetime | None = None
    labels: Callable[[str, str], str] | None = None  # path and choice → label
    budget: Budget = field(default_factory=Budget)
    known: dict[int, dict[str, list[Node]]] = field(default_factory=dict)  # children by name

    def children(self, node: Node, name: str) -> list[Node]:
        """Of a node of `root`, which does not change while it is checked."""
        named = self.known.get(id(node))
        if named is None:
            named = self.known[id(node)] = {}
            for child in node.children:
                named.setdefault(child.name, []).append(child)
        return named.get(name, [])


class Context(NamedTuple):
    """`origin` is what `current()` means and what absolute paths lean on; `node` is `.`."""

    node: Node
    origin: Node
    setting: Setting
    position: int = 1
    size: int = 1


Function = Callable[[Context, Sequence[Evaluate]], Value]
