"""Bills by division, the comparison with two PCs, and budgets that hold."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from daas_broker.costs import rules, store
from daas_broker.costs.model import (
    Assumptions,
    Bill,
    Budget,
    BudgetLevel,
    Comparison,
    Ledger,
    OwnUse,
    Row,
    Standing,
    Used,
    Version,
)
from daas_broker.metering.rules import day_of
from daas_broker.sessions.model import HeldBack
from identity.people import store as people
from identity.people.model import DivisionRow
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound

FRESH = timedelta(seconds=30)  # how late a spent budget is noticed by who claims a desktop


@dataclass(frozen=True)
class Costs:
    begin: Begin
    now: Now

    def get_ledger(self, actor: Actor, month: date | None = None) -> Ledger:
        """A month by division, at today's prices; this month's unless another is named."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        today = day_of(self.now())
        first = (month or today).replace(day=1)
        with self.begin() as tx:
            return _ledger(tx, first, today)

    def list_versions(self, actor: Actor) -> list[tuple[Version, str]]:
        """All that was ever assumed, the newest first, each with the name of who saved it."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            found = store.history(tx.db)
            names = people.by_ids(tx.db, [UserId(version.made_by) for version in found])
        return [(v, names[UserId(v.made_by)].name if v.made_by in names else "") for v in found]

    def compare(self, actor: Actor, values: Assumptions) -> Comparison:
        """What these assumptions come to, without saving them."""
        actor.require(Role.IT_ADMIN)
        return rules.compare(rules.check(values))

    def change_assumptions(
        self, actor: Actor, base: int, values: Assumptions, reason: str
    ) -> Version:
        """A new version over `base`; AssumptionsChanged where that is not the newest [DU5]."""
        actor.require(Role.IT_ADMIN)
        try:
            with self.begin() as tx:
                before = store.current(tx.db)
                if before.number != base:
                    raise rules.AssumptionsChanged(newest=before.number)
                made = Version(
                    base + 1, rules.check(values), self.now(), actor.user_id, reason.strip()
                )
                store.add(tx.db, made)
                self._changed(tx, actor, before, made)
        except IntegrityError as error:
            raise rules.AssumptionsChanged(newest=base + 1) from error
        return made

    def set_budget(self, actor: Actor, budget: Budget) -> None:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            if budget.division_id not in {row.id for row in people.division_rows(tx.db)}:
                raise NotFound
            store.put_budget(tx.db, rules.check_budget(budget))
            facts = {"monthly": budget.monthly, "at_limit": budget.at_limit.value}
            self._note(tx, actor, "set_budget", budget.division_id, facts)

    def remove_budget(self, actor: Actor, division_id: str) -> None:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            if not store.remove_budget(tx.db, division_id):
                raise NotFound
            self._note(tx, actor, "remove_budget", division_id, {})

    def export_ledger(self, actor: Actor, month: date | None = None) -> Ledger:
        """The same as `get_ledger`; that it left the product stands in the audit chain."""
        found = self.get_ledger(actor, month)
        with self.begin() as tx:
            self._note(tx, actor, "export_costs", found.month.isoformat(), {})
        return found

    def _changed(self, tx: Tx, actor: Actor, before: Version, made: Version) -> None:
        old, new = vars(before.values), vars(made.values)
        changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        facts = {"reason": made.reason, "changed": changed}
        self._note(tx, actor, "change_assumptions", str(made.number), facts)

    def _note(self, tx: Tx, actor: Actor, act: str, what: str, facts: Mapping[str, object]) -> None:
        entry = audit.Entry(
            self.now(), actor.user_id, f"daas_broker.{act}", what, facts=dict(facts)
        )
        audit.append(tx.db, entry)


@dataclass
class Budgets:
    """What one's own use comes to. It answers quickly who is held back by a spent budget: a
    morning asks two hundred times."""

    begin: Begin
    now: Now
    known: Mapping[UserId, Standing] = field(default_factory=dict)
    known_at: datetime | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    def held_back(self, person_id: UserId) -> HeldBack | None:
        return rules.held_back(self.standing(person_id))

    def own_use(self, person_id: UserId) -> list[OwnUse]:
        with self.begin() as tx:
            return store.own_use(tx.db, person_id, day_of(self.now()))

    def standing(self, person_id: UserId) -> Standing | None:
        """Their division's, from 80 % on; None below, and without a budget."""
        self._refresh()
        return self.known.get(person_id)

    def all_held_back(self, how: HeldBack) -> frozenset[UserId]:
        self._refresh()
        return frozenset(who for who, at in self.known.items() if rules.held_back(at) is how)

    def _refresh(self) -> None:
        """One at a time; who comes meanwhile goes by what was known, and waits only the first
        time [DPR2]."""
        if self._is_fresh() or not self.turn.acquire(blocking=self.known_at is None):
            return
        try:
            if not self._is_fresh():
                now = self.now()
                with self.begin() as tx:
                    self.known = _standings(tx, day_of(now))
                self.known_at = now
        finally:
            self.turn.release()

    def _is_fresh(self) -> bool:
        return self.known_at is not None and self.now() - self.known_at <= FRESH


def _standings(tx: Tx, today: date) -> Mapping[UserId, Standing]:
    budgets = store.all_budgets(tx.db)
    if not budgets:
        return {}
    prices = store.current(tx.db).values
    used = store.used_by(tx.db, "division", today.replace(day=1), today)
    found = {
        division: rules.standing(budget, rules.bill(used.get(division, Used()), prices).total)
        for division, budget in budgets.items()
    }
    worth = {division: at for division, at in found.items() if at.level is not BudgetLevel.OK}
    return {who: worth[division] for who, division in store.members(tx.db, [*worth]).items()}


def _ledger(tx: Tx, first: date, today: date) -> Ledger:
    last = _last_of(first)
    since = min(first, today - timedelta(days=28)) if last >= today else first
    version = store.current(tx.db)
    used = store.used_by_two(tx.db, ("division", "day"), since, last)
    billed = {at: rules.bill(each, version.values) for at, each in used.items()}
    sums = store.used_by(tx.db, "division", first, last)
    names = {row.id: row for row in people.division_rows(tx.db)}
    budgets = store.all_budgets(tx.db)
    rows = []
    for division in {*sums, *budgets}:
        own = sums.get(division, Used())
        bill = rules.bill(own, version.values)
        daily = {day: each.total for (whose, day), each in billed.items() if whose == division}
        coming = rules.forecast(daily, today) if last >= today else bill.total
        budget = budgets.get(division) if division else None
        at = rules.standing(budget, bill.total) if budget else None
        rows.append(_row(division, names, own, (bill, coming), at))
    rows.sort(key=lambda row: (row.division_id is None, -row.bill.total))
    return Ledger(first, version.number, rows, _daily(billed, first))


def _row(
    division: str | None,
    names: Mapping[str, DivisionRow],
    used: Used,
    money: tuple[Bill, float],
    at: Standing | None,
) -> Row:
    known = names.get(division) if division else None
    name = known.name if known else division or ""
    bill, coming = money
    return Row(division, name, known.people if known else 0, used, bill, coming, at)


def _daily(
    billed: Mapping[tuple[str | None, date], Bill], first: date
) -> list[tuple[date, float, float]]:
    days: dict[date, tuple[float, float]] = {}
    for (_, day), bill in billed.items():
        if day >= first:
            won, kwh = days.get(day, (0.0, 0.0))
            days[day] = (won + bill.total, kwh + bill.kwh)
    return [(day, *days[day]) for day in sorted(days)]


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
