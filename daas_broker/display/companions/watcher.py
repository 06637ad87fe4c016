"""A helper's stream: the user's own pictures; input only with their consent."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from time import monotonic

from picows import WSTransport

from daas_broker.desktops.model import DesktopId
from daas_broker.display import rules
from daas_broker.display.browser.whole_messages import WholeMessages
from daas_broker.display.companions.helping import Helpers, Shown, watched
from daas_broker.display.companions.sight import Sight, open_sight
from daas_broker.display.desktop.rfb.model import Broken
from daas_broker.display.model import (
    Answer,
    Close,
    Control,
    Dropped,
    Refusal,
    ToClipboard,
    ToDisplay,
    ToMicrophone,
    ToText,
)
from daas_broker.helpdesk.model import Level, Watching
from identity.tickets.model import Presented
from kernel.errors import Refused, Unavailable

log = logging.getLogger(__name__)
SOUND = 0x01
RETURN_SECONDS = 10.0  # a helper whose connection broke may come back so long
KEYFRAME_SECONDS = 0.5


class Watcher(WholeMessages):
    """One a desktop. It sees only while the user's own stream is open beside it [DR3]."""

    def __init__(self, helpers: Helpers, shown: Presented, desktop_id: str, origin: str) -> None:
        super().__init__()
        self._helpers = helpers
        self._ticket, self._desktop_id, self._origin = shown, DesktopId(desktop_id), origin
        self._shown: Shown | None = None
        self._sight: Sight | None = None  # of a light desktop
        self._is_slow = False
        self._pointer = (0, 0)
        self._asked_at = 0.0
        self.watching: Watching | None = None

    # What picows calls

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        self._transport = None
        self._let_go()
        self._helpers.unwatch(self, self._desktop_id)
        if self.watching is not None:
            self._helpers.spawn(self._helpers.note_gone(self.watching, RETURN_SECONDS))

    def pause_writing(self) -> None:
        """A slow helper misses pictures; the user and the desktop do not wait for them."""
        self._is_slow = True
        if self._sight is not None:
            self._sight.pause()

    def resume_writing(self) -> None:
        self._is_slow = False
        if self._sight is not None:
            self._sight.resume()
        self.ask_keyframe()

    # Opening, and what changes while it is open

    async def _open(self) -> None:
        try:
            await self._enter()
        except Unavailable as error:
            log.warning("the broker is away: %s", error)
            self.close(Close.AWAY)
        except Refused:
            self.close(Close.TICKET_REFUSED)

    async def _enter(self) -> None:
        redeem, ticket = self._helpers.doors.redeem, self._ticket
        found = await asyncio.to_thread(redeem, ticket, self._desktop_id, self._origin)
        if self._transport is None:
            return
        # Known among the streams first, then the last look: a notice between the two finds it.
        self.watching = found
        self._helpers.watch(self, self._desktop_id)
        self.allow(await self._helpers.holding(self._desktop_id))

    def allow(self, watching: Watching | None) -> None:
        """What holds now: begins, changes or ends what this helper may do [DR1] [DR4]."""
        if self._transport is None or self.watching is None:
            return
        shown = self._helpers.of(watching) if watching else None
        if watching is None or shown is None or not _is_same(watching, self.watching):
            self.close(Close.WATCH_OVER)
        else:
            self._go_on(shown, watching)

    def _go_on(self, shown: Shown, watching: Watching) -> None:
        if shown is self._shown and watching == self.watching:
            return
        if self._has_control and watching.level < Level.CONTROL:
            self._release_input()
        self.watching = watching
        shown.tell(watching)  # before the first picture goes [DR3]
        self._say(json.dumps({"type": "help.watched", **watched(watching)}, ensure_ascii=False))
        if self._shown is None:
            self._shown = shown
            shown.join(self)
            self._begin_to_see(shown)

    def _begin_to_see(self, shown: Shown) -> None:
        if shown.is_light:
            self._helpers.spawn(self._open_sight(shown))
        else:
            self.ask_keyframe()

    async def _open_sight(self, shown: Shown) -> None:
        try:
            sight = await open_sight(self, shown.link.opened.endpoint)
        except (OSError, TimeoutError) as error:
            self.blinded(str(error))
            return
        if self._shown is shown:
            self._sight = sight
        else:
            sight.close()

    def close(self, code: Close) -> None:
        """Nothing is seen or moved from here on, whatever the socket still does."""
        self._let_go()
        super().close(code)

    def _let_go(self) -> None:
        if self._shown is not None:
            self._release_input()
            shown, self._shown = self._shown, None
            shown.leave(self)
        if self._sight is not None:
            sight, self._sight = self._sight, None
            sight.close()

    def _release_input(self) -> None:
        """No key or button stays down that the helper held."""
        if self._shown is not None and self._has_control:
            x, y = self._pointer
            self._shown.link.type_in(ToDisplay("kr", is_key=True))
            self._shown.link.type_in(ToDisplay(f"m,{x},{y},0,0", buttons=0))

    @property
    def _has_control(self) -> bool:
        return self.watching is not None and self.watching.level is Level.CONTROL

    # From the helper's browser

    def _hear_text(self, text: str) -> None:
        level = self.watching.level if self.watching and self._shown else Level.NONE
        if self._flood.is_over(monotonic()):
            self._refuse("too many messages")
            return
        match rules.from_watcher(text, level):
            case (ToDisplay() | ToText()) as passed:
                self._pass_on(passed)
            case Answer(answer):
                self.said(answer)
            case Dropped() | Control() | ToClipboard() | ToMicrophone():
                pass  # the page of a helper is the same as a user's [DR2]
            case Refusal(why):
                self._refuse(why)

    def _hear_bytes(self, payload: bytes) -> None:
        """RFB of the page of a light desktop, which asks for pictures [DR8]."""
        if self._sight is None or self._flood.is_over(monotonic()):
            self._refuse("an unasked binary message")
            return
        try:
            self._sight.hear(payload)
        except Broken as broken:
            self._refuse(str(broken))

    def _pass_on(self, passed: ToDisplay | ToText) -> None:
        if self._shown is None:
            return
        if passed == ToDisplay(rules.KEYFRAME):
            self.ask_keyframe()
            return
        if isinstance(passed, ToDisplay) and passed.message.startswith("m,"):
            _, x, y, *_ = passed.message.split(",")
            self._pointer = (int(x), int(y))
        self._shown.link.type_in(passed)

    def _refuse(self, why: str) -> None:
        log.warning("a helper's stream of desktop %s closed: %s", self._desktop_id, why)
        self.close(Close.BAD_MESSAGE)

    def ask_keyframe(self) -> None:
        """At most twice a second: the user's line and the desktop bear its cost."""
        now = monotonic()
        if self._shown is None or self._shown.is_light:
            return
        if now - self._asked_at >= KEYFRAME_SECONDS:
            self._asked_at = now
            self._shown.link.pass_in(ToDisplay(rules.KEYFRAME))

    # What the user's stream shows

    def drew(self, payload: memoryview) -> None:
        """Not the sound: what is said in the user's room is not the helper's to hear."""
        if not self._is_slow and payload[0] != SOUND:
            self._draw(payload)

    def show(self, picture: memoryview) -> None:
        """Of a light desktop."""
        if self._shown is not None:
            self._draw(picture)

    def blinded(self, why: str) -> None:
        if self._shown is not None:
            log.warning("a light desktop shows nothing to a helper: %s", why)
            self.close(Close.AWAY)

    def said(self, message: str) -> None:
        self._say(message)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        self._helpers.spawn(work)


def _is_same(now: Watching, before: Watching) -> bool:
    return (now.help_id, now.helper_session) == (before.help_id, before.helper_session)
