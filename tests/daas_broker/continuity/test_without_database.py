"""PostgreSQL is killed under a stream that is open, and comes back: what goes on, who comes back,
and what the audit chain is told."""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from daas_broker.continuity.model import What
from daas_broker.continuity.seal import HALF, coded, said
from daas_broker.display.model import Close
from kernel import audit
from kernel.actor import Role
from kernel.db import DatabaseAway
from kernel.http import CLIENT_HEADER
from tests.conftest import in_memory
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import OURS, Show
from tests.support.endings import endings_heard
from tests.support.fakes.desktop_screen import PICTURE
from workplace.display import Notices
from workplace.migrate import upgrade
from workplace.stack.commands import CommandFailed
from workplace.stack.postgres import TEMPLATE, PrivatePostgres, connect, start_private

PATIENCE = 60.0  # seconds; a busy machine
HANDS = ThreadPoolExecutor(1)  # a server ends with the thread that started it


@pytest.fixture(scope="module")
def postgres() -> Iterator[PrivatePostgres]:
    """One of our own: what is killed here is nobody else's."""
    server = start_private(Path(mkdtemp(prefix="onmaru-test-", dir=in_memory())))
    upgrade(server.create(TEMPLATE))
    yield server
    server.stop()


@dataclass
class Page:
    """What the page of a viewer keeps, and how it shows it."""

    show: Show
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    promised: dict[str, Any] = field(default_factory=dict)

    @property
    def device(self) -> str:
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        return coded(self.key.public_key().public_bytes(serialization.Encoding.DER, spki))

    def ask(self) -> int:
        path = f"/api/desktops/{self.show.desktop}/entitlements"
        there, body = {CLIENT_HEADER: "-"}, {"device": self.device}
        reply = self.show.ann.call("POST", path, json=body, headers=there)
        if reply.status_code == 201:
            self.promised = reply.get_json()
        return reply.status_code

    def shown(self, later: timedelta = timedelta()) -> str:
        """In place of a ticket."""
        word = str(self.promised["entitlement"])
        at = round((self.show.broker.world.now() + later).timestamp() * 1000)
        signed = self.key.sign(said(word, at, OURS), ec.ECDSA(hashes.SHA256()))
        proof = b"".join(each.to_bytes(HALF) for each in decode_dss_signature(signed))
        return f"{self.promised['mark']}{word}.{at}.{coded(proof)}"


Scene = Callable[[Show, Page], Awaitable[None]]


def play(broker: Broker, scene: Scene) -> Show:
    """With the threads that hear the database, as the process has them."""
    with TemporaryDirectory(prefix="dsp") as folder:
        show = Show(broker, Path(folder))

        async def run() -> None:
            settings, world = broker.world.settings, broker.world
            notices = Notices(show.gateway, asyncio.get_running_loop())
            listening = threading.Thread(
                target=notices.follow_releases, args=(settings.database_url,), daemon=True
            )
            listening.start()
            with endings_heard(world, notices):
                async with show.running():
                    await asyncio.wait_for(scene(show, Page(show)), 4 * PATIENCE)
                    notices.stopped.set()

        asyncio.run(run())
    return show


async def hear(browser: ClientConnection, expected: str | bytes) -> None:
    """Among other things."""
    async with asyncio.timeout(PATIENCE):
        while await browser.recv() != expected:
            pass


async def end_of(browser: ClientConnection) -> int:
    async with asyncio.timeout(PATIENCE):
        try:
            while True:
                await browser.recv()
        except ConnectionClosed as error:
            return error.rcvd.code if error.rcvd else 1006


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.05)


async def seated(_show: Show, browser: ClientConnection) -> None:
    await browser.send("SETTINGS,{}")
    await hear(browser, PICTURE)


async def kill(postgres: PrivatePostgres, show: Show) -> None:
    """As the kernel does when it runs out of memory.

    A throw-away server confirms what its disk does not have yet, so that has arrived before.
    """
    with connect(postgres.sockets) as admin:
        admin.execute("CHECKPOINT")
    postgres.process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(postgres.process.wait)
    await until(lambda: show.gateway.offline.is_away)


