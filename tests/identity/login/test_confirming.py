"""Who was away proves anew who they are."""

from datetime import timedelta

from identity.directory.model import PersonEntry, Snapshot
from kernel.actor import Role
from tests.support.world import World

PASSWORD = "correct horse"


def known_to_the_directory(world: World, name: str) -> None:
    entry = PersonEntry(name, name, name, "", "", "", "", "", "div", frozenset({Role.MEMBER}))
    world.directory.snapshot = Snapshot((), (entry,))


def confirm(world: World, password: str) -> tuple[int, str]:
    response = world.as_user("ann").post("/api/me/confirm", password=password)
    return response.status_code, response.get_json()["code"] if response.is_json else ""


def test_the_password_proves_the_same_person_and_opens_no_second_session(world: World) -> None:
    """[ID8]"""
    known_to_the_directory(world, "ann")
    session = world.as_user("ann").actor.session_id
    moment = world.now()
    world.pass_time(timedelta(minutes=1))
    assert not world.workplace.identity.sessions.is_proved_since(session, moment)
    assert confirm(world, PASSWORD) == (204, "")
    assert world.workplace.identity.sessions.is_proved_since(session, moment)
    assert ("ann", "identity.confirm", "done") in world.audited()


def test_a_wrong_password_counts_and_locks_like_a_sign_in(world: World) -> None:
    """[ID8] [SI2]"""
    known_to_the_directory(world, "ann")
    answers = [confirm(world, "wrong") for _ in range(5)]
    assert answers == [(401, "sign_in_refused")] * 4 + [(429, "sign_in_locked")]
    assert confirm(world, PASSWORD) == (429, "sign_in_locked")
