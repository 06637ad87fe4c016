"""The guest agent in the question whether a machine is ready, and what is done without its answer.

That the screen answers tells of the desktop, that the agent answers tells of the machine beneath
it: who is given one can be helped with it. But an agent that fell must not keep everybody out.
"""

import logging
from dataclasses import dataclass, field

PATIENCE = 60.0  # seconds that a screen waits for the agent of its machine
log = logging.getLogger("hostd")


@dataclass
class Agents:
    """Since when the screen of each machine waits; times are monotonic seconds."""

    waiting: dict[str, float] = field(default_factory=dict)

    def may_pass(self, machine: str, now: float, *, answers: bool) -> bool:
        """Its screen is there: whether it is ready [DVM7]."""
        since = self.waiting.setdefault(machine, now)
        if not answers and now - since < PATIENCE:
            return False
        if not answers:
            log.warning("the agent of %s says nothing; it is ready without", machine)
        self.forget(machine)
        return True

    def forget(self, machine: str) -> None:
        self.waiting.pop(machine, None)
