"""Many editors in one document: delivery, saving, processor time; and loading a long history.

Ours runs with sign-in, tickets, the durable log (fsync on) and acknowledgements; the peers keep
everything in memory and ask nobody who they are. All get the same updates over the same kind of
socket from one generator; the server is pinned to the first core and the generator to the second.

    ./onmaru bench editing                 all figures but those of browsers and kills
    python -m bench.editing joins trace    some of them
    ./onmaru bench editing_pages           typing and opening, in browsers
    ./onmaru bench editing_crash           200 kills
"""

import json
import os
import sys

import uvloop
from picows import WSListener, ws_connect

from bench import Figure
from bench import _editing_joins as joins
from bench import _editing_rooms as rooms
from bench import _editing_suggesting as suggesting
from bench import _editing_trace as trace
from bench._editing_load import EDITORS, RATE, Result, drive
from bench._editing_peers import DOCUMENT, Peer, peers
from bench._editing_server import office, serving
from weboffice.editing import codec

SERVER_CORE, GENERATOR_CORE = 0, 1
P99_MS, CORE_PERCENT, DURABLE_MS = 30.0, 50.0, 100.0  # docs/architecture.md, figures to beat
LOAD = f"{EDITORS} editors x {RATE}/s in one document"


def _ours() -> Result:
    with office() as place:
        document = place.document()
        with serving(place, SERVER_CORE) as pid:
            return uvloop.run(drive(place.dial(document), b"", [codec.step1(b"\x00")], pid))


def _theirs(peer: Peer) -> Result:
    with peer.running(SERVER_CORE) as (url, pid):

        async def dial(client: WSListener) -> None:
            await ws_connect(lambda: client, url + DOCUMENT)

        return uvloop.run(drive(dial, peer.prefix(DOCUMENT), peer.first(), pid))


def _tell(
    figure: str, unit: str, ours: float, rival: tuple[str, float | None], most: float
) -> None:
    name, peer = rival
    target = f"<= {most:g}"
    Figure(f"{LOAD}: {figure}", unit, ours, peer, name, target, ours <= most).report()


def _compare(ours: Result, name: str, theirs: Result | None) -> None:
    for which in (50, 99):
        peer = theirs.centile(theirs.delivered_ms, which) if theirs else None
        own = ours.centile(ours.delivered_ms, which)
        _tell(f"delivery p{which}", "ms", own, (name, peer), P99_MS)
    cpu = theirs.cpu_percent if theirs else None
    _tell("server", "% of a core", ours.cpu_percent, (name, cpu), CORE_PERCENT)
    Figure(
        f"{LOAD}: updates that reached all others", "%", ours.delivered_percent,
        theirs.delivered_percent if theirs else None, name, "100",
        ours.delivered_percent == ours.least_percent == 100,
    ).report()  # fmt: skip


def load() -> None:
    ours = _ours()
    found: list[tuple[str, Result | None]] = [(peer.name, _theirs(peer)) for peer in peers()]
    for name, theirs in found or [("none installed", None)]:
        _compare(ours, name, theirs)
    nobody = ("no peer acknowledges a durable commit", None)
    for which in (50, 99):
        own = ours.centile(ours.saved_ms, which)
        _tell(f"written until durable and told, p{which}", "ms", own, nobody, DURABLE_MS)


PARTS = {
    "load": load,
    "joins": lambda: joins.measure(SERVER_CORE),
    "rooms": lambda: rooms.measure(SERVER_CORE),
    "suggesting": suggesting.measure,
    "trace": trace.measure,
}


def main() -> None:
    """All, or those that are named."""
    os.sched_setaffinity(0, {GENERATOR_CORE})
    for name in sys.argv[1:] or PARTS:
        _tell_load(name)
        PARTS[name]()


def _tell_load(part: str) -> None:
    """What else the machine does is said beside the figures."""
    found = os.getloadavg()
    said = f"{os.cpu_count()} cores, load {found[0]:.1f} {found[1]:.1f} before it; Debian 12"
    sys.stdout.write(json.dumps({"part": part, "machine": said}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
