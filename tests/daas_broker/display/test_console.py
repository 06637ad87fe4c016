"""A machine's own screen through the gateway: RFB of both sides parsed, nothing copied."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import update
from websockets.asyncio.client import connect, unix_connect
from websockets.typing import Origin, Subprotocol

from daas_broker.desktops.model import LIBVIRT, Protocol
from daas_broker.desktops.store import desktops
from daas_broker.display.model import Close
from daas_broker.display.unix_websocket import serve_unix
from tests.daas_broker.conftest import Broker
from tests.daas_broker.consoles.test_consoles import policy
from tests.daas_broker.display.test_gateway import OURS, Show, end_of, until
from tests.daas_broker.display.test_light import REQUEST, greet, hear_bytes
from tests.support import rfb
from tests.support.fakes.light_screen import FakeLightScreen
from tests.support.world import SignedInClient
from workplace.display import BROWSERS


class ConsoleShow(Show):
    """A machine in which a desktop runs; an administrator looks at the machine."""

    fake: FakeLightScreen

    def __init__(self, broker: Broker, folder: Path) -> None:
        broker.host.protocol = Protocol.LIGHT
        super().__init__(broker, folder)
        self.fake = FakeLightScreen()
        with broker.world.begin() as tx:
            tx.db.execute(update(desktops).values(provider=LIBVIRT))

    def console_ticket(self) -> str:
        reply = self.broker.admin.post(f"/api/admin/consoles/{self.desktop}/tickets")
        return str(reply.get_json()["ticket"])

    def look(self, ticket: str, by: SignedInClient | None = None) -> connect:
        return unix_connect(
            str(self.socket),
            f"ws://localhost/display/{self.desktop}/console",
            origin=Origin(OURS),
            subprotocols=[Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{ticket}")],
            additional_headers=(by or self.broker.admin).cookie,
            compression=None,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await serve_unix(self.gateway.answer, self.socket, BROWSERS)
        place = self.folder / self.desktop / "console.sock"
        place.parent.mkdir(exist_ok=True)
        machine = await asyncio.start_unix_server(self.fake.light, str(place))
        yield
        await asyncio.sleep(0.05)
        await asyncio.gather(*self.gateway.consoles.tasks)
        machine.close()
        server.close()

    @property
    def acts(self) -> list[str]:
        return [act for _, act, _ in self.broker.world.audited() if "console" in act]


def play(broker: Broker, scene: Callable[[ConsoleShow], Awaitable[None]]) -> ConsoleShow:
    with TemporaryDirectory(prefix="dsp") as folder:
        show = ConsoleShow(broker, Path(folder))

        async def run() -> None:
            async with show.running():
                await asyncio.wait_for(scene(show), 20)

        asyncio.run(run())
    return show


def test_an_administrator_sees_the_screen_and_types_at_it(broker: Broker) -> None:
    """[DVM5]"""

    async def scene(show: ConsoleShow) -> None:
        async with show.look(show.console_ticket()) as browser:
            await greet(browser)
            await browser.send(struct.pack(">BxHii", 2, 2, 7, 5))
            await browser.send(REQUEST)
            picture = rfb.update(rfb.raw(4, 4))
            assert await hear_bytes(browser, len(picture)) == picture
            await browser.send("kd,65293")
            await until(lambda: "key:65293:1" in show.fake.order)
        await until(lambda: show.acts[-1:] == ["daas_broker.close_console"])

    assert play(broker, scene).acts == ["daas_broker.open_console", "daas_broker.close_console"]


def test_no_text_and_no_clipboard_reaches_it(broker: Broker) -> None:
    """[DVM5]"""

    async def scene(show: ConsoleShow) -> None:
        async with show.look(show.console_ticket()) as browser:
            await greet(browser)
            await browser.send("cw,7ZWc")
            await browser.send('{"type":"commit","text":"한","seq":1}')
            await browser.send("kd,65293")
            await until(lambda: "key:65293:1" in show.fake.order)

    assert play(broker, scene).fake.order == ["key:65293:1"]


def test_a_users_ticket_opens_no_console_and_a_consoles_ticket_no_desktop(broker: Broker) -> None:
    """[DVM5] [DK8]"""

    async def scene(show: ConsoleShow) -> None:
        async with show.look(show.ticket()) as browser:
            assert await end_of(browser) == Close.TICKET_REFUSED
        async with show.open(show.console_ticket()) as browser:
            assert await end_of(browser) == Close.TICKET_REFUSED

    assert play(broker, scene).acts == []


def test_it_is_cut_when_the_sign_in_ends(broker: Broker) -> None:
    """[DVM5]"""

    async def scene(show: ConsoleShow) -> None:
        async with show.look(show.console_ticket()) as browser:
            await greet(browser)
            actor = broker.admin.actor
            show.gateway.consoles.cut_sessions({actor.session_id})
            assert await end_of(browser) == Close.SESSION_ENDED

    play(broker, scene)


def test_what_is_on_no_list_ends_it(broker: Broker) -> None:
    """[DF1]"""

    async def scene(show: ConsoleShow) -> None:
        async with show.look(show.console_ticket()) as browser:
            await greet(browser)
            await browser.send(b"\x07")
            assert await end_of(browser) == Close.BAD_MESSAGE

    play(broker, scene)


def test_its_user_sees_it_and_touches_nothing(broker: Broker) -> None:
    """[DVM8]"""

    async def scene(show: ConsoleShow) -> None:
        policy(show.broker, console=True)
        reply = show.ann.post(f"/api/desktops/{show.desktop}/console")
        async with show.look(str(reply.get_json()["ticket"]), show.ann) as browser:
            await greet(browser)
            await browser.send(struct.pack(">BB2xI", 4, 1, 97) + struct.pack(">BBHH", 5, 1, 9, 9))
            for typed in ("kd,65293", "m,5,5,1,0", "cw,7ZWc", "r,800x600"):
                await browser.send(typed)
            await browser.send(REQUEST)  # behind what was tried
            picture = rfb.update(rfb.raw(4, 4))
            assert await hear_bytes(browser, len(picture)) == picture

    fake = play(broker, scene).fake
    assert fake.order == []
    assert {message[0] for message in fake.messages} <= {0, 3}


def test_what_its_user_sees_ends_at_once_when_the_policy_does(broker: Broker) -> None:
    """[DVM8]"""

    async def scene(show: ConsoleShow) -> None:
        policy(show.broker, console=True)
        reply = show.ann.post(f"/api/desktops/{show.desktop}/console")
        async with show.look(str(reply.get_json()["ticket"]), show.ann) as browser:
            await greet(browser)
            await asyncio.to_thread(policy, broker, console=False)
            await show.gateway.consoles.look()
            assert await end_of(browser) == Close.DESKTOP_ENDED

    play(broker, scene)
