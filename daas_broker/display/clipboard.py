"""Clipboard messages of Selkies put together and taken apart (deploy/desktops/PROTOCOL.md §5).

Sans I/O. Nothing is decoded that is longer than what could pass, so that a sender, whoever it is,
fills no memory: each side holds one text or picture at most, of the size that the policy allows.

Browsers and offices copy a text with its markup beside it, and Selkies sends both in one. The text
goes the way of all texts. The markup stays: it may hold what is not seen, and no rule reads it.
"""

import json
import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field
from enum import Enum

CHUNK_BYTES = 96 * 1024  # of text; 128 KiB of base64
SINGLE_BYTES = 48 * 1024
MARKUP_BYTES = 1024 * 1024  # of a text's markup, beyond which the whole is too big
FLAVOURS = "application/x-selkies-clipboard-flavours"
_ID = r"[A-Za-z0-9-]{1,40}"
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_SINGLE = re.compile(r"(?:cw|clipboard),(.*)", re.DOTALL)
_PICTURE = re.compile(r"clipboard_binary,image/png,(.*)", re.DOTALL)
_MARKED = re.compile(rf"clipboard_binary,{FLAVOURS},(.*)", re.DOTALL)
_START = re.compile(rf"(?:cws,{_ID}|clipboard_start,text/plain),(\d{{1,10}})")
_PICTURE_START = re.compile(rf"(?:cbs,{_ID},image/png|clipboard_start,image/png),(\d{{1,10}})")
_MARKED_START = re.compile(rf"clipboard_start,{FLAVOURS},(\d{{1,10}})")
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


class Kind(Enum):
    """Of what comes in parts; `MARKED` is a text with its markup."""

    TEXT = "text"
    PICTURE = "picture"
    MARKED = "marked"


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
    kind: Kind = Kind.TEXT
    most_bytes: int = 0

    def take(self, message: str, most_bytes: int) -> str | Picture | Sign:
        if message == "clipboard_secret":
            return Sign.SECRET
        for single, whole in ((_SINGLE, _text), (_PICTURE, _picture), (_MARKED, _marked)):
            if found := single.fullmatch(message):
                self._forget()
                return whole(found[1], most_bytes)
        for start, kind in _STARTS:
            if found := start.fullmatch(message):
                return self._begin(int(found[1]), most_bytes, kind)
        if found := _PART.fullmatch(message):
            return self._add(found[1])
        if _END.fullmatch(message):
            return self._end()
        return Sign.NOTHING if message.startswith("clipboard_") else Sign.MALFORMED

    def _begin(self, declared: int, most_bytes: int, kind: Kind) -> Sign:
        self._forget()
        if declared > (_with_markup(most_bytes) if kind is Kind.MARKED else most_bytes):
            # Its parts are for nobody.
            return Sign.PICTURE_TOO_BIG if kind is Kind.PICTURE else Sign.TOO_BIG
        self.declared, self.kind, self.most_bytes = declared, kind, most_bytes
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
        declared, size, parts = self.declared, self.size, self.parts
        self._forget()
        if declared is None:
            return Sign.NOTHING
        if size != declared:
            return Sign.MALFORMED
        whole = b"".join(parts)
        match self.kind:
            case Kind.PICTURE:
                return Picture(whole)
            case Kind.MARKED:
                return _plain_of(whole, self.most_bytes)
            case _:
                return whole.decode(errors="replace")

    def _forget(self) -> None:
        self.parts, self.size, self.declared = [], 0, None


_STARTS = ((_START, Kind.TEXT), (_PICTURE_START, Kind.PICTURE), (_MARKED_START, Kind.MARKED))


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


def _marked(encoded: str, most_bytes: int) -> str | Sign:
    if len(encoded) > _encoded_bytes(_with_markup(most_bytes)):
        return Sign.TOO_BIG  # [DLP7]
    data = _decoded(encoded)
    return Sign.MALFORMED if data is None else _plain_of(data, most_bytes)


def _with_markup(most_bytes: int) -> int:
    """JSON has a Hangul syllable in six bytes, where UTF-8 has three."""
    return 2 * most_bytes + MARKUP_BYTES


def _plain_of(data: bytes, most_bytes: int) -> str | Sign:
    """The text of a copy; nothing of one that is markup alone [DMO3]."""
    try:
        flavours = json.loads(data)
    except (ValueError, RecursionError):
        return Sign.MALFORMED
    text = flavours.get("text/plain") if isinstance(flavours, dict) else None
    if not isinstance(text, str):
        return Sign.NOTHING
    plain = text.encode(errors="replace")
    return Sign.TOO_BIG if len(plain) > most_bytes else plain.decode()


def _decoded(encoded: str) -> bytes | None:
    if not _BASE64.fullmatch(encoded):
        return None
    try:
        return b64decode(encoded, validate=True)
    except Error:
        return None


def _encoded_bytes(plain: int) -> int:
    return -(-max(plain, 0) // 3) * 4
