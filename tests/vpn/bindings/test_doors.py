"""The processes that keep sockets open, as they are started, and who of the tunnel comes in."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, unix_connect
from websockets.typing import Origin, Subprotocol

from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.support.world import SignedInClient
from tests.vpn.bindings.test_bindings import ELSEWHERE, ORIGIN, inside, open_session
from tests.vpn.conftest import Tunnel
from tests.vpn.sessions.test_sessions import address
from workplace.bridges.tunnel_places import TunnelPlaces

__all__ = ["inside"]  # a fixture
STARTS_WITHIN = 120.0  # seconds; a busy machine
LIVE = "/socket.io/?EIO=4&transport=websocket"


@contextmanager
def process(tunnel: Tunnel, module: str, name: str, *words: str) -> Iterator[Path]:
    """Its socket, once there is one."""
    settings = tunnel.world.settings
    settings.run.mkdir(parents=True, exist_ok=True)
    path = settings.socket(name)
    environment = {**settings.environment(), "PATH": "/usr/bin:/bin", "ONMARU_ZONE": "work"}
    with (settings.var / f"{name}.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            ends = time.monotonic() + STARTS_WITHIN
            while not path.exists():
                assert running.poll() is None, (settings.var / f"{name}.log").read_text()[-2000:]
                assert time.monotonic() < ends
                time.sleep(0.05)
            yield path
        finally:
            running.kill()
            running.wait()
            path.unlink(missing_ok=True)


def dial(
    path: Path,
    uri: str,
    where: str,
    who: SignedInClient,
    offered: Sequence[Subprotocol] | None = None,
) -> ClientConnection:
    headers = {"X-Onmaru-Client": where, "X-Onmaru-Zone": "work", **who.cookie}
    return unix_connect(
        str(path), f"ws://localhost{uri}", origin=Origin(ORIGIN), additional_headers=headers,
        subprotocols=offered, compression=None, open_timeout=60,
    )  # fmt: skip


def live(path: Path, who: SignedInClient, where: str) -> str:
    """What the live process says to a page of `who`: its code, or nothing where it lets in."""
    with dial(path, LIVE, where, who) as socket:
        assert str(socket.recv(60)).startswith("0{")
        socket.send("40")  # Socket.IO 5: CONNECT
        while (answer := str(socket.recv(60)))[:2] not in {"40", "44"}:
            pass  # what it says to whoever comes in may be told first
    return "" if answer.startswith("40") else answer[2:]


def test_a_live_socket_opens_through_the_tunnel_in_a_session_only(inside: Tunnel) -> None:
    """[VB1] [VB3] The process itself, as it is started: its door is not only a rule."""
    kim, here = inside.world.as_user("kim"), address(inside)
    inside.device("lee")
    desk = inside.world.sign_in("kim")
    with process(inside, "workplace.live", "live") as path:
        assert live(path, kim, here) == ""
        assert "not_signed_in" in live(path, kim, ELSEWHERE), "it belongs to the device"
        assert live(path, desk, "10.20.30.40") == "", "who comes another way is asked nothing"
        assert "tunnel_quarantined" in live(path, desk, address(inside, "lee"))
        inside.officer.delete(f"/api/gvpn/sessions/{open_session(inside)}")
        fresh = inside.world.sign_in("kim")
        assert "tunnel_quarantined" in live(path, fresh, here)


@pytest.mark.parametrize(
    ("module", "name", "words", "uri", "protocol", "purpose"),
    [
        ("workplace.display", "display-work", (), "/display/d", "onmaru.display", "display"),
        ("workplace.crdtd", "crdtd-1", ("1",), "/y/d", "onmaru.y", "edit"),
    ],
)
def test_a_ticket_shown_elsewhere_is_refused_by_the_process_that_takes_it(  # noqa: PLR0913, PLR0917
    inside: Tunnel, module: str, name: str, words: tuple[str, ...], uri: str, protocol: str,
    purpose: str,
) -> None:  # fmt: skip
    """[VB2] Each process says where a ticket was shown. A desktop's names the key of the tunnel
    that it was asked for in, too."""
    world, here = inside.world, address(inside)
    kim = world.as_user("kim")
    places = TunnelPlaces(world.workplace.vpn.gateways.plan, world.now)

    def refusals(where: str) -> int:
        """Tickets refused by showing one there; the room or desktop does not exist at all."""
        with world.begin() as tx:
            facts = {"key": places.key_at(tx, here)} if purpose == "display" else {}
            tickets = world.workplace.identity.tickets
            token = tickets.issue(tx, kim.actor, purpose, fresh_id(), **facts)
        before = world.audited().count(("-", "identity.redeem_ticket", "refused"))
        offered = [Subprotocol(protocol), Subprotocol(f"onmaru.ticket.{token}")]
        with dial(path, uri, where, kim, offered) as socket:
            try:
                while True:
                    socket.recv(60)
            except ConnectionClosed:
                pass
        return world.audited().count(("-", "identity.redeem_ticket", "refused")) - before

    with process(inside, module, name, *words) as path:
        assert refusals(ELSEWHERE) == 1
        assert refusals("-") == 1
        assert refusals(here) == 0
