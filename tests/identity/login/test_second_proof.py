"""A right password at a new place is half a proof where there is a passkey. [SI13]"""

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from kernel import audit
from tests.identity.login.test_sign_in import PASSWORD, SignIn, answer, sign_in
from tests.support.authenticator import Authenticator
from tests.support.world import World

__all__ = ["sign_in"]
HOME, AWAY = "10.1.2.3", "203.0.113.5"


@pytest.fixture
def device(world: World, sign_in: SignIn) -> Authenticator:
    """Of Ann, who has signed in at home before."""
    made, browser = Authenticator(), world.stranger()
    body = {"user_name": "ann", "password": PASSWORD}
    csrf = browser.post("/api/sign-in", json=body, headers={"X-Onmaru-Client": HOME}).json["csrf"]  # type: ignore[index]
    token = {"X-Onmaru-CSRF": csrf}
    asked = browser.post("/api/me/passkeys/options", headers=token).get_json()["public_key"]
    new = {"name": "노트북", "credential": made.create(asked)}
    assert browser.post("/api/me/passkeys", json=new, headers=token).status_code == 201
    return made


def by_passkey(world: World, device: Authenticator, address: str = AWAY) -> TestResponse:
    where, path = {"X-Onmaru-Client": address}, "/api/sign-in/passkey"
    asked = world.stranger().post(f"{path}/options", headers=where).get_json()["public_key"]
    return world.stranger().post(path, json={"credential": device.get(asked)}, headers=where)


def acts(world: World) -> list[tuple[str, str]]:
    with world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
    return [(row.act, row.outcome) for row in rows]


def is_alarmed(world: World) -> bool:
    return ("identity.password_misused", "alarm") in acts(world)


def test_the_passkey_is_asked_for_at_a_new_place_and_opens_there(
    world: World, sign_in: SignIn, device: Authenticator
) -> None:
    assert sign_in(address=HOME).status_code == 200
    assert answer(sign_in(address=AWAY)) == (401, "second_proof_needed")
    assert ("identity.second_proof", "asked") in acts(world)
    assert by_passkey(world, device).status_code == 200
    assert sign_in(address=AWAY).status_code == 200, "the place is known now"


def test_a_wrong_password_at_a_new_place_is_told_nothing_more(
    sign_in: SignIn, device: Authenticator
) -> None:
    """[SI4]"""
    assert answer(sign_in(password="wrong", address=AWAY)) == (401, "sign_in_refused")


def test_who_has_no_passkey_gets_in_and_is_told(sign_in: SignIn) -> None:
    """[SI8]"""
    assert sign_in(address=HOME).status_code == 200
    assert sign_in(address=AWAY).status_code == 200


def test_the_fifth_half_proof_ends_every_session_and_is_an_alarm(
    world: World, sign_in: SignIn, device: Authenticator
) -> None:
    browser = world.stranger()
    browser.post("/api/sign-in", json={"user_name": "ann", "password": PASSWORD},
                 headers={"X-Onmaru-Client": HOME})  # fmt: skip
    seen = [answer(sign_in(address=AWAY)) for _ in range(4)]
    assert seen == [(401, "second_proof_needed")] * 4
    assert browser.get("/api/session").status_code == 200
    assert not is_alarmed(world)
    assert answer(sign_in(address=AWAY)) == (429, "sign_in_locked")
    assert browser.get("/api/session").status_code == 401
    assert is_alarmed(world)
    assert by_passkey(world, device, HOME).status_code == 200, "its person still comes in"


def test_half_proofs_that_a_sign_in_followed_are_no_alarm(
    world: World, sign_in: SignIn, device: Authenticator
) -> None:
    for place in range(3):
        address = f"203.0.{place}.5"
        for _ in range(3):
            assert answer(sign_in(address=address)) == (401, "second_proof_needed")
        assert by_passkey(world, device, address).status_code == 200
    assert not is_alarmed(world)


def test_half_proofs_are_forgotten_after_a_day(
    world: World, sign_in: SignIn, device: Authenticator
) -> None:
    for _ in range(7):
        assert answer(sign_in(address=AWAY)) == (401, "second_proof_needed")
        world.pass_time(timedelta(hours=25))
    assert not is_alarmed(world)


def test_a_persons_history_says_that_the_password_was_known(
    world: World, sign_in: SignIn, device: Authenticator
) -> None:
    sign_in(address=AWAY)
    world.pass_time(timedelta(minutes=1))
    browser = world.stranger()
    browser.post("/api/sign-in", json={"user_name": "ann", "password": PASSWORD},
                 headers={"X-Onmaru-Client": HOME})  # fmt: skip
    found = browser.get("/api/me/sign-ins").get_json()["sign_ins"]
    told = [(one["outcome"], one["is_new_place"]) for one in found[:2]]
    assert told == [("done", False), ("half", True)]
