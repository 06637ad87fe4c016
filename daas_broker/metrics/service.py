"""Measurements for those who run desktops: now, over time, and against thresholds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daas_broker.metrics import rules, store
from daas_broker.metrics.model import Level, Line, Name, Threshold, Window
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin


@dataclass(frozen=True)
class Gauge:
    name: Name
    subject: str
    value: float
    level: Level


@dataclass(frozen=True)
class Metrics:
    begin: Begin
    now: Now

    def read(
        self, actor: Actor, names: Sequence[Name], subject: str | None, span: str
    ) -> tuple[Window, list[Line]]:
        """Lines over one of `rules.SPANS`; every subject where none is named."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        now = self.now()
        asked = rules.window(span, now)
        with self.begin() as tx:
            return asked, store.read(tx.db, names, subject, asked, now)

    def gauges(self, actor: Actor) -> tuple[list[Gauge], Mapping[Name, Threshold]]:
        """What was measured within the last minute, but for single desktops, and what it means."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            latest = store.latest(tx.db, self.now())
            limits = store.all_thresholds(tx.db)
        found = [
            Gauge(name, subject, value, rules.judge(value, limits.get(name)))
            for (name, subject), value in sorted(latest.items())
            if name not in rules.OF_DESKTOPS or subject == ""
        ]
        return found, limits

    def change_threshold(self, actor: Actor, threshold: Threshold) -> None:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            store.put_threshold(tx.db, rules.check(threshold))
            facts = {"near": threshold.near, "over": threshold.over}
            act = "daas_broker.change_threshold"
            audit.append(
                tx.db,
                audit.Entry(self.now(), actor.user_id, act, threshold.name.value, facts=facts),
            )
