"""An editor without a browser: pycrdt behind the wire protocol, on a real socket."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, unix_connect
from websockets.typing import Subprotocol

from identity.tickets.model import Presented
from kernel.http import cookie_name
from kernel.settings import Zone
from weboffice.editing import codec
from weboffice.editing.codec import Presence, Reader, read_presences
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.rules import plain_text

ORIGIN = "http://localhost:8080"


class Editor:
    """`saved` counts acknowledged updates of this connection, `sent` those that were sent."""

    def __init__(self, doc: SharedDoc | None = None) -> None:
        self.doc = doc or SharedDoc()
        self.sent = self.saved = 0
        self.mode: tuple[int, str] | None = None
        self.presences: dict[int, Presence] = {}
        self.denied = ""
        self.has_arrived = False
        self._wire: ClientConnection | None = None

    def connect(
        self,
        path: Path,
        room: str,
        shown: Presented,
        *,
        protocol: str = "onmaru.y",
        origin: str = ORIGIN,
    ) -> "Editor":
        self._wire = unix_connect(
            str(path),
            f"ws://localhost/y/{room}",
            subprotocols=[Subprotocol(f"onmaru.ticket.{shown.token}"), Subprotocol(protocol)],
            origin=origin,
            additional_headers={"Cookie": f"{cookie_name(Zone.WORK)}={shown.cookie}"},
            compression=None,
            open_timeout=5,
            max_size=1 << 26,
            legacy=True,
        )
        self.sent = self.saved = 0
        self.mode, self.has_arrived = None, False
        assert self.wire.subprotocol == protocol
        # A refusal may be here already; `close_code` and `listen` tell it.
        with suppress(ConnectionClosed):
            self.send(codec.step1(self.doc.state()))
        return self

    @property
    def wire(self) -> ClientConnection:
        assert self._wire is not None
        return self._wire

    def send(self, message: bytes) -> None:
        self.wire.send(message)

    def write(self, text: str, block: int = 0, index: int = 0) -> None:
        """Insert into a block's text and send the update."""
        before = self.doc.state()
        element = self.doc.body.children[block]
        with self.doc.doc.transaction():
            children = element.children  # type: ignore[union-attr]
            if not len(children):
                from pycrdt import XmlText  # noqa: PLC0415

                children.append(XmlText())
            ytext.insert(children[0], index, text)  # type: ignore[arg-type]
        self.doc._whole = None  # noqa: SLF001 - changed behind its back
        self.send_update(self.doc.since(before))

    def send_update(self, update: bytes) -> None:
        self.send(codec.update(update))
        self.sent += 1

    def tell(self, client: int, clock: int, state: str) -> None:
        self.send(codec.awareness([Presence(client, clock, state)]))

    def listen(self, until: Callable[["Editor"], bool], seconds: float = 5) -> bool:
        """Take in what comes until the condition holds; whether it did in time."""
        deadline = monotonic() + seconds
        while not until(self):
            left = deadline - monotonic()
            if left <= 0:
                return False
            try:
                self._take(self.wire.recv(timeout=left))
            except TimeoutError:
                return until(self)
        return True

    def _take(self, data: object) -> None:
        assert isinstance(data, bytes)
        reader = Reader(data)
        kind = reader.uint()
        if kind == codec.SYNC:
            self._sync(reader.uint(), reader.chunk())
        elif kind == codec.AWARENESS:
            self.presences |= {p.client: p for p in read_presences(reader.chunk())}
        elif kind == codec.AUTH:
            reader.uint()
            self.denied = reader.string()
        elif kind == codec.SAVED:
            self.saved = reader.uint()
        elif kind == codec.MODE:
            self.mode = (reader.uint(), reader.string())

    def _sync(self, step: int, body: bytes) -> None:
        if step == codec.STEP1:
            self.send(codec.step2(self.doc.since(body)))
            self.sent += 1
        else:
            self.doc.apply(body)
            self.has_arrived = True

    @property
    def is_saved(self) -> bool:
        return 0 < self.sent == self.saved

    @property
    def text(self) -> str:
        return plain_text(self.doc)

    def close_code(self, seconds: float = 5) -> int | None:
        """Wait for the server to close; None if it does not."""
        try:
            self.listen(lambda _: False, seconds)
        except ConnectionClosed as closed:
            self.denied = self.denied or (closed.rcvd.reason if closed.rcvd else "")
            return closed.rcvd.code if closed.rcvd else 0
        return None

    def close(self) -> None:
        self.wire.close()
