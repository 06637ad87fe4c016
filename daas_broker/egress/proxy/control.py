"""What a host says to its zone's proxy, and what it hears: a line of JSON each, at a socket.

There is one thing to say, the policy; saying it again changes nothing. So a proxy outlives the
hostd that started it, and the next hostd learns by saying the policy again how matters stand.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from daas_broker.desktops.zones import RefusedName, ZonePolicy

PORT = 3128  # squid's and everybody's since
LONGEST_LINE = 1 << 20
PATIENCE_S = 5.0
log = logging.getLogger("proxy")
POLICY = TypeAdapter(ZonePolicy)


@dataclass(frozen=True)
class Told:
    """The policy that is in force from now on, tunnels open, and what was refused lately."""

    revision: int
    tunnels: int
    refused: tuple[RefusedName, ...]


TOLD = TypeAdapter(Told)


def tell(path: Path, policy: ZonePolicy) -> Told:
    """Raise OSError while it does not answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_S)
        line.connect(str(path))
        line.sendall(POLICY.dump_json(policy) + b"\n")
        with line.makefile("rb") as answers:
            answer = answers.readline(LONGEST_LINE)
    try:
        return TOLD.validate_json(answer)
    except ValidationError as error:
        raise ConnectionError("the proxy answered something else") from error


async def listen(path: Path, apply: Callable[[ZonePolicy], Told]) -> asyncio.Server:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            policy = POLICY.validate_json(await reader.readline())
            writer.write(TOLD.dump_json(apply(policy)) + b"\n")
            await writer.drain()
        except ValidationError as error:
            log.warning("what was said is no policy: %s", error)
        finally:
            writer.close()

    path.unlink(missing_ok=True)  # noqa: ASYNC240 - before anybody is served
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(answer, path, limit=LONGEST_LINE)
    finally:
        os.umask(before)
