"""What pictures ask of others."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from weboffice.pictures.model import Made, Stored

Add = Callable[[Tx, Actor, str], str]


class PictureFiles(Protocol):
    """The drive, which keeps a picture in its document."""

    def keep(self, data: bytes, media_type: str) -> AbstractContextManager[Add]:
        """Makes the bytes durable; what it gives puts them into a document, and tells the id.

        That raises NotFound or Denied about the document, Exhausted where it has no room.
        """
        ...

    def find(self, tx: Tx, actor: Actor, document_id: str, picture_id: str) -> Stored:
        """Raise NotFound unless the document may be read and holds it."""
        ...

    def read_anywhere(self, tx: Tx, actor: Actor, picture_id: str) -> tuple[str, bytes, str]:
        """The document it lies in, its bytes and their type; raise NotFound to strangers."""
        ...

    def read(self, tx: Tx, document_id: str, picture_id: str) -> tuple[bytes, str] | None:
        """Bytes and type, for who was let into the document before."""
        ...


class PictureMaker(Protocol):
    def make(self, data: bytes, side: int | None = None) -> Made:
        """Decode under bounds, where it may do no harm; `side` pixels at most, if that is said.

        Raise PictureRefused.
        """
        ...


class Source(Protocol):
    """A version of a file."""

    @property
    def version(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...


class DriveFiles(Protocol):
    """Files of the drive that are no part of a document."""

    def source(self, actor: Actor, node_id: str) -> Source:
        """Raise NotFound unless the actor may read it."""
        ...

    def read(self, node_id: str, version: int) -> Iterator[bytes]: ...
