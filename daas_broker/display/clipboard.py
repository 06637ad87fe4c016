"""Clipboard messages of Selkies put together and taken apart (deploy/desktops/PROTOCOL.md §5).

Sans I/O. Nothing is decoded that is longer than what could pass, so that a sender, whoever it is,
fills no memory: each side holds one text or picture at most, of the size that the policy allows.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field
from enum import Enum

CHUNK_BYTES = 96 * 1024  # of text; 128 KiB of base64
SINGLE_BYTES = 48 * 1024
_ID = r"[A-Za-z0-9-]{1,40}"
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_SINGLE = re.compile(r"(?:cw|clipboard),(.*)", re.DOTALL)
_PICTURE = re.compile(r"clipboard_binary,image/png,(.*)", re.DOTALL)
_START = re.compile(rf"(?:cws,{_ID}|clipboard_start,text/plain),(\d{{1,10}})")
_PICTURE_START = re.compile(rf"(?:cbs,{_ID},image/png|clipboard_start,image/png),(\d{{1,10}})")
_PART = re.compile(rf"(?:c[wb]d,{_ID}|clipboard_data),(.*)", re.DOTALL)
_END = re.compile(rf"c[wb]e,{_ID}|clipboard_finish")
INWARD = frozenset({"cw", "cws", "cwd", "cwe", "cbs", "cbd", "cbe"})


class Sign(Enum):
    """What a message said besides a text."""

    NOTHING = "nothing"  # more is to come, or it was for nobody
    TOO_BIG = "too big"
    PICTURE_TOO_BIG = "picture too big"
    SECRET = "secret"  # noqa: S105 - the next text is a password manager's
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Picture:
    """What calls itself a PNG."""

    data: bytes


@dataclass
class Assembly:
    """One direction. `take` gives the text or the picture once it is whole."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    declared: int | None = None
    is_picture: bool = False

    def take(self, message: str, most_bytes: int) -> str | Picture | Sign:
        if message == "clipboard_secret":
            return Sign.SECRET
        for single, whole in ((_SINGLE, _text), (_PICTURE, _picture)):
            if found := single.fullmatch(message):
                self._forget()
                return whole(found[1], most_bytes)
        for start, is_picture in ((_START, False), (_PICTURE_START, True)):
            if found := start.fullmatch(message):
                return self._begin(int(found[1]), most_bytes, is_picture=is_picture)
        if found := _PART.fullmatch(message):
            return self._add(found[1])
        if _END.fullmatch(message):
            return self._end()
        return Sign.NOTHING if message.startswith("clipboard_") else Sign.MALFORMED

    def _begin(self, declared: int, most_bytes: int, *, is_picture: bool) -> Sign:
        self._forget()
        if declared > most_bytes:  # its parts are for nobody
            return Sign.PICTURE_TOO_BIG if is_picture else Sign.TOO_BIG
        self.declared, self.is_picture = declared, is_picture
        return Sign.NOTHING

    def _add(self, encoded: str) -> Sign:
        if self.declared is None:
            return Sign.NOTHING
        if len(encoded) > _encoded_bytes(self.declared - self.size):
            self._forget()
            return Sign.MALFORMED
        part = _decoded(encoded)
        if part is None:
            self._forget()
            return Sign.MALFORMED
        self.parts.append(part)
        self.size += len(part)
        return Sign.NOTHING

    def _end(self) -> str | Picture | Sign:
        declared, size, parts, is_picture = self.declared, self.size, self.parts, self.is_picture
        self._forget()
        if declared is None:
            return Sign.NOTHING
        if size != declared:
            return Sign.MALFORMED
        whole = b"".join(parts)
        return Picture(whole) if is_picture else whole.decode(errors="replace")

    def _forget(self) -> None:
        self.parts, self.size, self.declared = [], 0, None


def messages(text: str, number: int) -> list[str]:
    """A text for the desktop's clipboard, in messages of a bounded size."""
    plain = text.encode(errors="replace")
    if len(plain) <= SINGLE_BYTES:
        return ["cw," + b64encode(plain).decode()]
    parts = [plain[at : at + CHUNK_BYTES] for at in range(0, len(plain), CHUNK_BYTES)]
    return [
        f"cws,{number},{len(plain)}",
        *(f"cwd,{number},{b64encode(part).decode()}" for part in parts),
        f"cwe,{number}",
    ]


def picture_messages(png: bytes, number: int) -> list[str]:
    """A picture for the desktop's clipboard, likewise."""
    parts = [png[at : at + CHUNK_BYTES] for at in range(0, len(png), CHUNK_BYTES)]
    return [
        f"cbs,{number},image/png,{len(png)}",
        *(f"cbd,{number},{b64encode(part).decode()}" for part in parts),
        f"cbe,{number}",
    ]


def _text(encoded: str, most_bytes: int) -> str | Sign:
    if len(encoded) > _encoded_bytes(most_bytes):
        return Sign.TOO_BIG  # [DLP7]
    plain = _decoded(encoded)
    return Sign.MALFORMED if plain is None else plain.decode(errors="replace")


def _picture(encoded: str, most_bytes: int) -> Picture | Sign:
    if len(encoded) > _encoded_bytes(most_bytes):
        return Sign.PICTURE_TOO_BIG  # [DLP7]
    data = _decoded(encoded)
    return Sign.MALFORMED if data is None else Picture(data)


def _decoded(encoded: str) -> bytes | None:
    if not _BASE64.fullmatch(encoded):
        return None
    try:
        return b64decode(encoded, validate=True)
    except Error:
        return None


def _encoded_bytes(plain: int) -> int:
    return -(-max(plain, 0) // 3) * 4
