"""Hints that nobody waits for, and that are not said a hundred times."""

from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from kernel.hints import CLOSED, Behind, Gathered

PATIENCE = 30.0


def test_who_announces_behind_waits_for_nobody_and_the_order_stays() -> None:
    """Also past a hint that could not be sent."""
    may_go, told = Event(), Event()
    heard: list[str] = []

    def announce(topic: str | tuple[str, ...], event: str, payload: dict[str, Any]) -> None:
        may_go.wait(PATIENCE)
        if event == "fails":
            raise RuntimeError
        heard.append(f"{topic} {event}")
        if event == "last":
            told.set()

    behind = Behind(announce)
    for event in ("first", "fails", "last"):
        behind("pools:all", event, {})
    assert heard == []
    may_go.set()
    assert told.wait(PATIENCE)
    assert heard == ["pools:all first", "pools:all last"]


class Heard:
    """What was announced, as `topic event`."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, topic: str | tuple[str, ...], event: str, payload: dict[str, Any]) -> None:
        self.said.append(f"{topic} {event}{' ' + str(payload) if payload else ''}")


def test_the_first_goes_at_once_and_a_hundred_repetitions_are_one_at_the_end() -> None:
    heard = Heard()
    gathered = Gathered(heard, gather_seconds=PATIENCE)
    gathered("cases:1", "changed", {})
    tellers = [Thread(target=gathered, args=("cases:1", "changed", {})) for _ in range(100)]
    for each in tellers:
        each.start()
    for each in tellers:
        each.join()
    assert heard.said == ["cases:1 changed"]
    gathered("cases:2", "changed", {})
    gathered.tell_rest()
    assert heard.said == ["cases:1 changed", "cases:2 changed", "cases:1 changed"]


def test_what_came_last_is_always_said_after_it_came() -> None:
    """However the repetitions fall: whoever looks at the last hint sees the last change."""
    heard = Heard()
    changed, seen = [0], [0]

    def announce(topic: str | tuple[str, ...], event: str, payload: dict[str, Any]) -> None:
        heard(topic, event, payload)
        seen[0] = changed[0]

    gathered = Gathered(announce, gather_seconds=0.004)
    for number in range(1, 200):
        changed[0] = number
        gathered("cases:1", "changed", {})
        sleep(0.0005 * (number % 3))
    until = monotonic() + PATIENCE
    while seen[0] != 199 and monotonic() < until:
        sleep(0.005)
    assert seen[0] == 199
    assert len(heard.said) < 199


def test_what_carries_something_and_what_closes_a_topic_goes_as_it_comes() -> None:
    heard = Heard()
    gathered = Gathered(heard, gather_seconds=PATIENCE)
    for _ in range(3):
        gathered("room:1", CLOSED, {})
        gathered("room:1", "read", {"seq": 4})
    assert heard.said == ["room:1 live.closed", "room:1 read {'seq': 4}"] * 3


def test_a_hint_that_could_not_be_sent_stops_no_other() -> None:
    is_away = Event()

    def announce(topic: str | tuple[str, ...], event: str, payload: dict[str, Any]) -> None:
        if is_away.is_set():
            raise RuntimeError
        heard(topic, event, payload)

    heard = Heard()
    gathered = Gathered(announce, gather_seconds=PATIENCE)
    gathered("a", "changed", {})
    is_away.set()
    gathered("a", "changed", {})
    gathered.tell_rest()
    is_away.clear()
    gathered("a", "changed", {})
    gathered.tell_rest()
    assert heard.said == ["a changed"] * 2
