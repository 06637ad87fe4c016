"""Putting pictures into documents and showing them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from kernel.actor import Actor
from kernel.db import Begin
from kernel.errors import Denied, TooFast
from weboffice.documents.model import Level
from weboffice.documents.ports import DocumentFiles
from weboffice.pictures import rules
from weboffice.pictures.model import Made, Placed, Stored
from weboffice.pictures.ports import DriveFiles, PictureFiles, PictureMaker

PREVIEWS_AT_ONCE = 2  # of a process: each is a sandbox
PREVIEW_SIDE = 240
LONGEST_TURN_S = 20


class PicturesForWriters(Denied):
    code = "pictures_for_writers"


class PreviewsBusy(TooFast):
    """Too many at once; the page shows a sign instead."""

    code = "previews_busy"


@dataclass(frozen=True)
class Pictures:
    begin: Begin
    files: DocumentFiles
    kept: PictureFiles
    maker: PictureMaker
    drive: DriveFiles
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(PREVIEWS_AT_ONCE))

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

    def preview(self, actor: Actor, node_id: str) -> Made:
        """A picture file of the drive, small, for who may read it [TX18]; raise PictureRefused."""
        source = self.drive.source(actor, node_id)
        if source.size_bytes > rules.LARGEST_BYTES:
            raise rules.PictureRefused(reason="too_large", most_bytes=rules.LARGEST_BYTES)
        if not self.turns.acquire(timeout=LONGEST_TURN_S):
            raise PreviewsBusy
        try:
            data = b"".join(rules.bounded(self.drive.read(node_id, source.version)))
            return self.maker.make(data, PREVIEW_SIDE)
        finally:
            self.turns.release()

    def _check_writer(self, actor: Actor, document_id: str) -> None:
        with self.begin() as tx:
            if self.files.open(tx, actor, document_id).level < Level.WRITE:
                raise PicturesForWriters
