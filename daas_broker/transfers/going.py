"""A transfer over HTTP as it goes: how far it is, again and again, and in the end what came of it.

It runs in a thread of its own, since drive and desktop want to be asked for the bytes, or to be
given them; and whoever hangs up stops it, which is how a browser takes a request back.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Thread

from flask import Response, request
from pydantic import BaseModel

from daas_broker.transfers.passing import Passing
from kernel.errors import Refused
from kernel.http import refusal_of

log = logging.getLogger(__name__)
LINES = "application/x-ndjson"
LOOK_SECONDS = 0.25


class TransferBroken(Refused):
    code = "bug"


def wants_lines() -> bool:
    return LINES in request.headers.get("Accept", "")


def as_it_goes(run: Callable[[Passing], BaseModel]) -> Response:
    """Lines of JSON: `passed` and `total` in bytes while it goes; the last one is what `run` made,
    or its refusal and the `status` that it would have had [DLP15]."""
    passing, ended = Passing(), SimpleQueue[BaseModel | Refused]()

    def work() -> None:
        try:
            ended.put(run(passing))
        except Refused as refused:
            ended.put(refused)
        except Exception:
            log.exception("a transfer broke")
            ended.put(TransferBroken())

    Thread(target=copy_context().run, args=(work,), name="transfer", daemon=True).start()
    return Response(_lines(passing, ended), content_type=LINES, headers={"X-Accel-Buffering": "no"})


def _lines(passing: Passing, ended: SimpleQueue[BaseModel | Refused]) -> Iterator[str]:
    try:
        while True:
            try:
                last = ended.get(timeout=LOOK_SECONDS)
            except Empty:
                yield _line({"passed": passing.passed, "total": passing.total})
            else:
                yield _line(_last(last))
                return
    finally:
        passing.is_stopped = True


def _last(said: BaseModel | Refused) -> dict[str, object]:
    if isinstance(said, BaseModel):
        return said.model_dump(mode="json")
    body, status = refusal_of(said)
    return {**body, "status": status}


def _line(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
