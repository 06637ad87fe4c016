from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request
from redis import Redis
from werkzeug.test import TestResponse

from kernel import once as memory
from kernel.actor import Actor, SessionId, UserId
from kernel.errors import Conflict, Unavailable
from kernel.http import CSRF_HEADER, SignedIn, cookie_name, create_api
from kernel.once import AGAIN_HEADER, KEY_HEADER, Once, keep_later
from kernel.settings import Zone, read_settings
from kernel.tokens import hash_token

KEY = "9b2d4c1f00a84b6e"
AGAIN = {AGAIN_HEADER: "1"}


@dataclass
class Ledger:
    """An application that writes a line at each POST, and Redis behind it."""

    app: Flask
    lines: list[str] = field(default_factory=list)
    away: bool = False
    may_go_on: Event = field(default_factory=Event)

    def tell(
        self, line: str = "a", who: str = "ann", key: str = KEY, to: str = "/lines", **more: str
    ) -> TestResponse:
        http = self.app.test_client()
        http.set_cookie(cookie_name(Zone.WORK), who)
        headers = {CSRF_HEADER: who, KEY_HEADER: key, **more}
        return http.post(f"{to}?n={line}", json={}, headers=headers)


def sign_in(token: str, *_: Any, **__: Any) -> SignedIn:
    return SignedIn(Actor(UserId(token), SessionId(token)), hash_token(token))


def ledger_on(remembers: Once) -> Ledger:
    app = create_api(read_settings(), sign_in, title="Ledger", version="1", once=remembers)
    ledger = Ledger(app)
    ledger.may_go_on.set()

    @app.post("/lines")
    def write() -> tuple[Response, int]:
        if ledger.away:
            raise Unavailable
        ledger.may_go_on.wait(10)
        ledger.lines.append(line := request.args["n"])
        if line == "refused":
            raise Conflict
        body = jsonify(written=len(ledger.lines), line="x" * 70_000 if line == "long" else line)
        body.headers["Location"] = f"/lines/{len(ledger.lines)}"
        return body, 201

    return ledger


@pytest.fixture
def ledger(server: Redis) -> Ledger:
    server.flushdb()
    return ledger_on(Once(server))


def test_what_is_told_again_is_done_once_and_answered_as_the_first_time(ledger: Ledger) -> None:
    """[HT6]"""
    first, again = ledger.tell(), ledger.tell(**AGAIN)
    assert ledger.lines == ["a"]
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert again.headers["Location"] == first.headers["Location"]


def test_another_key_another_session_or_another_write_is_another_matter(ledger: Ledger) -> None:
    """[HT6]"""
    ledger.tell()
    ledger.tell(key=KEY[::-1])
    ledger.tell(who="ben")
    ledger.tell("b")
    assert ledger.lines == ["a", "a", "a", "b"]


def test_who_asks_again_while_it_is_being_done_waits_for_its_answer(ledger: Ledger) -> None:
    """[HT6]"""
    ledger.may_go_on.clear()
    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(ledger.tell) for _ in range(2)]
        ledger.may_go_on.set()
        answers = [one.result() for one in told]
    assert ledger.lines == ["a"]
    assert [one.get_json()["written"] for one in answers] == [1, 1]


def test_what_failed_is_tried_anew(ledger: Ledger) -> None:
    """[HT6]"""
    ledger.away = True
    assert ledger.tell().status_code == 503
    ledger.away = False
    assert ledger.tell(**AGAIN).status_code == 201
    assert ledger.lines == ["a"]


def test_a_refusal_is_remembered_as_well(ledger: Ledger) -> None:
    """[HT6]"""
    assert [ledger.tell("refused").status_code for _ in range(2)] == [409, 409]
    assert ledger.lines == ["refused"]


def test_what_is_answered_while_it_is_being_done_is_remembered_at_its_end(ledger: Ledger) -> None:
    """[HT6] Its lines went to a browser that hung up in the middle."""

    @ledger.app.post("/streams")
    def stream() -> Response:
        keep = keep_later()

        def lines() -> Iterator[str]:
            ledger.lines.append("a")
            yield "begun\n"
            keep(None if len(ledger.lines) == 1 else Response("whole", 201))

        return Response(lines())

    def told() -> tuple[int, str]:
        answer = ledger.tell(to="/streams")
        return answer.status_code, answer.text

    assert told() == (200, "begun\n")
    assert told() == (200, "begun\n")  # the first said at its end that nothing was done
    assert told() == (201, "whole")
    assert ledger.lines == ["a", "a"]


def test_an_answer_too_large_to_keep_is_not_bought_with_a_second_write(ledger: Ledger) -> None:
    """[HT6]"""
    assert ledger.tell("long").status_code == 201
    again = ledger.tell("long", **AGAIN)
    assert (again.status_code, again.get_json()["code"]) == (503, "outcome_unknown")
    assert ledger.lines == ["long"]


def test_who_writes_without_end_takes_no_room_from_others_and_does_nothing_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[HT6]"""
    monkeypatch.setattr(memory, "MOST_BYTES", 1_000)
    keys = [f"{number:016}" for number in range(20)]
    assert {ledger.tell(key=key).status_code for key in keys} == {201}
    again = [ledger.tell(key=key, **AGAIN).status_code for key in keys]
    assert again[0] == 201
    assert again[-1] == 503
    assert len(ledger.lines) == 20
    assert ledger.tell(who="ben").status_code == ledger.tell(who="ben", **AGAIN).status_code == 201


def test_what_was_begun_and_never_answered_is_not_done_twice(
    ledger: Ledger, server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[HT6] The process died in the middle."""
    monkeypatch.setattr(memory, "PATIENCE_SECONDS", 0.2)
    ledger.tell()
    (place,) = server.keys("once:*")
    server.set(place, memory.BEGUN)
    assert ledger.tell(**AGAIN).get_json()["code"] == "outcome_unknown"
    assert ledger.lines == ["a"]


def test_without_redis_a_write_goes_through_and_its_repetition_does_not() -> None:
    """[HT6]"""
    ledger = ledger_on(Once.at("unix:///nonexistent/redis.sock"))
    assert ledger.tell().status_code == 201
    assert ledger.tell(**AGAIN).get_json()["code"] == "outcome_unknown"
    assert ledger.lines == ["a"]


def test_who_reads_redis_reads_neither_answer_nor_key(ledger: Ledger, server: Redis) -> None:
    """[HT6] An answer can hold a ticket."""
    ledger.tell()
    (place,) = server.keys("once:*")
    assert KEY.encode() not in place
    kept: Any = server.get(place)
    assert b"written" not in kept


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "sixteen letters!!"])
def test_a_key_that_is_none_is_refused(ledger: Ledger, key: str) -> None:
    """[HT6]"""
    assert ledger.tell(key=key).status_code == 400
    assert ledger.lines == []
