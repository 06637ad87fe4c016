"""Keeps each pool as its administrator wants it.

A pool is *kept* if and only if as many of its desktops are warm as are asked for, each row of a
desktop stands for one container of its generation on the host, and nothing else runs there.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from daas_broker.circuits import store as circuits
from daas_broker.circuits.model import Circuit
from daas_broker.circuits.rules import is_open, resting_images
from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import COMING, TAKEN, Desktop, State
from daas_broker.desktops.model import (
    CONTAINERS,
    TRIAL,
    DesktopId,
    Pace,
    PoolId,
    Provider,
)
from daas_broker.desktops.ports import Capacity, DesktopHost, HostFailure, Permanent, Retryable
from daas_broker.forecast.model import Goal
from daas_broker.forecast.rules import goal
from daas_broker.forecast.service import Outlook
from daas_broker.images import store as image_store
from daas_broker.images.model import Channel
from daas_broker.images.service import channels
from daas_broker.pools import rules, store
from daas_broker.pools.model import Pool
from daas_broker.pools.observed import as_seen, planned
from daas_broker.pools.ports import Seats
from daas_broker.pools.rules import (
    Add,
    Again,
    Destroy,
    Fail,
    Observe,
    Recycle,
    RemoveOrphan,
    Situation,
    Start,
    Step,
    Unseen,
)
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.ids import fresh_id
from kernel.reconcile import Report

log = logging.getLogger(__name__)
PASSES = 4  # a step that clears the way for another need not wait for the next run
CAPACITY_PAUSE = timedelta(seconds=10)
CALM = timedelta(seconds=10)  # how late a death is noticed that no stream notices


@dataclass(frozen=True)
class Wanted:
    """What the rows say of one host."""

    pools: list[Pool]
    desktops: list[Desktop]
    waiting: Mapping[PoolId, int]
    elsewhere: Mapping[PoolId, int]
    goals: Mapping[PoolId, Goal]
    circuits: list[Circuit]
    channels: Mapping[str, Channel]
    left_behind: frozenset[DesktopId]
    on_trial: bool


@dataclass
class PoolKeeper:
    """Keeps the desktops of one host, so that a host that is away holds up its own pools only.

    One at a time (kernel.reconcile); `epoch` tells the host which of two is the newer.
    """

    begin: Begin
    now: Now
    provider: Provider
    host: DesktopHost
    seats: Seats
    outlook: Outlook
    every: timedelta = timedelta(seconds=2)
    holder: str = field(default_factory=fresh_id)
    suspects: frozenset[tuple[DesktopId, int]] = frozenset()
    epoch: int = 0
    pace: Pace = CONTAINERS
    is_away: bool = True  # until it has answered: an earlier keeper may have left word
    rest: tuple[Wanted, datetime] | None = None
    troubled: bool = False  # something on this host failed last

    @property
    def name(self) -> str:
        return lease_name(self.provider)

    def run(self) -> Report:
        report = Report()
        if self._is_calm() or self._host_rests():
            return report
        try:
            self._take_lease()
            for sweep in range(PASSES):
                if not self._sweep(report, first=sweep == 0):
                    break
        except HostFailure as error:
            report.errors.append(f"the host of {self.provider}: {error}")
            self._note_host(str(error))
        else:
            self._note_host(None)
        return report

    def _note_host(self, error: str | None) -> None:
        """What the administrator sees of a host that is away [DP9]."""
        if error is None and not self.is_away:
            return
        self.is_away = error is not None
        with self.begin() as tx:
            if error is None:
                circuits.closed(tx.db, self.provider, None)
            else:
                circuits.failed(tx.db, self.provider, None, error, self.now())
            tx.announce("pools:all", "circuit.moved")

    def _host_rests(self) -> bool:
        """It failed too often, and not long ago."""
        if not self.is_away:
            return False
        with self.begin() as tx:
            found = circuits.of_all(tx.db)
        own = (one for one in found if one.provider == self.provider and one.image is None)
        return any(is_open(one, self.now()) for one in own)

    def _is_calm(self) -> bool:
        """Nothing has changed since there was nothing to do, and that was not long ago: looking
        at the host costs it more than looking at the rows."""
        if self.rest is None or self.now() - self.rest[1] >= CALM:
            return False
        with self.begin() as tx:
            return self._wanted(tx) == self.rest[0]

    def _take_lease(self) -> None:
        health = self.host.health()
        self.pace = health.pace
        with self.begin() as tx:
            self.epoch = desktops.hold(tx.db, self.name, self.holder, health.epoch)

    def _sweep(self, report: Report, *, first: bool) -> bool:
        """Look, plan, act; True when something was done that may ask for more."""
        situation, wanted = self._look()
        steps = rules.plan(situation, lambda: DesktopId(fresh_id()))
        is_at_rest = not steps and not rules.orphans(situation) and not _is_moving(situation)
        self.rest = (wanted, situation.now) if is_at_rest else None
        if not first:
            steps = [s for s in steps if not isinstance(s, RemoveOrphan | Unseen)]
        else:
            self.suspects = rules.orphans(situation)
        with ThreadPoolExecutor(rules.STARTS_AT_ONCE) as pool:
            done = list(pool.map(lambda step: self._act(step, report), steps))
        return any(done)

    def _look(self) -> tuple[Situation, Wanted]:
        """The host before the rows: what is started in between has a row and is no orphan."""
        looked_at = self.now()
        seen = [one for one in self.host.desktops() if one.pool != TRIAL]
        held = self.host.images()
        with self.begin() as tx:
            desktops.note_seen(tx.db, seen, looked_at)
            wanted = self._wanted(tx)
            images = channels(tx, self.provider, held)
        self.troubled = any(one.provider == self.provider for one in wanted.circuits)
        situation = Situation(
            wanted.pools,
            images,
            wanted.desktops,
            seen,
            wanted.waiting,
            self.suspects,
            self.now(),
            wanted.elsewhere,
            wanted.goals,
            resting_images(wanted.circuits, self.provider, self.now()),
            self.pace,
            wanted.left_behind,
            wanted.on_trial,
        )
        return situation, wanted

    def _wanted(self, tx: Tx) -> Wanted:
        alive = desktops.alive(tx.db)
        others = (d for d in alive if d.provider != self.provider and d.state in TAKEN)
        pools = [pool for pool in store.current(tx.db) if pool.wish.provider == self.provider]
        taken = Counter(desktop.pool for desktop in alive if desktop.state in TAKEN)
        return Wanted(
            pools,
            [desktop for desktop in alive if desktop.provider == self.provider],
            self.seats.waiting(tx),
            Counter(desktop.pool for desktop in others),
            {pool.id: self._goal(tx, pool, taken[pool.id]) for pool in pools},
            circuits.of_all(tx.db),
            image_store.channels(tx.db, self.provider),
            self.seats.left_behind(tx, self.now() - rules.LEFT_FOR),
            image_store.is_trying(tx.db, self.provider),
        )

    def _goal(self, tx: Tx, pool: Pool, taken: int) -> Goal:
        now = self.now()
        rates, supply = self.outlook.of(tx, pool.id, now)
        return goal(pool.wish.warm, pool.wish.readiness, rates, supply, (now, taken))

    def _act(self, step: Step, report: Report) -> bool:
        """Any step may have been done before, here or by a keeper that died doing it."""
        word = type(step).__name__.lower()
        try:
            changed = self._do(step)
        except HostFailure as error:
            report.errors.append(f"{word} {_subject(step)}: {error}")
            return False
        if changed:
            report.count(word)
        return changed

    def _do(self, step: Step) -> bool:
        match step:
            case Add():
                return self._add(step)
            case Again():
                return self._again(step)
            case Fail(desktop, why, is_hosts):
                return self._fail(desktop, why, is_hosts=is_hosts)
            case Recycle(desktop, reason):
                return self._recycle(desktop, reason)
            case Observe(desktop, seen):
                return self._move(as_seen(desktop, seen, self.now()), desktop)
            case _:
                return self._command(step)

    def _command(self, step: Start | Unseen | Destroy | RemoveOrphan) -> bool:
        match step:
            case Start(desktop):
                return self._start(desktop)
            case Destroy(desktop):
                return self._destroy(desktop)
            case RemoveOrphan(desktop_id, generation):
                return self._remove(desktop_id, generation)
            case Unseen(desktop):
                with self.begin() as tx:
                    desktops.note_unseen(tx.db, desktop, self.now())
                return False

    def _add(self, step: Add) -> bool:
        with self.begin() as tx:
            pool = store.find(tx.db, step.pool)
            if pool is None:
                return False
            desktops.add(tx.db, planned(step, pool, self.now()))
        return True

    def _start(self, desktop: Desktop) -> bool:
        """The row says that the host is being asked before it is asked."""
        asking = desktop
        if desktop.state is State.PLANNED:
            asking = desktop.moved(State.PROVISIONING, self.now())
            if not self._move(asking, desktop):
                return False
        try:
            seen = self.host.ensure(asking.spec, self.epoch)
        except Capacity as error:
            pause = self.now() + CAPACITY_PAUSE
            planned = asking.moved(State.PLANNED, self.now())
            self._move(replace(planned, not_before=pause, error=str(error)), asking)
            raise
        except Retryable as error:
            pause = self.now() + rules.FIRST_PAUSE
            self._move(replace(asking, not_before=pause, error=str(error)), asking)
            raise
        except Permanent as error:
            self._fail(asking, str(error))
            raise
        return self._move(as_seen(asking, seen, self.now()), asking)

    def _fail(self, desktop: Desktop, why: str, *, is_hosts: bool = False) -> bool:
        log.warning("desktop %s of pool %s failed: %s", desktop.id, desktop.pool, why)
        failures = desktop.failures + 1
        failed = replace(
            desktop.moved(State.FAILED, self.now()),
            failures=failures,
            not_before=self.now() + rules.pause_after(failures),
            endpoint=None,
            error=why,
        )
        with self.begin() as tx:
            if not desktops.move(tx.db, desktop, failed):
                return False
            if not is_hosts:
                circuits.failed(tx.db, self.provider, desktop.image, why, self.now())
                image_store.note_boot(tx.db, self.provider, desktop, self.now(), why)
            _tell(tx, desktop, State.FAILED)
        return True

    def _again(self, step: Again) -> bool:
        """The failed generation is destroyed first, so that two never run beside each other."""
        desktop = step.desktop
        self.host.destroy(desktop.id, desktop.generation, self.epoch)
        planned = desktop.moved(State.PLANNED, self.now())
        with self.begin() as tx:
            pool = store.find(tx.db, desktop.pool)
            following = replace(planned, generation=desktop.generation + 1, image=step.image)
            if pool is not None:
                following = replace(following, size=pool.wish.size, app=pool.wish.app)
            return desktops.move(tx.db, desktop, following)

    def _recycle(self, desktop: Desktop, reason: str) -> bool:
        with self.begin() as tx:
            going = desktop.moved(State.RECYCLING, self.now())
            if not desktops.move(tx.db, desktop, going):
                return False
            if reason == "lost":
                image_store.note_boot(tx.db, self.provider, desktop, self.now(), reason)
            self.seats.vacate(tx, desktop.id, reason)
            _tell(tx, desktop, State.RECYCLING)
        return True

    def _destroy(self, desktop: Desktop) -> bool:
        """What the host removed stands in the audit chain with the desktop's end [DK3]."""
        try:
            receipt = self.host.destroy(desktop.id, desktop.generation, self.epoch)
        except HostFailure as error:
            pause = self.now() + rules.FIRST_PAUSE
            self._move(replace(desktop, not_before=pause, error=str(error)), desktop)
            raise
        with self.begin() as tx:
            if not desktops.move(tx.db, desktop, desktop.moved(State.GONE, self.now())):
                return False
            _tell(tx, desktop, State.GONE)
            kept = ("generation", "containers", "paths", "freed_bytes", "homes")
            facts = {name: getattr(receipt, name) for name in kept}
            facts["wiped"] = [asdict(one) | {"at": one.at.isoformat()} for one in receipt.wiped]
            entry = audit.Entry(
                self.now(), "-", "daas_broker.destroy_desktop", desktop.id, facts=facts
            )
            audit.append(tx.db, entry)
        return True

    def _remove(self, orphan: DesktopId, generation: int) -> bool:
        self.host.destroy(orphan, generation, self.epoch)
        log.warning("desktop %s generation %s was nobody's and is removed", orphan, generation)
        return True

    def _move(self, new: Desktop, old: Desktop) -> bool:
        with self.begin() as tx:
            moved = desktops.move(tx.db, old, new)
            if moved and new.state is not old.state:
                _tell(tx, old, new.state)
            if moved and new.state is State.WARM:
                image_store.note_boot(tx.db, self.provider, old, self.now(), "")
                if self.troubled:
                    circuits.closed(tx.db, self.provider, new.image)
        return moved


def lease_name(provider: Provider) -> str:
    """Who holds this lease commands the host of `provider`."""
    return f"daas_broker.pools.{provider}"


def _is_moving(now: Situation) -> bool:
    """Something comes or goes by itself, and must be watched."""
    return any(d.state in COMING | {State.RECYCLING} or d.unseen_since for d in now.desktops)


def _subject(step: Step) -> str:
    match step:
        case Add(desktop) | RemoveOrphan(desktop):
            return desktop
        case _:
            return step.desktop.id


def _tell(tx: Tx, desktop: Desktop, state: State) -> None:
    """Hints: the administrator's page, whoever looks at this desktop, whoever waits for one."""
    tx.announce("pools:all", "desktop.moved", pool_id=desktop.pool, state=state.value)
    tx.announce(f"desktop:{desktop.id}", "desktop.moved", state=state.value)
    if state is State.WARM:
        tx.announce(f"pool:{desktop.pool}", "desktop.warm")
