"""Many names tried from one address, and an office behind one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from identity.address_holds.store import tries
from identity.directory.model import Snapshot
from kernel import audit
from tests.identity.login.test_sign_in import ANN, PASSWORD, TOP
from tests.support.world import World

OFFICE, ELSEWHERE = "203.0.113.5", "198.51.100.7"
PEOPLE = 200
SignIn = Callable[..., tuple[int, str]]


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """`p0` to `p199`, each with the same password."""
    people = [replace(ANN, id=f"p{n}", user_name=f"p{n}") for n in range(PEOPLE)]
    world.directory.snapshot = Snapshot((TOP,), tuple(people))
    world.workplace.identity.login.proofs.sync.run()

    def post(name: str, password: str = PASSWORD, address: str = OFFICE) -> tuple[int, str]:
        body = {"user_name": name, "password": password}
        headers = {"X-Onmaru-Client": address}
        reply = world.stranger().post("/api/sign-in", json=body, headers=headers)
        return reply.status_code, "" if reply.status_code == 200 else reply.get_json()["code"]

    return post


def holds(world: World) -> list[Any]:
    with world.begin() as tx:
        wanted = select(audit.entries).where(audit.entries.c.act == "identity.hold_address")
        return list(tx.db.execute(wanted))


def spray(sign_in: SignIn, names: range) -> list[tuple[int, str]]:
    return [sign_in(f"p{n}", "Spring2030!") for n in names]


def test_one_password_on_many_names_holds_the_address_with_one_alarm(
    world: World, sign_in: SignIn
) -> None:
    """[SI11]"""
    said = spray(sign_in, range(14))
    assert said == [(401, "sign_in_refused")] * 11 + [(429, "sign_in_held")] * 3
    (alarm,) = holds(world)
    assert (alarm.object, alarm.outcome, alarm.facts["names_failed"]) == (OFFICE, "alarm", 11)
    binds = world.directory.binds
    assert sign_in("p150", PASSWORD) == (429, "sign_in_held")
    assert world.directory.binds == binds + 1  # for the time that it takes, without the password
    assert sign_in("p150", PASSWORD, ELSEWHERE) == (200, "")
    world.pass_time(timedelta(hours=1))
    assert sign_in("p150", PASSWORD) == (200, "")
    with world.begin() as tx:
        assert audit.first_break(tx.db) is None


def test_many_passwords_on_a_few_names_hold_it_as_well(world: World, sign_in: SignIn) -> None:
    """[SI11]"""
    for _ in range(5):
        spray(sign_in, range(10))
    assert holds(world) == []
    world.pass_time(timedelta(minutes=1))  # the lock of the names is over
    assert sign_in("p0", "wrong") == (429, "sign_in_locked")
    (alarm,) = holds(world)
    assert (alarm.facts["failures"], alarm.facts["names_failed"]) == (51, 10)


def test_an_office_of_two_hundred_behind_one_address_is_not_hindered(
    world: World, sign_in: SignIn
) -> None:
    """[SI11] [DPR5] Every tenth mistypes once."""

    def come(n: int) -> tuple[int, str]:
        if n % 10 == 0:
            sign_in(f"p{n}", "mistyped")
        return sign_in(f"p{n}")

    with ThreadPoolExecutor(8) as office:
        assert set(office.map(come, range(PEOPLE))) == {(200, "")}
    assert holds(world) == []


def test_who_is_known_there_still_gets_in_while_it_is_held(world: World, sign_in: SignIn) -> None:
    """[SI11]"""
    assert sign_in("p150") == (200, "")
    spray(sign_in, range(14))
    assert sign_in("p151") == (429, "sign_in_held")
    assert sign_in("p150") == (200, "")


def test_a_held_address_tells_nothing_about_a_name(world: World, sign_in: SignIn) -> None:
    """[SI12]"""
    sign_in("p150")
    spray(sign_in, range(14))
    for name in ("p150", "p151", "nobody"):
        assert {sign_in(name, "wrong") for _ in range(7)} == {(429, "sign_in_held")}


def test_no_name_is_kept_with_the_failures_of_an_address(world: World, sign_in: SignIn) -> None:
    """[SI5]"""
    sign_in("my secret password", "x")
    sign_in("p1", "wrong")
    with world.begin() as tx:
        rows = list(tx.db.execute(select(tries)))
    assert len(rows) == 2
    assert "secret" not in str(rows)
    assert "p1" not in str(rows)
