"""The gateway of this machine, through hostd, which alone may touch interfaces and rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from kernel.line import REPLY, Failed, Strict, exchange
from vpn.tunnel.adapters.hostd_wire import (
    LONGEST_REPLY,
    MOST,
    Close,
    Open,
    See,
    SetGrants,
    SetPeers,
)
from vpn.tunnel.model import Grant, Peer, SeenTunnel
from vpn.tunnel.ports import TunnelFailed, TunnelStale

SEEN = TypeAdapter(SeenTunnel)
T = TypeVar("T")


@dataclass(frozen=True)
class HostdTunnel:
    socket_path: Path
    seconds: float = 20.0

    def see(self) -> SeenTunnel:
        try:
            return SEEN.validate_python(self._say(See()))
        except ValidationError as error:
            raise TunnelFailed(f"hostd answered what nobody understands: {error}") from error

    def open(self, port: int, revision: int) -> None:
        self._say(Open(port=port, revision=revision))

    def close(self, revision: int) -> None:
        self._say(Close(revision=revision))

    def set_peers(self, put: Sequence[Peer], remove: Sequence[str], revision: int) -> None:
        for some in _parts(remove):
            self._say(SetPeers(put=[], remove=some, revision=revision))
        for some_put in _parts(put):
            self._say(SetPeers(put=some_put, remove=[], revision=revision))

    def set_grants(self, put: Sequence[Grant], close: Sequence[IPv4Address], revision: int) -> None:
        for some_put, some in zip_longest(_parts(put), _parts(close)):
            self._say(SetGrants(put=some_put or [], close=some or [], revision=revision))

    def _say(self, request: Strict) -> JsonValue:
        line = request.model_dump_json().encode() + b"\n"
        try:
            reply = REPLY.validate_json(
                exchange(self.socket_path, line, self.seconds, LONGEST_REPLY)
            )
        except OSError as error:
            raise TunnelFailed(f"hostd does not answer at {self.socket_path}: {error}") from error
        except ValidationError as error:
            raise TunnelFailed(f"hostd answered what nobody understands: {error}") from error
        if isinstance(reply, Failed):
            kind = TunnelStale if reply.code == TunnelStale.code else TunnelFailed
            raise kind(reply.message)
        return reply.result


def _parts(items: Sequence[T]) -> Iterator[list[T]]:
    for first in range(0, len(items), MOST):
        yield list(items[first : first + MOST])
