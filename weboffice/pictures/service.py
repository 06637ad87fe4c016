"""Putting pictures into documents and showing them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.actor import Actor
from kernel.db import Begin
from kernel.errors import Denied
from weboffice.documents.model import Level
from weboffice.documents.ports import DocumentFiles
from weboffice.pictures import rules
from weboffice.pictures.model import Placed, Stored
from weboffice.pictures.ports import PictureFiles, PictureMaker


class PicturesForWriters(Denied):
    code = "pictures_for_writers"


@dataclass(frozen=True)
class Pictures:
    begin: Begin
    files: DocumentFiles
    kept: PictureFiles
    maker: PictureMaker

    def add(self, actor: Actor, document_id: str, chunks: Iterable[bytes]) -> Placed:
        """What is kept was decoded and made anew: no metadata, nothing hidden in it."""
        self._check_writer(actor, document_id)  # before anything is decoded for a stranger
        made = self.maker.make(b"".join(rules.bounded(chunks)))
        with self.kept.keep(made.data, made.media_type) as add, self.begin() as tx:
            return Placed(add(tx, actor, document_id), made.wide, made.tall)

    def copy(self, actor: Actor, document_id: str, picture_id: str) -> str:
        """A picture of any document that the actor may read, in this one; its id here."""
        self._check_writer(actor, document_id)
        with self.begin() as tx:
            home, data, media_type = self.kept.read_anywhere(tx, actor, picture_id)
        if home == document_id:
            return picture_id
        with self.kept.keep(data, media_type) as add, self.begin() as tx:
            return add(tx, actor, document_id)

    def find(self, actor: Actor, document_id: str, picture_id: str) -> Stored:
        with self.begin() as tx:
            return self.kept.find(tx, actor, document_id, picture_id)

    def _check_writer(self, actor: Actor, document_id: str) -> None:
        with self.begin() as tx:
            if self.files.open(tx, actor, document_id).level < Level.WRITE:
                raise PicturesForWriters
