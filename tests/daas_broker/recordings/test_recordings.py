"""From the notice to the receipt: what is recorded, who sees it, and when it goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from daas_broker.recordings.model import End, RecordingId
from daas_broker.recordings.rules import RecordingNoticeMissing
from daas_broker.recordings.tasks import RecordingKeeper
from kernel import audit
from kernel.actor import Role
from kernel.errors import Unavailable
from tests.daas_broker.recordings.conftest import BASIS, Studio, piece
from tests.support.world import SignedInClient

REASON = "민원 2030-17 조사"


def keeper(studio: Studio) -> RecordingKeeper:
    return RecordingKeeper(studio.broker.broker.recordings)


def later(studio: Studio) -> SignedInClient:
    """An officer who signs in now."""
    return studio.broker.world.as_user("sun", Role.SECURITY_OFFICER)


def item(studio: Studio, id_: str, officer: SignedInClient | None = None) -> dict[str, Any]:
    reply = (officer or studio.officer).get(studio.path(id_))
    assert reply.status_code == 200, reply.json
    return dict(reply.get_json()["recording"])


def watch(studio: Studio, id_: str, **at: int) -> bytes:
    viewing = studio.officer.post(f"{studio.path(id_)}/viewings", reason=REASON).get_json()
    reply = studio.officer.get(f"{studio.path(id_)}/pictures", **viewing, **at)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    return bytes(reply.data)


def test_without_a_basis_nothing_is_recorded(studio: Studio) -> None:
    """[DREC1]"""
    wish = {"is_on": True, "basis": " ", "retention_days": 30}
    path = f"/api/admin/policies/pool/{studio.pool}/draft"
    reply = studio.officer.put(path, body={"recording": wish})
    assert (reply.status_code, reply.get_json()["field"]) == (400, "recording.basis")


def test_a_ticket_waits_for_the_notice_and_a_new_notice_is_read_anew(studio: Studio) -> None:
    """[DREC1]"""
    assert studio.ticket().status_code == 201
    assert studio.ask().status_code == 200
    refused = studio.ticket()
    assert (refused.status_code, refused.get_json()["code"]) == (409, "recording_notice_missing")
    assert refused.get_json()["basis"] == BASIS
    assert studio.read_notice().status_code == 204
    assert studio.ticket().status_code == 201
    studio.ask(days=60)
    assert studio.ticket().status_code == 409
    assert studio.read_notice("made-up").status_code == 412
    ben = studio.broker.world.as_user("ben")
    notice = f"/api/desktops/{studio.stream.desktop_id}/recording-notice"
    assert ben.post(notice, digest="x").status_code == 404
    studio.ask(is_on=False, basis="")
    assert studio.ticket().status_code == 201
    assert ("ann", "daas_broker.acknowledge_recording", "done") in studio.broker.world.audited()


def test_a_gateway_records_nobody_who_has_not_read_the_notice(studio: Studio) -> None:
    """[DREC1]"""
    studio.ask()
    with pytest.raises(RecordingNoticeMissing):
        studio.start()
    studio.read_notice()
    assert studio.start().chunks == 0


def test_for_anybody_else_there_are_no_recordings(studio: Studio) -> None:
    """[DREC7]"""
    id_ = studio.shoot()
    for person in (
        studio.ann,
        studio.broker.admin,
        studio.broker.world.as_user("hal", Role.HELP_DESK),
    ):
        assert person.get("/api/admin/recordings").status_code == 404
        for method, path in (
            ("GET", ""),
            ("POST", "/viewings"),
            ("GET", "/pictures?viewing=x"),
            ("POST", "/check"),
            ("PUT", "/hold"),
            ("POST", "/let-go"),
        ):
            options = {"json": {"reason": REASON}} if method != "GET" else {}
            assert person.call(method, studio.path(id_) + path, **options).status_code == 404
    assert studio.auditor.get("/api/admin/recordings").status_code == 200


def test_who_watches_says_why_and_stands_in_the_audit_chain(studio: Studio) -> None:
    """[DREC8] [DREC6]"""
    id_ = studio.shoot()
    path = studio.path(id_)
    assert studio.officer.post(f"{path}/viewings", reason=" a ").status_code == 400
    assert studio.officer.get(f"{path}/pictures", viewing="made-up").status_code == 404
    data = watch(studio, id_)
    assert b"second 0" in data
    assert b"second 2" in data
    assert data.endswith(b"\x21" + bytes(8))
    assert b"second 0" not in studio.recorder.shelf.path(id_).read_bytes()
    assert ("sol", "daas_broker.watch_recording", "done") in studio.broker.world.audited()
    viewing = studio.officer.post(f"{path}/viewings", reason=REASON).get_json()
    assert studio.auditor.get(f"{path}/pictures", **viewing).status_code == 404


def test_what_a_helper_did_is_marked_where_it_was_done(studio: Studio) -> None:
    """[DREC9] [DR5]"""
    id_ = studio.shoot()
    began = datetime.fromisoformat(item(studio, id_)["started_at"])
    acts = ["allow_watch", "allow_control", "stop_control", "stop_watch"]
    with studio.broker.world.begin() as tx:
        for second, act in enumerate(acts):
            at, name = began + timedelta(seconds=second), f"daas_broker.{act}"
            audit.append(tx.db, audit.Entry(at, "ann", name, studio.stream.desktop_id, facts={}))
    marks = studio.officer.get(studio.path(id_)).get_json()["marks"]
    assert [(mark["at_ms"], mark["what"]) for mark in marks[-4:]] == [
        (0, "watched"),
        (1000, "steered"),
        (2000, "unsteered"),
        (3000, "unwatched"),
    ]


def test_a_seek_begins_at_the_checkpoint_before_it_and_goes_on_by_chunks(studio: Studio) -> None:
    """[DREC9]"""
    id_ = studio.shoot(seconds=70)
    data = watch(studio, id_, ms=45_500)
    assert b"second 29" not in data
    assert b"second 30" in data
    assert b"second 60" in data
    kind, chunk = data[-13], int.from_bytes(data[-4:])
    assert (kind, chunk) == (0x20, 61)
    rest = watch(studio, id_, chunk=chunk)
    assert b"second 60" not in rest
    assert b"second 69" in rest


def test_what_is_still_being_made_is_watched_as_far_as_it_was_noted(studio: Studio) -> None:
    """[DREC5] [DREC9]"""
    studio.ask()
    studio.read_notice()
    writing = studio.start()
    for second in range(3):
        writing.write(piece(second))
    studio.recorder.note(writing.recording, writing.progress, writing.points)
    file = studio.recorder.shelf.path(writing.recording)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[: len(whole) // 7])  # half a chunk, on its way to the disk
    data = watch(studio, writing.recording)
    assert b"second 2" in data
    assert data.endswith(b"\x20" + bytes(4) + (4).to_bytes(4) + (3).to_bytes(4))
    file.write_bytes(whole)
    writing.write(piece(3, is_last=True))
    writing.close()
    studio.recorder.finish(writing.recording, writing.progress, writing.points, End.CLOSED)
    rest = watch(studio, writing.recording, chunk=3)
    assert b"second 2" not in rest
    assert b"second 3" in rest
    assert rest.endswith(b"\x21" + bytes(8))


def test_a_recording_tells_its_pool_when_that_is_gone(studio: Studio) -> None:
    """[DP12]"""
    studio.shoot()

    def told() -> str:
        return str(studio.officer.get("/api/admin/recordings").get_json()["recordings"][0]["pool"])

    before = told()
    assert before
    assert studio.broker.admin.delete(f"/api/admin/pools/{studio.pool}").status_code == 204
    assert told() == before


def test_the_list_finds_by_whom_where_when_and_how_long(studio: Studio) -> None:
    id_ = studio.shoot()

    def found(**query: Any) -> list[str]:
        reply = studio.officer.get("/api/admin/recordings", **query).get_json()
        return [one["id"] for one in reply["recordings"]]

    at = studio.broker.world.now()
    same: list[dict[str, Any]] = [{}, {"who": "an"}, {"person_id": "ann"}, {"pool_id": studio.pool}]
    for query in [*same, {"chain": "unchecked"}, {"min_seconds": 2}]:
        assert found(**query) == [id_]
    assert found(since=(at - timedelta(hours=1)).isoformat()) == [id_]
    other: list[dict[str, Any]] = [
        {"who": "a%"},
        {"person_id": "ben"},
        {"pool_id": "x"},
        {"chain": "broken"},
    ]
    for query in [*other, {"min_seconds": 60}]:
        assert found(**query) == []
    assert found(until=(at - timedelta(hours=1)).isoformat()) == []


def test_a_byte_changed_on_the_disk_breaks_the_chain_and_the_list_says_so(studio: Studio) -> None:
    """[DREC5]"""
    id_ = studio.shoot()
    assert studio.officer.post(f"{studio.path(id_)}/check").get_json()["chain"] == "whole"
    assert item(studio, id_)["chain"] == "whole"
    file = studio.recorder.shelf.path(id_)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    verdict = studio.officer.post(f"{studio.path(id_)}/check").get_json()
    assert (verdict["chain"], verdict["at_chunk"]) == ("broken", 1)
    assert item(studio, id_)["chain"] == "broken"
    assert watch(studio, id_)[-13] == 0x22


def test_a_file_and_row_that_were_both_replaced_are_found_by_the_audit_chain(
    studio: Studio,
) -> None:
    """[DREC5]"""
    first = studio.shoot()
    with studio.broker.world.begin() as tx:
        tx.db.connection().exec_driver_sql(
            "UPDATE daas_recordings"
            " SET chunks = 0, head = sha256(('onmaru recording ' || id)::bytea)"
        )
    studio.recorder.shelf.path(first).write_bytes(b"")
    verdict = studio.officer.post(f"{studio.path(first)}/check").get_json()
    assert (verdict["chain"], verdict["why"]) == (
        "broken",
        "the audit chain knows another end of it",
    )


def test_after_its_time_key_and_file_go_and_a_receipt_stays(studio: Studio) -> None:
    """[DREC10]"""
    id_ = studio.shoot()
    studio.broker.world.pass_time(timedelta(days=29, hours=23))
    assert keeper(studio).run().counts == {}
    studio.broker.world.pass_time(timedelta(hours=2))
    assert keeper(studio).run().counts == {"deleted": 1}
    assert not studio.recorder.shelf.path(id_).exists()
    assert item(studio, id_, later(studio))["deleted_at"] is not None
    reply = later(studio).post(f"{studio.path(id_)}/viewings", reason=REASON)
    assert (reply.status_code, reply.get_json()["code"]) == (409, "recording_deleted")
    assert ("-", "daas_broker.delete_recording", "done") in studio.broker.world.audited()
    assert keeper(studio).run().counts == {}


def test_what_is_held_stays_until_an_officer_lets_go(studio: Studio) -> None:
    """[DREC11]"""
    id_ = studio.shoot()
    hold, let_go = f"{studio.path(id_)}/hold", f"{studio.path(id_)}/let-go"
    assert studio.auditor.put(hold, reason=REASON).status_code == 403
    assert studio.officer.put(hold, reason="").status_code == 400
    assert studio.officer.put(hold, reason=REASON).status_code == 204
    assert item(studio, id_)["hold"]["reason"] == REASON
    studio.broker.world.pass_time(timedelta(days=400))
    assert keeper(studio).run().counts == {}
    assert later(studio).post(let_go, reason="조사 끝남").status_code == 204
    assert keeper(studio).run().counts == {"deleted": 1}
    acts = {act for _, act, _ in studio.broker.world.audited()}
    assert {"daas_broker.hold_recording", "daas_broker.unhold_recording"} <= acts


def test_a_recording_whose_gateway_died_ends_at_its_last_whole_chunk(studio: Studio) -> None:
    """[DREC12]"""
    studio.ask()
    studio.read_notice()
    writing = studio.start()
    writing.write(piece(0))
    studio.recorder.note(writing.recording, writing.progress, writing.points)
    writing.write(piece(1))
    file = studio.recorder.shelf.path(writing.recording)
    file.write_bytes(file.read_bytes() + b"half a chunk")
    assert keeper(studio).run().counts == {}
    studio.broker.world.pass_time(timedelta(minutes=2))
    assert keeper(studio).run().counts == {"closed": 1}
    found = item(studio, writing.recording)
    assert (found["end"], found["length_ms"]) == ("lost", 1000)
    assert studio.officer.post(f"{studio.path(found['id'])}/check").get_json()["chain"] == "whole"


def test_a_dead_gateways_file_that_is_shorter_than_its_row_is_told(studio: Studio) -> None:
    """[DREC5] [DREC12]"""
    studio.ask()
    studio.read_notice()
    writing = studio.start()
    for second in range(3):
        writing.write(piece(second))
    studio.recorder.note(writing.recording, writing.progress, writing.points)
    file = studio.recorder.shelf.path(writing.recording)
    file.write_bytes(file.read_bytes()[:-100])
    studio.broker.world.pass_time(timedelta(minutes=2))
    keeper(studio).run()
    path = studio.path(writing.recording)
    assert studio.officer.post(f"{path}/check").get_json()["chain"] == "broken"


def test_another_master_key_opens_nothing(studio: Studio) -> None:
    """[DREC6]"""
    id_ = studio.shoot()
    master = studio.recorder.master
    key, wrapped = master.fresh(id_)
    assert master.unwrap(id_, wrapped) == key
    with pytest.raises(Unavailable):
        master.unwrap(RecordingId("another"), wrapped)
