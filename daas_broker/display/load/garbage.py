"""What was made in circles is looked for while nobody comes in.

Python looks by itself after so and so many objects were made, and many are made where fifty open
their desktops at once: each of them, and each picture of everybody else, then waited 6 to 12 ms.
"""

import asyncio
import gc
from dataclasses import dataclass, field
from itertools import count

from daas_broker.display.load.rush import Rush

SECONDS = 1.0
# How many looks for one at what outlived the last of them, and for one at all but the frozen.
OLDER, ALL = 10, 600
PATIENCE = 10  # looks that a rush may put off
# By itself only where it made so much between two looks that they are of no use.
BY_ITSELF = (200_000, 50, 100)


@dataclass
class Garbage:
    rush: Rush
    put_off: int = 0
    looks: "count[int]" = field(default_factory=lambda: count(1))

    def begin(self) -> None:
        """What is there now stays: to look at all of it takes 100 ms."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(*BY_ITSELF)

    async def look_on(self) -> None:
        """Without end."""
        while True:
            await asyncio.sleep(SECONDS)
            self.look()

    def look(self) -> None:
        if self.rush.inside and self.put_off < PATIENCE:
            self.put_off += 1
            return
        self.put_off = 0
        gc.collect(generation_of(next(self.looks)))


def generation_of(look: int) -> int:
    if look % ALL == 0:
        return 2
    return 1 if look % OLDER == 0 else 0
