"""A companion that lets text cross as the policy says, and follows the policy while it changes.

Nothing of a policy is in the ticket or in the desktop: each stream begins closed, is told its
permit, and is told again when an administrator applies a change.
"""

import asyncio
import json
import logging
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from time import monotonic
from typing import ClassVar

from daas_broker.desktops.model import Protocol
from daas_broker.display.clipboard import Assembly, Picture, Sign, messages, picture_messages
from daas_broker.display.companions.asking import ASK, TAKE, Asking, Lanes
from daas_broker.display.companions.idle import LOCK_AFTER
from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.load.pace import Breath
from daas_broker.display.model import Control, ToDisplay, ToText
from daas_broker.policies import permits, rules
from daas_broker.policies.machine import BULK, Crossing, Guard
from daas_broker.policies.model import Advice, Passed, Policy, Refused, Way
from daas_broker.policies.permits import Note, Permit
from daas_broker.policies.rules import Wish
from daas_broker.releases.texts import Taken
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.errors import Refused as Refusal
from kernel.errors import Unavailable

log = logging.getLogger(__name__)
ECHO_SECONDS = 1.0
SHORT = 16 * 1024  # characters; a longer text is looked through for longer than a picture may wait
GIVE_REASON, DROP_TEXT = "clipboard.reason", "clipboard.drop"
_AUDIT_AWAY = Refused("audit_away", Advice.WAIT)


@dataclass
class Crossings:
    """Begins one for each stream; `admit` and `note` block, `today` is Korea's."""

    admit: Callable[[Sequence[Stream]], Mapping[ConnectionId, Permit]]
    note: Callable[[Sequence[Note]], None]
    today: Callable[[], date]
    lanes: Lanes | None = None  # by which a refused text may be asked for
    followers: Sequence[Callable[[Mapping[ConnectionId, Permit]], None]] = ()
    lookers: Executor = field(default_factory=lambda: ThreadPoolExecutor(2, "looker"))
    open: dict[ConnectionId, "Crossed"] = field(default_factory=dict)
    coming: list[Stream] = field(default_factory=list)

    def __call__(self, link: Link) -> "Crossed":
        crossed = Crossed(self, link)
        stream = link.opened.stream
        self.open[stream.connection_id] = crossed
        self.coming.append(stream)
        if len(self.coming) == 1:
            link.spawn(self._admit_all(link))
        return crossed

    async def _admit_all(self, link: Link) -> None:
        """Those who come together are admitted at the price of one."""
        await link.settled()
        streams, self.coming = self.coming, []
        found: dict[ConnectionId, Permit] = {}
        try:
            await link.beside(lambda: found.update(self.admit(streams)))
        except Unavailable as error:
            log.warning("%d streams stay closed: %s", len(streams), error)
        self.adopt(found)

    def locks_after(self, link: Link) -> float:
        """Seconds without use; before its permit is known nothing passes anyway."""
        crossed = self.open.get(link.opened.stream.connection_id)
        minutes = crossed.lock_after_minutes if crossed else None
        return LOCK_AFTER.total_seconds() if minutes is None else minutes * 60.0

    def permit_of(self, connection: ConnectionId) -> Permit | None:
        crossed = self.open.get(connection)
        return crossed.permit if crossed else None

    @property
    def are_ready(self) -> bool:
        """Whether each open stream has heard its permit."""
        return bool(self.open) and all(one.is_ready for one in self.open.values())

    def adopt(self, found: Mapping[ConnectionId, Permit]) -> None:
        """What the broker said of open streams, after a policy changed [DLP3]."""
        for connection, permit in found.items():
            crossed = self.open.get(connection)
            if crossed is not None:
                crossed.adopt(permit)
        for follow in self.followers:
            follow(found)


