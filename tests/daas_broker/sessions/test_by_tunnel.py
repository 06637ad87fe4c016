"""Desktops that are reached through the tunnel: whose device a ticket and its stream belong to."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from websockets.asyncio.client import connect, unix_connect
from websockets.typing import Origin, Subprotocol

from daas_broker.desktops.model import DesktopId
from daas_broker.display.model import Close, Opened, Wish
from identity.tickets.service import TicketRefused
from kernel.http import CLIENT_HEADER
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import OURS, Show, end_of, hear, next_of
from tests.support.endings import endings_heard
from tests.support.fakes.desktop_screen import PICTURE
from tests.support.world import SignedInClient
from tests.vpn.conftest import Keys, Tunnel, tunnel
from tests.vpn.policy.test_policy import BODY
from workplace.display import Notices

__all__ = ["tunnel"]  # a fixture
DESK = "10.20.30.40"


@dataclass
class Remote:
    """Ann has a desktop, and a laptop with a tunnel session of the work zone."""

    broker: Broker
    tunnel: Tunnel
    show: Show
    keys: Keys

    @property
    def here(self) -> str:
        [device] = [one for one in self.tunnel.devices("ann") if one["state"] == "active"]
        return str(device["address"])

    def ticket(self, where: str) -> str:
        path = f"/api/desktops/{self.show.desktop}/tickets"
        reply = self.show.ann.call("POST", path, headers={CLIENT_HEADER: where})
        assert reply.status_code == 201, reply.json
        return str(reply.get_json()["ticket"])

    def opens(self, token: str, where: str, by: SignedInClient | None = None) -> bool:
        wish = Wish((by or self.show.ann).presents(token, where), DesktopId(self.show.desktop))
        return isinstance(self.show.gateway.doors.open([wish])[0], Opened)

    def browser(self, token: str) -> connect:
        return unix_connect(
            str(self.show.socket),
            f"ws://localhost/display/{self.show.desktop}",
            origin=Origin(OURS),
            subprotocols=[Subprotocol("onmaru.display"), Subprotocol(f"onmaru.ticket.{token}")],
            additional_headers={CLIENT_HEADER: self.here, **self.show.ann.cookie},
            compression=None,
        )

    def renew(self) -> Keys:
        """The device brings its next key, and is heard under it."""
        [device] = self.tunnel.devices("ann")
        following = Keys()
        body = self.keys.renewal(device["certificate_serial"], following)
        assert self.tunnel.anyone.post("/api/gvpn/renew", json=body).status_code == 200
        return following


@pytest.fixture
def remote(broker: Broker, tunnel: Tunnel) -> Iterator[Remote]:
    keys = Keys()
    tunnel.has_gateway()
    tunnel.device("ann", keys)
    assert tunnel.officer.post("/api/admin/gvpn/policies", **BODY).status_code == 201
    tunnel.keep()
    with TemporaryDirectory(prefix="rmt") as folder:
        remote = Remote(broker, tunnel, Show(broker, Path(folder)), keys)
        body = {"zone": "work", "password": tunnel.knows("ann")}
        headers = {CLIENT_HEADER: remote.here}
        started = remote.show.ann.call("POST", "/api/gvpn/session", json=body, headers=headers)
        assert started.status_code == 201, started.json
        yield remote


def test_a_ticket_of_the_tunnel_opens_on_its_own_device_only(remote: Remote) -> None:
    """[DC2]"""
    other = Keys()
    remote.tunnel.device("lee", other)
    lees = str(remote.tunnel.devices("lee")[0]["address"])
    for where in (DESK, "-", lees):
        assert not remote.opens(remote.ticket(remote.here), where)
    assert remote.opens(remote.ticket(remote.here), remote.here)
    refused = ("-", "identity.redeem_ticket", "refused")
    assert remote.broker.world.audited().count(refused) == 3


def test_a_ticket_is_worth_nothing_under_another_key_at_the_same_address(remote: Remote) -> None:
    """[DC2] The address inside is the same; the key that proves it is not."""
    token = remote.ticket(remote.here)
    following = remote.renew()
    remote.tunnel.keep()
    remote.tunnel.keep()  # it was heard under the next one
    assert set(remote.tunnel.host.peers) == {following.public_key}
    assert not remote.opens(token, remote.here)
    assert remote.opens(remote.ticket(remote.here), remote.here)


def test_a_ticket_of_the_desk_opens_nothing_in_the_tunnel(remote: Remote) -> None:
    """[DC2] Not even on a device of the same person, in a session of the same zone."""
    desk = remote.broker.world.sign_in("ann")
    path = f"/api/desktops/{remote.show.desktop}/tickets"
    token = desk.call("POST", path, headers={CLIENT_HEADER: DESK}).get_json()["ticket"]
    assert not remote.opens(token, remote.here, desk)


def test_what_else_looks_at_a_desktop_opens_on_its_own_device_only(remote: Remote) -> None:
    """[DC2] [ID5] A console, and what a helper sees: the same key, or nothing."""
    tickets, world = remote.broker.broker.seating.tickets, remote.broker.world
    origin = world.settings.origin(Zone.WORK)
    ann = world.as_user("ann")

    def asked_at(where: str) -> str:
        with world.begin() as tx:
            key = tickets.places.key_at(tx, where)
            return tickets.issue(tx, ann.actor, "display.watch", "-", key=key)

    for asked, shown in ((remote.here, DESK), (DESK, remote.here)):
        with pytest.raises(TicketRefused):
            tickets.redeem(ann.presents(asked_at(asked), shown), "display.watch", origin)
    right = ann.presents(asked_at(remote.here), remote.here)
    assert tickets.redeem(right, "display.watch", origin)


def cut(remote: Remote, act: Callable[[], object]) -> float:
    """Seconds from the act to the end of a stream that shows pictures."""
    took = 0.0

    async def scene() -> None:
        nonlocal took
        async with remote.browser(await asyncio.to_thread(remote.ticket, remote.here)) as browser:
            await next_of(browser, str)
            await browser.send("SETTINGS,{}")
            await hear(browser, PICTURE)
            await asyncio.sleep(0.5)  # the listener is a thread of its own
            began = monotonic()
            await asyncio.to_thread(act)
            assert await end_of(browser) == Close.SESSION_ENDED
            took = monotonic() - began

    async def run() -> None:
        notices = Notices(remote.show.gateway, asyncio.get_running_loop())
        with endings_heard(remote.broker.world, notices):
            async with remote.show.running():
                await asyncio.wait_for(scene(), 30)

    asyncio.run(run())
    return took


def revoke(remote: Remote) -> None:
    [device] = [one["id"] for one in remote.tunnel.devices("ann")]
    desk = remote.broker.world.sign_in("ann")
    assert desk.delete(f"/api/gvpn/devices/{device}").status_code == 204


def end_session(remote: Remote) -> None:
    headers = {CLIENT_HEADER: remote.here}
    found = remote.show.ann.call("GET", "/api/gvpn/session", headers=headers).get_json()
    path = f"/api/gvpn/sessions/{found['session']['id']}"
    assert remote.tunnel.officer.delete(path).status_code == 204


Ending = Callable[[Remote], None]


@pytest.mark.parametrize("ending", [revoke, end_session])
def test_the_stream_ends_with_its_device_and_its_tunnel_session(
    remote: Remote, ending: Ending
) -> None:
    """[DC2]"""
    assert cut(remote, lambda: ending(remote)) < 1
