import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import func, select, text

from kernel import outbox
from kernel.events import Event
from kernel.outbox import DeliveryFailed, Subscription
from kernel.parts import Part
from tests.support.world import World
from workplace.wiring import Workplace
from workplace.worker import jobs_app


@dataclass(frozen=True)
class Rained(Event):
    name: ClassVar[str] = "test.rained"
    place: str


class Heard:
    """A handler that fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.places: list[str] = []

    def __call__(self, _event_id: int, event: Rained) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("deaf")
        self.places.append(event.place)


def rain(world: World, place: str = "한빛시") -> int:
    with world.begin() as tx:
        tx.record(Rained(place))
    with world.begin() as tx:
        return int(tx.db.scalar(select(func.max(outbox.events().c.id))) or 0)


def waiting_jobs(world: World) -> int:
    with world.begin() as tx:
        return int(tx.db.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def test_an_event_goes_with_its_transaction_or_not_at_all(world: World) -> None:
    """[EV1]"""
    with suppress(ZeroDivisionError), world.begin() as tx:
        tx.record(Rained("nowhere"))
        raise ZeroDivisionError
    assert waiting_jobs(world) == 0
    rain(world)
    assert waiting_jobs(world) == 1


def test_only_the_handler_that_failed_is_called_again(world: World) -> None:
    """[EV2]"""
    good, bad = Heard(), Heard(failures=2)
    subscribed = [Subscription(Rained, "good", good), Subscription(Rained, "bad", bad)]
    event_id = rain(world)
    for _ in range(2):
        with pytest.raises(DeliveryFailed):
            outbox.deliver(world.begin, subscribed, event_id)
    for _ in range(2):
        outbox.deliver(world.begin, subscribed, event_id)
    assert (good.places, bad.places) == (["한빛시"], ["한빛시"])


def test_the_worker_delivers_what_was_recorded_before_it_started(world: World) -> None:
    """[EV1]"""
    heard = Heard()

    class Rainy(Workplace):
        @property
        def parts(self) -> list[Part]:
            return [Part(subscriptions=[Subscription(Rained, "heard", heard)])]

    for place in ("바다", "산"):
        rain(world, place)
    app = jobs_app(Rainy(**vars(world.workplace)))

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, delete_jobs="successful")

    asyncio.run(work())
    assert sorted(heard.places) == ["바다", "산"]
    assert waiting_jobs(world) == 0


def test_an_event_of_a_later_release_is_read_by_this_one() -> None:
    """[EV1]"""
    assert Rained.from_payload({"place": "산", "millimetres": 7}) == Rained("산")
