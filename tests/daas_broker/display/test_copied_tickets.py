"""A ticket that somebody copied before it was used."""

from dataclasses import replace

from daas_broker.display.model import Close
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import Show, end_of, hear, play
from tests.support.fakes.desktop_screen import PICTURE


def test_a_copied_ticket_shows_nobody_else_the_desktop(broker: Broker) -> None:
    """[ID4] [DK8] Not in another person's browser, nor in one where nobody is signed in."""
    eve = broker.world.as_user("eve")

    async def scene(show: Show) -> None:
        async with show.open(show.ticket(), by=eve) as copied:
            assert await end_of(copied) == Close.TICKET_REFUSED
        async with show.open(show.ticket(), by=replace(eve, token="")) as stranger:
            assert await end_of(stranger) == Close.TICKET_REFUSED
        async with show.open(show.ticket()) as own:
            await own.send("SETTINGS,{}")
            await hear(own, PICTURE)

    show = play(broker, scene)
    assert len(show.fake.hears) == 1, "the desktop heard of nobody else"
