import json
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from kernel.actor import Role
from kernel.http import CSRF_HEADER, cookie_name, session_of
from kernel.settings import Zone
from tests.support.world import SignedInClient, World

READ = "/api/session"
WRITE = "/api/me/preferences"
BODY = {"locale": "en", "theme": "light", "text_size": 100}


def put(client: SignedInClient, **headers: str) -> TestResponse:
    return client.call("PUT", WRITE, json=BODY, headers=headers)


def code(response: TestResponse) -> str:
    return str(response.get_json()["code"])


def test_strangers_are_turned_away_before_their_words_are_read(world: World) -> None:
    """[HT1]"""
    assert world.stranger().get(READ).status_code == 401
    nonsense = world.stranger().put(WRITE, data="{", content_type="application/json")
    assert code(nonsense) == "not_signed_in"


def test_a_page_of_our_own_with_its_token_may_change_something(world: World) -> None:
    """[HT2]"""
    same = {"Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-origin"}
    assert put(world.as_user("ann"), **same).status_code == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({CSRF_HEADER: ""}, "csrf_mismatch"),
        ({CSRF_HEADER: "0" * 64}, "csrf_mismatch"),
        ({"Origin": "http://evil.example"}, "wrong_origin"),
        ({"Origin": "null"}, "wrong_origin"),
        ({"Origin": "http://localhost:8081"}, "wrong_origin"),
        ({"Sec-Fetch-Site": "cross-site"}, "wrong_origin"),
        ({"Sec-Fetch-Site": "same-site"}, "wrong_origin"),
    ],
)
def test_nobody_else_may(world: World, headers: dict[str, str], expected: str) -> None:
    """[HT2]"""
    response = put(world.as_user("ann"), **headers)
    assert (response.status_code, code(response)) == (403, expected)


def test_another_sessions_token_does_not_serve(world: World) -> None:
    """[HT2]"""
    ann, ben = world.as_user("ann"), world.as_user("ben")
    bens = ben.get(READ).get_json()["csrf"]
    assert code(put(ann, **{CSRF_HEADER: bens})) == "csrf_mismatch"


def test_signing_in_needs_our_origin_too(world: World) -> None:
    """[HT2]"""
    foreign = {"Origin": "http://evil.example"}
    body = {"user_name": "ann", "password": "x"}
    response = world.stranger().post("/api/sign-in", json=body, headers=foreign)
    assert code(response) == "wrong_origin"


def test_a_session_counts_in_its_own_zone_only(world: World) -> None:
    """[HT3]"""
    ann = world.as_user("ann")
    there = {"X-Onmaru-Zone": Zone.INTERNET.value}
    ann.http.set_cookie("onmaru_internet", ann.token)
    assert ann.http.get(READ, headers=there).status_code == 401
    ann.http.set_cookie("onmaru_work", ann.token)
    assert ann.http.get(READ).status_code == 200
    unknown = ann.http.get(READ, headers={"X-Onmaru-Zone": "attic"})
    assert (unknown.status_code, code(unknown)) == (403, "unknown_zone")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/people/a%00b", None),
        ("GET", "/api/people?query=a%00b", None),
        ("GET", "/api/admin/audit?before=99999999999999999999", None),
        ("POST", "/api/sign-in", {"user_name": "a\0b", "password": "x"}),
    ],
)
def test_what_the_database_cannot_hold_is_invalid(
    world: World, method: str, path: str, body: dict[str, str] | None
) -> None:
    """[HT4]"""
    data = json.dumps(body) if body else None
    officer = world.as_user("aud", Role.AUDITOR)
    response = officer.call(method, path, data=data, content_type="application/json")
    assert (response.status_code, code(response)) == (400, "unstorable")


def test_a_bug_tells_its_request_and_nothing_else(world: World) -> None:
    """[HT4]"""

    def broken() -> str:
        raise RuntimeError("the password is 1234")

    endpoint, _ = world.app.url_map.bind("localhost").match("/api/me/sessions")
    world.app.view_functions[endpoint] = broken
    response = world.as_user("ann").get("/api/me/sessions")
    assert response.status_code == 500
    told = response.get_json()
    assert told == {
        "code": "bug",
        "message": "internal error",
        "request_id": response.headers["X-Request-Id"],
    }


def test_answers_are_kept_by_nobody_on_the_way(world: World) -> None:
    """[HT1]"""
    assert world.as_user("ann").get(READ).headers["Cache-Control"] == "no-store"


def test_what_is_refused_unseen_is_read_to_its_end(world: World) -> None:
    """[HT5]"""
    body = BytesIO(bytes(300_000))
    refused = world.stranger().put(WRITE, input_stream=body, content_length=300_000)
    assert (refused.status_code, body.read()) == (401, b"")


def test_a_gateway_finds_the_session_of_its_zone_among_other_cookies() -> None:
    """[HT1]"""
    work, internet = (cookie_name(zone) for zone in (Zone.WORK, Zone.INTERNET))
    sent = f"{work}er=no; theme=dark; {internet}=abc;{work}=d=ef ; {work}=late"
    assert session_of(sent, Zone.WORK) == "d=ef"
    assert session_of(sent, Zone.INTERNET) == "abc"
    assert session_of("theme=dark", Zone.WORK) == session_of("", Zone.WORK) == ""


@pytest.mark.parametrize("body", ["%s", '{"user_name": %s}'])
def test_what_is_nested_too_deeply_is_a_refusal(world: World, body: str) -> None:
    """[HT4]"""
    deep = body % ("[" * 100_000 + "]" * 100_000)
    answer = world.stranger().post("/api/sign-in", data=deep, content_type="application/json")
    assert (answer.status_code, code(answer)) == (400, "invalid")
