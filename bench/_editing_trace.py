"""Loading what a long writing session left: a text of 105,000 letters from 260,000 keystrokes.

The usual trace (automerge-paper, called B4 in crdt-benchmarks) is in no package registry. This one
has its numbers of insertions and deletions, written as people write: in runs of letters, with
corrections behind the caret and now and then at another place, all under one client.
"""

import json
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from pycrdt import Doc, XmlFragment, XmlText

from bench import Figure
from bench._editing_peers import home
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import ROOT

INSERTIONS, DELETIONS = 182_315, 77_463
RUN, REGRET = 22, 9  # mean letters written in one place, and taken back in one go
AT_CARET = 0.85  # how often one goes on where one was
LETTERS = "etaoin shrdlu cmfwypvbgk"
LOADS, LOAD_MS = 30, 10.0
YJS = """\
import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
const state = readFileSync(process.argv[2])
const took = []
for (let i = 0; i < Number(process.argv[3]); i += 1) {
  const began = performance.now()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.getXmlFragment('text').get(0).length
  took.push(performance.now() - began)
}
took.sort((a, b) => a - b)
console.log(JSON.stringify(took[took.length >> 1]))
"""


def measure() -> None:
    state = written()
    took = []
    for _ in range(LOADS):
        began = time.perf_counter()
        shared = SharedDoc([state])
        assert len(shared.body.children) == 1
        took.append((time.perf_counter() - began) * 1000)
    ours = round(median(took), 1)
    Figure(
        f"a session of {INSERTIONS + DELETIONS:,} keystrokes ({len(state) >> 10} KiB): loaded",
        "ms", ours, _yjs(state), "yjs 13.6.33 in Node", f"<= {LOAD_MS:g}", ours <= LOAD_MS,
    ).report()  # fmt: skip


def written() -> bytes:
    """ASCII letters only, of which each is one byte and one code point [ED11]."""
    doc: Doc[XmlFragment] = Doc()
    body = doc.get(ROOT, type=XmlFragment)
    text = XmlText()
    body.children.append(text)
    chance, caret, length = Random(4), 0, 0  # noqa: S311 - a writer's moods
    left = [INSERTIONS, DELETIONS]
    while any(left):
        if chance.random() > AT_CARET:
            caret = chance.randint(0, length)
        is_writing = left[0] and (not left[1] or caret == 0 or chance.random() < _share(left))
        with doc.transaction():
            if is_writing:
                for _ in range(min(left[0], 1 + int(chance.expovariate(1 / RUN)))):
                    text.insert(caret, chance.choice(LETTERS))
                    caret, length, left[0] = caret + 1, length + 1, left[0] - 1
            else:
                for _ in range(min(left[1], caret, 1 + int(chance.expovariate(1 / REGRET)))):
                    del text[caret - 1 : caret]
                    caret, length, left[1] = caret - 1, length - 1, left[1] - 1
    return doc.get_update()


def _share(left: list[int]) -> float:
    """So that both run out at about the same time."""
    runs = left[0] / RUN
    return runs / (runs + left[1] / REGRET)


def _yjs(state: bytes) -> float | None:
    place = home()
    if place is None:
        return None
    (place / "load.mjs").write_text(YJS)
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(state)
        done = subprocess.run(
            ["node", "load.mjs", file.name, str(LOADS)],
            cwd=place, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return round(float(json.loads(done.stdout)), 1)
