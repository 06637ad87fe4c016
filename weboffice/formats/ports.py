"""What conversions ask of others."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from weboffice.formats.model import Format, Saved, Source
from weboffice.paper.model import Paper, Read

GoesOn = Callable[[], bool]


class Drive(Protocol):
    """Where files come from and go to."""

    def source(self, actor: Actor, node_id: str) -> Source:
        """The present version of a file; raise NotFound unless the actor may read it."""
        ...

    def read(self, node_id: str, version: int) -> Iterator[bytes]:
        """The right to read was asked when the conversion was wished for."""
        ...

    def save(self, actor: Actor, folder_id: str | None, name: str, data: Iterable[bytes]) -> Saved:
        """A new file, in the actor's own drive when no folder is named; a taken name gets a number.

        Raise NotFound or Denied about the folder, or what the drive says of its room.
        """
        ...

    def may_write(self, tx: Tx, actor: Actor, folder_id: str) -> bool: ...


class Converter(Protocol):
    """Each call is a process without network, under bounds [FM4]; blocking.

    Raise `weboffice.paper.safe.Refusal`, or Stopped soon after `goes_on` says no.
    """

    def read(self, format_: Format, data: bytes, goes_on: GoesOn) -> Read: ...

    def write(self, format_: Format, paper: Paper, goes_on: GoesOn, base: bytes = b"") -> bytes:
        """On `base`, what was kept of a file of this format [FM8]."""
        ...


class Stopped(Exception):
    """Nobody wants it any more."""
