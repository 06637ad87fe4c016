"""What it costs the server to judge who may only suggest: the room's own code, without sockets."""

import time
from statistics import quantiles

from pycrdt import XmlElement, XmlText

from bench import Figure
from bench._editing_joins import large
from kernel.actor import SessionId, UserId
from kernel.clock import utc_now
from weboffice.editing import codec
from weboffice.editing.machine import Room
from weboffice.editing.model import Cut, Dialect, Limits, Mode, Visitor
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc

UPDATES, P95_MS = 200, 5.0


def measure() -> None:
    """In a document of 1 MB."""
    room = Room("r", SharedDoc([large()]), 0, Limits(), utc_now)
    guest = Visitor(UserId("ben"), "ben", SessionId("s"), Mode.SUGGEST, Dialect.OURS)
    member, _ = room.join(guest, 0.0)
    here = SharedDoc([room.doc.whole()])
    took = []
    for number in range(UPDATES):
        update = _suggested(here, number)
        began = time.process_time()
        outs = room.receive(member.id, codec.update(update), number / 10)
        assert not any(isinstance(out, Cut) for out in outs), outs
        room.tick()
        took.append((time.process_time() - began) * 1000)
    first, rest = took[0], quantiles(took[1:], n=20)
    size = "a document of 1.0 MiB: a suggestion judged by the server"
    for name, value in (("p50", rest[9]), ("p95", rest[18])):
        Figure(
            f"{size}, processor time, {name} (the first {first:.0f} ms)", "ms", round(value, 2),
            None, "no peer proves it", f"<= {P95_MS:g}", value <= P95_MS,
        ).report()  # fmt: skip


def _suggested(here: SharedDoc, number: int) -> bytes:
    before = here.state()
    line = here.body.children[number * 7 % len(here.body.children)]
    assert isinstance(line, XmlElement)
    text = line.children[0]
    assert isinstance(text, XmlText)
    stamp = {"id": f"s{number}", "by": "ben", "at": 1.0}
    ytext.insert(text, 2, "한글", {"insertion": stamp})
    here.apply(b"\x00\x00")
    return here.since(before)
