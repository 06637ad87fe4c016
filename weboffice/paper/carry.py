"""A paper as JSON, for the way out of the sandbox: what comes out is checked like any input."""

from collections import Counter
from dataclasses import field
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from weboffice.paper.features import Feature
from weboffice.paper.model import Paper, Read
from weboffice.paper.safe import Reason, Refusal


@dataclass(config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
class _Carried:
    paper: Paper
    losses: dict[Feature, int]
    base: bytes = b""
    kept: dict[Feature, int] = field(default_factory=dict)


_ADAPTER: TypeAdapter[Any] = TypeAdapter(_Carried)


def pack(read: Read) -> bytes:
    losses, kept = (
        {feature: count for feature, count in counts.items() if count > 0}
        for counts in (read.losses, read.kept)
    )
    return _ADAPTER.dump_json(_Carried(read.paper, losses, read.base, kept))


def unpack(data: bytes) -> Read:
    """Raise Refusal when it is not what `pack` makes."""
    try:
        carried = _ADAPTER.validate_json(data)
    except ValidationError as error:
        raise Refusal(Reason.CONVERTER_FAILED, "answer") from error
    return Read(carried.paper, Counter(carried.losses), carried.base, Counter(carried.kept))
