"""The agency's directory of people, as identity needs it."""

from typing import Protocol

from identity.directory.model import Snapshot
from kernel.actor import UserId
from kernel.errors import Unavailable


class DirectoryAway(Unavailable):
    """Not reachable, not answering in time, or not willing to be read by us."""

    code = "directory_away"


class Directory(Protocol):
    def bind(self, user_name: str, password: str) -> UserId | None:
        """Who that is, if and only if the password is theirs.

        None for a wrong password, a name that nobody has, a locked entry and an empty password,
        and in no less time for one than for another. Raise DirectoryAway.
        """
        ...

    def entries(self) -> Snapshot:
        """Everything, or DirectoryAway: never a part of it."""
        ...
