"""A write that is told again is done once.

A browser lets go of what it is asking when its network changes (another Wi-Fi, a tunnel that comes
up), and cannot say whether it arrived. So each write carries a key, and who lost the answer asks
for it again under the same one: the Idempotency-Key of draft-ietf-httpapi-idempotency-key-header.
"""

import json
import logging
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Response, g, request
from redis import Redis
from redis.exceptions import RedisError

from kernel.errors import Invalid, Unavailable
from kernel.limits import brief_redis

log = logging.getLogger(__name__)
KEY_HEADER = "Idempotency-Key"
AGAIN_HEADER = "X-Onmaru-Again"  # it was told before, and no answer came
KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
KEPT = timedelta(minutes=2)
LARGEST_BYTES = 16 * 1024
MOST_BYTES = 4 * 1024 * 1024  # of one session's answers; Redis has room for other things as well
PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.1
NONCE_BYTES = 12
BEGUN, NOT_KEPT = b"", b"-"
HEADERS = ("Content-Type", "Location", "ETag")


class OutcomeUnknown(Unavailable):
    """It was begun, and what became of it cannot be told."""

    code = "outcome_unknown"


@dataclass(frozen=True)
class Telling:
    """One write of one session under its key. The key itself is never stored: an answer can hold a
    ticket, and only who has the key reads it."""

    place: str
    count: str  # where this session's bytes are counted
    box: AESGCM
    is_again: bool

    @classmethod
    def of(cls, session_id: str, key: str) -> Self:
        """Of this request."""
        if not KEY.fullmatch(key):
            raise Invalid(field=KEY_HEADER)
        told = f"{session_id} {request.method} {request.full_path} {key}"
        box = AESGCM(sha256(f"answer {key}".encode()).digest())
        place = f"once:{sha256(told.encode()).hexdigest()}"
        count = f"once-bytes:{sha256(session_id.encode()).hexdigest()}"
        return cls(place, count, box, AGAIN_HEADER in request.headers)

    def sealed(self, response: Response) -> bytes:
        headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
        body = b64encode(response.get_data()).decode()
        plain = json.dumps([response.status_code, headers, body]).encode()
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.box.encrypt(nonce, plain, None)

    def opened(self, kept: bytes) -> Response:
        status, headers, body = json.loads(
            self.box.decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], None)
        )
        return Response(b64decode(body), status, headers)


@dataclass(frozen=True)
class Once:
    """`begin` before a view runs, `keep` after it."""

    redis: Redis

    @classmethod
    def at(cls, url: str) -> Self:
        return cls(brief_redis(url))

    def begin(self, session_id: str) -> Response | None:
        """The answer that was given already, None for the first to come; raise OutcomeUnknown where
        it was begun and no answer is there, or where nobody can say [HT6]."""
        g.telling, g.once = None, self
        key = request.headers.get(KEY_HEADER)
        if key is None:
            return None
        telling = Telling.of(session_id, key)
        try:
            return self._answer(telling)
        except (RedisError, OSError) as error:
            log.warning("a write is not remembered: %s", error)
            if telling.is_again:
                raise OutcomeUnknown from error
            return None

    def _answer(self, telling: Telling) -> Response | None:
        """The first one may still be at work; where it failed, this one is the first."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not self.redis.set(telling.place, BEGUN, nx=True, ex=KEPT):
            kept: Any = self.redis.get(telling.place)  # its types are the asynchronous one's too
            if kept and kept != NOT_KEPT:
                return telling.opened(kept)
            if kept == NOT_KEPT or monotonic() > deadline:
                raise OutcomeUnknown
            sleep(LOOK_SECONDS)
        g.telling = telling
        return None

    def keep(self, response: Response) -> Response:
        """What failed may be tried again."""
        telling: Telling | None = g.get("telling")
        if telling is not None:
            self._keep(telling, response)
        return response

    def _keep(self, telling: Telling, response: Response | None) -> None:
        try:
            if response is None or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self.redis.delete(telling.place)
            elif not _is_small(response) or self._is_too_much(telling, telling.sealed(response)):
                self.redis.set(telling.place, NOT_KEPT, ex=KEPT)
        except (RedisError, OSError) as error:
            log.warning("an answer is not kept: %s", error)

    def keeping(self, telling: Telling) -> Callable[[Response | None], None]:
        return partial(self._keep, telling)

    def _is_too_much(self, telling: Telling, answer: bytes) -> bool:
        """Kept, and whether its session has now more than it may."""
        with self.redis.pipeline() as pipe:
            pipe.set(telling.place, answer, ex=KEPT)
            pipe.incrby(telling.count, len(answer))
            pipe.expire(telling.count, KEPT, nx=True)
            return int(pipe.execute()[1]) > MOST_BYTES


def keep_later() -> Callable[[Response | None], None]:
    """For an answer that goes out while it is being made: to be called at the end with what whoever
    lost it is told, or with None where it may be done anew [HT6]."""
    telling: Telling | None = g.get("telling")
    g.telling = None
    return g.once.keeping(telling) if telling is not None else _nobody_asks


def _nobody_asks(_: Response | None) -> None:
    pass


def _is_small(response: Response) -> bool:
    is_whole = response.is_sequence and "Set-Cookie" not in response.headers
    return is_whole and (response.content_length or 0) <= LARGEST_BYTES
