"""What lies beyond: the drive, and the narrow door into a desktop."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from daas_broker.desktops.model import Endpoint
from daas_broker.transfers.model import Contents, DriveFile, OutboxFile, Place
from kernel.actor import Actor
from kernel.errors import Exhausted, Unavailable


class DoorClosed(Unavailable):
    """The desktop does not answer at its file door, breaks off, or says what nobody understands.
    A desktop of an older image has no such door."""

    code = "file_door_closed"


class DesktopFull(Exhausted):
    """What a desktop may write on its disk is used up, or would be."""

    code = "desktop_full"


class Drive(Protocol):
    """The person's own documents, with the person's own rights."""

    def find(self, actor: Actor, text: str, limit: int) -> Sequence[DriveFile]:
        """Files that may be read, whose name holds `text`; the recent ones where it is empty."""
        ...

    def open(self, actor: Actor, file_id: str) -> Contents:
        """Raise NotFound to whoever may not read it."""
        ...

    def save(self, actor: Actor, name: str, chunks: Iterable[bytes]) -> DriveFile:
        """A new file in the person's own drive; a name that is taken gets a number."""
        ...


class FileDoor(Protocol):
    """All raise DoorClosed. The other side is a stranger."""

    def put(self, at: Endpoint, contents: Contents) -> str:
        """Into Downloads; the name it was given there. Raise DesktopFull as well."""
        ...

    def outbox(self, at: Endpoint, place: Place = Place.OUTBOX) -> Sequence[OutboxFile]:
        """What lies there, or among what was printed."""
        ...

    def take(
        self, at: Endpoint, name: str, most_bytes: int, place: Place = Place.OUTBOX
    ) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a file in the outbox; DoorClosed after `most_bytes` of them."""
        ...

    def remove(self, at: Endpoint, name: str, place: Place = Place.OUTBOX) -> None:
        """Absent is removed."""
        ...
