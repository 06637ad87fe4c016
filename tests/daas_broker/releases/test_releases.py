"""Something crosses from one zone into another because somebody answered for it."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import cast, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from daas_broker.releases import store
from daas_broker.releases.model import Finding
from tests.daas_broker.releases.conftest import ANSWER, REASON, Releasing
from tests.daas_broker.transfers.conftest import stranger
from tests.support.fakes.antivirus import FakeAntivirus

LETTER = "안내문.txt"
WORDS = "신청 기간은 3월 2일부터입니다.\n".encode()
RESIDENT = "대상자 주민등록번호 900101-1234568 입니다.\n".encode()


def test_an_approved_file_appears_once_in_the_internet_desktop(releasing: Releasing) -> None:
    """[DX1] [DX5] [DX7]"""
    release = releasing.ask(LETTER, WORDS)
    assert releasing.seen(release)["stage"] == "waiting"
    assert releasing.approve(release).get_json()["stage"] == "released"
    desktop = releasing.sit_down()
    with releasing.door(desktop):
        releasing.keep()
        releasing.keep()
    assert [one.name for one in releasing.downloads.iterdir()] == [LETTER]
    assert (releasing.downloads / LETTER).read_bytes() == WORDS
    seen = releasing.seen(release)
    assert (seen["stage"], seen["place"]) == ("delivered", LETTER)
    assert releasing.held() == []
    [(outcome, facts)] = releasing.audited("daas_broker.release_deliver")
    assert (outcome, facts["sha256"]) == ("done", sha256(WORDS).hexdigest())


def test_what_changes_in_the_drive_after_asking_does_not_cross(releasing: Releasing) -> None:
    """[DX1]"""
    release = releasing.ask(LETTER, WORDS)
    releasing.approve(release)
    hold = releasing.world.settings.var / "releases" / release
    hold.write_bytes(WORDS + b"more")
    desktop = releasing.sit_down()
    with releasing.door(desktop):
        releasing.keep()
    assert releasing.seen(release)["stage"] == "lost"
    assert not releasing.downloads.exists() or not list(releasing.downloads.iterdir())
    assert [outcome for outcome, _ in releasing.audited("daas_broker.release_deliver")] == [
        "failed"
    ]


def test_a_desktop_that_does_not_answer_gets_it_later(releasing: Releasing) -> None:
    """[DX5]"""
    release = releasing.ask(LETTER, WORDS)
    releasing.approve(release)
    desktop = releasing.sit_down()
    with stranger(releasing.folder / desktop / "files.sock", b"no\n"):
        releasing.keep()
    seen = releasing.seen(release)
    assert (seen["stage"], seen["trouble"]) == ("released", "file_door_closed")
    (releasing.folder / desktop / "files.sock").unlink()
    with releasing.door(desktop):
        releasing.keep()
    assert releasing.seen(release)["stage"] == "delivered"


def test_a_delivery_that_broke_off_is_not_repeated(releasing: Releasing) -> None:
    """[DX5]"""
    release = releasing.ask(LETTER, WORDS)
    releasing.approve(release)
    with releasing.world.begin() as tx:
        tx.db.execute(text("UPDATE daas_releases SET stage = 'delivering'"))
    desktop = releasing.sit_down()
    with releasing.door(desktop):
        releasing.keep()
        assert releasing.seen(release)["stage"] == "delivering"
        releasing.world.pass_time(timedelta(minutes=11))
        releasing.keep()
        releasing.keep()
    assert releasing.seen(release)["stage"] == "lost"
    assert not releasing.downloads.exists() or not list(releasing.downloads.iterdir())


def test_a_superior_decides_and_nobody_else_is_told_that_it_exists(releasing: Releasing) -> None:
    """[DX2]"""
    release = releasing.ask(LETTER, WORDS)
    ben = releasing.world.as_user("ben")
    for who in (ben, releasing.finn):
        assert who.get(f"/api/releases/{release}").status_code == 404
        assert releasing.approve(release, who).status_code == 404
        assert who.get("/api/releases/inbox").get_json()["waiting"] == []
    assert releasing.approve(release, releasing.otto).status_code == 404
    assert releasing.approve(release, releasing.ann).get_json()["code"] == "own_release"
    for who in (releasing.mary, releasing.hana):
        [one] = who.get("/api/releases/inbox").get_json()["waiting"]
        assert (one["id"], one["may_decide"], one["is_mine"]) == (release, True, False)
    assert releasing.approve(release, releasing.hana).status_code == 200
    assert releasing.approve(release, releasing.mary).get_json()["code"] == "release_over"


def test_a_manager_is_answered_from_above_and_the_highest_by_an_officer(
    releasing: Releasing,
) -> None:
    """[DX2]"""
    of_mary = releasing.ask(LETTER, WORDS, releasing.mary)
    assert releasing.mary.post(f"/api/releases/{of_mary}/approve", answer=ANSWER).status_code == 403
    inboxes = [
        [one["id"] for one in who.get("/api/releases/inbox").get_json()["waiting"]]
        for who in (releasing.mary, releasing.hana, releasing.otto)
    ]
    assert inboxes == [[], [of_mary], []]
    of_hana = releasing.ask(LETTER, WORDS, releasing.hana)
    waiting = releasing.otto.get("/api/releases/inbox").get_json()["waiting"]
    assert [one["id"] for one in waiting] == [of_hana]


def test_the_database_lets_nobody_approve_their_own(releasing: Releasing) -> None:
    """[DX2]"""
    release = releasing.ask(LETTER, WORDS)
    statement = text("UPDATE daas_releases SET stage = 'released', decided_by = 'ann'")
    with pytest.raises(IntegrityError), releasing.world.begin() as tx:
        tx.db.execute(statement)
    assert releasing.seen(release)["stage"] == "waiting"


def test_what_the_lane_refuses_nobody_may_approve(releasing: Releasing) -> None:
    """[DX3] [DX6]"""
    release = releasing.ask("명단.txt", RESIDENT)
    seen = releasing.seen(release)
    assert (seen["stage"], seen["stops"]) == ("blocked", ["resident_number"])
    assert releasing.mary.get("/api/releases/inbox").get_json()["waiting"] == []
    assert releasing.approve(release).get_json()["code"] == "release_over"
    assert releasing.held() == []
    [(outcome, facts)] = releasing.audited("daas_broker.release_inspect")
    assert (outcome, facts["findings"]["resident_number"]) == ("refused", 1)
    assert "900101" not in json.dumps(facts)


def test_an_approver_sees_that_there_are_numbers_and_not_whose_they_are(
    releasing: Releasing,
) -> None:
    """[DX3] [DX6]"""
    releasing.lane("internet", refuses=[])
    release = releasing.ask("명단.txt", RESIDENT)
    detail = releasing.mary.get(f"/api/releases/{release}").get_json()
    assert "900101-1******" in detail["text"]
    assert detail["release"]["findings"] == {"resident_number": 1, "unscanned": 1}
    releasing.mary.post(f"/api/releases/{release}/refuse", answer="번호를 지워 주십시오")
    detail = releasing.ann.get(f"/api/releases/{release}").get_json()
    assert (detail["text"], detail["has_picture"]) == ("", False)


def test_who_approves_names_all_that_was_found(releasing: Releasing) -> None:
    """[DX3]"""
    release = releasing.ask(LETTER, WORDS)
    assert releasing.seen(release)["findings"] == {"unscanned": 1}
    blind = releasing.approve(release, seen=[]).get_json()
    assert (blind["code"], blind["missing"]) == ("release_findings_unseen", ["unscanned"])
    assert releasing.approve(release, answer="").get_json()["code"] == "release_malformed"
    assert releasing.approve(release).status_code == 200


def test_the_record_is_signed_and_a_changed_letter_is_found(releasing: Releasing) -> None:
    """[DX4]"""
    release = releasing.ask(LETTER, WORDS)
    assert releasing.ann.get(f"/api/releases/{release}/evidence").status_code == 404
    releasing.approve(release)
    for who in (releasing.ann, releasing.mary, releasing.otto):
        assert who.get(f"/api/releases/{release}/evidence").status_code == 200
    file = json.loads(releasing.ann.get(f"/api/releases/{release}/evidence").data)
    record, signature = file["record"], file["signature"]
    public = Ed25519PublicKey.from_public_bytes(b64decode(file["public_key"]))
    public.verify(b64decode(signature), record.encode())
    said = json.loads(record)
    assert said["sha256"] == sha256(WORDS).hexdigest()
    assert (said["asked_by"]["id"], said["approved_by"]["id"]) == ("ann", "mary")
    assert (said["reason"], said["answer"]) == (REASON, ANSWER)
    ask = releasing.finn.post
    proofs = [
        ask("/api/releases/proof", record=text_, signature=given).get_json()["is_genuine"]
        for text_, given in (
            (record, signature),
            (record.replace("ann", "amy"), signature),
            (record, "AAAA"),
            (record, "no base64"),
        )
    ]
    assert proofs == [True, False, False, False]
    [(_, facts)] = releasing.audited("daas_broker.release_approve")
    assert facts["record"] == sha256(record.encode()).hexdigest()


def test_no_record_is_changed_or_taken_away(releasing: Releasing) -> None:
    """[DX4]"""
    releasing.approve(releasing.ask(LETTER, WORDS))
    for statement in (
        "UPDATE daas_release_records SET record = ''",
        "DELETE FROM daas_release_records",
    ):
        with pytest.raises(IntegrityError), releasing.world.begin() as tx:
            tx.db.execute(text(statement))


def test_its_asker_withdraws_it_until_it_goes(releasing: Releasing) -> None:
    """[DX6]"""
    first, second = releasing.ask(LETTER, WORDS), releasing.ask("다른 글.txt", WORDS)
    releasing.approve(second)
    assert releasing.mary.delete(f"/api/releases/{first}").status_code == 404
    for release in (first, second):
        assert releasing.ann.delete(f"/api/releases/{release}").status_code == 204
        assert releasing.seen(release)["stage"] == "withdrawn"
    assert releasing.held() == []
    again = releasing.ann.delete(f"/api/releases/{first}").get_json()
    assert (again["code"], again["stage"]) == ("release_over", "withdrawn")


def test_what_nobody_decides_or_fetches_ends_and_its_bytes_are_gone(releasing: Releasing) -> None:
    """[DX6] [DX7]"""
    waiting, released = releasing.ask(LETTER, WORDS), releasing.ask("다른 글.txt", WORDS)
    releasing.approve(released)
    releasing.world.pass_time(timedelta(days=7))
    releasing.keep()
    with releasing.world.begin() as tx:
        stages = list(tx.db.scalars(text("SELECT stage FROM daas_releases")))
    assert stages == ["expired", "expired"]
    assert releasing.held() == []
    assert len(releasing.audited("daas_broker.release_end")) == 2
    assert waiting != released


def test_a_refusal_says_why(releasing: Releasing) -> None:
    """[DX7]"""
    release = releasing.ask(LETTER, WORDS)
    refuse = releasing.mary.post
    assert refuse(f"/api/releases/{release}/refuse", answer="no").status_code == 400
    why = "표를 빼고 다시 올려 주십시오"
    assert refuse(f"/api/releases/{release}/refuse", answer=why).status_code == 200
    assert (releasing.seen(release)["stage"], releasing.seen(release)["answer"]) == ("refused", why)
    assert releasing.held() == []
    [(outcome, facts)] = releasing.audited("daas_broker.release_refuse")
    assert (outcome, facts["answer"]) == ("refused", why)


def test_a_file_of_the_internet_outbox_comes_into_the_drive(releasing: Releasing) -> None:
    """[DX1] [DX5]"""
    releasing.lane("work", refuses=["macro"])
    desktop = releasing.sit_down()
    with releasing.door(desktop):
        (releasing.outbox / LETTER).write_bytes(WORDS)
        listed = releasing.ann.get(f"/api/releases/outbox/{desktop}").get_json()["files"]
        assert [one["name"] for one in listed] == [LETTER]
        body = {"source": "outbox", "desktop_id": desktop, "name": LETTER, "reason": REASON}
        release = releasing.ann.post("/api/releases", **body).get_json()["id"]
        assert releasing.ann.post("/api/releases", **{**body, "name": "x"}).status_code == 404
    releasing.keep()
    assert releasing.approve(release, releasing.otto).status_code == 200
    releasing.keep()
    assert releasing.seen(release)["stage"] == "delivered"
    files = releasing.ann.get("/api/releases/files", q="안내문").get_json()["files"]
    assert [one["name"] for one in files] == [LETTER]


def test_a_silent_antivirus_is_asked_again_and_then_nobody_scanned(releasing: Releasing) -> None:
    """[DX3]"""
    antivirus = FakeAntivirus(b"a virus", "Made.Virus", 1 << 20)
    broker = releasing.broker
    keeper = replace(broker.broker.release_keeper, antivirus=antivirus)
    broker.broker = replace(broker.broker, release_keeper=keeper)
    antivirus.is_silent = True
    waiting, other = releasing.ask("a.txt", b"a virus"), releasing.ask("b.txt", b"clean")
    assert releasing.seen(waiting)["stage"] == releasing.seen(other)["stage"] == "inspecting"
    before = antivirus.asked
    assert "antivirus_away" in str(releasing.keep().errors)
    assert antivirus.asked == before + 1  # who hangs for one would hang for the other
    antivirus.is_silent = False
    releasing.keep()
    assert releasing.seen(waiting)["stops"] == ["malware"]
    assert (releasing.seen(other)["stage"], releasing.seen(other)["findings"]) == ("waiting", {})
    antivirus.is_silent = True
    late = releasing.ask("c.txt", b"clean too")
    releasing.world.pass_time(timedelta(minutes=10))
    releasing.keep()
    assert releasing.seen(late)["findings"] == {"unscanned": 1}


def test_inwards_nothing_comes_that_no_antivirus_saw(releasing: Releasing) -> None:
    """[DX3]"""
    desktop = releasing.sit_down()
    with releasing.door(desktop):
        (releasing.outbox / LETTER).write_bytes(WORDS)
        body = {"source": "outbox", "desktop_id": desktop, "name": LETTER, "reason": REASON}
        release = releasing.ann.post("/api/releases", **body).get_json()["id"]
    releasing.keep()
    assert releasing.seen(release)["stops"] == ["unscanned"]


def test_lanes_are_changed_by_officers_from_what_they_looked_at(releasing: Releasing) -> None:
    """[DX8] [DX3]"""
    assert releasing.lane("internet", approver="officer").get_json()["revision"] == 1
    stale = releasing.lane("internet", approver="either", revision=0)
    assert stale.get_json()["code"] == "release_lane_moved"
    body = {"is_open": False, "approver": "either", "most_bytes": 1, "refuses": [], "days": 1}
    path = "/api/releases/lanes/internet"
    assert releasing.mary.put(path, **body, revision=1).status_code == 403
    assert "malware" in releasing.lane("internet", refuses=[]).get_json()["refuses"]
    (_, first), _ = releasing.audited("daas_broker.release_lane")
    assert (first["before"]["approver"], first["after"]["approver"]) == ("superior", "officer")
    release = releasing.ask(LETTER, WORDS)
    assert releasing.approve(release, releasing.mary).status_code == 404
    assert releasing.approve(release, releasing.otto).status_code == 200
    releasing.lane("internet", is_open=False)
    body = {"source": "drive", "file_id": releasing.in_drive(LETTER, WORDS), "reason": REASON}
    closed = releasing.ann.post("/api/releases", **body)
    assert (closed.status_code, closed.get_json()["code"]) == (403, "release_lane_closed")


def test_what_came_to_be_told_after_a_lane_was_saved_is_refused_as_by_default(
    releasing: Releasing,
) -> None:
    """[DX8]"""
    assert releasing.lane("internet", refuses=[]).get_json()["refuses"] == ["malware"]
    knew = sorted(set(Finding) - {Finding.PACKED})
    older = store.lanes.c.body + cast({"known": knew}, JSONB)
    with releasing.world.begin() as tx:
        tx.db.execute(update(store.lanes).values(body=older))
    [lane] = [
        one for one in releasing.ann.get("/api/releases").get_json()["lanes"] if one["revision"]
    ]
    assert lane["refuses"] == ["malware", "packed"]
    chosen = releasing.lane("internet", refuses=["malware"]).get_json()
    assert chosen["refuses"] == ["malware"], "an officer saw it, and chose otherwise"


def test_what_is_too_large_is_not_kept(releasing: Releasing) -> None:
    """[DX6]"""
    releasing.lane("internet", most_bytes=10)
    body = {"source": "drive", "file_id": releasing.in_drive(LETTER, WORDS), "reason": REASON}
    refused = releasing.ann.post("/api/releases", **body).get_json()
    assert (refused["code"], refused["limit"]) == ("release_too_large", 10)
    assert releasing.held() == []


def test_nobody_asks_for_what_they_may_not_read(releasing: Releasing) -> None:
    """[DX2]"""
    file_id = releasing.in_drive(LETTER, WORDS, releasing.mary)
    body = {"source": "drive", "file_id": file_id, "reason": REASON}
    assert releasing.ann.post("/api/releases", **body).status_code == 404
    assert releasing.ann.post("/api/releases", **{**body, "reason": "왜"}).status_code in {400, 404}
