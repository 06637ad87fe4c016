"""The microphone of one stream: shut until its person opens it, and while the policy says so."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import Control
from daas_broker.policies import rules
from daas_broker.policies.model import Advice, Refused
from daas_broker.policies.permits import Permit
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.actor import UserId
from kernel.errors import Unavailable

log = logging.getLogger(__name__)
OPEN, CLOSE = "microphone.open", "microphone.close"
BYTES_A_SECOND = 2 * 48_000  # twice what a microphone gives: it may catch up after a pause
_AUDIT_AWAY = Refused("audit_away", Advice.WAIT)

PermitOf = Callable[[ConnectionId], Permit | None]
Note = Callable[[Stream, UserId, Refused | None], None]


class Voice(Companion):
    """`permit_of` tells the permit as it is now; `note` writes into the audit chain and blocks."""

    controls: ClassVar[frozenset[str]] = frozenset({OPEN, CLOSE})

    def __init__(self, link: Link, permit_of: PermitOf, note: Note) -> None:
        self._link, self._permit_of, self._note = link, permit_of, note
        self._stream = link.opened.stream
        self._is_open = False
        self._second, self._bytes = 0.0, 0

    def heard(self, control: Control) -> None:
        if control.kind == OPEN:
            self._link.spawn(self._open())
        else:
            self._set(is_open=False)

    def admits_voice(self, message: bytes) -> bool:
        """As the policy is at this moment, not as it was when it was opened [DIN2]."""
        if not self._is_open:
            return False
        refused = self._decide()
        if refused is not None:
            self._set(is_open=False, refused=refused)
            return False
        return self._has_room(len(message))

    def _decide(self) -> Refused | None:
        permit = self._permit_of(self._stream.connection_id)
        return rules.decide_microphone(permit.policy) if permit else _AUDIT_AWAY

    async def _open(self) -> None:
        """First written down, then done, as with all that crosses."""
        refused = self._decide()
        if not await self._noted(refused):
            refused = _AUDIT_AWAY
        self._set(is_open=refused is None, refused=refused)

    async def _noted(self, refused: Refused | None) -> bool:
        permit = self._permit_of(self._stream.connection_id)
        if permit is None:
            return False
        try:
            await self._link.beside(lambda: self._note(self._stream, permit.person_id, refused))
        except Unavailable as error:
            log.warning("a microphone is not opened, for it cannot be noted: %s", error)
            return False
        return True

    def _set(self, *, is_open: bool, refused: Refused | None = None) -> None:
        self._is_open = is_open
        rule, advice = (refused.rule, refused.advice.value) if refused else (None, None)
        self._link.tell("microphone.state", is_open=is_open, rule=rule, advice=advice)

    def _has_room(self, size: int) -> bool:
        now = monotonic()
        if now - self._second >= 1:
            self._second, self._bytes = now, 0
        self._bytes += size
        return self._bytes <= BYTES_A_SECOND
