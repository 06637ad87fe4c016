"""What a WOPI host asks of others."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from weboffice.wopi.model import File, Problem


class FetchFailed(Exception):
    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem


class Fetch(Protocol):
    """The discovery of an office, under bounds of size and time; raise FetchFailed."""

    def __call__(self, origin: str) -> bytes: ...


class Kept(Protocol):
    """Contents that are durable and not yet named by anything."""

    def put(self, tx: Tx, actor: Actor, file_id: str) -> File:
        """The file's next version; raise what the drive says of right and room."""
        ...

    def add(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File:
        """A new file beside `file_id`; a taken name gets a number. Raise BadName."""
        ...


class Drive(Protocol):
    def open(self, tx: Tx, actor: Actor, file_id: str) -> File:
        """Raise NotFound unless it is a file that the actor may read now."""
        ...

    def read(self, file: File) -> Iterator[bytes]:
        """The contents of that version, for who opened it."""
        ...

    def keep(self, chunks: Iterable[bytes]) -> AbstractContextManager[Kept]:
        """Through to the disk before anything names it."""
        ...

    def beside(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File | None:
        """What has that name in the same folder, as the actor sees it."""
        ...

    def free_name(self, tx: Tx, actor: Actor, file_id: str, name: str) -> str:
        """`name`, or the first numbered one that can be had beside the file. Raise BadName."""
        ...

    def rename(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File:
        """A taken name gets a number. Raise BadName or what the drive says of the right."""
        ...

    def throw_away(self, tx: Tx, actor: Actor, file_id: str) -> None:
        """Into the bin, from where it can be had back; raise what the drive says of the right."""
        ...
