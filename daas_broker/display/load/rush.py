"""Those who come in together: what can wait, does, until each of them has a first picture."""

import asyncio
from dataclasses import dataclass, field

MOST_SECONDS = 0.05  # one desktop that is slow holds up nobody


@dataclass
class Rush:
    """`enter` and `leave` around each opening; `over` for what comes after. On one loop only."""

    inside: int = 0
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    alarm: asyncio.TimerHandle | None = None

    def enter(self) -> None:
        self.inside += 1

    def leave(self) -> None:
        self.inside -= 1
        if self.inside == 0:
            self._end()

    async def over(self) -> None:
        if self.inside == 0:
            return
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[None] = loop.create_future()
        self.waiting.append(waiting)
        if self.alarm is None:
            self.alarm = loop.call_later(MOST_SECONDS, self._end)
        await waiting

    def _end(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None
        ended, self.waiting = self.waiting, []
        for waiting in ended:
            if not waiting.done():
                waiting.set_result(None)
