"""Opening a document of 1 MB: the first who comes, the next, and 150 people at once."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from statistics import median
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench import Figure
from bench._editing_peers import DOCUMENT, Peer, peers
from bench._editing_server import Office, cpu_seconds, office, serving
from identity.tickets.model import Presented
from kernel.ids import fresh_id
from weboffice.documents.service import block_id
from weboffice.editing import codec
from weboffice.ydoc.model import Paragraph, Run
from weboffice.ydoc.rules import seed

LARGE = 1 << 20  # bytes of the document as one update
COLD, WARM, JOINERS = 10, 20, 150
JOIN_MS, JOINERS_SECONDS = 150.0, 2.0
SENTENCE = "온마루에서 여러 사람이 함께 쓰는 보고서의 한 문단이며 추진 배경과 일정을 적는다. "
SECONDS = 60
Dial = Callable[["Joiner"], Coroutine[Any, Any, object]]


def large() -> bytes:
    """A text of LARGE bytes, some 200 pages."""
    paragraph = Paragraph((Run(SENTENCE * 3),))
    count = LARGE // len(seed([paragraph], block_id))
    return seed([paragraph] * count, block_id)


class Joiner(WSListener):
    """Asks for the whole document and notes when it is there."""

    def __init__(self, prefix: bytes, first: list[bytes], least: int) -> None:
        self.prefix = prefix
        self.first = first
        self.least = least  # bytes of an answer that holds all
        self.has_all = asyncio.Event()
        self.began = time.perf_counter()
        self.took = float("nan")
        self._parts: list[bytes] = []
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        for message in self.first:
            transport.send(WSMsgType.BINARY, self.prefix + message)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002
        if frame.msg_type not in {WSMsgType.BINARY, WSMsgType.CONTINUATION}:
            return
        self._parts.append(frame.get_payload_as_bytes())
        if not frame.fin:
            return
        whole, self._parts = b"".join(self._parts), []
        body = whole[len(self.prefix) :]
        if body[:1] == b"\x00" and body[:2] != b"\x00\x00" and len(body) >= self.least:
            self.took = time.perf_counter() - self.began
            self.has_all.set()

    def leave(self) -> None:
        if self.transport is not None:
            self.transport.disconnect()


def measure(core: int) -> None:
    state = large()
    cold, warm, many, spent = _ours(core, state)
    theirs: list[tuple[str, float | None, float | None, float | None]] = [
        (peer.name, *_theirs(peer, core, state)) for peer in peers()
    ]
    for name, peer_warm, peer_many, peer_spent in theirs or [("none installed", None, None, None)]:
        size = f"a document of {len(state) / LARGE:.1f} MiB"
        _tell(
            f"{size}: opened while others have it, median", "ms", warm, (name, peer_warm), JOIN_MS
        )
        _tell(f"{size}: {JOINERS} people at once, the last has it", "s", many, (name, peer_many),
              JOINERS_SECONDS)  # fmt: skip
        _tell(f"{size}: the server's processor time for each of them", "ms", spent,
              (name, peer_spent), JOINERS_SECONDS * 1000 / JOINERS)  # fmt: skip
    nobody = ("peers had it in memory", None)
    _tell("the same, read from the database first, median", "ms", cold, nobody, JOIN_MS)


def _tell(
    figure: str, unit: str, ours: float, rival: tuple[str, float | None], most: float
) -> None:
    name, peer = rival
    Figure(figure, unit, ours, peer, name, f"<= {most:g}", ours <= most).report()


def _ours(core: int, state: bytes) -> tuple[float, float, float, float]:
    with office() as place:
        documents = [_stored(place, state) for _ in range(COLD)]
        with serving(place, core) as pid:
            return uvloop.run(_join_ours(place, documents, len(state) // 2, pid))


def _stored(place: Office, state: bytes) -> str:
    documents = place.workplace.office.documents
    with documents.begin() as tx:
        return documents.create_from(tx, place.actor, (None, fresh_id()), lambda _: state).id


async def _join_ours(
    place: Office, documents: list[str], least: int, pid: int
) -> tuple[float, float, float, float]:
    first = [codec.step1(b"\x00")]

    async def one(document: str, ticket: Presented) -> float:
        joiner = Joiner(b"", first, least)
        return await _join(joiner, lambda j: place.open(j, document, ticket, 1))

    cold = [await one(document, place.ticket(document)) for document in documents]
    chosen = documents[0]
    stays = Joiner(b"", first, least)
    await place.open(stays, chosen, place.ticket(chosen), 1)
    warm = [await one(chosen, place.ticket(chosen)) for _ in range(WARM)]
    tickets = [place.ticket(chosen, one) for one in place.colleagues(chosen, JOINERS)]
    many, spent = await _all_at_once([one(chosen, ticket) for ticket in tickets], pid)
    return _ms(cold), _ms(warm), many, spent


async def _all_at_once(
    joins: Sequence[Coroutine[Any, Any, float]], pid: int
) -> tuple[float, float]:
    """Seconds until the last has it, and milliseconds of the server's processor time for each."""
    began, used = time.perf_counter(), cpu_seconds(pid)
    await asyncio.gather(*joins)
    took, spent = time.perf_counter() - began, cpu_seconds(pid) - used
    return round(took, 2), round(spent * 1000 / len(joins), 1)


async def _join(joiner: Joiner, dial: Dial) -> float:
    joiner.began = time.perf_counter()
    await dial(joiner)
    await asyncio.wait_for(joiner.has_all.wait(), SECONDS)
    joiner.leave()
    return joiner.took


def _ms(seconds: list[float]) -> float:
    return round(median(seconds) * 1000, 1)


def _theirs(peer: Peer, core: int, state: bytes) -> tuple[float, float, float]:
    with peer.running(core) as (url, pid):
        return uvloop.run(_join_theirs(peer, url + DOCUMENT, state, pid))


async def _join_theirs(peer: Peer, url: str, state: bytes, pid: int) -> tuple[float, float, float]:
    """Its first client brings the document and stays."""
    prefix, least = peer.prefix(DOCUMENT), len(state) // 2

    async def dial(joiner: Joiner) -> object:
        return await ws_connect(
            lambda: joiner, url, max_frame_size=LARGE * 4, websocket_handshake_timeout=SECONDS
        )

    first = Joiner(prefix, [*peer.first(), codec.update(state)], least)
    await dial(first)
    await asyncio.sleep(2)
    warm = [await _join(Joiner(prefix, peer.first(), least), dial) for _ in range(WARM)]
    joins = [_join(Joiner(prefix, peer.first(), least), dial) for _ in range(JOINERS)]
    return _ms(warm), *await _all_at_once(joins, pid)
