"""A desktop of the light image, as hostd starts it."""

import asyncio
import struct
from collections.abc import Iterator

import pytest

from daas_broker.desktops.model import DesktopId, DesktopSpec, PoolId, Protocol
from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.greeting import GreetDesktop
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import Hostd, eventually, running_hostd

pytestmark = pytest.mark.slow
ENCODINGS = (7, 16, 1, 0, -239, -308, -26)
WHOLE_SCREEN_BYTES = 20_000  # of a wallpaper and a panel, however well deflated


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd"), "light") as hostd:
        yield hostd


async def see_first_picture(display: str) -> None:
    """Fails where its first whole screen does not come, or cannot be followed."""
    reader, writer = await asyncio.open_unix_connection(display)
    greeting = GreetDesktop()
    while not greeting.is_done:
        writer.write(greeting.feed(await reader.read(4096)))
    writer.write(struct.pack(f">BxH{len(ENCODINGS)}i", 2, len(ENCODINGS), *ENCODINGS))
    size = greeting.screen.width, greeting.screen.height
    follows, drawn = FromDesktop(greeting.screen), 0
    async with asyncio.timeout(20):
        while drawn < WHOLE_SCREEN_BYTES:
            writer.write(struct.pack(">BBHHHH", 3, 0, 0, 0, *size))  # an answer may be a size alone
            passed = follows.feed(await reader.read(256 * 1024))
            drawn += sum(len(one) for one in passed if isinstance(one, memoryview))
    writer.close()
    await writer.wait_closed()
    assert greeting.screen.is_resizable


def test_a_light_desktop_says_its_protocol_and_draws_what_the_gateway_follows(
    hostd: Hostd,
) -> None:
    """[DF2] [DF3]"""
    image = next(one for one in hostd.host.images() if one.key == hostd.image.key)
    assert image.protocol is Protocol.LIGHT
    spec = DesktopSpec(DesktopId(fresh_id()), 1, PoolId("p1"), image.key, Zone.INTERNET)
    seen = hostd.host.ensure(spec, 7)
    assert seen.endpoint.protocol is Protocol.LIGHT
    eventually(lambda: hostd.seen(spec.id).ready, 60)
    asyncio.run(see_first_picture(seen.endpoint.display))
    asyncio.run(see_first_picture(seen.endpoint.display))  # who comes again sees the whole again
    hostd.host.destroy(spec.id, 1, 7)
