"""A gateway of a test hears of sessions that end, as its process does, and no longer than the test:
one that goes on asks a database that is gone, each second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.world import World
from workplace.endings import Endings, Sockets


@contextmanager
def endings_heard(world: World, sockets: Sockets) -> Iterator[None]:
    endings = Endings(world.settings.database_url, world.begin, world.now)
    threading.Thread(target=endings.follow, args=(sockets,), daemon=True).start()
    try:
        yield
    finally:
        endings.stopped.set()
