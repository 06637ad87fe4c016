"""A morning's threads all ask for the same budgets."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from daas_broker.costs.service import FRESH, Budgets
from kernel.actor import UserId
from kernel.db import Begin, Tx
from tests.support.world import World

MANY = 12
SECONDS = 20


@dataclass
class Gate:
    """Transactions that wait until they are let through; tells how many came."""

    begin: Begin
    came: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def __call__(self) -> Iterator[Tx]:
        self.came += 1
        self.arrived.set()
        assert self.opened.wait(SECONDS)
        with self.begin() as tx:
            yield tx


def test_the_first_who_ask_wait_for_one_answer(world: World) -> None:
    """[DPR2]"""
    gate = Gate(world.begin)
    budgets = Budgets(gate, world.now)
    with ThreadPoolExecutor(MANY) as threads:
        asked = [threads.submit(budgets.held_back, UserId(str(n))) for n in range(MANY)]
        assert gate.arrived.wait(SECONDS)
        gate.opened.set()
        assert [each.result(SECONDS) for each in asked] == [None] * MANY
    assert gate.came == 1


def test_whoever_comes_during_a_refresh_is_not_held_up_by_it(world: World) -> None:
    """[DPR2]"""
    gate = Gate(world.begin)
    gate.opened.set()
    budgets = Budgets(gate, world.now)
    budgets.standing(UserId("ann"))
    world.pass_time(FRESH + timedelta(seconds=1))
    gate.opened.clear()
    gate.arrived.clear()
    with ThreadPoolExecutor(1) as threads:
        refreshing = threads.submit(budgets.standing, UserId("ann"))
        assert gate.arrived.wait(SECONDS)
        for person in range(MANY):
            assert budgets.standing(UserId(str(person))) is None
        gate.opened.set()
        assert refreshing.result(SECONDS) is None
    assert gate.came == 2
