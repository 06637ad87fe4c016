"""How often a screen is looked at: seldom while next to nothing moves, and at once as often as its
viewer wishes when something does.

Each look copies the whole screen out of the X server and compares it, changed or not: at 30 a
second that is most of what a desktop costs that somebody reads on. What changes now and then, as
a caret that blinks or a clock, is no movement: it is looked at once, as soon as the X server says
that something was drawn.
"""

from collections.abc import Callable
from threading import Lock

RESTING = 4.0  # looks a second, in which a still picture is refined by and by
PEEK = 0.5  # seconds at most
STILL = 3.0  # seconds without movement
TOGETHER = 0.3  # seconds between two pictures that are one movement


class Pace:
    """`choose` is told how many looks a second there are to be. Times are monotonic seconds.

    Pictures come on a thread of the capture, the viewer's acts on another.
    """

    def __init__(self, wanted: float, now: float, choose: Callable[[float], None]) -> None:
        self.wanted, self.choose = wanted, choose
        self.moved_at, self.came_at, self.newest = now, -TOGETHER, -1
        self.peeked_at = now
        self.is_resting = self.is_peeking = False
        self.lock = Lock()

    def wish(self, wanted: float) -> None:
        """The viewer's own wish, for whenever something moves."""
        with self.lock:
            self.wanted = wanted
            if self.is_resting and not self.is_peeking:
                self.rest()
            else:
                self.choose(wanted)

    def drawn(self, now: float) -> None:
        """Something was, so the X server says: it is looked at, and no more often than before."""
        with self.lock:
            if self.is_resting and not self.is_peeking:
                self.is_peeking, self.peeked_at = True, now
                self.choose(self.wanted)

    def came(self, picture: int, now: float) -> None:
        """A part of a picture. One alone is no movement."""
        if picture == self.newest:
            return
        before, self.came_at, self.newest = self.came_at, now, picture
        if now - before <= TOGETHER:
            self.moved(now)
        elif self.is_peeking:
            self.look_away()

    def moved(self, now: float) -> None:
        """Also what the viewer does: its answer is not waited for."""
        self.moved_at = now
        if self.is_resting:
            with self.lock:
                self.is_resting = self.is_peeking = False
                self.choose(self.wanted)

    def passed(self, now: float) -> None:
        """Time; to be told it about once a second."""
        if self.is_peeking and now - self.peeked_at >= PEEK:
            self.look_away()  # what was drawn looks as what was there
        if not self.is_resting and now - self.moved_at >= STILL:
            with self.lock:
                self.is_resting = True
                self.rest()

    def look_away(self) -> None:
        with self.lock:
            if self.is_peeking:
                self.is_peeking = False
                self.rest()

    def rest(self) -> None:
        self.choose(min(self.wanted, RESTING))
