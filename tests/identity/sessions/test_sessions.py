from datetime import timedelta

from sqlalchemy import select, update

from identity.people.store import people
from identity.sessions.store import sessions
from kernel.settings import Zone
from kernel.tokens import hash_token
from tests.support.world import SignedInClient, World


def is_open(world: World, client: SignedInClient, zone: Zone = Zone.WORK) -> bool:
    return world.workplace.identity.sessions.authenticate(client.token, zone) is not None


def test_only_the_hash_of_a_token_is_kept(world: World) -> None:
    """[ID1]"""
    client = world.sign_in("ann")
    with world.begin() as tx:
        row = tx.db.execute(select(sessions)).one()
    assert row.token_hash == hash_token(client.token)
    assert client.token not in str(row)


def test_a_session_ends_when_unused_for_two_hours_and_after_twelve_anyhow(world: World) -> None:
    """[ID2]"""
    idle, busy = world.sign_in("ann"), world.sign_in("ben")
    for _ in range(7):
        world.pass_time(timedelta(minutes=100))
        assert is_open(world, busy)
    assert not is_open(world, idle)
    world.pass_time(timedelta(minutes=21))
    assert not is_open(world, busy)


def test_a_session_opens_its_own_zone_only_and_dies_with_the_account(world: World) -> None:
    """[ID3]"""
    client = world.sign_in("ann")
    assert not is_open(world, client, Zone.INTERNET)
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == "ann").values(is_active=False))
    assert not is_open(world, client)
