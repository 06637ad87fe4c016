"""Keys and composed text, kept in the order in which they were typed.

They reach a program on two ways, keys through the X server and text through the input method, and
neither way knows of the other. So what changes ways waits until the desktop says that what went
before has been taken (deploy/desktops/files/usr/lib/onmaru/settling.py).
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import count

from daas_broker.display.model import (
    MESSAGES_PER_SECOND,
    OWN_NUMBERS,
    Settle,
    Settled,
    ToDisplay,
    ToText,
)

SETTLE_SECONDS = 0.02  # for a desktop whose input method cannot tell
# Nothing waits longer for an input method that says nothing; its own patience is three seconds.
ANSWER_SECONDS = 3.5
MOST_WAITING = 1024

Typed = ToDisplay | ToText


@dataclass
class Lanes:
    """Ask `take` after each push, each answer, and at `wake_at`. Times are monotonic seconds."""

    waiting: deque[Typed] = field(default_factory=deque)
    lane: type[Typed] | None = None
    settling: int | None = None  # the question that was asked last, until something goes on
    settled_at: float = 0.0
    numbers: "count[int]" = field(default_factory=lambda: count(OWN_NUMBERS))
    buttons: int = 0

    def keeps_order(self, typed: Typed) -> bool:
        """Keys and text, and the pointer where a button goes down or up or something waits: a click
        moves the caret, or ends what is being composed [DG3]."""
        if isinstance(typed, ToText) or typed.is_key:
            return True
        if typed.buttons is None:
            return False
        is_pressed, self.buttons = typed.buttons != self.buttons, typed.buttons
        return is_pressed or bool(self.waiting)

    def push(self, typed: Typed) -> bool:
        """False when far too much waits; the stream is then ended."""
        self.waiting.append(typed)
        return len(self.waiting) <= MOST_WAITING

    def answer(self, said: Settled, now: float) -> None:
        if said.number == self.settling:
            self.settled_at = now if said.is_sure else now + SETTLE_SECONDS

    def take(self, now: float) -> list[Typed | Settle]:
        """What may go now, in order."""
        going: list[Typed | Settle] = []
        while self.waiting:
            typed = self.waiting[0]
            if self.lane not in {None, type(typed)} and not self._is_settled(now, going):
                break
            self.lane, self.settling = type(typed), None
            going.append(self.waiting.popleft())
        return going

    def _is_settled(self, now: float, going: list[Typed | Settle]) -> bool:
        if self.settling is None:
            self.settling = next(self.numbers)
            self.settled_at = now + ANSWER_SECONDS
            going.append(Settle(self.settling, after_keys=self.lane is ToDisplay))
        return now >= self.settled_at

    @property
    def wake_at(self) -> float | None:
        return self.settled_at if self.waiting else None


@dataclass
class Flood:
    """Counts the messages of the present second; times are monotonic seconds."""

    second: float = float("-inf")
    messages: int = 0
    most: int = MESSAGES_PER_SECOND

    def is_over(self, now: float) -> bool:
        """One more has come: whether that is too many."""
        if now - self.second >= 1:
            self.second, self.messages = now, 0
        self.messages += 1
        return self.messages > self.most
