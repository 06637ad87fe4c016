"""A WOPI client against the whole workplace: every operation, and every way it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.world import World
from tests.weboffice.wopi.office import WopiOffice, attach, keep, opened, share
from weboffice.wopi import rules

LOCK, VERSION = "X-WOPI-Lock", "X-WOPI-ItemVersion"


@pytest.fixture
def file_id(world: World) -> str:
    attach(world)
    return keep(world, "kim", "계획.docx")


def versions(world: World, file_id: str, user: str = "kim") -> list[dict[str, Any]]:
    reply = world.as_user(user).get(f"/api/drive/nodes/{file_id}/versions")
    assert reply.json is not None
    return list(reply.json["versions"])


def code(reply: TestResponse) -> tuple[int, str | None]:
    return reply.status_code, (reply.json or {}).get("code")


def test_an_office_edits_a_file(world: World, file_id: str) -> None:
    """[WO5] Look, read, lock, write, refresh, write, unlock: two versions by the person."""
    office = WopiOffice.of(world, file_id)
    info = office.info()
    assert (info["BaseFileName"], info["Size"], info["Version"]) == ("계획.docx", 5, "1")
    assert (info["UserCanWrite"], info["SupportsLocks"], info["UserId"]) == (True, True, "kim")
    assert office.get() == b"words"
    assert office.take_lock('{"S":"a"}').status_code == 200
    put = office.put(b"first")
    assert (put.status_code, put.headers[VERSION]) == (200, "2")
    assert (put.json or {})["LastModifiedTime"] == office.info()["LastModifiedTime"]
    assert office.act("REFRESH_LOCK").status_code == 200
    assert office.put(b"second").headers[VERSION] == "3"
    assert office.act("UNLOCK").status_code == 200
    assert office.get() == b"second"
    found = versions(world, file_id)
    assert [(v["seq"], v["author"]["id"], v["via"]) for v in found[:2]] == [
        (3, "kim", "office"),
        (2, "kim", "office"),
    ]


def test_two_offices_contend_and_the_second_is_told_the_lock(world: World, file_id: str) -> None:
    """[WO4] [WO5]"""
    share(world, file_id, "kim", "lee", "write")
    first, second = WopiOffice.of(world, file_id), WopiOffice.of(world, file_id, "lee")
    assert first.take_lock("one").status_code == 200
    refused = second.take_lock("two")
    assert (refused.status_code, refused.headers[LOCK]) == (409, "one")
    assert refused.headers["X-WOPI-LockFailureReason"]
    second.lock = "two"
    for reply in (second.put(b"theirs"), second.act("REFRESH_LOCK"), second.act("UNLOCK")):
        assert (reply.status_code, reply.headers[LOCK]) == (409, "one")
    assert second.act("GET_LOCK").headers[LOCK] == "one"
    assert first.put(b"ours").status_code == 200
    assert first.act("UNLOCK").status_code == 200
    assert second.take_lock("two").status_code == 200
    assert second.put(b"theirs").status_code == 200
    assert [v["author"]["id"] for v in versions(world, file_id)[:2]] == ["lee", "kim"]


def test_a_lock_ends_after_thirty_minutes_unless_refreshed(world: World, file_id: str) -> None:
    """[WO4]"""
    office, other = WopiOffice.of(world, file_id), WopiOffice.of(world, file_id)
    office.take_lock("one")
    world.pass_time(timedelta(minutes=29))
    assert office.act("REFRESH_LOCK").status_code == 200
    world.pass_time(timedelta(minutes=29))
    assert other.take_lock("two").status_code == 409
    world.pass_time(timedelta(minutes=1))
    assert office.act("GET_LOCK").headers[LOCK] == ""
    late = office.act("REFRESH_LOCK")
    assert (late.status_code, late.headers[LOCK]) == (409, "")
    assert other.take_lock("two").status_code == 200


def test_locks_are_compared_exactly_and_bounded(world: World, file_id: str) -> None:
    """[WO4]"""
    office = WopiOffice.of(world, file_id)
    longest = "x" * rules.LONGEST_LOCK
    for bad in ("", longest + "x"):
        assert code(office.act("LOCK", bad)) == (400, "wopi_bad_lock")
    assert office.take_lock(longest).status_code == 200
    assert office.act("GET_LOCK").headers[LOCK] == longest
    assert office.act("UNLOCK", longest.upper()).status_code == 409
    assert office.act("LOCK", "new", **{"X-WOPI-OldLock": "other"}).headers[LOCK] == longest
    assert office.act("LOCK", "new", **{"X-WOPI-OldLock": longest}).status_code == 200
    assert office.act("GET_LOCK").headers[LOCK] == "new"


def test_without_a_lock_only_an_empty_file_is_written(world: World, file_id: str) -> None:
    """[WO5]"""
    office = WopiOffice.of(world, file_id)
    refused = office.put(b"more")
    assert (refused.status_code, refused.headers[LOCK]) == (409, "")
    empty = WopiOffice.of(world, keep(world, "kim", "새 문서.docx", b""))
    assert empty.get() == b""
    assert empty.put(b"first").status_code == 200
    assert empty.put(b"second").status_code == 409


def test_what_was_changed_elsewhere_is_not_overwritten(world: World, file_id: str) -> None:
    """[WO6] The office is told in the words that make Collabora ask which to keep."""
    office = WopiOffice.of(world, file_id)
    seen = office.info()["LastModifiedTime"]
    office.take_lock("one")
    world.pass_time(timedelta(seconds=1))
    assert office.put(b"mine", **{"X-COOL-WOPI-Timestamp": seen}).status_code == 200
    stale = office.put(b"older", **{"X-COOL-WOPI-Timestamp": seen})
    assert (stale.status_code, (stale.json or {})["COOLStatusCode"]) == (409, 1010)
    assert office.get() == b"mine"


def test_a_reader_reads_and_writes_nothing(world: World, file_id: str) -> None:
    """[WO3]"""
    share(world, file_id, "kim", "lee", "read")
    assert opened(world, file_id, "lee")["mode"] == "view"
    office = WopiOffice.of(world, file_id, "lee")
    info = office.info()
    assert (info["UserCanWrite"], info["ReadOnly"], info["UserCanRename"]) == (False, True, False)
    assert info["UserCanNotWriteRelative"]
    assert office.get() == b"words"
    office.lock = "mine"
    headers = {"X-WOPI-RequestedName": "other"}
    for reply in (office.act("LOCK"), office.put(b"x"), office.act("RENAME_FILE", **headers)):
        assert code(reply) == (404, "wopi_read_only")
    beside = office.relative(b"x", **{"X-WOPI-SuggestedTarget": ".pdf"})
    assert beside.status_code == 501, "as UserCanNotWriteRelative said"


def test_a_right_taken_away_ends_with_the_next_call(world: World, file_id: str) -> None:
    """[WO3]"""
    share(world, file_id, "kim", "lee", "write")
    office = WopiOffice.of(world, file_id, "lee")
    assert office.take_lock("one").status_code == 200
    share(world, file_id, "kim", "lee", "read")
    assert office.put(b"x").status_code == 404
    assert not office.info()["UserCanWrite"]
    who = {"subject_kind": "person", "subject_id": "lee"}
    path = f"/api/drive/nodes/{file_id}/grants"
    world.as_user("kim").call("DELETE", path, query_string=who)
    for reply in (office.ask("GET"), office.ask("GET", "/contents"), office.put(b"x")):
        assert code(reply) == (404, "not_found")
    assert versions(world, file_id)[0]["seq"] == 1


def test_a_token_opens_one_file_for_one_sign_in(world: World, file_id: str) -> None:
    """[WO2] [ID2] Made up, of another file, after sign-out, and after the time."""
    other = WopiOffice.of(world, keep(world, "kim", "다른 문서.docx"))
    office = WopiOffice.of(world, file_id)
    for token in ("", "made-up", other.token):
        stranger = WopiOffice(world, file_id, token)
        for reply in (stranger.ask("GET"), stranger.act("LOCK", "x"), stranger.act("DELETE")):
            assert code(reply) == (401, "wopi_token")
    assert office.ask("GET", headers={"X-Onmaru-Zone": "internet"}).status_code == 404
    person = world.as_user("kim")
    person.delete(f"/api/me/sessions/{person.actor.session_id}")
    assert office.ask("GET").status_code == 401
    assert ("-", "weboffice.wopi_call", "refused") in world.audited()


def test_a_token_ends_with_the_sign_in_at_the_latest(world: World, file_id: str) -> None:
    """[WO2]"""
    first = opened(world, file_id)
    office = WopiOffice(world, file_id, first["access_token"])
    start = world.now().timestamp() * 1000
    assert first["access_token_ttl"] - start == timedelta(hours=10).total_seconds() * 1000
    for _ in range(9):
        world.pass_time(timedelta(hours=1))
        world.as_user("kim").post("/api/me/activity")
    assert office.ask("GET").status_code == 200
    late = opened(world, file_id)["access_token_ttl"]
    assert late - start == timedelta(hours=12).total_seconds() * 1000
    world.pass_time(timedelta(hours=1))
    assert office.ask("GET").status_code == 401


def test_typing_in_the_office_keeps_the_sign_in(world: World, file_id: str) -> None:
    """[WO2] [ID7] What it saves by itself, or asks while nobody types, does not."""
    office = WopiOffice.of(world, file_id)
    for minute in range(3):
        office.take_lock("one")
        assert office.put(b"%d" % minute).status_code == 200
        world.pass_time(timedelta(minutes=100))
    office.take_lock("one")
    idle = {"X-COOL-WOPI-IsModifiedByUser": "false"}
    assert office.put(b"by itself", **idle).status_code == 200
    world.pass_time(timedelta(minutes=20))
    assert office.act("REFRESH_LOCK").status_code == 401


def test_a_copy_is_made_beside_under_a_free_name(world: World, file_id: str) -> None:
    """[WO5] PutRelativeFile in its suggesting mode."""
    office = WopiOffice.of(world, file_id)
    made = office.relative(b"%PDF", **{"X-WOPI-SuggestedTarget": ".pdf"})
    assert made.status_code == 200
    assert (made.json or {})["Name"] == "계획.pdf"
    again = office.relative(b"%PDF", **{"X-WOPI-SuggestedTarget": ".pdf"})
    assert (again.json or {})["Name"] == "계획 (2).pdf"
    named = office.relative(b"x", **{"X-WOPI-SuggestedTarget": rules.to_utf7("사본.docx")})
    assert (named.json or {})["Name"] == "사본.docx"
    url = (named.json or {})["Url"]
    token = url.partition("access_token=")[2]
    copy = WopiOffice(world, url.partition("?")[0].rpartition("/")[2], token)
    assert copy.get() == b"x"
    assert copy.take_lock("its own").status_code == 200


def test_a_copy_under_an_exact_name_replaces_only_what_it_may(world: World, file_id: str) -> None:
    """[WO4] [WO5] PutRelativeFile in its exact mode."""
    office = WopiOffice.of(world, file_id)
    name = {"X-WOPI-RelativeTarget": rules.to_utf7("결과.docx")}
    over = {**name, "X-WOPI-OverwriteRelativeTarget": "true"}
    made = office.relative(b"one", **name)
    assert (made.status_code, (made.json or {})["Name"]) == (200, "결과.docx")
    there = (made.json or {})["Url"].partition("?")[0].rpartition("/")[2]
    taken = office.relative(b"two", **name)
    assert taken.status_code == 409
    assert rules.from_utf7(taken.headers["X-WOPI-ValidRelativeTarget"]) == "결과 (2).docx"
    assert office.relative(b"two", **over).status_code == 200
    assert [v["seq"] for v in versions(world, there)] == [2, 1]
    WopiOffice.of(world, there).take_lock("busy")
    locked = office.relative(b"three", **over)
    assert (locked.status_code, locked.headers[LOCK]) == (409, "busy")
    both = office.relative(b"x", **name, **{"X-WOPI-SuggestedTarget": ".pdf"})
    assert both.status_code == 501
    assert office.relative(b"x").status_code == 400
    long = office.relative(b"x", **{"X-WOPI-RelativeTarget": f"{'long' * 130}.docx"})
    assert code(long) == (400, "wopi_bad_name")
    bad = office.relative(b"x", **{"X-WOPI-RelativeTarget": "a/b.docx"})
    assert (bad.status_code, bad.headers["X-WOPI-InvalidFileNameError"]) == (
        400,
        "forbidden_character",
    )


def test_a_file_is_renamed_and_keeps_its_ending(world: World, file_id: str) -> None:
    """[WO4]"""
    keep(world, "kim", "있는 이름.docx")
    office = WopiOffice.of(world, file_id)
    office.take_lock("one")
    wish = {"X-WOPI-RequestedName": rules.to_utf7("새 이름")}
    other = office.act("RENAME_FILE", "two", **wish)
    assert (other.status_code, other.headers[LOCK]) == (409, "one")
    reply = office.act("RENAME_FILE", **wish)
    assert (reply.status_code, (reply.json or {})["Name"]) == (200, "새 이름")
    assert office.info()["BaseFileName"] == "새 이름.docx"
    taken = office.act("RENAME_FILE", **{"X-WOPI-RequestedName": rules.to_utf7("있는 이름")})
    assert (taken.json or {})["Name"] == "있는 이름 (2)"
    bad = office.act("RENAME_FILE", **{"X-WOPI-RequestedName": "a:b"})
    assert code(bad) == (400, "wopi_bad_name")


def test_what_an_office_wants_kept_of_a_person_comes_with_all_their_files(
    world: World, file_id: str
) -> None:
    """[WO8] PutUserInfo, also by who only reads."""
    share(world, file_id, "kim", "lee", "read")
    office, reader = WopiOffice.of(world, file_id), WopiOffice.of(world, file_id, "lee")
    info = office.info()
    assert (info["SupportsUserInfo"], info["UserInfo"]) == (True, "")
    for said in (b"seen=1", b"seen=2;" + b"x" * 1017):
        assert office.ask("POST", "", "PUT_USER_INFO", data=said).status_code == 200
        assert office.info()["UserInfo"] == said.decode()
    assert WopiOffice.of(world, keep(world, "kim", "다른 문서.docx")).info()["UserInfo"] != ""
    assert reader.info()["UserInfo"] == ""
    assert reader.ask("POST", "", "PUT_USER_INFO", data=b"reads").status_code == 200
    assert (reader.info()["UserInfo"], office.info()["UserInfo"][:6]) == ("reads", "seen=2")
    for bad in (b"x" * 1025, "한글".encode(), b"a\0b"):
        reply = office.ask("POST", "", "PUT_USER_INFO", data=bad)
        assert code(reply) == (400, "wopi_bad_user_info")
    attach(world, origin="https://other.example")
    attach(world)
    assert WopiOffice.of(world, file_id).info()["UserInfo"] == ""


def test_an_office_throws_a_file_into_the_bin(world: World, file_id: str) -> None:
    """[WO9] DeleteFile: not under somebody's lock, and it can be had back."""
    office, other = WopiOffice.of(world, file_id), WopiOffice.of(world, file_id)
    assert office.info()["SupportsDeleteFile"]
    assert other.take_lock("busy").status_code == 200
    refused = office.act("DELETE")
    assert (refused.status_code, refused.headers[LOCK]) == (409, "busy")
    assert other.act("UNLOCK").status_code == 200
    assert office.act("DELETE").status_code == 200
    assert code(office.ask("GET")) == (404, "not_found")
    assert ("kim", "weboffice.wopi_delete", "done") in world.audited()
    assert world.as_user("kim").post(f"/api/drive/nodes/{file_id}/restore").status_code < 300
    assert office.get() == b"words"


