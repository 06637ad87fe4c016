"""Where documents are kept, in the words of this domain."""

from collections.abc import Collection, Iterable
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from weboffice.documents.model import DocumentFile


class DocumentFiles(Protocol):
    """The drive. All methods work in the caller's transaction."""

    def create(self, tx: Tx, actor: Actor, folder_id: str | None, title: str) -> DocumentFile:
        """A new document node, in the person's own drive when no folder is named.

        A taken title gets a number. Raise NotFound or Denied about the folder, Invalid about the
        title.
        """
        ...

    def open(self, tx: Tx, actor: Actor, document_id: str) -> DocumentFile:
        """Raise NotFound unless it is a document that the actor may read [OF1]."""
        ...

    def rename(self, tx: Tx, actor: Actor, document_id: str, title: str) -> DocumentFile:
        """Raise NotFound, Denied, Invalid, or Conflict when the title is taken there."""
        ...

    def readable(self, tx: Tx, actor: Actor, ids: Iterable[str]) -> dict[str, DocumentFile]:
        """Those of `ids` that the actor may read."""
        ...

    def gone(self, tx: Tx, ids: Collection[str]) -> set[str]:
        """Those that were removed for good; what lies in the trash is not gone."""
        ...
