"""An antivirus at the file door of a desktop, and none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from daas_broker.sessions.reaching import Reached
from daas_broker.transfers.looking import FileInfected, Look
from daas_broker.transfers.passing import Passing
from daas_broker.transfers.service import Transfers
from tests.daas_broker.transfers.conftest import REPORT, Desk, lay_print
from tests.support.fakes.antivirus import FakeAntivirus

VIRUS = b"a virus"
PRINT = "계획.pdf"


def watched(desk: Desk) -> tuple[Transfers, Reached, FakeAntivirus]:
    antivirus = FakeAntivirus(VIRUS, "Made.Virus", 1 << 20)
    transfers = replace(desk.broker.broker.transfers, antivirus=antivirus)
    return transfers, desk.reached(), antivirus


def test_malware_crosses_neither_way_nor_onto_paper(desk: Desk) -> None:
    """[DLP16] And nothing of it stays on the other side."""
    transfers, ann, _ = watched(desk)
    desk.policy(printing="print")
    in_drive = desk.in_drive(REPORT, VIRUS)
    with desk.bridge():
        desk.listed()
        (desk.outbox / "안.exe").write_bytes(bytes(700_000) + VIRUS)
        lay_print(desk, PRINT, VIRUS)
        ways: list[Callable[[], object]] = [
            lambda: transfers.bring_in(ann, in_drive),
            lambda: transfers.save(ann, "안.exe"),
            lambda: transfers.take_print(ann, PRINT),
            lambda: transfers.save_print(ann, PRINT),
        ]
        for way in ways:
            with pytest.raises(FileInfected):
                way()
        assert [one["name"] for one in desk.listed()] == ["안.exe"]
    assert list(desk.downloads.iterdir()) == []
    assert [file.name for file in transfers.drive.find(ann.actor, "", 10)] == [REPORT]
    for act, count in (("file_in", 1), ("file_out", 1), ("print", 2)):
        told = desk.audited(f"daas_broker.{act}")
        assert len(told) == count
        assert {(outcome, facts["rule"], facts["malware"]) for outcome, facts in told} == {
            ("refused", "malware", "Made.Virus")
        }


def test_who_moves_a_file_and_the_audit_are_told_whether_anybody_looked(desk: Desk) -> None:
    """[DLP16]"""
    transfers, ann, antivirus = watched(desk)
    file_id = desk.in_drive(REPORT, b"a letter")
    looked = []
    with desk.bridge():
        for antivirus.is_silent in (False, True):
            transfers.bring_in(ann, file_id, passing := Passing())
            looked.append(passing.is_scanned)
        assert desk.post("in", file_id=file_id).get_json()["is_scanned"] is False  # nobody is there
        (desk.downloads / REPORT).rename(desk.outbox / REPORT)
        assert desk.post("out", name=REPORT).get_json()["is_scanned"] is False
    assert looked == [True, False]
    told = [facts["virus_scan"] for _, facts in desk.audited("daas_broker.file_in")]
    assert told == ["clean", "unscanned", "unscanned"]
    ((_, saved),) = desk.audited("daas_broker.file_out")
    assert saved["virus_scan"] == "unscanned"


def test_the_last_piece_waits_for_the_verdict() -> None:
    """[DLP16]"""
    look = Look(FakeAntivirus(VIRUS, "Made.Virus", 1 << 20))
    passing = look.through([b"one", b"two", VIRUS])
    assert [next(passing), next(passing)] == [b"one", b"two"]
    with pytest.raises(FileInfected):
        next(passing)
    assert list(Look(look.antivirus).through([])) == []
