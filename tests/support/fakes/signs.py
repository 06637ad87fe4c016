"""Signs of presence, kept in this process."""

from collections.abc import Mapping, Sequence

from kernel.actor import UserId
from messenger.presence.model import Sign


class MemorySigns:
    """As RedisSigns, in this process."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UserId, str], Sign] = {}

    def put(self, signs: Mapping[tuple[UserId, str], Sign]) -> None:
        self.kept.update(signs)

    def drop(self, person: UserId, socket_id: str) -> None:
        self.kept.pop((person, socket_id), None)

    def of(self, people: Sequence[UserId]) -> Mapping[UserId, Sequence[Sign]]:
        return {p: [s for (of, _), s in self.kept.items() if of == p] for p in people}
