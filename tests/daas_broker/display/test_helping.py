"""A helper's stream beside the user's, through the real gateway."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.typing import Origin, Subprotocol

from daas_broker.desktops.model import DesktopId
from daas_broker.display import rules
from daas_broker.display.model import MARKERS, Close, Dropped, Refusal, ToDisplay
from daas_broker.helpdesk import store
from daas_broker.helpdesk.model import Level
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import OURS, Show, end_of, hear, next_of, play, until
from tests.support.fakes.desktop_screen import PICTURE
from tests.support.world import SignedInClient
from workplace.display import Notices

SOUND = b"\x01\x00 an opus packet"
WATCHED = {"type": "help.watched", "by": "hana", "control": False}


class Help:
    """A call for help from the shown desktop."""

    def __init__(self, show: Show) -> None:
        self.show = show
        reply = show.ann.post(f"/api/desktops/{show.desktop}/help", note="")
        self.id: str = reply.get_json()["id"]

    @property
    def hana(self) -> SignedInClient:
        return self.show.broker.world.as_user("hana", Role.MEMBER, Role.HELP_DESK)

    def want(self, wish: str) -> None:
        assert self.hana.post(f"/api/admin/helpdesk/{self.id}/ask", wish=wish).status_code == 200

    def ask(self, wish: str) -> None:
        """And the user says yes."""
        self.want(wish)
        path = f"/api/desktops/{self.show.desktop}/help/answer"
        assert self.show.ann.post(path, wish=wish, yes=True).status_code == 200

    def stop(self, wish: str) -> None:
        self.show.ann.post(f"/api/desktops/{self.show.desktop}/help/stop", wish=wish)

    def ticket(self) -> str:
        reply = self.hana.post(f"/api/admin/helpdesk/{self.id}/tickets").get_json()
        return str(reply["ticket"])

    def open(self, ticket: str, suffix: str = "/watch") -> connect:
        return unix_connect(
            str(self.show.socket),
            f"ws://localhost/display/{self.show.desktop}{suffix}",
            origin=Origin(OURS),
            subprotocols=[Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{ticket}")],
            additional_headers=self.hana.cookie,
            compression=None,
            close_timeout=1,  # one that is held up answers no farewell
        )


@asynccontextmanager
async def user(show: Show) -> AsyncIterator[ClientConnection]:
    """The user's browser, with the first picture on it."""
    async with show.open(show.ticket()) as browser:
        await browser.send('SETTINGS,{"initialClientWidth":1280,"initialClientHeight":800}')
        await hear(browser, PICTURE)
        yield browser


@asynccontextmanager
async def noticing(show: Show) -> AsyncIterator[None]:
    """As in the real process: what the broker decides is heard at once."""
    notices = Notices(show.gateway, asyncio.get_running_loop())
    url = show.broker.world.settings.database_url
    thread = threading.Thread(target=notices.follow_releases, args=(url,), daemon=True)
    thread.start()
    await asyncio.sleep(0.2)
    try:
        yield
    finally:
        notices.stopped.set()
        with show.broker.world.begin() as tx:
            store.notify(tx.db, DesktopId("-"))  # wakes it, so that it sees that it is to stop
        await asyncio.to_thread(thread.join, 5)


async def told(browser: ClientConnection) -> dict[str, Any]:
    """The next word about who watches."""
    async with asyncio.timeout(5):
        while True:
            message = await browser.recv()
            if isinstance(message, str) and '"help.watched"' in message:
                found: dict[str, Any] = json.loads(message)
                return found


async def draw(show: Show, *what: str | bytes) -> None:
    assert show.fake.connection is not None
    for each in what:
        await show.fake.connection.send(each)


def test_the_user_is_told_first_then_the_helper_sees_the_same_pictures_and_no_more(
    broker: Broker,
) -> None:
    """[DR1] [DR3] [DR7]"""

    async def scene(show: Show) -> None:
        async with user(show) as browser:
            help_ = Help(show)
            size = '{"type":"stream_resolution","width":1280,"height":800}'
            await draw(show, size)
            await asyncio.to_thread(help_.ask, "watch")
            async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
                assert await told(browser) == WATCHED
                first = [await helper.recv(), await helper.recv()]
                assert json.loads(first[0]) == WATCHED
                assert json.loads(first[1])["type"] == "stream_resolution"
                await until(lambda: rules.KEYFRAME in show.fake.hears)
                await draw(show, SOUND, "clipboard,aGVsbG8=", PICTURE)
                assert await helper.recv() == PICTURE
            assert (await told(browser))["by"] is None

    play(broker, scene)


WATCHERS_TRIES = (
    "m,5,5,1,0",
    "kd,97",
    "ku,97",
    '{"type":"commit","text":"몰래","seq":1}',
    "cw,aGVsbG8=",
    "r,800x600",
    'SETTINGS,{"framerate":60}',
)


async def say(helper: ClientConnection, *messages: str) -> None:
    """And wait until the gateway has dealt with them."""
    for message in (*messages, "ping,1"):
        await helper.send(message)
    await hear(helper, "pong,1")


def reached(show: Show) -> list[str]:
    """What came to the desktop besides the user's own first words."""
    ours = ("SETTINGS", rules.KEYFRAME)
    return [message for message in show.fake.hears if not message.startswith(ours)]