def test_who_may_not_throw_it_away_does_not_by_an_office(world: World, file_id: str) -> None:
    """[WO9] [WO3] A reader, and who may write in the file and not in its folder."""
    for level, refusal in (("read", "wopi_read_only"), ("write", "level_missing")):
        share(world, file_id, "kim", "lee", level)
        office = WopiOffice.of(world, file_id, "lee")
        assert code(office.act("DELETE")) == (404, refusal)
    assert WopiOffice.of(world, file_id).get() == b"words"


@pytest.mark.parametrize("override", ["GET_SHARE_URL", "COBALT", ""])
def test_what_is_not_offered_says_so(world: World, file_id: str, override: str) -> None:
    """[WO3]"""
    office = WopiOffice.of(world, file_id)
    assert office.ask("POST", "", override).status_code == 501
    assert world.as_user("kim").get(f"/api/drive/nodes/{file_id}").status_code == 200


def test_what_is_too_large_is_refused_and_leaves_nothing(
    world: World, file_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[WO5]"""
    monkeypatch.setattr(rules, "LARGEST_FILE", 10)
    office = WopiOffice.of(world, file_id)
    office.take_lock("one")
    assert code(office.put(b"x" * 11)) == (413, "wopi_too_large")
    assert (
        office.ask("GET", "/contents", headers={"X-WOPI-MaxExpectedSize": "4"}).status_code == 412
    )
    assert office.get() == b"words"


def test_documents_and_folders_are_no_files_for_an_office(world: World, file_id: str) -> None:
    """[WO3]"""
    made = world.as_user("kim").post("/api/office/documents", template="blank")
    document = (made.json or {})["id"]
    reply = world.as_user("kim").post(f"/api/office/external/files/{document}", language="ko")
    assert reply.status_code == 404
    reply = world.as_user("lee").post(f"/api/office/external/files/{file_id}", language="ko")
    assert code(reply) == (404, "not_found")
