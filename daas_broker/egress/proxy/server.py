"""The proxy of one zone: what its policy lets through by name, until the policy changes.

Nothing passes before a host has told it a policy. A change is asked of each open tunnel, and ends
those that it forbids. TLS stays closed to it: within a tunnel it sees and changes nothing.
"""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address

import h11

from daas_broker.desktops.zones import NameRefused, ZonePolicy
from daas_broker.egress.proxy import pages, plain
from daas_broker.egress.proxy.asking import LONGEST_HEAD, PIECE, Asked, Malformed, read_asked
from daas_broker.egress.proxy.control import Told
from daas_broker.egress.proxy.refusals import Refusals
from daas_broker.egress.proxy.rules import Law, Target

MOST_OF_A_DESKTOP = 256  # connections at a time; a browser holds some fifty
HEAD_S, LOOK_UP_S, CONNECT_S = 20.0, 10.0, 10.0
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
log = logging.getLogger("proxy")


class Refused(Exception):
    def __init__(self, why: NameRefused) -> None:
        super().__init__(why)
        self.why = why


@dataclass(eq=False)
class Passage:
    """What goes on for one client; the address is known once there is one."""

    task: asyncio.Task[None]
    target: Target
    address: IPv4Address | None = None
    is_cut: bool = False


@dataclass
class Proxy:
    law: Law | None = None
    passages: set[Passage] = field(default_factory=set)
    clients: Counter[str] = field(default_factory=Counter)
    refusals: Refusals = field(default_factory=Refusals)

    def apply(self, policy: ZonePolicy) -> Told:
        """What it forbids ends in this moment."""
        self.law = Law(policy)
        for passage in self.passages:
            if _forbids(self.law, passage):
                passage.is_cut = True
                passage.task.cancel()
        return Told(policy.revision, len(self.passages), self.refusals.all())

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        desktop = str(writer.get_extra_info("peername")[0])
        own = str(writer.get_extra_info("sockname")[0])
        if desktop == own or self.clients[desktop] >= MOST_OF_A_DESKTOP:  # no ring of itself
            writer.close()
            return
        self.clients[desktop] += 1
        try:
            task = asyncio.current_task()
            if task is not None:
                await self._serve(task, desktop, (reader, writer))
        except (OSError, TimeoutError, h11.ProtocolError) as error:
            log.debug("%s broke off: %r", desktop, error)
        finally:
            self.clients -= Counter([desktop])
            writer.close()

    async def _serve(self, task: asyncio.Task[None], desktop: str, near: Ends) -> None:
        line = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        try:
            async with asyncio.timeout(HEAD_S):
                asked = await read_asked(line, near[0])
        except Malformed:
            await _answer(line, near[1], 400, b"")
            return
        if asked is None:
            return
        passage = Passage(task, asked.target)
        self.passages.add(passage)
        try:
            await self._pass(desktop, asked, passage, line, near)
        except asyncio.CancelledError:
            if not passage.is_cut:
                raise  # the proxy ends, not this passage alone
            near[1].transport.abort()
        finally:
            self.passages.discard(passage)

    async def _pass(
        self, desktop: str, asked: Asked, passage: Passage, line: h11.Connection, near: Ends
    ) -> None:
        try:
            far = await self._reach(passage)
        except Refused as refused:
            self.refusals.note(desktop, asked.target, refused.why)
            await _answer(line, near[1], 403, pages.refused(asked.target, refused.why))
            return
        except (OSError, TimeoutError):
            await _answer(line, near[1], 502, pages.lost(asked.target))
            return
        try:
            if asked.path is None:
                near[1].write(OPEN)
                far[1].write(line.trailing_data[0])
                await _join(near, far)
            else:
                await plain.carry(asked, line, near, far)
        finally:
            far[1].close()

    async def _reach(self, passage: Passage) -> Ends:
        """To the very address that was asked about: a name may have another the next moment."""
        law, target = self.law, passage.target
        why = law.refuses(target) if law else NameRefused.UNLISTED
        if law is None or why is not None:
            raise Refused(why or NameRefused.UNLISTED)
        addresses = await _addresses(target)
        refused: NameRefused | None = None
        lost: OSError | TimeoutError | None = None
        for address in addresses:
            refused = law.refuses_at(target, address)
            if refused is not None:
                continue
            passage.address = address
            try:
                async with asyncio.timeout(CONNECT_S):
                    far = await asyncio.open_connection(str(address), target.port, limit=PIECE)
            except (OSError, TimeoutError) as error:
                lost = error
                continue
            _keep_alive(far[1])
            return far
        if lost is None and refused is not None:
            raise Refused(refused)
        raise lost or OSError("the name has no address")


def _forbids(law: Law, passage: Passage) -> bool:
    address = passage.address
    return law.refuses(passage.target) is not None or (
        address is not None and law.refuses_at(passage.target, address) is not None
    )


async def _addresses(target: Target) -> Sequence[IPv4Address]:
    if target.address is not None:
        return [target.address]
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(LOOK_UP_S):
        found = await loop.getaddrinfo(
            target.host, target.port, family=socket.AF_INET, type=socket.SOCK_STREAM
        )
    return [IPv4Address(row[4][0]) for row in found]


async def _join(near: Ends, far: Ends) -> None:
    """Until both have said all: who has no more to say may still listen."""
    _keep_alive(near[1])
    copies = [
        asyncio.ensure_future(_copy(near[0], far[1])),
        asyncio.ensure_future(_copy(far[0], near[1])),
    ]
    try:
        await asyncio.gather(*copies)
    finally:
        for copy in copies:
            copy.cancel()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(PIECE):
        writer.write(data)
        await writer.drain()
    with suppress(OSError):
        writer.write_eof()


async def _answer(
    line: h11.Connection, writer: asyncio.StreamWriter, status: int, page: bytes
) -> None:
    """A refusal within TLS carries the page as well, though no browser shows it."""
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", str(len(page))),
        ("connection", "close"),
    ]
    if line.our_state is h11.ERROR or line.their_state is h11.ERROR:
        line = h11.Connection(h11.SERVER)
    for event in (h11.Response(status_code=status, headers=headers), h11.Data(data=page)):
        writer.write(line.send(event) or b"")
    await writer.drain()


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    """A desktop that was destroyed says no goodbye."""
    end = writer.get_extra_info("socket")
    end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 20)
