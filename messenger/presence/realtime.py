"""Presence over sockets: each live process tells of its own and repeats it."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from kernel.errors import Unavailable
from kernel.hints import Payload
from kernel.live import BadSignal, Connected
from messenger.presence.model import HEARTBEAT, State
from messenger.presence.service import Presence

log = logging.getLogger(__name__)
RELOAD_SECONDS = 4.0  # a page that reloads is not somebody who left
_TOLD = {State.HERE.value, State.ELSEWHERE.value}


class PresenceSockets:
    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._states: dict[str, tuple[Connected, State]] = {}
        self._is_beating = False
        self.events: Mapping[str, Callable[[Connected, Payload], Payload]] = {
            "messenger.presence": self._told
        }

    def connected(self, who: Connected) -> None:
        self._states[who.socket_id] = (who, State.HERE)
        self._try(lambda: self._presence.tell(who.actor.user_id, who.socket_id, State.HERE))
        if not self._is_beating:
            self._is_beating = True
            self._beat_later()

    def disconnected(self, who: Connected) -> None:
        self._states.pop(who.socket_id, None)
        forget = self._presence.forget
        later = threading.Timer(
            RELOAD_SECONDS, self._try, [lambda: forget(who.actor.user_id, who.socket_id)]
        )
        later.daemon = True
        later.start()

    def _told(self, who: Connected, payload: Payload) -> Payload:
        """`{state: "here" | "elsewhere"}`: whether the person looks at the page."""
        if payload.get("state") not in _TOLD:
            raise BadSignal
        state = State(payload["state"])
        self._states[who.socket_id] = (who, state)
        self._presence.tell(who.actor.user_id, who.socket_id, state)
        return {}

    def _beat_later(self) -> None:
        timer = threading.Timer(HEARTBEAT.total_seconds(), self._beat)
        timer.daemon = True
        timer.start()

    def _beat(self) -> None:
        signs = [(who.actor.user_id, sid, state) for sid, (who, state) in self._states.items()]
        if signs:
            self._try(lambda: self._presence.repeat(signs))
        self._beat_later()

    @staticmethod
    def _try(act: Callable[[], Any]) -> None:
        """Without Redis people go on talking; who is here is simply not known."""
        try:
            act()
        except Unavailable as error:
            log.warning("presence not told: %s", error.code)
