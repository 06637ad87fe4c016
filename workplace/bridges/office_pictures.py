"""Pictures of documents, kept by the drive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gdrive.files.rules import blob_path
from gdrive.pictures.service import Pictures
from gdrive.tree.model import NodeId
from kernel.actor import Actor
from kernel.db import Tx
from kernel.errors import NotFound
from weboffice.pictures.model import Stored
from weboffice.pictures.ports import Add


@dataclass(frozen=True)
class OfficePictures:
    """weboffice.pictures.ports.PictureFiles"""

    pictures: Pictures

    @contextmanager
    def keep(self, data: bytes, media_type: str) -> Iterator[Add]:
        durable = self.pictures.keep(data)

        def add(tx: Tx, actor: Actor, document_id: str) -> str:
            return self.pictures.add(tx, actor, NodeId(document_id), durable, media_type)

        try:
            yield add
        finally:
            self.pictures.forget(durable)

    def find(self, tx: Tx, actor: Actor, document_id: str, picture_id: str) -> Stored:
        version = self.pictures.find(tx, actor, NodeId(document_id), NodeId(picture_id))
        return Stored(version.media_type, blob_path(version.digest))

    def read_anywhere(self, tx: Tx, actor: Actor, picture_id: str) -> tuple[str, bytes, str]:
        access, version = self.pictures.anywhere(tx, actor, NodeId(picture_id))
        return access.node.id, b"".join(self.pictures.read(version)), version.media_type

    def read(self, tx: Tx, document_id: str, picture_id: str) -> tuple[bytes, str] | None:
        try:
            version = self.pictures.find_unchecked(tx, NodeId(document_id), NodeId(picture_id))
        except NotFound:
            return None
        return b"".join(self.pictures.read(version)), version.media_type
