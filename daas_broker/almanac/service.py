"""The agency's calendar, as an IT administrator keeps it and as the forecast asks it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daas_broker.almanac import rules, store
from daas_broker.almanac.model import Leave, Month, OwnDay, Taken
from daas_broker.almanac.ports import PublicHolidays
from daas_broker.desktops.model import PoolId
from daas_broker.forecast.model import Almanac
from daas_broker.forecast.rules import HOME, WEEKS
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Invalid, NotFound

LEARNED = timedelta(weeks=WEEKS, days=1)
AHEAD = timedelta(weeks=5)  # what is shown at once, and as far as the forecast looks
LONGEST_SPAN = timedelta(days=92)


class SpanTooLong(Invalid):
    """More than a quarter of a year at once."""

    code = "span_too_long"


@dataclass(frozen=True)
class AgencyCalendar:
    begin: Begin
    now: Now
    holidays: PublicHolidays

    def month(self, actor: Actor, first: date, last: date) -> Month:
        """Both days included. It tells how many are away, never who [DC4]."""
        actor.require(Role.IT_ADMIN)
        if not timedelta() <= last - first <= LONGEST_SPAN:
            raise SpanTooLong
        public = self.holidays.of(first, last)
        with self.begin() as tx:
            own = store.own(tx.db, first, last)
            away = rules.away(store.of_all(tx.db, first, last), first, last)
            people = store.head_count(tx.db)
        working = {
            one.day: public.get(one.day, rules.own_name(one)) for one in own if not one.is_off
        }
        return Month(rules.days_off(public, own), working, away, people)

    def set_day(self, actor: Actor, wished: OwnDay) -> None:
        actor.require(Role.IT_ADMIN)
        day = rules.check(wished)
        with self.begin() as tx:
            store.set_day(tx.db, day, actor.user_id, self.now())
            facts = {"off": day.is_off, "name": day.name}
            self._note(tx, actor, "set_day", day.day.isoformat(), facts)

    def forget_day(self, actor: Actor, day: date) -> None:
        """It is again what the public calendar says."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            if not store.forget_day(tx.db, day):
                raise NotFound
            self._note(tx, actor, "forget_day", day.isoformat(), {})

    def take_leaves(self, actor: Actor, sheet: str) -> Taken:
        """Instead of what was known, so that the same sheet can be brought again. Whose name nobody
        knows is told; a line that is no leave refuses the whole."""
        actor.require(Role.IT_ADMIN)
        lines = rules.read(sheet)
        with self.begin() as tx:
            known = store.ids_of(tx.db, [line.user_name for line in lines])
            fresh = [
                Leave(known[line.user_name], line.begins, line.ends)
                for line in lines
                if line.user_name in known
            ]
            count = store.replace_leaves(tx.db, fresh)
            unknown = tuple(line.number for line in lines if line.user_name not in known)
            taken = Taken(count, len({leave.person_id for leave in fresh}), unknown)
            facts: dict[str, object] = {
                "leaves": count,
                "people": taken.people,
                "unknown": len(unknown),
            }
            self._note(tx, actor, "take_leaves", "leaves", facts)
        return taken

    def of_pool(self, tx: Tx, pool: PoolId, now: datetime) -> Almanac:
        """What the forecast of a pool must know: the days off that it learned from and those to
        come, and which share of its own people is on leave [DC3]."""
        today = now.astimezone(HOME).date()
        first, last = today - LEARNED, today + AHEAD
        off = rules.days_off(self.holidays.of(first, last), store.own(tx.db, first, last))
        since = now - LEARNED
        people = store.regulars(tx.db, pool, since)
        away = rules.away(store.of_regulars(tx.db, pool, since, first, last), first, last)
        return Almanac(
            {day: one.name for day, one in off.items()},
            {day: count / people for day, count in away.items()} if people else {},
            people,
        )

    def _note(self, tx: Tx, actor: Actor, act: str, about: str, facts: dict[str, object]) -> None:
        tx.announce("pools:all", "calendar.changed")
        name = f"daas_broker.{act}"
        audit.append(tx.db, audit.Entry(self.now(), actor.user_id, name, about, facts=facts))
