"""A release or an ended sign-in that is heard before the broker's answer to who comes in."""

import asyncio
from collections.abc import Sequence

import pytest

from daas_broker.desktops.machine import State
from daas_broker.display.load.together import Hint
from daas_broker.display.model import Close, Opened, Wish
from kernel.errors import Refused
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import Show, end_of, hear, next_of, play, until


@pytest.mark.parametrize("what", ["desktop", "session"])
def test_what_is_cut_while_the_broker_answers_shows_nothing(broker: Broker, what: str) -> None:
    """[DG1] [DK9]"""

    async def scene(show: Show) -> None:
        streams, loop = show.gateway.streams, asyncio.get_running_loop()

        def overtaken(wishes: Sequence[Wish], hint: Hint[Opened]) -> Sequence[Opened | Refused]:
            found = show.gateway.doors.open(wishes, hint)
            assert isinstance(found[0], Opened)
            stream = found[0].stream
            if what == "desktop":
                loop.call_soon_threadsafe(streams.cut_desktop, stream.desktop_id)
            else:
                loop.call_soon_threadsafe(streams.cut_sessions, {stream.session_id})
            return found

        streams.entering.call = overtaken
        async with show.open(show.ticket()) as browser:
            ended = Close.DESKTOP_ENDED if what == "desktop" else Close.SESSION_ENDED
            assert await end_of(browser) == ended
        await until(lambda: show.broker.desktop(show.desktop).state is State.DISCONNECTED)
        assert streams.coming == set()

    assert play(broker, scene).fake.hears == []


def test_another_device_is_told_apart_from_another_window_of_this_browser(broker: Broker) -> None:
    """[DV2]"""

    async def scene(show: Show) -> None:
        laptop = broker.world.sign_in("ann")
        async with show.open(show.ticket()) as first:
            await next_of(first, str)
            asked = laptop.post(f"/api/desktops/{show.desktop}/tickets").get_json()
            async with show.open(asked["ticket"], agent="Laptop", by=laptop) as second:
                await hear(second, '{"type": "handover.took", "agent": "test", "is_here": false}')
                told = '{"type": "handover.taken", "agent": "Laptop", "is_here": false}'
                await hear(first, told)

    play(broker, scene)
