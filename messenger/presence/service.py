"""Telling and asking who is here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Announce
from messenger.presence import rules
from messenger.presence.model import LASTS, Sign, State
from messenger.presence.ports import Signs

PRESENCE = "messenger.presence"


def topic(person: UserId) -> str:
    return f"presence:{person}"


@dataclass(frozen=True)
class Presence:
    signs: Signs
    now: Now
    announce: Announce

    def who_is_here(self, people: Sequence[UserId]) -> Mapping[UserId, State]:
        now = self.now()
        return {
            person: rules.presence(signs, now) for person, signs in self.signs.of(people).items()
        }

    def tell(self, person: UserId, socket_id: str, state: State) -> None:
        """What one socket says of its person; watchers hear of it when it changes the whole."""
        before = self.who_is_here([person])[person]
        self.signs.put({(person, socket_id): self._sign(state)})
        self._announce_change(person, before)

    def repeat(self, sockets: Iterable[tuple[UserId, str, State]]) -> None:
        """The heartbeat of a live process; also heals a Redis that came back empty."""
        self.signs.put({(person, sid): self._sign(state) for person, sid, state in sockets})

    def forget(self, person: UserId, socket_id: str) -> None:
        before = self.who_is_here([person])[person]
        self.signs.drop(person, socket_id)
        self._announce_change(person, before)

    def _sign(self, state: State) -> Sign:
        return Sign(state, self.now() + LASTS)

    def _announce_change(self, person: UserId, before: State) -> None:
        state = self.who_is_here([person])[person]
        if state is not before:
            self.announce(topic(person), PRESENCE, {"person": person, "state": state.value})
