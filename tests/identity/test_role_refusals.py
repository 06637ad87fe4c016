import pytest

from identity.role_refusals.service import AGAIN_AFTER
from kernel.actor import Role
from kernel.db import DatabaseAway, DatabaseFull
from tests.support.world import World

ASKED = "/api/admin/audit"
REFUSED = ("ann", "identity.lack_role", "refused")


def test_who_asks_beyond_their_role_is_in_the_audit_once_an_hour(world: World) -> None:
    """[ID10]"""
    ann = world.as_user("ann")
    for _ in range(3):
        assert ann.get(ASKED).get_json()["code"] == "role_missing"
    assert world.audited().count(REFUSED) == 1
    world.pass_time(AGAIN_AFTER)
    ann.get(ASKED)
    assert world.audited().count(REFUSED) == 2


def test_who_may_is_not(world: World) -> None:
    """[ID10]"""
    assert world.as_user("kim", Role.AUDITOR).get(ASKED).status_code == 200
    assert not [act for _, act, _ in world.audited() if act == "identity.lack_role"]


@pytest.mark.parametrize("trouble", [DatabaseAway, DatabaseFull])
def test_a_refusal_that_cannot_be_written_down_is_one(
    world: World, trouble: type[Exception]
) -> None:
    """[ID10]"""
    ann, refusals = world.as_user("ann"), world.workplace.identity.role_refusals

    def away() -> None:
        raise trouble

    refusals.begin = away  # type: ignore[assignment]
    assert ann.get(ASKED).get_json()["code"] == "role_missing"
    assert not refusals.lately
