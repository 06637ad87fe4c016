"""Desktops in containers of this machine, through hostd, the only process that may start them."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.adapters.hostd_wire import (
    LONGEST_REPLY,
    REPLY,
    ApplyPolicy,
    AskHealth,
    DestroyDesktop,
    EnsureDesktop,
    Failed,
    ListDesktops,
    ListImages,
    ListZones,
    Request,
)
from daas_broker.desktops.model import (
    DesktopId,
    DesktopSpec,
    HostHealth,
    Image,
    Receipt,
    SeenDesktop,
)
from daas_broker.desktops.ports import (
    Capacity,
    HostFailure,
    Permanent,
    Retryable,
    StaleEpoch,
    StaleGeneration,
)
from daas_broker.desktops.zones import SeenZone, ZonePolicy

Answer = TypeVar("Answer")
FAILURES: dict[str, type[HostFailure]] = {
    kind.code: kind for kind in (Retryable, Capacity, Permanent, StaleEpoch, StaleGeneration)
}
SEEN = TypeAdapter(SeenDesktop)
ALL_SEEN = TypeAdapter(list[SeenDesktop])
RECEIPT = TypeAdapter(Receipt)
IMAGES = TypeAdapter(list[Image])
HEALTH = TypeAdapter(HostHealth)
NOTHING: TypeAdapter[None] = TypeAdapter(None)
ZONES_SEEN = TypeAdapter(list[SeenZone])


@dataclass(frozen=True)
class PodmanHost:
    """One connection a call: hostd may restart between two of them."""

    socket_path: Path
    seconds: float = 30.0

    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        try:
            request = EnsureDesktop(spec=spec, epoch=epoch)
        except ValidationError as error:
            raise Permanent(str(error)) from error
        return self._ask(request, SEEN)

    def desktops(self) -> Sequence[SeenDesktop]:
        return self._ask(ListDesktops(), ALL_SEEN)

    def destroy(self, desktop: DesktopId, generation: int, epoch: int) -> Receipt:
        try:
            request = DestroyDesktop(desktop=desktop, generation=generation, epoch=epoch)
        except ValidationError as error:
            raise Permanent(str(error)) from error
        return self._ask(request, RECEIPT)

    def images(self) -> Sequence[Image]:
        return self._ask(ListImages(), IMAGES)

    def health(self) -> HostHealth:
        return self._ask(AskHealth(), HEALTH)

    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        try:
            request = ApplyPolicy(policy=policy, epoch=epoch)
        except ValidationError as error:
            raise Permanent(str(error)) from error
        self._ask(request, NOTHING)

    def zones(self) -> Sequence[SeenZone]:
        return self._ask(ListZones(), ZONES_SEEN)

    def _ask(self, request: Request, answer: TypeAdapter[Answer]) -> Answer:
        try:
            line = self._exchange(request.model_dump_json().encode() + b"\n")
        except OSError as error:
            raise Retryable(f"hostd does not answer at {self.socket_path}: {error}") from error
        try:
            reply = REPLY.validate_json(line)
            if isinstance(reply, Failed):
                raise FAILURES.get(reply.code, Retryable)(reply.message)
            return answer.validate_python(reply.result)
        except ValidationError as error:
            raise Retryable(f"hostd answered what nobody understands: {error}") from error

    def _exchange(self, line: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as hostd:
            hostd.settimeout(self.seconds)
            hostd.connect(str(self.socket_path))
            hostd.sendall(line)
            with hostd.makefile("rb") as replies:
                return replies.readline(LONGEST_REPLY)