class Crossed(Companion):
    controls: ClassVar[frozenset[str]] = frozenset({GIVE_REASON, DROP_TEXT, ASK, TAKE})

    def __init__(self, crossings: Crossings, link: Link) -> None:
        self._crossings, self.link = crossings, link
        self._stream = link.opened.stream
        self._permit: Permit | None = None
        self._guard: Guard | None = None
        self._inward, self._outward = Assembly(), Assembly()
        self._is_secret = False
        # While a text is being looked through: what was copied after it.
        self._behind: dict[Way, str | None] = {}
        self._asking = Asking(link, crossings.lanes) if crossings.lanes else None
        self._carries_pictures = link.opened.endpoint.protocol is Protocol.RICH
        # What went in last: the desktop says it back.
        self._echo: str | Picture = ""
        self._echoes_until = 0.0
        self._numbers = 0

    @property
    def permit(self) -> Permit | None:
        return self._permit

    @property
    def lock_after_minutes(self) -> int | None:
        return self._permit.policy.lock_after_minutes if self._permit else None

    @property
    def is_ready(self) -> bool:
        return self._guard is not None

    def adopt(self, permit: Permit) -> None:
        if self._permit is not None and permit.revision < self._permit.revision:
            return
        self._permit = permit
        if self._guard is None:
            self._guard = Guard(permit.policy)
        else:
            self._guard.adopt(permit.policy)
        self.link.tell("policy.permit", **self._told(permit))

    def _told(self, permit: Permit) -> dict[str, object]:
        return permits.told(permit, carries_pictures=self._carries_pictures)

    def closed(self) -> None:
        self._crossings.open.pop(self._stream.connection_id, None)

    # Into the desktop

    def admits(self, passed: ToDisplay | ToText) -> bool:
        """Whether a key or a composed text may go in: a text in bulk was pasted [DLP8]."""
        if self._guard is None:
            return isinstance(passed, ToDisplay) or len(passed.line) < BULK
        if isinstance(passed, ToDisplay):
            return self._may_type(1) if passed.message.startswith("kd,") else True
        if passed.commits is None:
            return True  # a preedit: what is committed counts
        text = str(json.loads(passed.line)["text"])
        if len(text) < BULK:
            return self._may_type(len(text))
        crossing = self._guard.cross(Way.IN, text, monotonic(), self._crossings.today())
        self.link.spawn(self._settle(crossing, is_typed=True))
        return False

    def put(self, message: str) -> bool:
        """A clipboard message of the page; False for one that no page of ours sends."""
        if self._guard is None or self._permit is None:
            return True
        policy = self._permit.policy
        taken = self._inward.take(message, policy.clipboard_in.most_bytes)
        if rules.is_open(policy, Way.IN):
            self._arrived(Way.IN, taken, policy)
            return taken is not Sign.MALFORMED
        if taken is not Sign.NOTHING:
            self._refuse_closed(Way.IN, taken, policy)
        return True

    def heard(self, control: Control) -> None:
        if control.kind in {ASK, TAKE}:
            self._heard_asking(control)
            return
        number, reason = control.body.get("hold"), control.body.get("reason", "")
        if self._guard is None or not isinstance(number, int) or not isinstance(reason, str):
            return
        if control.kind == DROP_TEXT:
            self._guard.drop(number)
            return
        crossing = self._guard.give_reason(number, reason, monotonic(), self._crossings.today())
        if crossing is not None:
            self.link.spawn(self._settle(crossing))

    def _heard_asking(self, control: Control) -> None:
        if self._asking is None or self._permit is None:
            return
        work = self._asking.heard(control, self._permit.person_id)
        if work is not None:
            self.link.spawn(self._ask(work))

    async def _ask(self, work: Callable[[], object]) -> None:
        done: list[object] = []
        try:
            await self.link.beside(lambda: done.append(work()))
        except Refusal as error:
            self.link.tell("release.told", code=error.code)
            return
        self.link.tell("release.told", code=None)
        if done and isinstance(done[0], Taken):
            self._let_across(done[0])

    def _let_across(self, taken: Taken) -> None:
        """Somebody answered for it: the policy was asked before, and said no."""
        if taken.way is Way.OUT:
            self.link.tell("clipboard.copied", text=taken.text)
        else:
            self._numbers += 1
            self._put_in(taken.text, messages(taken.text, self._numbers))

    # Out of the desktop

    def clipboard_out(self, message: str) -> None:
        """A clipboard message of the desktop."""
        if self._guard is None or self._permit is None:
            return
        policy = self._permit.policy
        is_open = rules.is_open(policy, Way.OUT)
        taken = self._outward.take(message, policy.clipboard_out.most_bytes)
        if taken is Sign.SECRET:
            self._is_secret = True
        elif taken not in {Sign.NOTHING, Sign.MALFORMED}:
            self._copied(taken, policy_is_open=is_open)

    def _copied(self, taken: str | Picture | Sign, *, policy_is_open: bool) -> None:
        if self._guard is None or self._permit is None:
            return
        is_secret, self._is_secret = self._is_secret, False
        if taken == "" or (taken == self._echo and monotonic() < self._echoes_until):
            self._echo = ""
            return
        self.link.tell("clipboard.inside")
        if is_secret:
            return  # a password stays where it was copied
        if not policy_is_open:
            self._refuse_closed(Way.OUT, taken, self._permit.policy)
        else:
            self._arrived(Way.OUT, taken, self._permit.policy)

    # Both

    def _arrived(self, way: Way, taken: str | Picture | Sign, policy: Policy) -> None:
        """Something is whole, or cannot be: whether it goes on."""
        match taken:
            case str(text):
                self._text_arrived(way, text)
            case Picture() if not self._carries_pictures:
                self._refuse(way, rules.wrong_kind(policy, way))
            case Picture(png) if self._guard is not None:
                self.link.spawn(self._settle(self._guard.cross_picture(way, png, monotonic())))
            case Sign.TOO_BIG:
                self._refuse(way, rules.too_big(policy, way))
            case Sign.PICTURE_TOO_BIG:
                self._refuse(way, rules.picture_too_big(policy, way))
            case _:
                pass

    def _text_arrived(self, way: Way, text: str) -> None:
        if self._guard is None:
            return
        if way in self._behind:  # another is being looked through: the newest copy counts
            self._behind[way] = text
            return
        refused = self._guard.begin(way, monotonic())
        if refused is not None:
            self.link.spawn(self._settle(refused))
        elif len(text) <= SHORT:
            self.link.spawn(self._settle(self._decided(self._guard, way, Wish(text))))
        else:
            self._behind[way] = None
            self.link.spawn(self._look_through(self._guard, way, text))

    async def _look_through(self, guard: Guard, way: Way, text: str) -> None:
        """A long one, beside the loop: nobody else's pictures wait for it [DK15]."""
        today, loop = self._crossings.today(), asyncio.get_running_loop()
        look = partial(_looked_through, guard.policy, way, text, today)
        try:
            wish = await loop.run_in_executor(self._crossings.lookers, look)
            await self._settle(self._decided(guard, way, wish))
        finally:  # one that fails shuts the way for nothing that follows
            behind = self._behind.pop(way)
            if behind is not None:
                self._text_arrived(way, behind)

    def _decided(self, guard: Guard, way: Way, wish: Wish) -> Crossing:
        return guard.end(way, wish, monotonic(), self._crossings.today())

    def _may_type(self, characters: int) -> bool:
        if self._guard is None:
            return True
        refused = self._guard.typed(characters, monotonic())
        if refused is not None:
            self.link.spawn(self._settle(refused))
        return refused is None

    def _refuse(self, way: Way, refused: Refused, text: str = "") -> None:
        if self._guard is not None:
            self.link.spawn(self._settle(self._guard.refuse(way, refused, monotonic(), text)))

    def _refuse_closed(self, way: Way, taken: str | Picture | Sign, policy: Policy) -> None:
        """A text is kept, for it may be asked for [DX9]."""
        self._refuse(way, rules.closed(policy, way), taken if isinstance(taken, str) else "")

    async def _settle(self, crossing: Crossing, *, is_typed: bool = False) -> None:
        """First written down, then done [DLP10]."""
        if crossing.is_news and not await self._noted(crossing):
            crossing = Crossing(crossing.way, "", _AUDIT_AWAY)
        verdict = crossing.verdict
        ask = await self._asking.offer(crossing) if self._asking else None
        self.link.tell("policy.crossing", **permits.told_of(crossing), ask=ask)
        if not isinstance(verdict, Passed):
            return
        if crossing.picture:
            self._pass_picture(crossing)
        elif crossing.way is Way.OUT:
            self.link.tell("clipboard.copied", text=verdict.text)
        elif is_typed:
            self._type(verdict.text)
        else:
            self._numbers += 1
            self._put_in(verdict.text, messages(verdict.text, self._numbers))

    def _pass_picture(self, crossing: Crossing) -> None:
        picture = crossing.picture
        if crossing.way is Way.OUT:
            self.link.tell("clipboard.pictured", png=b64encode(picture).decode())
        else:
            self._numbers += 1
            self._put_in(Picture(picture), picture_messages(picture, self._numbers))

    async def _noted(self, crossing: Crossing) -> bool:
        person = self._permit.person_id if self._permit else None
        if person is None:
            return False
        note = Note(self._stream, person, crossing)
        try:
            await self.link.beside(lambda: self._crossings.note([note]))
        except Unavailable as error:
            log.warning("a crossing is not noted and not done: %s", error)
            return False
        return True

    def _put_in(self, put: str | Picture, said: Sequence[str]) -> None:
        self._echo, self._echoes_until = put, monotonic() + ECHO_SECONDS
        for message in said:
            self.link.pass_in(ToDisplay(message))
        self.link.tell("clipboard.put")

    def _type(self, text: str) -> None:
        line = json.dumps({"type": "commit", "text": text, "seq": 0}, ensure_ascii=False)
        self.link.pass_in(ToText(line.encode() + b"\n", None))


def _looked_through(policy: Policy, way: Way, text: str, today: date) -> Wish:
    return rules.looked_through(policy, way, text, today, Breath())
