"""Which of a stream's two windows hears what the gateway says; pure but for saying it."""

from dataclasses import dataclass, field
from typing import Protocol

from daas_broker.display.model import Close

# What holds for a window as well as for the other. The second is told of the first two when it
# comes; the recording of its own pictures is its own to tell.
LASTING = frozenset({"policy.permit", "help.watched"})
FOR_BOTH = LASTING | {"clipboard.inside", "idle.locked", "idle.warned", "idle.used"}
# For the window that is in use: a browser lets only that one have its clipboard.
FOR_THE_USED = frozenset(
    {"clipboard.copied", "clipboard.pictured", "clipboard.put", "policy.crossing"}
)
# The second ends for the same reason as the first; for any other it is only alone.
SHARED_ENDS = frozenset({Close.DESKTOP_ENDED, Close.SESSION_ENDED, Close.OUTSIDE})


class Second(Protocol):
    """The second window, as the first has it."""

    def say(self, message: str) -> None: ...
    def shut(self) -> None: ...
    def close(self, code: Close) -> None: ...


@dataclass
class Pair:
    second: Second | None = None
    is_second_used: bool = False
    lasting: dict[str, str] = field(default_factory=dict)

    def begin(self, second: Second) -> None:
        """A later one ends the earlier."""
        earlier, self.second = self.second, second
        if earlier is not None:
            earlier.close(Close.UNPLUGGED)
        for message in self.lasting.values():
            second.say(message)

    def leave(self, second: Second) -> bool:
        """Whether it was there."""
        if self.second is not second:
            return False
        self.second, self.is_second_used = None, False
        return True

    def end(self, code: Close) -> None:
        second, self.second = self.second, None
        if second is not None:
            second.close(code if code in SHARED_ENDS or code is Close.UNPLUGGED else Close.ALONE)

    def shut(self) -> None:
        if self.second is not None:
            self.second.shut()

    def say(self, message: str) -> None:
        if self.second is not None:
            self.second.say(message)

    def told(self, kind: str, message: str) -> bool:
        """Say it to the second where it is for it; whether it is for the first."""
        if kind in LASTING:
            self.lasting[kind] = message
        is_for_used = kind in FOR_THE_USED and self.second is not None and self.is_second_used
        if kind in FOR_BOTH or is_for_used:
            self.say(message)
        return not is_for_used
