"""How long a document is away when the process that has it ends or hangs.

The clock is the test's own, so the bound holds on any machine: what is counted is what our own
words make anybody wait, the lease, the page's pauses and the silence that is borne.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.db import DatabaseAway
from kernel.settings import ROOT
from tests.support.world import World
from tests.weboffice.editing.test_leases import ROOM, make_room, shard, shards_of, take
from weboffice.editing import leases
from weboffice.editing.admission import Door
from weboffice.editing.host import RENEW_SECONDS, Host
from weboffice.editing.leases import HOLD, LEASE, OPENS_AGAIN
from weboffice.editing.model import CloseCode, Dialect, Limits, Request
from weboffice.editing.relay import ANSWER_SECONDS, Road, Silent
from weboffice.editing.seat import Seat
from weboffice.editing.service import Loaded
from weboffice.editing.wire import Wire

PROVIDER = ROOT / "web" / "src" / "weboffice" / "editing" / "provider.ts"


def constant(name: str) -> timedelta:
    found = re.search(rf"const {name} = ([\d_]+)", PROVIDER.read_text())
    assert found is not None, f"{name} is not in {PROVIDER}"
    return timedelta(milliseconds=int(found[1].replace("_", "")))


def pause(tries: int) -> timedelta:
    """The longest that the page may wait before it asks again."""
    longest: timedelta = constant("LONGEST_WAIT_MS")
    wanted: timedelta = constant("FIRST_WAIT_MS") * int(2**tries)
    return min(wanted, longest)


@dataclass
class Guest:
    """A socket of a page that has just been opened."""

    told: asyncio.Event = field(default_factory=asyncio.Event)
    refusal: str = ""
    slow_since: float | None = None
    prefix: bytes = b""
    is_waiting: bool = True

    @property
    def seat(self) -> Seat:
        return Seat(cast("Wire", self))

    def send(self, message: bytes) -> None:
        assert message
        self.told.set()

    def send_shared(self, frame: bytearray) -> None:
        self.send(bytes(frame))

    def close(self, code: CloseCode, reason: str) -> None:
        assert code is CloseCode.AGAIN, reason
        self.refusal = reason
        self.told.set()


class Place:
    """A document whose owner is gone, and the process at which people ask for it."""

    def __init__(self, world: World) -> None:
        self.world = world
        reply = world.as_user("ann").post("/api/office/documents", title="계획")
        self.room = str((reply.json or {})["id"])
        self.owner, self.next = shards_of(world, shard("a")), shards_of(world, shard("b"))
        assert take(world, self.owner, self.room) == 1

    def request(self) -> Request:
        path = f"/api/office/documents/{self.room}/tickets"
        ann = self.world.as_user("ann")
        reply = ann.post(path)
        ticket = str((reply.json or {})["ticket"])
        origin = self.world.settings.origin(ann.actor.zone)
        return Request(
            self.room, ticket, origin, "work", Dialect.OURS, is_passed_on=False, cookie=ann.token
        )

    async def ended(self, seat: Seat, request: Request, address: str) -> Road:  # noqa: ARG002
        raise ConnectionRefusedError

    async def hanging(self, seat: Seat, request: Request, address: str) -> Road:  # noqa: ARG002
        self.pass_time(timedelta(seconds=ANSWER_SECONDS))
        raise Silent(address)

    def pass_time(self, by: timedelta) -> None:
        """The living process renews as it goes."""
        while by > timedelta():
            step = min(by, timedelta(seconds=RENEW_SECONDS))
            self.world.pass_time(step)
            self.next.renew({})
            by -= step

    async def open(self, how: Callable[..., object], tries: int) -> None:
        """As the page does it, until it is in."""
        host = Host(self.world.workplace.office.editing, self.next, Limits(), self.world.now)
        door = Door(host, lambda _: set(), how)  # type: ignore[arg-type]
        while True:
            guest = Guest()
            door.knock(guest, self.request())
            async with asyncio.timeout(60):
                await guest.told.wait()
            if not guest.refusal:
                return
            self.pass_time(pause(tries))
            tries += 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    is_hung=st.booleans(),
    renewed_ago=st.floats(0, RENEW_SECONDS),
    asked_after=st.floats(0, 12),
    tries=st.integers(0, 6),
)
def test_who_asks_for_a_document_is_in_within_ten_seconds(
    world: World,
    is_hung: bool,  # noqa: FBT001 - drawn by name
    renewed_ago: float,
    asked_after: float,
    tries: int,
) -> None:
    """[OF7] [ED13] Whenever its owner ended or began to hang, and however long the page tried."""
    place = Place(world)
    place.owner.renew({})
    place.pass_time(timedelta(seconds=renewed_ago + asked_after))
    began = world.now()
    asyncio.run(place.open(place.hanging if is_hung else place.ended, tries))
    waited = world.now() - began
    assert waited <= OPENS_AGAIN
    if not is_hung:
        assert waited == timedelta(), "one that ended is noticed at once"


def test_the_bound_is_what_its_parts_make_of_it() -> None:
    """[OF7] The page's longest pause begins at the worst moment: just before the lease lapses."""
    longest = constant("LONGEST_WAIT_MS")
    silence = timedelta(seconds=ANSWER_SECONDS)
    assert longest + LEASE <= OPENS_AGAIN
    assert silence < LEASE
    assert timedelta(seconds=RENEW_SECONDS) * 3 < LEASE, "a process that is late a little lives on"
    assert constant("ANSWER_MS") + longest > silence, "the page waits for us, not we for it"
    assert HOLD < LEASE, "what hangs in a commit is freed before its lease has lapsed"


def test_a_commit_that_hangs_does_not_keep_its_rooms(world: World) -> None:
    """[OF7] Nor those who ask for them: they are told to ask again, and are in when the database
    has ended it."""
    make_room(world.begin)
    one, two = shards_of(world, shard("a")), shards_of(world, shard("b"))
    assert take(world, one) == 1
    refusals = list[str]()
    with suppress(DatabaseAway), world.begin() as hung:
        leases.hold_briefly(hung.db)
        assert leases.still_owned(hung.db, {ROOM: 1}) == {ROOM}
        two.end(one.own.id)
        loaded = patiently(lambda: world.workplace.office.editing.load(ROOM, two.own.id), refusals)
        assert loaded.epoch == 2
        assert refusals, "it was answered while it could not be opened"
        leases.still_owned(hung.db, {ROOM: 1})
        refusals.append("it lives")
    assert "it lives" not in refusals


def patiently(load: Callable[[], Loaded], refusals: list[str]) -> Loaded:
    while len(refusals) < 20:
        try:
            return load()
        except DatabaseAway as error:
            refusals.append(error.code)
    raise AssertionError("never")


def test_who_waited_for_a_silent_owner_need_not_ask_again(world: World) -> None:
    """[OF7] Its lease lapsed while it was silent."""
    place = Place(world)
    place.owner.renew({})
    place.pass_time(LEASE - timedelta(seconds=1))
    began = world.now()
    asyncio.run(place.open(place.hanging, 6))
    assert world.now() - began == timedelta(seconds=ANSWER_SECONDS)
