"""Turns: who came first is served first, and never more than so many at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from kernel.turns import Turns


def test_they_are_served_in_the_order_in_which_they_came() -> None:
    turns, served, gate = Turns(1), [], Event()

    def first() -> None:
        with turns.mine():
            gate.wait(10)

    def later(number: int) -> None:
        with turns.mine():
            served.append(number)

    people = [Thread(target=first)]
    people[0].start()
    for number in range(8):
        people.append(Thread(target=later, args=(number,)))
        people[-1].start()
        while turns.waiting <= number:
            time.sleep(0.001)
    gate.set()
    for person in people:
        person.join(10)
    assert served == list(range(8))


def test_no_more_than_so_many_are_at_work_at_once_and_all_are_served() -> None:
    turns, inside, most = Turns(2), [], []

    def work(number: int) -> None:
        with turns.mine():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.001)
            inside.remove(number)

    with ThreadPoolExecutor(12) as crowd:
        list(crowd.map(work, range(60)))
    assert len(most) == 60
    assert max(most) == 2


def test_who_fails_passes_the_turn_on() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="at work"), turns.mine():
        raise ValueError("at work")
    with turns.mine():
        pass
