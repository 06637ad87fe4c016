"""How often a screen is looked at: seldom while next to nothing moves, and at once as often as its
viewer wishes when something does.

Each look copies the whole screen out of the X server and compares it, changed or not: at 30 a
second that is most of what a desktop costs that somebody reads on. What changes now and then, as
a caret that blinks or a clock, is no movement.
"""

from collections.abc import Callable
from threading import Lock

RESTING = 8.0  # looks a second; the first change waits for one at most 60 ms
STILL = 3.0  # seconds without movement
TOGETHER = 0.3  # seconds between two pictures that are one movement


class Pace:
    """`choose` is told how many looks a second there are to be. Times are monotonic seconds.

    Pictures come on a thread of the capture, the viewer's acts on another.
    """

    def __init__(self, wanted: float, now: float, choose: Callable[[float], None]) -> None:
        self.wanted, self.choose = wanted, choose
        self.moved_at, self.came_at, self.newest = now, -TOGETHER, -1
        self.is_resting = False
        self.lock = Lock()

    def wish(self, wanted: float) -> None:
        """The viewer's own wish, for whenever something moves."""
        with self.lock:
            self.wanted = wanted
            self.choose(min(wanted, RESTING) if self.is_resting else wanted)

    def came(self, picture: int, now: float) -> None:
        """A part of a picture. One alone is no movement."""
        if picture == self.newest:
            return
        before, self.came_at, self.newest = self.came_at, now, picture
        if now - before <= TOGETHER:
            self.moved(now)

    def moved(self, now: float) -> None:
        """Also what the viewer does: its answer is not waited for."""
        self.moved_at = now
        if self.is_resting:
            with self.lock:
                self.is_resting = False
                self.choose(self.wanted)

    def passed(self, now: float) -> None:
        """Time; to be told it about once a second."""
        if not self.is_resting and now - self.moved_at >= STILL:
            with self.lock:
                self.is_resting = True
                self.choose(min(self.wanted, RESTING))
