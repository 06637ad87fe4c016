"""A transfer over HTTP as it goes: how far it is, again and again, and in the end what came of it.

It runs in a thread of its own, since drive and desktop want to be asked for the bytes, or to be
given them; and whoever hangs up stops it, which is how a browser takes a request back. A browser
whose network changed has hung up as well: it asks again under the same key, and is told what came
of it, or begins anew where it was stopped.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextvars import copy_context
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from flask import Response, request
from pydantic import BaseModel

from daas_broker.transfers.passing import Passing, Stopped
from kernel.errors import Refused
from kernel.http import refusal_of
from kernel.once import keep_later

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
    passing, ended, keep = Passing(), SimpleQueue[BaseModel | Refused](), keep_later()

    def work() -> None:
        said = _outcome(run, passing)
        keep(_whole(said))
        ended.put(said)

    Thread(target=copy_context().run, args=(work,), name="transfer", daemon=True).start()
    return Response(_lines(passing, ended), content_type=LINES, headers={"X-Accel-Buffering": "no"})


def _outcome(run: Callable[[Passing], BaseModel], passing: Passing) -> BaseModel | Refused:
    try:
        return run(passing)
    except Refused as refused:
        return refused
    except Exception:
        log.exception("a transfer broke")
        return TransferBroken()


def _whole(said: BaseModel | Refused) -> Response | None:
    """For who lost the lines; None where nothing was done and it may begin anew [HT6]."""
    if isinstance(said, Stopped):
        return None
    body = _last(said)
    status = body.get("status", HTTPStatus.CREATED)
    return Response(_line(body), status, content_type="application/json")


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


def _last(said: BaseModel | Refused) -> dict[str, Any]:
    if isinstance(said, BaseModel):
        return said.model_dump(mode="json")
    body, status = refusal_of(said)
    return {**body, "status": status}


def _line(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
