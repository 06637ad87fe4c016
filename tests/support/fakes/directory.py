"""A directory in memory: everybody has the same password."""

from dataclasses import dataclass, field

from identity.directory.model import Snapshot
from identity.directory.ports import DirectoryAway
from kernel.actor import UserId


@dataclass
class FakeDirectory:
    snapshot: Snapshot = field(default_factory=lambda: Snapshot((), ()))
    password: str = "correct horse"
    is_away: bool = False
    binds: int = 0

    def bind(self, user_name: str, password: str) -> UserId | None:
        self.binds += 1
        if self.is_away:
            raise DirectoryAway
        found = [p for p in self.snapshot.people if p.user_name.lower() == user_name.lower()]
        return UserId(found[0].id) if found and password == self.password else None

    def entries(self) -> Snapshot:
        if self.is_away:
            raise DirectoryAway
        return self.snapshot
