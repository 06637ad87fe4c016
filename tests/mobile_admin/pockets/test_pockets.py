"""Opening what lies sealed on a phone."""

from base64 import b64decode
from datetime import timedelta

from sqlalchemy import select

from kernel.actor import Role
from kernel.ids import fresh_id
from mobile_admin.pockets.store import pockets
from tests.support.world import SignedInClient, World

RIGHT, WRONG, PRF = "a" * 64, "b" * 64, "c" * 64
PIN = {"way": "pin", "proof": RIGHT}


def made(client: SignedInClient) -> str:
    pocket = fresh_id()
    answer = client.post("/api/field/pockets", id=pocket, name="갤럭시", **PIN)
    assert answer.status_code == 201, answer.get_json()
    return pocket


def opening(client: SignedInClient, pocket: str, proof: str = RIGHT, way: str = "pin") -> object:
    path = f"/api/field/pockets/{pocket}/openings"
    answer = client.post(path, way=way, proof=proof)
    told = answer.get_json()
    return told["share"] if answer.status_code == 200 else (answer.status_code, told["code"])


def test_the_share_is_the_same_each_time_and_another_one_for_each_pocket(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    first, second = made(clerk), made(clerk)
    share = opening(clerk, first)
    assert len(b64decode(str(share))) == 32
    assert opening(clerk, first) == share
    assert opening(clerk, second) != share


def test_a_lease_ends_within_a_day(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    path = f"/api/field/pockets/{made(clerk)}/openings"
    told = clerk.post(path, **PIN).get_json()
    assert told["until"] == (world.now() + timedelta(hours=24)).isoformat().replace("+00:00", "Z")


def test_ten_wrong_pins_shut_it_and_the_right_one_does_not_open_it_any_more(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    path = f"/api/field/pockets/{pocket}/openings"
    left = [clerk.post(path, way="pin", proof=WRONG).get_json()["left"] for _ in range(10)]
    assert left == list(range(9, -1, -1))
    assert opening(clerk, pocket) == (403, "pocket_shut")
    acts = [act for _, act, outcome in world.audited() if outcome == "refused"]
    assert acts.count("mobile_admin.open_pocket") == 10


def test_a_right_pin_starts_the_count_anew(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    for _ in range(3):
        for _ in range(9):
            opening(clerk, pocket, WRONG)
        assert isinstance(opening(clerk, pocket), str)


def test_who_has_just_proved_who_they_are_gets_more_tries(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    for _ in range(10):
        opening(clerk, pocket, WRONG)
    world.pass_time(timedelta(minutes=11))
    refused = clerk.post(f"/api/field/pockets/{pocket}/tries")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "proof_too_old")
    again = world.sign_in("clerk")
    assert again.post(f"/api/field/pockets/{pocket}/tries").status_code == 204
    assert isinstance(opening(again, pocket), str)


def test_a_passkey_opens_beside_the_pin_also_when_that_is_shut(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    assert opening(clerk, pocket, PRF, "passkey") == (409, "way_missing")
    body = {**PIN, "other": {"way": "passkey", "proof": PRF}}
    assert clerk.put(f"/api/field/pockets/{pocket}/keys", **body).status_code == 200
    share = opening(clerk, pocket)
    for _ in range(10):
        opening(clerk, pocket, WRONG)
    assert opening(clerk, pocket, PRF, "passkey") == share
    assert opening(clerk, pocket) == (403, "pocket_shut")


def test_another_pin_is_set_by_who_knows_the_one_before(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    other = {"way": "pin", "proof": WRONG}
    keys = f"/api/field/pockets/{pocket}/keys"
    assert clerk.put(keys, way="pin", proof=PRF, other=other).status_code == 403
    assert clerk.put(keys, **PIN, other=other).status_code == 200
    assert opening(clerk, pocket) == (403, "wrong_pin")
    assert isinstance(opening(clerk, pocket, WRONG), str)


def test_a_revoked_pocket_is_gone_for_its_person_and_never_comes_back(world: World) -> None:
    """[FO2]"""
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    assert clerk.delete(f"/api/field/pockets/{pocket}").status_code == 204
    assert opening(clerk, pocket) == (410, "pocket_revoked")
    again = clerk.post("/api/field/pockets", id=pocket, name="갤럭시", **PIN)
    assert again.status_code == 410
    assert clerk.get("/api/field/pockets").get_json()["pockets"] == []


def test_to_others_there_is_no_such_pocket_but_the_head_may_revoke_it(world: World) -> None:
    """[FO3]"""
    clerk, other = world.as_user("clerk"), world.as_user("other")
    pocket = made(clerk)
    assert opening(other, pocket) == (404, "not_found")
    assert other.delete(f"/api/field/pockets/{pocket}").status_code == 404
    taken = other.post("/api/field/pockets", id=pocket, name="내 것", **PIN)
    assert taken.status_code == 404
    head = world.as_user("boss", Role.MANAGER)
    [seen] = head.get("/api/field/pockets").get_json()["pockets"]
    assert (seen["person"], seen["is_own"]) == ("clerk", False)
    assert opening(head, pocket) == (404, "not_found")
    assert head.delete(f"/api/field/pockets/{pocket}").status_code == 204
    assert opening(clerk, pocket) == (410, "pocket_revoked")


def test_neither_pin_proof_nor_share_is_in_the_database(world: World) -> None:
    """[FO1]"""
    clerk = world.as_user("clerk")
    share = opening(clerk, made(clerk))
    with world.begin() as tx:
        row = tx.db.execute(select(pockets)).one()
    kept = b"".join(bytes(value) for value in row if isinstance(value, bytes))
    assert b64decode(str(share)) not in kept
    assert bytes.fromhex(RIGHT) not in kept
