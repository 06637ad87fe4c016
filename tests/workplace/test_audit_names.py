"""What the things are called that the audit is about, and who may know it."""

from typing import Any

from kernel import audit
from kernel.actor import Role
from kernel.settings import Zone
from tests.gdrive.drive import Person
from tests.messenger.support import group
from tests.support.world import SignedInClient, World


def names(reader: SignedInClient) -> dict[str, str]:
    found: dict[str, Any] = reader.get("/api/admin/audit").get_json()["names"]
    return {key: f"{named['kind']} {named['name']}" for key, named in found.items()}


def write(world: World, object_: str, **facts: object) -> None:
    with world.begin() as tx:
        audit.append(tx.db, audit.Entry(world.now(), "-", "test.write", object_, facts=facts))


def test_people_and_what_is_administered_are_named_to_all_who_read_the_audit(world: World) -> None:
    """[AT4]"""
    admin = world.as_user("ida", Role.IT_ADMIN)
    wish = {"name": "인터넷 가상PC", "image": "internet", "warm": 0, "maximum": 4}
    pool = admin.post("/api/admin/pools", **wish).get_json()["id"]
    world.person("ann", name="김하늘")
    session = world.sign_in("ann").actor.session_id
    write(world, session, people=["ann"], scope="division:div", why={"deep": pool}, gone="f" * 32)
    found = names(world.as_user("aud", Role.AUDITOR))
    assert found[session] == "sign_in 김하늘"
    assert found["ann"] == "person 김하늘"
    assert found["div"] == "division 스마트서비스과"
    assert found[pool] == "pool 인터넷 가상PC"
    assert "f" * 32 not in found, "what is gone has no name any more"


def test_a_file_is_named_to_who_may_open_it_and_a_room_to_who_is_in_it(world: World) -> None:
    """[AT4]"""
    ann = world.as_user("ann")
    aud, sid = world.as_user("aud", Role.AUDITOR), world.as_user("sid", Role.SECURITY_OFFICER)
    private, common = Person(ann).folder("인사 검토"), Person(sid).folder("점검 결과")
    room = group(world, "ann", "sid", name="점검반")
    write(world, private, file=common)
    write(world, room)
    assert not {private, common, room} & names(aud).keys()
    assert {private, common, room} & names(sid).keys() == {common, room}
    elsewhere = world.sign_in("sid", zone=Zone.INTERNET)
    assert not {private, common, room} & names(elsewhere).keys()
