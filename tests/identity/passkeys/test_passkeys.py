from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from identity.directory.model import PersonEntry, Snapshot
from identity.passkeys.store import challenges, passkeys
from identity.people.store import people
from kernel.actor import Role
from kernel.settings import Zone
from tests.support.authenticator import Authenticator
from tests.support.world import World

DEEP = urlsafe_b64encode(b"[" * 100_000 + b"]" * 100_000).decode()
RUBBISH: tuple[Any, ...] = (None, 7, "", "한글", "AAAA", [], {}, DEEP)


def options_to_register(world: World, user: str = "ann") -> dict[str, Any]:
    response = world.as_user(user).post("/api/me/passkeys/options")
    options: dict[str, Any] = response.get_json()["public_key"]
    return options


def register(world: World, device: Authenticator, user: str = "ann") -> TestResponse:
    credential = device.create(options_to_register(world, user))
    return world.as_user(user).post("/api/me/passkeys", name="업무용 노트북", credential=credential)


def challenge(world: World) -> dict[str, Any]:
    response = world.stranger().post("/api/sign-in/passkey/options")
    options: dict[str, Any] = response.get_json()["public_key"]
    return options


def answer(world: World, credential: dict[str, Any]) -> TestResponse:
    return world.stranger().post("/api/sign-in/passkey", json={"credential": credential})


def refused(response: TestResponse) -> bool:
    return (response.status_code, response.get_json().get("code")) == (403, "passkey_refused")


def test_a_passkey_signs_in_without_a_name_and_says_when_it_was_used(world: World) -> None:
    """[PK2]"""
    device = Authenticator()
    assert register(world, device).status_code == 201
    opened = answer(world, device.get(challenge(world)))
    assert opened.get_json()["person"]["id"] == "ann"
    [mine] = world.as_user("ann").get("/api/me/passkeys").get_json()["passkeys"]
    assert (mine["name"], mine["used_at"]) == ("업무용 노트북", world.now().isoformat()[:-6] + "Z")


def test_a_locked_name_still_opens_by_passkey(world: World) -> None:
    """[SI9]"""
    device = Authenticator()
    register(world, device)
    for _ in range(6):
        wrong = {"user_name": "ann", "password": "wrong"}
        locked = world.stranger().post("/api/sign-in", json=wrong)
    assert locked.get_json()["code"] == "sign_in_locked"
    assert answer(world, device.get(challenge(world))).status_code == 200


def test_a_challenge_is_answered_once_and_within_two_minutes(world: World) -> None:
    """[PK1]"""
    device = Authenticator()
    register(world, device)
    signed = device.get(challenge(world))
    assert answer(world, signed).status_code == 200
    assert refused(answer(world, signed))
    late = device.get(challenge(world))
    world.pass_time(timedelta(minutes=2))
    assert refused(answer(world, late))


def test_a_challenge_serves_its_own_purpose_and_person_only(world: World) -> None:
    """[PK1]"""
    device = Authenticator()
    register(world, device)
    for_another = Authenticator().create(options_to_register(world, "ben"))
    assert refused(world.as_user("ann").post("/api/me/passkeys", name="x", credential=for_another))
    to_register = options_to_register(world)
    assert refused(answer(world, device.get({**to_register, "rpId": "localhost"})))


def test_only_the_hash_of_a_challenge_is_kept(world: World) -> None:
    """[PK1]"""
    options = challenge(world)
    with world.begin() as tx:
        [row] = tx.db.execute(select(challenges)).all()
    assert options["challenge"] not in str(row)


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="http://localhost:8081"),
        Authenticator(origin="https://evil.example"),
        Authenticator(verifies_user=False),
    ],
)
def test_another_origin_or_an_owner_who_was_not_verified_opens_nothing(
    world: World, device: Authenticator
) -> None:
    """[PK2]"""
    assert refused(register(world, device))
    good = Authenticator(key=device.key, credential_id=device.credential_id)
    assert register(world, good).status_code == 201
    device.user_handle, device.uses = good.user_handle, 7
    assert refused(answer(world, device.get(challenge(world))))


def test_a_passkey_of_one_zone_opens_another_only_from_there(world: World) -> None:
    """[PK2]"""
    device = Authenticator(origin="http://localhost:8081")
    register(world, Authenticator(key=device.key, credential_id=device.credential_id))
    asked = {"X-Onmaru-Zone": Zone.INTERNET.value}
    browser = world.stranger()
    options = browser.post("/api/sign-in/passkey/options", headers=asked).get_json()["public_key"]
    body = {"credential": {**device.get(options)}}
    body["credential"]["response"].pop("userHandle")
    opened = browser.post("/api/sign-in/passkey", json=body, headers=asked)
    assert opened.get_json()["zone"] == "internet"


