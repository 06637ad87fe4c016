"""Pictures of a document, as the office sees them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """A picture made anew from strangers' bytes: PNG or JPEG, sizes in pixels."""

    data: bytes
    media_type: str
    wide: int
    tall: int


@dataclass(frozen=True)
class Placed:
    """A picture that lies in a document now."""

    id: str
    wide: int
    tall: int


@dataclass(frozen=True)
class Stored:
    """`blob` is where the edge finds the bytes, below its own address for them."""

    media_type: str
    blob: str
