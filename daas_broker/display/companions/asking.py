"""A text that was refused is asked for from the refusal itself, and an approved one crosses [DX9].

The gateway holds the text, so that what is asked for is what was refused: one each way, for ten
minutes, as large at most as the policy lets any text be.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Protocol

from daas_broker.desktops.model import DesktopId
from daas_broker.display.companions.model import Link
from daas_broker.display.model import Control
from daas_broker.policies.machine import Crossing
from daas_broker.policies.model import Refused, Way
from daas_broker.releases.model import Release, ReleaseId
from daas_broker.releases.texts import Taken
from kernel.actor import UserId
from kernel.errors import Refused as Refusal

log = logging.getLogger(__name__)
ASK, TAKE = "release.ask", "release.take"
HOLD_SECONDS = 600.0
KNOWN_SECONDS = 30.0  # whether a lane is open
ASKABLE = frozenset({"clipboard_in_closed", "clipboard_out_closed", "content_in", "content_out"})


class Lanes(Protocol):
    """daas_broker.releases.texts.Texts"""

    def may_ask(self, desktop_id: DesktopId, way: Way) -> bool: ...
    def ask(self, person: UserId, desktop_id: DesktopId, taken: Taken, reason: str) -> Release: ...
    def take(self, person: UserId, desktop_id: DesktopId, release_id: ReleaseId) -> Taken: ...


@dataclass
class _Held:
    number: int
    taken: Taken
    until: float


@dataclass
class Asking:
    link: Link
    lanes: Lanes
    held: dict[Way, _Held] = field(default_factory=dict)
    known: dict[Way, tuple[float, bool]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def offer(self, crossing: Crossing) -> int | None:
        """The number under which its person may ask for it; None where that leads nowhere."""
        verdict = crossing.verdict
        if not isinstance(verdict, Refused) or verdict.rule not in ASKABLE or not crossing.text:
            return None
        if not await self._is_open(crossing.way):
            return None
        number = next(self.numbers)
        taken = Taken(crossing.way, crossing.text)
        self.held[crossing.way] = _Held(number, taken, monotonic() + HOLD_SECONDS)
        return number

    def heard(self, control: Control, person: UserId) -> Callable[[], object] | None:
        """What is to be done beside the loop; None where the page says nothing that can be."""
        if control.kind == TAKE:
            release = control.body.get("id")
            return (lambda: self._take(person, release)) if isinstance(release, str) else None
        number, reason = control.body.get("hold"), control.body.get("reason")
        held = next((one for one in self.held.values() if one.number == number), None)
        if held is None or held.until < monotonic() or not isinstance(reason, str):
            self.link.tell("release.told", code="release_bytes_away")
            return None
        return lambda: self._ask(person, held, reason)

    def _ask(self, person: UserId, held: _Held, reason: str) -> None:
        self.lanes.ask(person, self._desktop, held.taken, reason)
        self.held.pop(held.taken.way, None)

    def _take(self, person: UserId, release: str) -> Taken:
        return self.lanes.take(person, self._desktop, ReleaseId(release))

    async def _is_open(self, way: Way) -> bool:
        until, answer = self.known.get(way, (0.0, False))
        if monotonic() < until:
            return answer
        said: list[bool] = []
        try:
            await self.link.beside(lambda: said.append(self.lanes.may_ask(self._desktop, way)))
        except Refusal as error:
            log.warning("whether a text may be asked for is not known: %s", error)
        is_open = said == [True]
        self.known[way] = (monotonic() + KNOWN_SECONDS, is_open)
        return is_open

    @property
    def _desktop(self) -> DesktopId:
        return self.link.opened.stream.desktop_id