async def revive(postgres: PrivatePostgres, show: Show) -> None:
    """On the same files, which what is left of the killed one may hold for a moment."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                again = await loop.run_in_executor(HANDS, start_private, postgres.directory)
                break
            except CommandFailed:
                await asyncio.sleep(0.2)
    object.__setattr__(postgres, "process", again.process)  # the fixture is the module's
    await until(lambda: not show.gateway.offline.is_away)
    await until(lambda: not show.gateway.offline.journal.is_open())


def told_to_audit(broker: Broker) -> list[tuple[str, str, str]]:
    """(act, outcome, why) of what continuity told."""
    with broker.world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
        assert audit.first_break(tx.db) is None
    return [
        (row.act.removeprefix("daas_broker.continuity_"), row.outcome, row.facts.get("why", ""))
        for row in rows
        if row.act.startswith("daas_broker.continuity_")
    ]


def test_a_stream_goes_on_and_its_person_comes_back_while_the_database_is_dead(
    broker: Broker, postgres: PrivatePostgres
) -> None:
    """[DC5] [DC6] [DC7]"""

    async def scene(show: Show, page: Page) -> None:
        async with show.open(show.ticket()) as first:
            await seated(show, first)
            assert await asyncio.to_thread(page.ask) == 201
            await kill(postgres, show)
            await goes_on(show, first, "kd,97")
            token = page.shown()
            async with show.open(token) as again:
                assert await end_of(first) == Close.TAKEN_OVER
                await comes_back_to_less(show, again)
                stranger = Page(show, promised=page.promised)
                await is_refused(show, token, stranger.shown())
                await revive(postgres, show)
                assert await end_of(again) == Close.AWAY
        async with show.open(await asyncio.to_thread(ticket, show)) as after:
            await seated(show, after)

    show = play(broker, scene)
    assert told_to_audit(broker) == [
        ("began", "done", ""),
        ("admitted", "done", ""),
        ("refused", "refused", "used"),
        ("refused", "refused", "other_device"),
        ("over", "done", ""),
        ("told", "done", ""),
    ]
    [period] = broker.admin.get("/api/admin/desktop-continuity").get_json()["periods"]
    assert (period["gateway"], period["admitted"], period["refused"], period["is_whole"]) == (
        "display-work", 1, 2, True,
    )  # fmt: skip
    assert not show.gateway.offline.journal.is_open()
    stranger = broker.world.as_user("eve", Role.SECURITY_OFFICER)
    assert stranger.get("/api/admin/desktop-continuity").status_code == 403


async def goes_on(show: Show, browser: ClientConnection, key: str) -> None:
    """Words, keys and pictures, in both directions."""
    await browser.send("ping,7")
    await hear(browser, "pong,7")
    await browser.send(key)
    await until(lambda: key in show.fake.hears)


async def comes_back_to_less(show: Show, browser: ClientConnection) -> None:
    """[DC6]"""
    await browser.send("SETTINGS,{}")
    permit: dict[str, Any] = {}
    has_picture = False
    async with asyncio.timeout(PATIENCE):
        while not (permit and has_picture):  # in either order
            message = await browser.recv()
            has_picture |= message == PICTURE
            if isinstance(message, str) and '"policy.permit"' in message:
                permit = json.loads(message)
    closed = ("clipboard_in", "clipboard_out", "files_in", "files_out", "microphone")
    assert not any(permit[way] for way in closed)
    await goes_on(show, browser, "kd,98")


async def is_refused(show: Show, *tokens: str) -> None:
    for token in tokens:
        async with show.open(token) as refused:
            assert await end_of(refused) == Close.TICKET_REFUSED


def ticket(show: Show) -> str:
    """The first question after it came back may meet a line that is dead."""
    for _ in range(20):
        try:
            return show.ticket()
        except (DatabaseAway, KeyError):
            continue
    raise AssertionError("no ticket can be had")


def test_while_the_database_is_there_an_entitlement_opens_nothing(broker: Broker) -> None:
    """[DC5]"""

    async def scene(show: Show, page: Page) -> None:
        async with show.open(show.ticket()) as first:
            await seated(show, first)
            assert await asyncio.to_thread(page.ask) == 201
            async with show.open(page.shown()) as early:
                assert await end_of(early) == Close.TICKET_REFUSED

    play(broker, scene)
    assert told_to_audit(broker) == []


def test_who_was_let_go_before_the_silence_does_not_come_back(
    broker: Broker, postgres: PrivatePostgres
) -> None:
    """[DC5]"""

    async def scene(show: Show, page: Page) -> None:
        async with show.open(show.ticket()) as first:
            await seated(show, first)
            assert await asyncio.to_thread(page.ask) == 201
            await asyncio.to_thread(show.ann.post, f"/api/desktops/{show.desktop}/release")
            assert await end_of(first) == Close.DESKTOP_ENDED
        await kill(postgres, show)
        async with show.open(page.shown()) as late:
            assert await end_of(late) == Close.TICKET_REFUSED
        await revive(postgres, show)

    play(broker, scene)
    assert ("refused", "refused", "ended") in told_to_audit(broker)


def test_nothing_is_promised_to_who_has_no_stream_or_no_key(broker: Broker) -> None:
    """[DC5]"""

    async def scene(show: Show, page: Page) -> None:
        assert await asyncio.to_thread(page.ask) == 409, "no stream is open"
        async with show.open(show.ticket()) as first:
            await seated(show, first)
            path = f"/api/desktops/{show.desktop}/entitlements"
            for wrong in ("", "x", coded(b"no key")):
                reply = await asyncio.to_thread(show.ann.post, path, device=wrong)
                assert reply.status_code in {400, 422}
            eve = show.broker.world.as_user("eve")
            reply = await asyncio.to_thread(eve.post, path, device=page.device)
            assert reply.status_code == 404

    play(broker, scene)


def test_a_journal_that_was_changed_is_told_as_broken(broker: Broker, tmp_path: Path) -> None:
    """[DC7]"""
    offline = Show(broker, tmp_path).gateway.offline
    offline.lost()
    offline.journal.note(What.ADMITTED, person="ann", desktop="d")
    lines = offline.journal.file.read_text().splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), "facts": {"person": "eve", "desktop": "d"}})
    offline.journal.file.write_text("\n".join(lines) + os.linesep)
    offline.returned()
    assert told_to_audit(broker)[-1] == ("told", "broken", "")
    [period] = broker.admin.get("/api/admin/desktop-continuity").get_json()["periods"]
    assert not period["is_whole"]
