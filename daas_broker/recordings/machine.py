"""Gathers what passes a stream into pieces, and remembers the picture. No input or output here.

A rich stream's picture is remembered as the newest JPEG of each line, so that a checkpoint is made
of what is there; of video nothing can be remembered, so a key frame is asked for. Times are
milliseconds of the recording.
"""

import json
from dataclasses import dataclass, field

from daas_broker.recordings.model import (
    CHECKPOINT_MS,
    CHUNK_BYTES,
    CHUNK_MS,
    Kind,
    Piece,
    Record,
)

JPEG, VIDEO = 0x03, 0x04  # PROTOCOL.md §3
PICTURES = frozenset({JPEG, VIDEO})
KEY = 1
HEADERS = {JPEG: 6, VIDEO: 12}
KEPT = ("stream_resolution", "cursor")
RESET = "PIPELINE_RESETTING primary"
ASK_AGAIN_MS = 2_000


@dataclass
class Scene:
    """What is on the screen: enough for a checkpoint."""

    said: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[int, bytes] = field(default_factory=dict)  # by their top line
    lanes: set[int] = field(default_factory=set)  # top lines of video

    def hear(self, message: str) -> bytes | None:
        """What is to be recorded of a text message; None for all that is no picture."""
        if message == RESET:
            self.pictures.clear()
            self.lanes.clear()
            return message.encode()
        kind = _kind_of(message)
        if kind is None:
            return None
        if kind == "stream_resolution" and self.said.get(kind) != message.encode():
            self.pictures.clear()
            self.lanes.clear()
        self.said[kind] = message.encode()
        return message.encode()

    def see(self, picture: bytes) -> None:
        top = int.from_bytes(picture[4:6])
        if picture[0] == JPEG:
            self.lanes.clear()
            self.pictures[top] = picture
        else:
            self.pictures.clear()
            self.lanes.add(top)

    @property
    def is_video(self) -> bool:
        return bool(self.lanes)

    def records(self, at_ms: int) -> list[Record]:
        """The screen as it is; of video its frame only, without a picture."""
        said = [Record(Kind.SAID, at_ms, self.said[kind]) for kind in KEPT if kind in self.said]
        return said + [
            Record(Kind.PICTURE, at_ms, self.pictures[top]) for top in sorted(self.pictures)
        ]


@dataclass
class Gatherer:
    """Takes records, gives pieces. `ask_keyframe` is True when the desktop must send one."""

    scene: Scene = field(default_factory=Scene)
    ready: list[Piece] = field(default_factory=list)
    ask_keyframe: bool = False
    _records: list[Record] = field(default_factory=list)
    _bytes: int = 0
    _is_checkpoint: bool = True  # the first chunk has nothing before it
    _keyed: set[int] | None = None  # lines with a key frame in this chunk, where one is awaited
    _checkpoint_at: int = 0
    _asked_at: int | None = None

    @property
    def held_bytes(self) -> int:
        return self._bytes

    @property
    def is_empty(self) -> bool:
        return not self._records

    def say(self, message: str, at_ms: int) -> None:
        said = self.scene.hear(message)
        if said is not None:
            self.add(Record(Kind.SAID, at_ms, said))

    def draw(self, picture: bytes, at_ms: int) -> None:
        """A binary message of a rich desktop; sound is none of ours."""
        kind = picture[0] if picture else 0
        if len(picture) < HEADERS.get(kind, 1 << 30):
            return
        if at_ms - self._checkpoint_at >= CHECKPOINT_MS:
            self._want_checkpoint(picture, at_ms)
        self.scene.see(picture)
        self.add(Record(Kind.PICTURE, at_ms, picture))
        if self._keyed is not None and _is_key(picture):
            self._keyed.add(int.from_bytes(picture[4:6]))

    def add(self, record: Record) -> None:
        self._records.append(record)
        self._bytes += len(record.payload)
        if self._bytes >= CHUNK_BYTES or record.at_ms - self._records[0].at_ms >= CHUNK_MS:
            self.flush()

    def begin_checkpoint(self, records: list[Record]) -> None:
        """The next chunk begins with `records`, which need nothing before them."""
        self.flush()
        self._is_checkpoint, self._checkpoint_at = True, records[0].at_ms
        for record in records:
            self.add(record)

    def flush(self, *, is_last: bool = False) -> None:
        if not self._records:
            return
        if self._keyed is not None and self.scene.lanes and self.scene.lanes <= self._keyed:
            self._is_checkpoint, self._checkpoint_at = True, self._records[0].at_ms
            self._asked_at = None
        self.ready.append(Piece(tuple(self._records), self._is_checkpoint, is_last))
        self._records, self._bytes, self._is_checkpoint, self._keyed = [], 0, False, None

    def take(self) -> list[Piece]:
        ready, self.ready = self.ready, []
        return ready

    def _want_checkpoint(self, picture: bytes, at_ms: int) -> None:
        if picture[0] == JPEG and not self.scene.is_video:
            records = self.scene.records(at_ms)
            if records:
                self.begin_checkpoint(records)
        elif _is_key(picture) and self._keyed is None:
            self.flush()
            for record in self.scene.records(at_ms):
                self.add(record)
            self._keyed = set()
        elif self._keyed is None and self._may_ask(at_ms):
            self._asked_at, self.ask_keyframe = at_ms, True

    def _may_ask(self, at_ms: int) -> bool:
        return self._asked_at is None or at_ms - self._asked_at >= ASK_AGAIN_MS


def _is_key(picture: bytes) -> bool:
    return picture[0] == VIDEO and bool(picture[1] & KEY)


def _kind_of(message: str) -> str | None:
    if not message.startswith(('{"type": "stream_resolution"', '{"type":"cursor"')):
        return None
    return str(json.loads(message)["type"])
