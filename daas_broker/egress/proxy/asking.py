"""What a client asks of a proxy: `CONNECT host:port`, or a request with a URL (RFC 9112, 3.2).

Bytes are read by h11, within bounds; nothing of a request is handed on that h11 did not understand.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from daas_broker.egress.proxy.rules import Target, target

LONGEST_HEAD = 16 << 10
# Twice this is what a stream holds before it is paused, and uvloop reads 256,000 bytes at once:
# with less each read paused it, and a gigabyte took 3.8 s of processor instead of 1.5.
PIECE = 192 << 10
# RFC 9110, 7.6.1, and what was meant for this proxy alone.
HOP = {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"te", b"trailer",
       b"upgrade", b"proxy-authenticate", b"expect"}  # fmt: skip


class Malformed(Exception):
    """No request that a proxy could carry out."""


@dataclass
class Asked:
    """`path` is None for CONNECT."""

    target: Target
    request: h11.Request
    path: bytes | None


async def next_event(line: h11.Connection, reader: asyncio.StreamReader) -> h11.Event | None:
    """None where the other side has no more to say."""
    while (event := line.next_event()) is h11.NEED_DATA:
        line.receive_data(await reader.read(PIECE))
    return event if isinstance(event, h11.Event) else None


async def read_asked(line: h11.Connection, reader: asyncio.StreamReader) -> Asked | None:
    """None where the client went without a word."""
    try:
        event = await next_event(line, reader)
    except h11.RemoteProtocolError as error:
        raise Malformed(str(error)) from error
    if not isinstance(event, h11.Request):
        return None
    if event.method == b"CONNECT":
        return Asked(_authority(event.target), event, None)
    return _whole_url(event)


def _authority(text: bytes) -> Target:
    host, _, port = text.decode("ascii", "replace").rpartition(":")
    return _known(host, port)


def _whole_url(request: h11.Request) -> Asked:
    try:
        url = urlsplit(request.target.decode("ascii"))
        port = url.port or 80
    except ValueError as error:
        raise Malformed("no URL") from error
    if url.scheme != "http" or not url.hostname or url.username is not None:
        raise Malformed("not a plain http:// URL")
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    return Asked(_known(url.hostname, str(port)), request, path.encode())


def _known(host: str, port: str) -> Target:
    number = int(port) if port.isdecimal() and len(port) <= 5 else 0  # noqa: PLR2004 - 65535
    found = target(host, number)
    if found is None or not 1 <= number <= 65_535:  # noqa: PLR2004 - ports
        raise Malformed("neither a name nor an address, with a port")
    return found


def carried_on(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Without what concerns one hop alone, and without what `Connection` names as such."""
    headers = list(headers)
    named = {
        word.strip().lower()
        for name, value in headers
        if name == b"connection"
        for word in value.split(b",")
    }
    kept = [(name, value) for name, value in headers if name not in HOP | named]
    return [*kept, (b"connection", b"close")]
