"""The clipboard between gateway and desktop: UTF-8 text by RFB's extended clipboard.

The gateway is the desktop's partner here, never the browser: a text is fetched only when it may
leave, and handed over only when something in the desktop pastes. No input or output here.
"""

import struct
import zlib
from dataclasses import dataclass

from daas_broker.display.desktop.rfb.model import CUT_BYTES, Broken, CutText

TEXT = 1
CAPABILITIES, REQUEST, PEEK, NOTIFY, PROVIDE = (1 << bit for bit in range(24, 29))
_ACTIONS = CAPABILITIES | REQUEST | PEEK | NOTIFY | PROVIDE


@dataclass(frozen=True)
class Copied:
    """The desktop's text; None where it is longer than may pass."""

    text: str | None


@dataclass
class Clipboard:
    """`hear` takes the desktop's word and gives what to answer, or a text for the other side.

    `wants_text` says whether a text may leave at all, now.
    """

    is_extended: bool = False
    offered: str = ""  # what the desktop may paste
    _provided: bytes = b""  # the same, deflated once however often it is asked for

    def hear(self, said: CutText, *, wants_text: bool) -> bytes | Copied:
        if said.data is None:
            return Copied(None)
        if not said.is_extended:
            return Copied(said.data.decode("latin-1"))
        if len(said.data) < 4:  # noqa: PLR2004 - its flags
            raise Broken("a clipboard without flags")
        flags = int.from_bytes(said.data[:4])
        return self._extended(flags, said.data[4:], wants_text=wants_text)

    def offer(self, text: str) -> bytes:
        """Let the desktop paste this from now on."""
        self.offered, self._provided = text, b""
        if self.is_extended:
            return extended(NOTIFY | TEXT)
        latin = text.encode("latin-1", "replace")
        return struct.pack(">B3xI", 6, len(latin)) + latin

    def _extended(self, flags: int, body: bytes, *, wants_text: bool) -> bytes | Copied:
        match flags & _ACTIONS:
            case action if action & CAPABILITIES:
                self.is_extended = True
                return capabilities()
            case _ if flags & NOTIFY:
                return extended(REQUEST | TEXT) if flags & TEXT and wants_text else b""
            case _ if flags & REQUEST:
                self._provided = self._provided or provide(self.offered)
                return self._provided if flags & TEXT else b""
            case _ if flags & PROVIDE:
                return Copied(inflate(body)) if flags & TEXT else b""
            case _ if flags & PEEK:
                return extended(NOTIFY | (TEXT if self.offered else 0))
            case _:
                raise Broken(f"clipboard {flags:#x}")


def extended(flags: int, body: bytes = b"") -> bytes:
    return struct.pack(">B3xiI", 6, -(4 + len(body)), flags) + body


def capabilities() -> bytes:
    """A size of 0 makes the desktop tell of a text before it sends it."""
    return extended(CAPABILITIES | REQUEST | PEEK | NOTIFY | PROVIDE | TEXT, bytes(4))


def provide(text: str) -> bytes:
    """Lines end as RFB wants it, and the text with a zero."""
    plain = text.replace("\r\n", "\n").replace("\n", "\r\n").encode() + b"\0"
    return extended(PROVIDE | TEXT, zlib.compress(struct.pack(">I", len(plain)) + plain))


def inflate(body: bytes) -> str | None:
    """At most CUT_BYTES whatever was deflated; None beyond [DF5]."""
    try:
        plain = zlib.decompressobj().decompress(body, CUT_BYTES + 5)
    except zlib.error as error:
        raise Broken("a text that is not deflated") from error
    if len(plain) < 4:  # noqa: PLR2004 - its length
        raise Broken("a text without its length")
    length = int.from_bytes(plain[:4])
    if length > CUT_BYTES:
        return None
    if length > len(plain) - 4:
        raise Broken("a text shorter than it says")
    text = plain[4 : 4 + length].removesuffix(b"\0").decode(errors="replace")
    return text.replace("\r\n", "\n")
