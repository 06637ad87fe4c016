"""The line to hostd: one connection a call, for hostd may restart between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.adapters.hostd_wire import LONGEST_REPLY
from daas_broker.desktops.ports import (
    Capacity,
    HomeBusy,
    HostFailure,
    Permanent,
    RecipeMoved,
    ReleaseArriving,
    Retryable,
    StaleEpoch,
    StaleGeneration,
)
from kernel.line import REPLY, Failed, Strict, exchange

COPYING = 20  # times as long as other acts
Answer = TypeVar("Answer")
FAILURES: dict[str, type[HostFailure]] = {
    kind.code: kind
    for kind in (
        Retryable,
        Capacity,
        Permanent,
        StaleEpoch,
        StaleGeneration,
        HomeBusy,
        RecipeMoved,
        ReleaseArriving,
    )
}


@dataclass(frozen=True)
class HostdLine:
    socket_path: Path
    seconds: float = 30.0

    def say(self, verb: type[Strict], answer: TypeAdapter[Answer], **words: Any) -> Answer:
        return self._ask(verb, words, answer, self.seconds)

    def say_slowly(self, verb: type[Strict], answer: TypeAdapter[Answer], **words: Any) -> Answer:
        """For acts that go by how much lies in a home."""
        return self._ask(verb, words, answer, self.seconds * COPYING)

    def _ask(
        self,
        verb: type[Strict],
        words: Mapping[str, Any],
        answer: TypeAdapter[Answer],
        seconds: float,
    ) -> Answer:
        try:
            request = verb(**words)
        except ValidationError as error:
            raise Permanent(str(error)) from error
        try:
            asked = request.model_dump_json().encode() + b"\n"
            line = exchange(self.socket_path, asked, seconds, LONGEST_REPLY)
        except OSError as error:
            raise Retryable(f"hostd does not answer at {self.socket_path}: {error}") from error
        try:
            reply = REPLY.validate_json(line)
            if isinstance(reply, Failed):
                raise FAILURES.get(reply.code, Retryable)(reply.message)
            return answer.validate_python(reply.result)
        except ValidationError as error:
            raise Retryable(f"hostd answered what nobody understands: {error}") from error
