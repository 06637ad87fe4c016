from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from identity.directory.ports import DirectoryAway
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from kernel.actor import Role, UserId
from kernel.settings import Zone
from tests.support.world import World
from workplace.demo.agency import agency

TOP = DivisionEntry("d1", None, "한빛부", "", 0)
ANN = PersonEntry("p1", "ann", "김하늘", "", "주무관", "", "", "", "d1", frozenset({Role.MEMBER}))
BEN = replace(ANN, id="p2", user_name="ben", name="이서준")


def read(world: World, *staff: PersonEntry) -> dict[str, int]:
    world.directory.snapshot = Snapshot((TOP,), staff)
    return world.workplace.identity.login.proofs.sync.run().counts


def active(world: World) -> dict[str, str]:
    with world.begin() as tx:
        rows = tx.db.execute(select(people.c.id, people.c.user_name).where(people.c.is_active))
        return {row.id: row.user_name for row in rows}


def test_the_whole_agency_is_mirrored_and_the_second_reading_changes_nothing(world: World) -> None:
    """[DI1]"""
    world.directory.snapshot = agency()
    sync = world.workplace.identity.login.proofs.sync
    first, second = sync.run(), sync.run()
    assert first.counts == {"divisions put": 31, "people put": 300, "divisions closed": 1}
    assert (second.counts, second.errors) == ({}, [])
    assert sync.every <= timedelta(minutes=1)


def test_who_leaves_is_signed_out_and_cannot_come_in_and_who_returns_can(world: World) -> None:
    """[DI2]"""
    read(world, ANN, BEN)
    sessions = world.workplace.identity.sessions
    with world.begin() as tx:
        opening = Opening(UserId("p1"), Zone.WORK, Method.DIRECTORY, "-", "-")
        _, token = sessions.open(tx, opening)
    assert read(world, BEN) == {"people deactivated": 1}
    assert sessions.authenticate(token, Zone.WORK) is None
    assert ("-", "identity.deactivate", "done") in world.audited()
    assert [event for _, event, _ in world.hints] == ["session.ended"]
    read(world, ANN, BEN)
    assert active(world) == {"p1": "ann", "p2": "ben"}
    assert sessions.authenticate(token, Zone.WORK) is None


def test_user_names_may_be_exchanged_or_taken_over(world: World) -> None:
    """[DI1]"""
    read(world, ANN, BEN)
    read(world, replace(ANN, user_name="ben"), replace(BEN, user_name="ann"))
    assert active(world) == {"p1": "ben", "p2": "ann"}
    read(world, replace(ANN, id="p3", user_name="ben"), replace(BEN, user_name="ann"))
    assert active(world) == {"p3": "ben", "p2": "ann"}


def test_a_division_that_is_closed_keeps_its_name_for_those_who_left(world: World) -> None:
    """[DI1]"""
    read(world, ANN)
    world.directory.snapshot = Snapshot((replace(TOP, id="d2"),), (replace(BEN, division_id="d2"),))
    world.workplace.identity.login.proofs.sync.run()
    with world.begin() as tx:
        rows = tx.db.execute(select(divisions.c.id).where(divisions.c.is_active))
        assert [row.id for row in rows] == ["d2"]
    assert world.workplace.identity.people.get_person(UserId("p1")).division == "한빛부"


@pytest.mark.parametrize("is_away", [True, False])
def test_a_directory_that_is_away_or_empty_changes_nothing(world: World, *, is_away: bool) -> None:
    """[DI3]"""
    read(world, ANN, BEN)
    world.directory.is_away = is_away
    if is_away:
        with pytest.raises(DirectoryAway):
            read(world)
    else:
        assert read(world) == {}
    assert active(world) == {"p1": "ann", "p2": "ben"}


def test_what_the_directory_says_wrongly_is_reported_and_does_not_stop_the_rest(
    world: World,
) -> None:
    """[DI4]"""
    both = frozenset({Role.IT_ADMIN, Role.AUDITOR})
    world.directory.snapshot = Snapshot(
        (TOP,), (ANN, replace(BEN, division_id="nowhere"), replace(BEN, id="p3", roles=both))
    )
    report = world.workplace.identity.login.proofs.sync.run()
    assert [error.split(":")[0] for error in report.errors] == ["p2", "p3"]
    assert set(active(world)) == {"p1", "p3"}
    assert world.workplace.identity.people.get_person(UserId("p3")).roles == frozenset()
