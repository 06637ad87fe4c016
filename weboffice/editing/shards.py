"""This process among those that serve rooms: its lease, and who has a room instead of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.clock import Now
from kernel.db import Begin
from weboffice.editing import leases
from weboffice.editing.leases import Shard, ShardId


class Superseded(Exception):
    """A later run of the same process is at work."""


@dataclass(frozen=True)
class Shards:
    begin: Begin
    now: Now
    own: Shard

    def enter(self) -> None:
        with self.begin() as tx:
            leases.enter(tx.db, self.own, self.now())

    def renew(self, epochs: Mapping[str, int]) -> set[str]:
        """Those of the rooms that were lost while the lease had lapsed; raise Superseded."""
        with self.begin() as tx:
            if leases.renew(tx.db, self.own, self.now()):
                return set()
            if not leases.renew_lapsed(tx.db, self.own, self.now()):
                raise Superseded(self.own.name)
            return set(epochs) - leases.still_owned(tx.db, epochs)

    def find_other(self, room: str) -> Shard | None:
        """Who has the room, if it is not free and not ours."""
        with self.begin() as tx:
            owner = leases.find_owner(tx.db, room, self.now())
        return None if owner is None or owner.id == self.own.id else owner

    def end(self, shard: ShardId) -> None:
        """It does not serve any more, ourselves or one that was found not to listen."""
        with self.begin() as tx:
            leases.end(tx.db, shard)
