from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from identity.login import store
from identity.login.store import sign_ins
from kernel import audit
from kernel.actor import Role
from tests.support.world import World

PASSWORD = "correct horse"
MEMBER = frozenset({Role.MEMBER})
ANN = PersonEntry("p1", "ann", "김하늘", "", "주무관", "", "", "", "d1", MEMBER)
TOP = DivisionEntry("d1", None, "한빛부", "Hanbit", 0)
SignIn = Callable[..., TestResponse]


@pytest.fixture
def sign_in(world: World) -> SignIn:
    world.directory.snapshot = Snapshot((TOP,), (ANN,))
    world.workplace.identity.login.proofs.sync.run()

    def post(
        user_name: str = "ann", password: str = PASSWORD, address: str = "10.1.2.3"
    ) -> TestResponse:
        body = {"user_name": user_name, "password": password}
        headers = {"X-Onmaru-Client": address}
        return world.stranger().post("/api/sign-in", json=body, headers=headers)

    return post


def answer(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.get_json()["code"] if response.is_json else ""


def test_the_right_password_opens_a_session_and_the_cookie_is_out_of_reach(
    world: World, sign_in: SignIn
) -> None:
    """[SI10]"""
    response = sign_in()
    assert response.status_code == 200
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("onmaru_work=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert response.get_json()["person"]["name"] == "김하늘"
    assert response.get_json()["agency"] == {"name": "한빛부", "name_en": "Hanbit"}


def test_the_session_says_who_is_there_until_sign_out(world: World, sign_in: SignIn) -> None:
    browser = world.stranger()
    assert browser.get("/api/session").status_code == 401
    opened = browser.post(
        "/api/sign-in", json={"user_name": "ann", "password": PASSWORD}
    ).get_json()
    assert browser.get("/api/session").get_json() == opened
    headers = {"X-Onmaru-CSRF": opened["csrf"]}
    assert browser.post("/api/sign-out").status_code == 403
    assert browser.post("/api/sign-out", headers=headers).status_code == 200
    assert browser.get("/api/session").status_code == 401


def test_signing_in_again_ends_the_session_that_the_browser_had(
    world: World, sign_in: SignIn
) -> None:
    browser = world.stranger()
    for _ in range(2):
        browser.post("/api/sign-in", json={"user_name": "ann", "password": PASSWORD})
    assert len(browser.get("/api/me/sessions").get_json()["sessions"]) == 1


def test_a_name_that_nobody_has_is_refused_and_locked_like_any_other(sign_in: SignIn) -> None:
    """[SI4]"""
    known = [sign_in("ann", "wrong").get_json() for _ in range(6)]
    unknown = [sign_in("nobody", "wrong").get_json() for _ in range(6)]
    for body in known + unknown:
        del body["request_id"]
    assert known == unknown
    assert [body["code"] for body in known] == ["sign_in_refused"] * 4 + ["sign_in_locked"] * 2
    assert [body["attempts_left"] for body in known[:4]] == [4, 3, 2, 1]


def test_the_fifth_failure_locks_and_then_the_right_password_does_not_open(
    world: World, sign_in: SignIn
) -> None:
    """[SI2]"""
    for _ in range(5):
        locked = sign_in(password="wrong")
    assert answer(locked) == (429, "sign_in_locked")
    assert locked.get_json()["until"] == (world.now() + timedelta(minutes=1)).isoformat()
    binds = world.directory.binds
    assert answer(sign_in()) == (429, "sign_in_locked")
    assert world.directory.binds == binds
    world.pass_time(timedelta(minutes=1))
    assert sign_in().status_code == 200
    assert answer(sign_in(password="wrong")) == (401, "sign_in_refused")


def test_many_guesses_at_once_are_no_more_than_five(world: World, sign_in: SignIn) -> None:
    """[SI3]"""
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: sign_in(password=f"guess {n}"), range(24)))
    assert world.directory.binds == 5


def test_an_attempt_is_counted_also_while_another_one_of_its_name_succeeds(world: World) -> None:
    """[SI3] A success takes the count away, whatever the other has looked up by then."""
    now, times = world.now(), 150

    def succeed(_: int) -> None:
        with world.begin() as tx:
            store.clear_tally(tx.db, "ann")

    def attempt(_: int) -> None:
        with world.begin() as tx:
            store.tally_locked(tx.db, "ann", now)

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(act, n) for n in range(times) for act in (succeed, attempt)]
    assert [each.exception() for each in done] == [None] * 2 * times


def test_failures_locks_and_successes_are_in_the_audit_but_no_unknown_name(
    world: World, sign_in: SignIn
) -> None:
    """[SI5]"""
    sign_in("my secret password", "x")
    for _ in range(6):
        sign_in(password="wrong")
    world.pass_time(timedelta(hours=1))
    sign_in()
    with world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
    assert [(r.act, r.outcome, r.object) for r in rows[:-1]] == [
        ("identity.sign_in", "refused", "unknown"),
        *[("identity.sign_in", "refused", "p1")] * 5,
        ("identity.lock", "alarm", "p1"),
        ("identity.sign_in", "refused", "p1"),
    ]
    assert (rows[-1].actor, rows[-1].act, rows[-1].outcome) == ("p1", "identity.sign_in", "done")
    assert "secret" not in str(rows)


def test_nobodys_failures_grow_while_the_directory_is_away(world: World, sign_in: SignIn) -> None:
    """[SI6]"""
    world.directory.is_away = True
    assert [answer(sign_in()) for _ in range(7)] == [(503, "directory_away")] * 7
    world.directory.is_away = False
    assert sign_in().status_code == 200


def test_a_sign_in_from_a_new_network_is_told_to_its_person(world: World, sign_in: SignIn) -> None:
    """[SI8]"""
    for address in ("10.1.2.3", "10.1.2.99", "203.0.113.5", "10.1.2.3"):
        sign_in(address=address)
        world.pass_time(timedelta(days=1))
    world.pass_time(timedelta(days=90))
    sign_in(address="10.1.2.3")
    with world.begin() as tx:
        new = list(tx.db.scalars(select(sign_ins.c.is_new_place).order_by(sign_ins.c.id)))
    assert new == [False, False, True, False, True]
    told = [topic for topic, event, _ in world.hints if event == "sign_in.new_place"]
    assert told == ["person:p1"] * 2


def test_a_newcomer_signs_in_before_the_next_reading_of_the_directory(
    world: World, sign_in: SignIn
) -> None:
    """[DI1]"""
    ben = replace(ANN, id="p2", user_name="ben")
    world.directory.snapshot = Snapshot((TOP,), (ANN, ben))
    assert sign_in("ben").get_json()["person"]["id"] == "p2"


def test_a_persons_own_history_shows_places_and_failures(world: World, sign_in: SignIn) -> None:
    """[PE2]"""
    sign_in(password="wrong", address="203.0.113.5")
    world.pass_time(timedelta(minutes=1))
    browser = world.stranger()
    browser.post("/api/sign-in", json={"user_name": "ann", "password": PASSWORD})
    found = browser.get("/api/me/sign-ins").get_json()["sign_ins"]
    assert [(r["outcome"], r["address"]) for r in found] == [
        ("done", "127.0.0.1"),
        ("refused", "203.0.113.5"),
    ]
