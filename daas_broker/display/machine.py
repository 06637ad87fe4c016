"""Keys and composed text, kept in the order in which they were typed.

They reach a program on two ways, keys through the X server and text through the input method, and
neither way knows of the other. So whatever changes ways waits until what went before is there.
"""

from collections import deque
from dataclasses import dataclass, field

from daas_broker.display.model import MESSAGES_PER_SECOND, ToDisplay, ToText

# The input method answers when it has handed the text on; a program takes a moment to insert it,
# and a key as long to arrive.
SETTLE_SECONDS = 0.02
ANSWER_SECONDS = 0.3  # nothing waits longer for an input method that says nothing
MOST_WAITING = 1024

Typed = ToDisplay | ToText


@dataclass
class Lanes:
    """Ask `take` after each push, each answer, and at `wake_at`. Times are monotonic seconds."""

    waiting: deque[Typed] = field(default_factory=deque)
    lane: type[Typed] | None = None
    settled_at: float = 0.0
    awaited: int | None = None

    def push(self, typed: Typed) -> bool:
        """False when far too much waits; the stream is then ended."""
        self.waiting.append(typed)
        return len(self.waiting) <= MOST_WAITING

    def answer(self, number: object, now: float) -> None:
        if number == self.awaited:
            self.awaited, self.settled_at = None, now + SETTLE_SECONDS

    def take(self, now: float) -> list[Typed]:
        """What may go now, in order."""
        going: list[Typed] = []
        while self.waiting and self._may_go(self.waiting[0], now):
            typed = self.waiting.popleft()
            self._note(typed, now)
            going.append(typed)
        return going

    @property
    def wake_at(self) -> float | None:
        return self.settled_at if self.waiting else None

    def _may_go(self, typed: Typed, now: float) -> bool:
        return self.lane in {None, type(typed)} or now >= self.settled_at

    def _note(self, typed: Typed, now: float) -> None:
        self.lane = type(typed)
        self.awaited = typed.commits if isinstance(typed, ToText) else None
        pause = SETTLE_SECONDS if self.awaited is None else ANSWER_SECONDS
        self.settled_at = now + pause


@dataclass
class Flood:
    """Counts the messages of the present second; times are monotonic seconds."""

    second: float = float("-inf")
    messages: int = 0

    def is_over(self, now: float) -> bool:
        """One more has come: whether that is too many."""
        if now - self.second >= 1:
            self.second, self.messages = now, 0
        self.messages += 1
        return self.messages > MESSAGES_PER_SECOND
