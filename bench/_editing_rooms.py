"""Rooms in which somebody sits and nobody writes: the memory of each, beside its document."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import uvloop
from picows import WSListener, ws_connect

from bench import Figure
from bench._editing_joins import Joiner
from bench._editing_peers import Peer, peers
from bench._editing_server import Office, office, serving
from weboffice.editing import codec
from weboffice.ydoc.machine import SharedDoc

FIRST, ROOMS = 100, 400  # the first ones fill pools and caches that are there once
ROOM_KB = 50.0
KEPT: list[WSListener] = []
Sit = Callable[[str], Coroutine[Any, Any, None]]


def measure(core: int) -> None:
    ours = _ours(core)
    document = _document_kb()
    figure = f"memory of an idle room with one reader, of {ROOMS}"
    own = round(ours - document, 1)
    found: list[tuple[str, float | None]] = [(p.name, _theirs(p, core)) for p in peers()]
    for name, theirs in found or [("none installed", None)]:
        peer = f"{name}, document included"
        target = f"<= {ROOM_KB:g}"
        Figure(figure, "KiB", own, theirs, peer, target, own <= ROOM_KB).report()


def pss_kb(pid: int | str) -> float:
    """Proportional set size: shared pages by their share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return float(next(line for line in lines if line.startswith("Pss:")).split()[1])


def _ours(core: int) -> float:
    with office() as place:
        documents = [place.document() for _ in range(FIRST + ROOMS)]
        with serving(place, core) as pid:
            return uvloop.run(_grow_ours(place, documents, pid))


async def _grow_ours(place: Office, documents: list[str], pid: int) -> float:
    async def sit(document: str) -> None:
        joiner = Joiner(b"", [codec.step1(b"\x00")], 1)
        await place.open(joiner, document, place.ticket(document), 1)
        await asyncio.wait_for(joiner.has_all.wait(), 30)
        KEPT.append(joiner)

    return await _grow(sit, documents, pid)


async def _grow(sit: Sit, documents: list[str], pid: int) -> float:
    for document in documents[:FIRST]:
        await sit(document)
    await asyncio.sleep(3)
    before = pss_kb(pid)
    for document in documents[FIRST:]:
        await sit(document)
    await asyncio.sleep(3)
    return round((pss_kb(pid) - before) / ROOMS, 1)


def _theirs(peer: Peer, core: int) -> float:
    names = [f"room{number}" for number in range(FIRST + ROOMS)]
    with peer.running(core) as (url, pid):

        async def sit(document: str) -> None:
            joiner = Joiner(peer.prefix(document), peer.first(), 1)
            await ws_connect(lambda: joiner, url + document)
            await asyncio.wait_for(joiner.has_all.wait(), 30)
            KEPT.append(joiner)

        return uvloop.run(_grow(sit, names, pid))


def _document_kb() -> float:
    """An empty document as pycrdt keeps it."""
    state = SharedDoc().whole()
    kept = [SharedDoc([state]) for _ in range(FIRST)]
    gc.collect()
    before = pss_kb("self")
    kept += [SharedDoc([state]) for _ in range(ROOMS)]
    return (pss_kb("self") - before) / ROOMS if kept else 0.0
