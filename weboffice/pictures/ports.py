"""What pictures ask of others."""

from collections.abc import Callable
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
    def make(self, data: bytes) -> Made:
        """Decode under bounds, where it may do no harm; raise PictureRefused."""
        ...
