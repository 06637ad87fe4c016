"""One stream's crossings: what waits for a reason, what was told, how much went in. Sans I/O.

Both display protocols feed it text and ask for a verdict; times are monotonic seconds.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from daas_broker.policies import pictures, rules
from daas_broker.policies.model import (
    Advice,
    NeedsReason,
    Passed,
    Policy,
    Refused,
    Verdict,
    Way,
)

BULK = 64  # characters of one commit that nobody composes at once: such a text was pasted
HOLD_SECONDS = 120.0  # a text that waits for its reason
QUIET_SECONDS = 30.0  # one refusal is told and noted once in this time
TYPING_SECONDS = 10  # of the allowed rate, that may come at once where nothing may be pasted
CROSSINGS_A_SECOND = 8


@dataclass(frozen=True)
class Crossing:
    """One attempt, with a text or a PNG. `hold` names the text that waits for a reason; not all is
    `news`."""

    way: Way
    text: str
    verdict: Verdict
    reason: str = ""
    hold: int | None = None
    is_news: bool = True
    told_before: int = 0  # times the same was refused in silence since it was last told
    picture: bytes = b""


@dataclass
class _Held:
    number: int
    way: Way
    wish: rules.Wish
    until: float


@dataclass
class Guard:
    policy: Policy
    held: dict[Way, _Held] = field(default_factory=dict)
    told: dict[str, tuple[float, int]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    _room: float | None = None  # characters that may go in now
    _filled_at: float = 0.0
    _second: float = 0.0
    _crossings: int = 0

    def adopt(self, policy: Policy) -> None:
        """From the next message on [DLP3]. What waits for a reason is decided anew then."""
        self.policy = policy
        self.told.clear()
        self._room = None

    def cross(self, way: Way, text: str, now: float, today: date) -> Crossing:
        return self.begin(way, now) or self.end(way, rules.Wish(text), now, today)

    def begin(self, way: Way, now: float) -> Crossing | None:
        """One more is to cross: the refusal where they are too many, before it is looked at."""
        if not self._is_flood(now):
            return None
        return self._noted(Crossing(way, "", Refused("clipboard_flood", Advice.WAIT)), now)

    def end(self, way: Way, wish: rules.Wish, now: float, today: date) -> Crossing:
        """What becomes of one that began."""
        return self._noted(self._decide(way, wish, now, today), now)

    def cross_picture(self, way: Way, png: bytes, now: float) -> Crossing:
        """What passes is the picture made anew [DMO1]."""
        if flood := self.begin(way, now):
            return flood
        refused = rules.decide_picture(self.policy, way, len(png))
        picture = None if refused else pictures.made_anew(png)
        if picture is None:
            verdict = refused or rules.wrong_kind(self.policy, way)
            return self._noted(Crossing(way, "", verdict, picture=png), now)
        return self._noted(Crossing(way, "", Passed(""), picture=picture), now)

    def refuse(self, way: Way, refused: Refused, now: float, text: str = "") -> Crossing:
        """Where a transport found it before there was a text: far too much; or it is closed."""
        return self._noted(Crossing(way, text, refused), now)

    def give_reason(self, number: int, reason: str, now: float, today: date) -> Crossing | None:
        """Decide what waited; None when it waits no longer."""
        held = next((one for one in self.held.values() if one.number == number), None)
        if held is None:
            return None
        del self.held[held.way]
        if held.until < now:
            return None
        reason = reason.strip()[: rules.LONGEST_REASON]
        wish = replace(held.wish, reason=reason, said=None)
        return self._noted(self._decide(held.way, wish, now, today), now)

    def drop(self, number: int) -> None:
        """The person thought better of it."""
        self.held = {way: one for way, one in self.held.items() if one.number != number}

    def typed(self, characters: int, now: float) -> Crossing | None:
        """None while so much may be typed; the refusal otherwise [DLP8]."""
        if self._take(characters, now):
            return None
        return self._noted(Crossing(Way.IN, "", self._too_fast()), now)

    def _decide(self, way: Way, wish: rules.Wish, now: float, today: date) -> Crossing:
        text, verdict = wish.text, rules.decide(self.policy, way, wish, today)
        if isinstance(verdict, NeedsReason):
            number = next(self.numbers)
            self.held[way] = _Held(number, way, wish, now + HOLD_SECONDS)  # [DLP9]
            return Crossing(way, text, verdict, hold=number)
        if isinstance(verdict, Passed) and way is Way.IN and not self._take(len(text), now):
            return Crossing(way, text, self._too_fast())
        return Crossing(way, text, verdict, wish.reason)

    def _noted(self, crossing: Crossing, now: float) -> Crossing:
        """The same with whether it is to be told and written down."""
        if not isinstance(crossing.verdict, Refused):
            return crossing
        since, silent = self.told.get(crossing.verdict.rule, (float("-inf"), 0))
        is_news = now - since >= self._quiet(crossing.verdict)
        self.told[crossing.verdict.rule] = (now, 0) if is_news else (since, silent + 1)
        return replace(crossing, is_news=is_news, told_before=silent if is_news else 0)

    def _quiet(self, refused: Refused) -> float:
        """Copying inside a desktop that lets nothing out is daily work: told once a stream."""
        is_inside = refused == rules.closed(self.policy, Way.OUT)
        return float("inf") if is_inside else QUIET_SECONDS

    def _too_fast(self) -> Refused:
        return Refused("paste_rate", Advice.WAIT, limit=self.policy.characters_per_second)

    def _take(self, characters: int, now: float) -> bool:
        rate = self.policy.characters_per_second
        if not rate:
            return True
        most = float(rate * TYPING_SECONDS)
        if self.policy.clipboard_in.is_open:
            most = max(most, self.policy.clipboard_in.most_bytes)
        room = most if self._room is None else self._room + (now - self._filled_at) * rate
        room, self._filled_at = min(most, room), now
        fits = characters <= room
        self._room = room - characters if fits else room
        return fits

    def _is_flood(self, now: float) -> bool:
        if now - self._second >= 1:
            self._second, self._crossings = now, 0
        self._crossings += 1
        return self._crossings > CROSSINGS_A_SECOND
