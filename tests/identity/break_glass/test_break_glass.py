from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from identity.break_glass.service import PasswordTooShort, UserNameTaken
from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from kernel.actor import Role
from tests.support.world import World

PASSWORD = "in the safe, second shelf"
TOP = DivisionEntry("d1", None, "한빛부", "", 0)
ANN = PersonEntry("p1", "ann", "김하늘", "", "", "", "", "", "d1", frozenset({Role.MEMBER}))


def sign_in(world: World, user_name: str = "rescue", password: str = PASSWORD) -> TestResponse:
    body = {"user_name": user_name, "password": password}
    return world.stranger().post("/api/sign-in", json=body)


def make(world: World, user_name: str = "rescue", password: str = PASSWORD) -> None:
    world.workplace.identity.login.proofs.break_glass.make(user_name, password)


def test_it_opens_only_while_the_directory_is_away_and_rings(world: World) -> None:
    """[SI7]"""
    make(world)
    assert sign_in(world).status_code == 401
    world.directory.is_away = True
    opened = sign_in(world)
    assert opened.status_code == 200
    assert opened.get_json()["person"]["roles"] == ["it_admin", "member"]
    assert world.audited()[-1][1:] == ("identity.break_glass", "alarm")


def test_a_wrong_password_looks_like_no_account_and_five_shut_it(world: World) -> None:
    """[SI4] [SI2] [SI5]"""
    make(world)
    world.directory.is_away = True
    wrong = [sign_in(world, name, "wrong") for name in ("rescue", "nobody") for _ in range(5)]
    assert {(r.status_code, r.get_json()["code"]) for r in wrong} == {(503, "directory_away")}
    assert sign_in(world).get_json()["code"] == "directory_away"
    assert world.audited()[1:] == [("-", "identity.sign_in", "refused")] * 11


def test_reading_the_directory_leaves_it_alone(world: World) -> None:
    """[SI7]"""
    make(world)
    world.directory.snapshot = Snapshot((TOP,), (ANN,))
    world.workplace.identity.login.proofs.sync.run()
    world.directory.is_away = True
    assert sign_in(world).status_code == 200


def test_its_password_is_long_and_its_name_nobody_elses(world: World) -> None:
    """[SI7]"""
    with pytest.raises(PasswordTooShort):
        make(world, password="fourteen chars")
    world.directory.snapshot = Snapshot((TOP,), (replace(ANN, user_name="rescue"),))
    world.workplace.identity.login.proofs.sync.run()
    with pytest.raises(UserNameTaken):
        make(world)


def test_a_new_password_replaces_the_old_one(world: World) -> None:
    """[SI7]"""
    make(world, password="the password of last year")
    make(world)
    world.directory.is_away = True
    assert sign_in(world, password="the password of last year").status_code == 503
    assert sign_in(world).status_code == 200
