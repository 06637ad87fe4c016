"""What a place for signs of presence owes, kept by Redis and by the fake alike."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import pytest

from kernel.actor import UserId
from messenger.presence.adapters.redis import RedisSigns, connect
from messenger.presence.model import Sign, State
from messenger.presence.ports import PresenceAway, Signs
from tests.support.fakes.signs import MemorySigns

ANN, BEN = UserId("ann"), UserId("ben")
LATER = datetime(2100, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE = Sign(State.HERE, LATER), Sign(State.ELSEWHERE, LATER)


@pytest.fixture(scope="module")
def redis_signs() -> Iterator[RedisSigns]:
    with TemporaryDirectory(prefix="os-") as name:
        socket = Path(name) / "redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""]
        with Popen(command, stdout=DEVNULL) as server:
            deadline = monotonic() + 10
            while not socket.exists():
                assert monotonic() < deadline, "redis-server did not start"
                sleep(0.02)
            found = RedisSigns(connect(f"unix://{socket}"))
            yield found
            found.redis.close()
            server.terminate()


@pytest.fixture(params=["redis", "fake"])
def signs(request: pytest.FixtureRequest) -> Signs:
    if request.param == "fake":
        return MemorySigns()
    redis: RedisSigns = request.getfixturevalue("redis_signs")
    redis.redis.flushall()
    return redis


def test_the_last_word_about_a_socket_counts(signs: Signs) -> None:
    signs.put({(ANN, "desk"): HERE, (ANN, "phone"): HERE, (BEN, "desk"): HERE})
    signs.put({(ANN, "desk"): ELSEWHERE})
    found = signs.of([ANN, BEN])
    assert sorted(sign.state for sign in found[ANN]) == ["elsewhere", "here"]
    assert list(found[BEN]) == [HERE]


def test_what_is_dropped_is_gone_and_dropping_again_is_nothing(signs: Signs) -> None:
    signs.put({(ANN, "desk"): HERE, (ANN, "phone"): ELSEWHERE})
    signs.drop(ANN, "desk")
    signs.drop(ANN, "desk")
    assert list(signs.of([ANN])[ANN]) == [ELSEWHERE]


def test_nobody_and_nothing_are_fine_answers(signs: Signs) -> None:
    signs.put({})
    assert signs.of([]) == {}
    assert list(signs.of([ANN])[ANN]) == []


def test_a_redis_that_is_away_is_said_to_be_away() -> None:
    away = RedisSigns(connect("unix:///nonexistent/redis.sock"))
    for ask in (lambda: away.of([ANN]), lambda: away.put({(ANN, "desk"): HERE})):
        with pytest.raises(PresenceAway):
            ask()
