"""What a browser sends in parts, as Chromium does with what is long."""

from daas_broker.display.model import MESSAGES_PER_SECOND, Close
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import Show, end_of, hear, next_of, play


def test_a_message_in_parts_is_one_message_and_no_bound_is_got_round(broker: Broker) -> None:
    """[DK10]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await browser.send(["pi", "ng", ",", "7"])
            await hear(browser, "pong,7")
            await browser.send(["cmd", ",rm -rf"])
            assert await end_of(browser) == Close.BAD_MESSAGE
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await browser.send(["m,1,1,0,0" * 15_000] * 2)
            assert await end_of(browser) == Close.TOO_BIG
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await browser.send(["ping,7", *("" for _ in range(2 * MESSAGES_PER_SECOND))])
            assert await end_of(browser) == Close.BAD_MESSAGE

    assert play(broker, scene).fake.hears == []
