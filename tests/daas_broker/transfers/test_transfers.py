"""Files between a desktop and the drive, through the bridge that runs in the image."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from time import sleep
from typing import Any

import pytest
from flask import Response
from pydantic import BaseModel

from daas_broker.transfers import going
from daas_broker.transfers.adapters.unix_door import UnixDoor, short
from daas_broker.transfers.api import BroughtView
from daas_broker.transfers.going import LINES
from daas_broker.transfers.passing import Passing, Stopped
from daas_broker.transfers.ports import DesktopFull
from kernel.errors import Refused
from tests.daas_broker.transfers.conftest import REPORT, Desk, lay_print, stranger


def test_a_file_of_the_drive_appears_in_downloads(desk: Desk) -> None:
    """[DLP11] [DLP13]"""
    data = os.urandom(700_000)
    file_id = desk.in_drive(REPORT, data)
    with desk.bridge():
        replies = [desk.post("in", file_id=file_id).get_json() for _ in range(2)]
    names = [reply.get("name", reply) for reply in replies]
    assert names == [REPORT, "추진계획 (2).hwpx"]
    assert [(desk.downloads / name).read_bytes() for name in names] == [data, data]
    (outcome, facts), _ = desk.audited("daas_broker.file_in")
    assert (outcome, facts["name"], facts["bytes"]) == ("done", REPORT, len(data))


def test_a_file_of_the_outbox_is_saved_to_the_drive_and_leaves_the_outbox(desk: Desk) -> None:
    """[DLP11] [DLP13]"""
    data = os.urandom(400_000)
    with desk.bridge():
        assert desk.listed() == []
        (desk.outbox / REPORT).write_bytes(data)
        (desk.outbox / ".hidden").write_text("x")
        (desk.outbox / "link").symlink_to("/etc/passwd")
        assert desk.listed() == [{"name": REPORT, "size_bytes": len(data)}]
        saved = desk.post("out", name=REPORT).get_json()
        assert desk.listed() == []
        assert desk.post("out", name="link").status_code == 404
        assert desk.post("out", name="../Downloads").status_code == 404
    assert desk.read(saved["id"]) == data
    assert [outcome for outcome, _ in desk.audited("daas_broker.file_out")] == ["done"]


def lines_of(desk: Desk, way: str, **body: Any) -> list[dict[str, Any]]:
    """What a page that wants to know how far it is reads, line by line."""
    ann = desk.broker.world.as_user("ann")
    path, headers = f"/api/desktops/{desk.id}/files/{way}", {"Accept": LINES}
    reply = ann.call("POST", path, json=body, headers=headers)
    assert reply.content_type == LINES
    return [json.loads(line) for line in reply.get_data(as_text=True).splitlines()]


def test_a_file_on_its_way_tells_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """[DLP15]"""
    monkeypatch.setattr(going, "LOOK_SECONDS", 0.0005)
    data = os.urandom(30_000_000)
    file_id = desk.in_drive(REPORT, data)
    with desk.bridge():
        *told, last = lines_of(desk, "in", file_id=file_id)
        assert last == {"name": REPORT, "is_scanned": False}
        (desk.downloads / REPORT).rename(desk.outbox / REPORT)
        *also, saved = lines_of(desk, "out", name=REPORT)
    for passed in ([one["passed"] for one in told], [one["passed"] for one in also]):
        assert passed == sorted(passed)
        assert any(0 < one < len(data) for one in passed)
    assert told[-1]["total"] == also[-1]["total"] == len(data)
    assert desk.read(saved["id"]) == data


def test_what_is_refused_is_told_in_the_last_line(desk: Desk) -> None:
    """[DLP15]"""
    file_id = desk.in_drive(REPORT, b"12345")
    desk.policy(files_in={"is_open": True, "most_bytes": 4})
    *_, said = lines_of(desk, "in", file_id=file_id)  # may tell before how far it is
    assert (said["status"], said["code"], said["rule"]) == (
        403,
        "transfer_refused",
        "files_in_size",
    )
    assert said["request_id"] not in ("", "-")


def test_who_stops_a_file_leaves_nothing_of_it(desk: Desk) -> None:
    """[DLP15]"""
    transfers, reached = desk.broker.broker.transfers, desk.reached()
    file_id = desk.in_drive(REPORT, os.urandom(3_000_000))
    with desk.bridge():
        with pytest.raises(Stopped):
            transfers.bring_in(reached, file_id, StopsAt(1_000_000))
        desk.listed()
        (desk.outbox / "크다.bin").write_bytes(bytes(3_000_000))
        with pytest.raises(Stopped):
            transfers.save(reached, "크다.bin", StopsAt(1_000_000))
        assert [one["name"] for one in desk.listed()] == ["크다.bin"]
        until(lambda: list(desk.downloads.iterdir()) == [])
    assert [file.name for file in transfers.drive.find(reached.actor, "", 10)] == [REPORT]
    for act in ("daas_broker.file_in_stopped", "daas_broker.file_out_stopped"):
        ((outcome, facts),) = desk.audited(act)
        assert (outcome, 1_000_000 <= facts["bytes"] < 3_000_000) == ("done", True)


class StopsAt(Passing):
    """Its person presses when so much has passed."""

    def __init__(self, passed: int) -> None:
        super().__init__()
        self.at = passed

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in super().through(chunks):
            self.is_stopped = self.passed >= self.at
            yield chunk


def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        sleep(0.02)
    raise AssertionError


def test_whoever_hangs_up_stops_it(desk: Desk) -> None:
    """[DLP15] As a browser that takes its request back, or is closed."""
    running: list[Passing] = []

    def run(passing: Passing) -> BaseModel:
        running.append(passing)
        until(lambda: passing.is_stopped)
        raise Stopped

    with desk.broker.world.app.test_request_context():
        response = going.as_it_goes(run)
    assert b"passed" in next(response.iter_encoded())
    response.close()
    assert running[0].is_stopped


@pytest.mark.parametrize(
    "end", [BroughtView(name=REPORT, is_scanned=False), Stopped(), DesktopFull()]
)
def test_who_lost_the_lines_and_asks_again_is_told_what_came_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, end: BaseModel | Refused
) -> None:
    """[DLP15] [HT6] As a browser whose network changed; what was stopped begins anew."""
    kept: list[Response | None] = []
    monkeypatch.setattr(going, "keep_later", lambda: kept.append)

    def run(_: Passing) -> BaseModel:
        if isinstance(end, Refused):
            raise end
        return end

    with desk.broker.world.app.test_request_context():
        (line,) = going.as_it_goes(run).iter_encoded()
    (again,) = kept
    if isinstance(end, Stopped):
        assert again is None
    else:
        assert again is not None
        assert again.get_json() == json.loads(line)
        assert again.status_code == (201 if isinstance(end, BaseModel) else 507)


def test_what_the_policy_closes_is_refused_with_its_rule(desk: Desk) -> None:
    """[DLP13]"""
    file_id = desk.in_drive(REPORT, b"12345")
    desk.policy(files_in={"is_open": True, "most_bytes": 4}, files_out={"is_open": False})
    with desk.bridge():
        desk.listed()
        (desk.outbox / REPORT).write_bytes(b"x")
        refused = desk.post("in", file_id=file_id)
        assert refused.status_code == 403
        assert (refused.get_json()["rule"], refused.get_json()["limit"]) == ("files_in_size", 4)
        assert desk.post("out", name=REPORT).get_json()["rule"] == "files_out_closed"
        assert desk.listed() == []
    assert not desk.downloads.exists()
    assert [facts["rule"] for _, facts in desk.audited("daas_broker.file_in")] == ["files_in_size"]


def test_nobody_brings_what_is_not_theirs_or_into_what_is_not_theirs(desk: Desk) -> None:
    """[DLP11]"""
    file_id = desk.in_drive(REPORT, b"12345")
    ben = desk.broker.world.as_user("ben")
    assert ben.post(f"/api/desktops/{desk.id}/files/in", file_id=file_id).status_code == 404
    assert ben.get(f"/api/desktops/{desk.id}/files/outbox").status_code == 404
    foreign = desk.broker.broker.transfers.drive.save(ben.actor, "벤의 글.txt", [b"ben"]).id
    assert desk.post("in", file_id=foreign).status_code == 404


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xfe not json\n",
        b'{"ok":true}\n',
        b'{"ok":true,"files":[{"name":7,"size":1}]}\n',
        b'{"ok":true,"files":[{"name":"a","size":"b"}]}\n',
        b'{"ok":true,"files":' + b"[" * 5_000 + b"\n",
        b"x" * 700_000,
    ],
)
def test_a_desktop_that_says_anything_is_a_closed_door(desk: Desk, answer: bytes) -> None:
    """[DLP11]"""
    with stranger(desk.door, answer):
        reply = desk.broker.world.as_user("ann").get(f"/api/desktops/{desk.id}/files/outbox")
    assert (reply.status_code, reply.get_json()["code"]) == (503, "file_door_closed")


def test_half_a_file_and_one_that_grew_are_not_kept(desk: Desk) -> None:
    """[DLP11]"""
    listing = b'{"ok":true,"files":[{"name":"a","size":3}],"size":%d}\nabc'
    for size in (2**40, 9):
        with stranger(desk.door, listing % size):
            assert desk.post("out", name="a").get_json()["code"] == "file_door_closed"
        desk.door.unlink()
    actor = desk.broker.world.as_user("ann").actor
    assert list(desk.broker.broker.transfers.drive.find(actor, "", 10)) == []


def test_a_long_name_keeps_its_ending() -> None:
    """[DLP11]"""
    name = short("가" * 200 + ".hwpx")
    assert name.endswith("가.hwpx")
    assert len(name.encode()) <= 200
    assert UnixDoor().seconds < 30


def printed(desk: Desk, way: str, name: str) -> Any:
    ann = desk.broker.world.as_user("ann")
    if way == "document":
        return ann.get(f"/api/desktops/{desk.id}/prints/document", name=name)
    return ann.post(f"/api/desktops/{desk.id}/prints/{way}", name=name)


def test_a_print_goes_where_the_policy_of_that_moment_lets_it(desk: Desk) -> None:
    """[DIN3] [DLP6]"""
    with desk.bridge():
        lay_print(desk, "계획.pdf", b"%PDF-1.7 one")
        desk.policy(printing="print")
        answer = printed(desk, "document", "계획.pdf")
        assert (answer.content_type, answer.data) == ("application/pdf", b"%PDF-1.7 one")
        desk.policy(printing="drive")
        refused = printed(desk, "document", "계획.pdf")
        assert (refused.status_code, refused.get_json()["rule"]) == (403, "printing_drive")
        saved = printed(desk, "save", "계획.pdf").get_json()
        assert desk.read(saved["id"]) == b"%PDF-1.7 one"
        lay_print(desk, "다른 것.pdf", b"%PDF-1.7 two")
        desk.policy(printing="off")
        for way in ("document", "save"):
            answer = printed(desk, way, "다른 것.pdf").get_json()
            assert (answer["rule"], answer["advice"]) == ("printing_closed", "drive")
        assert printed(desk, "drop", "다른 것.pdf").status_code == 204
        assert printed(desk, "document", "다른 것.pdf").status_code == 404
    outcomes = [outcome for outcome, _ in desk.audited("daas_broker.print")]
    assert outcomes == ["done", "refused", "done", "refused", "refused"]


def test_nobody_else_sees_what_somebody_printed(desk: Desk) -> None:
    """[DLP11] [DIN3]"""
    with desk.bridge():
        lay_print(desk, "계획.pdf", b"%PDF-1.7 one")
        desk.policy(printing="print")
        other = desk.broker.world.as_user("ben")
        path = f"/api/desktops/{desk.id}/prints"
        for reply in (other.get(path), other.get(f"{path}/document", name="계획.pdf")):
            assert reply.status_code == 404
