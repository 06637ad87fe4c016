"""What a new document may start from."""

from dataclasses import dataclass

from weboffice.ydoc.model import Block


@dataclass(frozen=True)
class Template:
    """`title` is what a new document is called; `hint` says in a line what it is for."""

    id: str
    title: str
    hint: str
    blocks: list[Block]
