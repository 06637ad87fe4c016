"""One line over a Unix socket, and the line that answers: JSON of strict shapes."""

import socket
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter


class Strict(BaseModel):
    """A request; what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Done(Strict):
    ok: Literal[True] = True
    result: JsonValue


class Failed(Strict):
    """`code` is that of one of the asker's failures."""

    ok: Literal[False] = False
    code: str
    message: str


REPLY: TypeAdapter[Done | Failed] = TypeAdapter(Annotated[Done | Failed, Field(discriminator="ok")])


def exchange(path: Path, line: bytes, seconds: float, longest: int) -> bytes:
    """`line` ends in a newline. One connection a call; raise OSError."""
    with socket.socket(socket.AF_UNIX) as there:
        there.settimeout(seconds)
        there.connect(str(path))
        there.sendall(line)
        with there.makefile("rb") as replies:
            return replies.readline(longest)
