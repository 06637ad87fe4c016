"""Hints that nobody waits for."""

from threading import Event
from typing import Any

from kernel.live import Behind

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
