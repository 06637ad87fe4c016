from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from werkzeug.test import TestResponse

from identity.people.store import people
from identity.sessions.store import sessions
from kernel.http import CLIENT_HEADER, cookie_name
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


def test_an_old_session_is_ended_for_all_who_listen(world: World) -> None:
    """[ID6]"""
    idle, used = world.sign_in("ann"), world.sign_in("ben")
    world.pass_time(timedelta(minutes=119))
    assert is_open(world, used)
    world.pass_time(timedelta(minutes=1))
    tasks = [r for r in world.workplace.reconcilers if r.name == "identity.sessions"]
    assert tasks[0].every <= timedelta(minutes=1)
    assert [task.run().counts for task in tasks * 2] == [{"ended": 1}, {}]
    topics = [topic for topic, event, _ in world.hints if event == "session.ended"]
    assert topics == [f"session:{idle.actor.session_id}"]
    assert is_open(world, used)


def test_an_old_session_is_not_listed_before_it_is_ended(world: World) -> None:
    """[ID6]"""
    world.sign_in("ann")
    world.pass_time(timedelta(hours=2))
    now = world.sign_in("ann")
    listed = now.get("/api/me/sessions").get_json()["sessions"]
    assert [session["id"] for session in listed] == [now.actor.session_id]


def test_what_an_unattended_page_asks_does_not_keep_its_session(world: World) -> None:
    """[ID7]"""
    attended, unattended = world.sign_in("ann"), world.sign_in("ben")
    for _ in range(3):
        world.pass_time(timedelta(minutes=40))
        assert attended.post("/api/me/activity").status_code == 204
        unattended.call("GET", "/api/session", headers={"X-Onmaru-Absent": "1"})
    assert is_open(world, attended)
    assert not is_open(world, unattended)


def why(world: World, client: SignedInClient, **headers: str) -> str | None:
    """What the page of the sign-in is told, by the cookie alone."""
    client.http.set_cookie(cookie_name(Zone.WORK), client.token, path="/")
    reply = client.http.get("/api/session/end", headers=headers)
    assert reply.status_code == 200
    found: str | None = told(reply)["reason"]
    return found


def told(reply: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] | None = reply.json
    assert found is not None
    return found


def test_who_was_signed_out_is_told_why_at_the_sign_in(world: World) -> None:
    """[ID9]"""
    ann, ben, left = world.sign_in("ann"), world.sign_in("ben"), world.sign_in("cho")
    assert why(world, ann) is None
    with world.begin() as tx:
        world.workplace.identity.sessions.end_all(tx, ann.actor.user_id, "alarm")
    assert why(world, ann) == "alarm"
    left.post("/api/sign-out")
    assert why(world, left) is None
    world.pass_time(timedelta(hours=3))
    world.workplace.identity.sessions.end_old()
    assert why(world, ben) == "too_old"


def test_whoever_shows_the_cookie_elsewhere_is_told_nothing(world: World) -> None:
    """[ID9]"""
    ann = world.sign_in("ann")
    with world.begin() as tx:
        tx.db.execute(update(sessions).values(bound_to="10.66.0.9"))
        world.workplace.identity.sessions.end_all(tx, ann.actor.user_id, "device_lost")
    assert why(world, ann) is None
    assert why(world, ann, **{CLIENT_HEADER: "10.66.0.9"}) == "device_lost"
    ben = world.sign_in("ben")
    with world.begin() as tx:
        world.workplace.identity.sessions.end_all(tx, ben.actor.user_id, "alarm")
    assert why(world, ben, **{CLIENT_HEADER: "203.0.113.9"}) is None
    assert why(world, ben) == "alarm"
    assert told(world.stranger().get("/api/session/end")) == {"reason": None}