def test_a_watchers_input_never_reaches_the_desktop(broker: Broker) -> None:
    """[DR2]"""

    async def scene(show: Show) -> None:
        async with user(show):
            help_ = Help(show)
            await asyncio.to_thread(help_.ask, "watch")
            async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
                await told(helper)
                await say(helper, *WATCHERS_TRIES)
                await asyncio.to_thread(help_.want, "control")
                await say(helper, *WATCHERS_TRIES)

    show = play(broker, scene)
    assert (reached(show), show.fake.types) == ([], [])
    assert len([m for m in show.fake.hears if m.startswith("SETTINGS")]) == 1


def test_who_was_given_control_types_and_leaves_no_key_down(broker: Broker) -> None:
    """[DR2] [DR4]"""

    async def scene(show: Show) -> None:
        async with noticing(show), user(show) as browser:
            help_ = Help(show)
            await asyncio.to_thread(help_.ask, "watch")
            async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
                assert (await told(browser))["control"] is False
                await asyncio.to_thread(help_.ask, "control")
                assert (await told(browser))["control"] is True
                await say(
                    helper, "m,7,8,1,0", '{"type":"commit","text":"함께","seq":1}', "kd,65293"
                )
                await until(lambda: "kd,65293" in show.fake.hears)
                await asyncio.to_thread(help_.stop, "control")
                assert (await told(browser))["control"] is False
                await say(helper, "kd,98")
                await until(lambda: "kr" in show.fake.hears)

    show = play(broker, scene)
    assert show.fake.types == ["함께"]
    markers = {f"ku,{marker}" for marker in MARKERS}  # the text waited for the click [DG3]
    assert set(reached(show)) - markers == {"m,7,8,1,0", "kd,65293", "m,7,8,0,0", "kr"}


async def end_by_user(help_: Help, _browser: ClientConnection) -> None:
    await asyncio.to_thread(help_.stop, "watch")


async def end_by_helper(help_: Help, _browser: ClientConnection) -> None:
    path = f"/api/admin/helpdesk/{help_.id}/stop"
    await asyncio.to_thread(help_.hana.post, path, wish="watch")


async def end_by_sign_out(help_: Help, _browser: ClientConnection) -> None:
    """Endings tells the gateway, as workplace.endings does in the real process."""
    world, actor = help_.show.broker.world, help_.hana.actor
    sessions = world.workplace.identity.sessions
    await asyncio.to_thread(sessions.end_session, actor, actor.session_id, "signed_out")
    help_.show.gateway.helpers.cut_sessions({actor.session_id})
    await asyncio.to_thread(world.deliver_events)


async def end_by_leaving(_help: Help, browser: ClientConnection) -> None:
    await browser.close()


@pytest.mark.parametrize("end", [end_by_user, end_by_helper, end_by_sign_out, end_by_leaving])
def test_either_side_ends_it_within_a_second(
    broker: Broker, end: Callable[[Help, ClientConnection], Awaitable[None]]
) -> None:
    """[DR4]"""

    async def scene(show: Show) -> None:
        async with noticing(show), user(show) as browser:
            help_ = Help(show)
            await asyncio.to_thread(help_.ask, "watch")
            async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
                await told(browser)
                await end(help_, browser)
                began = monotonic()
                assert await end_of(helper) in {Close.WATCH_OVER, Close.SESSION_ENDED}
                assert monotonic() - began < 1
                watching = show.broker.broker.helpdesk.watching
                await until(lambda: watching(DesktopId(show.desktop)) is None)

    play(broker, scene)


def test_without_a_yes_or_without_the_user_there_is_nothing_to_see(broker: Broker) -> None:
    """[DR1] [DR3]"""

    async def scene(show: Show) -> None:
        async with user(show) as browser:
            help_ = Help(show)
            await asyncio.to_thread(help_.ask, "watch")
            ticket = await asyncio.to_thread(help_.ticket)
            async with help_.open(ticket, suffix="") as as_owner:
                assert await end_of(as_owner) == Close.TICKET_REFUSED
            async with help_.open(await asyncio.to_thread(show.ticket)) as as_helper:
                assert await end_of(as_helper) == Close.TICKET_REFUSED
            late = await asyncio.to_thread(help_.ticket)
            await browser.close()
            await until(lambda: DesktopId(show.desktop) not in show.gateway.helpers.shown)
            async with help_.open(late) as helper:
                assert await end_of(helper) in {Close.TICKET_REFUSED, Close.WATCH_OVER}

    play(broker, scene)


def test_a_slow_helper_holds_nobody_up(broker: Broker) -> None:
    """[DR7]"""

    async def scene(show: Show) -> None:
        async with user(show) as browser:
            help_ = Help(show)
            await asyncio.to_thread(help_.ask, "watch")
            async with help_.open(await asyncio.to_thread(help_.ticket)) as helper:
                await told(browser)
                helper.transport.pause_reading()
                big = PICTURE + bytes(512 * 1024)
                for _ in range(40):
                    await draw(show, big)
                    assert await next_of(browser, bytes) == big

    play(broker, scene)


def test_what_a_helpers_page_says_is_judged_by_what_it_may_do_now() -> None:
    """[DR2]"""
    for message in ("m,1,1,0,0", "m2,1,1,0,0", "kd,97", "ku,97", "kh,97", "kr"):
        assert isinstance(rules.from_watcher(message, Level.WATCH), Dropped)
        assert isinstance(rules.from_watcher(message, Level.NONE), Dropped)
        assert isinstance(rules.from_watcher(message, Level.CONTROL), ToDisplay)
    for message in ("cw,aGVsbG8=", "cr", "r,800x600", "s,96", "STOP_VIDEO", "START_AUDIO"):
        assert isinstance(rules.from_watcher(message, Level.CONTROL), Dropped)
    assert isinstance(rules.from_watcher("cmd,rm", Level.CONTROL), Refusal)
