"""Files whose names no program of today would give them."""

import os

from tests.daas_broker.transfers.conftest import Desk

REPORT = "보고서.hwp"
LONG = "가" * 83 + ".hwp"  # 253 bytes


def lay(desk: Desk, name: bytes, data: bytes) -> None:
    path = os.path.join(os.fsencode(desk.outbox), name)  # noqa: PTH118 - Path takes no bytes
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


def test_a_name_from_an_archive_is_read_as_it_was_meant_and_the_file_saved(desk: Desk) -> None:
    """[DLP11] It was listed under a name by which nobody could ask for it."""
    with desk.bridge():
        lay(desk, REPORT.encode("cp949"), b"1234")
        lay(desk, b"\xff\xff.txt", b"56")
        assert {one["name"] for one in desk.listed()} == {REPORT, "__.txt"}
        saved = desk.post("out", name=REPORT).get_json()
        assert (saved["name"], desk.read(saved["id"])) == (REPORT, b"1234")
        assert [one["name"] for one in desk.listed()] == ["__.txt"]


def test_a_name_that_is_repaired_takes_nobodys_place(desk: Desk) -> None:
    """[DLP11]"""
    with desk.bridge():
        (desk.outbox / REPORT).write_bytes(b"first")
        lay(desk, REPORT.encode("cp949"), b"second")
        assert {one["name"] for one in desk.listed()} == {REPORT, "보고서 (2).hwp"}
        assert (desk.outbox / REPORT).read_bytes() == b"first"
        assert (desk.outbox / "보고서 (2).hwp").read_bytes() == b"second"


def test_a_name_as_long_as_a_file_system_takes_is_saved(desk: Desk) -> None:
    """[DLP11]"""
    with desk.bridge():
        (desk.outbox / LONG).write_bytes(b"1234")
        lay(desk, ("나" * 120 + ".hwp").encode("cp949"), b"5")  # 364 bytes, as it is meant
        assert {len(one["name"]) for one in desk.listed()} == {87, 69}
        assert desk.post("out", name=LONG).status_code == 201
        assert not (desk.outbox / LONG).exists()
