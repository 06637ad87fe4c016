"""Identity put together."""

from dataclasses import dataclass

from identity.sessions.service import Sessions
from identity.tickets.service import Tickets
from kernel.parts import Foundation, Part


@dataclass(frozen=True)
class Identity:
    sessions: Sessions
    tickets: Tickets

    def part(self) -> Part:
        return Part(
            topics={
                "person": lambda actor, key: key == actor.user_id,
                "session": lambda actor, key: key == actor.session_id,
            }
        )


def build(base: Foundation) -> Identity:
    return Identity(Sessions(base.begin, base.now), Tickets(base.begin, base.now, base.settings))