def test_another_key_under_a_known_id_opens_nothing(world: World) -> None:
    """[PK2]"""
    device = Authenticator()
    register(world, device)
    thief = Authenticator(credential_id=device.credential_id, user_handle=device.user_handle)
    assert refused(answer(world, thief.get(challenge(world))))
    assert world.audited()[-1] == ("-", "identity.sign_in", "refused")


def test_a_counter_that_does_not_grow_is_an_alarm_and_not_a_way_in(world: World) -> None:
    """[PK3]"""
    device = Authenticator()
    register(world, device)
    assert answer(world, device.get(challenge(world))).status_code == 200
    device.uses -= 1
    assert refused(answer(world, device.get(challenge(world))))
    assert ("ann", "identity.passkey_copied", "alarm") in world.audited()


def test_a_device_that_does_not_count_is_welcome(world: World) -> None:
    """[PK3]"""
    device = Authenticator(counts=False)
    register(world, device)
    for _ in range(2):
        assert answer(world, device.get(challenge(world))).status_code == 200


def test_the_passkey_of_somebody_who_left_opens_nothing(world: World) -> None:
    """[DI2] [SI5]"""
    device = Authenticator()
    register(world, device)
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == "ann").values(is_active=False))
    assert refused(answer(world, device.get(challenge(world))))
    assert world.audited()[-1] == ("-", "identity.sign_in", "refused")


def test_who_finds_a_page_open_adds_no_passkey_and_takes_none_away(world: World) -> None:
    """[PK5]"""
    entry = PersonEntry("ann", "ann", "ann", "", "", "", "", "", "div", frozenset({Role.MEMBER}))
    world.directory.snapshot = Snapshot((), (entry,))
    device = Authenticator()
    register(world, device)
    ann = world.as_user("ann")
    [key] = ann.get("/api/me/passkeys").get_json()["passkeys"]
    new = {"name": "내 열쇠", "credential": Authenticator().create(options_to_register(world))}
    ways: tuple[Callable[[], TestResponse], ...] = (
        lambda: ann.post("/api/me/passkeys/options"),
        lambda: ann.post("/api/me/passkeys", **new),
        lambda: ann.delete(f"/api/me/passkeys/{key['id']}"),
    )
    world.pass_time(timedelta(minutes=11))
    for way in ways:
        assert (way().status_code, way().get_json()["code"]) == (403, "proof_too_old")
    assert len(ann.get("/api/me/passkeys").get_json()["passkeys"]) == 1
    assert ann.post("/api/me/confirm", password="correct horse").status_code == 204
    assert register(world, Authenticator()).status_code == 201
    assert ways[-1]().status_code == 204


def test_only_its_owner_sees_renames_and_removes_a_passkey(world: World) -> None:
    """[PK4]"""
    register(world, Authenticator())
    ann, ben = world.as_user("ann"), world.as_user("ben")
    [key] = ann.get("/api/me/passkeys").get_json()["passkeys"]
    path = f"/api/me/passkeys/{key['id']}"
    assert ben.get("/api/me/passkeys").get_json()["passkeys"] == []
    assert (ben.patch(path, name="mine").status_code, ben.delete(path).status_code) == (404, 404)
    assert ann.patch(path, name="집").status_code == 204
    assert ann.get("/api/me/passkeys").get_json()["passkeys"][0]["name"] == "집"
    assert ann.delete(path).status_code == 204
    with world.begin() as tx:
        assert tx.db.execute(select(passkeys)).all() == []


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"response": None},
        {"rawId": 7, "response": {"clientDataJSON": "AA"}},
        {"rawId": "AA", "response": {"clientDataJSON": "bm90IGpzb24"}},
        {"response": {"clientDataJSON": "한글"}},
    ],
)
def test_rubbish_is_refused_and_is_no_bug(world: World, credential: dict[str, Any]) -> None:
    """[PK1]"""
    assert refused(answer(world, credential))


def test_rubbish_around_a_challenge_of_ours_is_refused_and_is_no_bug(world: World) -> None:
    """[PK2]"""
    device = Authenticator()
    register(world, device)
    for part in ("rawId", "authenticatorData", "signature", "userHandle", "type"):
        for rubbish in RUBBISH:
            credential = device.get(challenge(world))
            where = credential if part in credential else credential["response"]
            where[part] = rubbish
            response = answer(world, credential)
            is_optional = part == "userHandle" and not rubbish
            assert refused(response) or (is_optional and response.status_code == 200), (
                part,
                rubbish,
                response.get_json(),
            )
