"""A desktop that gives, or takes, a byte now and then, and one that is given them so."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from daas_broker.desktops.model import Endpoint, Protocol
from daas_broker.transfers.adapters.unix_door import (
    MOST_PARTS,
    MOST_TOGETHER,
    MOST_WAITING,
    UnixDoor,
)
from daas_broker.transfers.model import Contents, DriveFile
from daas_broker.transfers.ports import DesktopFull, DoorClosed
from tests.daas_broker.transfers.conftest import REPORT, Desk

PATIENCE = 0.4
MIB = 1024 * 1024


@contextmanager
def desktop(folder: Path, act: Callable[[socket.socket], None]) -> Iterator[Endpoint]:
    """What answers on its file door."""
    at = Endpoint(f"{folder}/display.sock", f"{folder}/text.sock", Protocol.RICH)

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            door, _ = listener.accept()
            with door:
                door.recv(4096)
                act(door)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(at.files))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield at
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def drip(door: socket.socket) -> None:
    for _ in range(100):
        door.sendall(b" ")
        time.sleep(PATIENCE / 4)


def drip_a_file(door: socket.socket) -> None:
    door.sendall(b'{"ok":true,"size":100}\n')
    drip(door)


def test_an_answer_that_never_ends_is_none(tmp_path: Path) -> None:
    """[DLP11]"""
    began = time.monotonic()
    with desktop(tmp_path, drip) as at, pytest.raises(DoorClosed):
        UnixDoor(PATIENCE).outbox(at)
    assert time.monotonic() - began < 10 * PATIENCE


def test_a_file_larger_than_any_disk_is_none(tmp_path: Path) -> None:
    """[DLP11] Its page read *909494701772928300 TB*."""

    def boast(door: socket.socket) -> None:
        files = [{"name": "a", "size": 10**30}]
        door.sendall(json.dumps({"ok": True, "files": files}).encode() + b"\n")

    with desktop(tmp_path, boast) as at, pytest.raises(DoorClosed):
        UnixDoor(PATIENCE).outbox(at)


def test_a_file_that_never_ends_is_none(tmp_path: Path) -> None:
    """[DLP11]"""
    began = time.monotonic()
    with desktop(tmp_path, drip_a_file) as at, pytest.raises(DoorClosed):  # noqa: SIM117
        with UnixDoor(PATIENCE).take(at, "a", MIB) as chunks:
            list(chunks)
    assert time.monotonic() - began < 10 * PATIENCE


def test_whoever_takes_a_file_slowly_gets_all_of_it(tmp_path: Path) -> None:
    """[DLP11]"""
    whole = bytes(3 * MIB)

    def give(door: socket.socket) -> None:
        door.sendall(b'{"ok":true,"size":%d}\n' % len(whole) + whole)

    taken = 0
    with desktop(tmp_path, give) as at, UnixDoor(PATIENCE).take(at, "a", len(whole)) as chunks:
        for chunk in chunks:
            taken += len(chunk)
            time.sleep(PATIENCE / 4)
    assert taken == len(whole)


def test_a_desktop_that_has_no_room_is_full_and_not_closed(tmp_path: Path) -> None:
    """[DLP11] It says so before it has taken all of the file."""

    def refuse(door: socket.socket) -> None:
        door.sendall(b'{"ok":false,"error":"OSError"}\n')

    contents = Contents(DriveFile("", "a", 30 * MIB), iter([bytes(MIB)] * 30))
    with desktop(tmp_path, refuse) as at, pytest.raises(DesktopFull):
        UnixDoor(PATIENCE).put(at, contents)


def test_a_long_file_keeps_no_list_and_no_print_waiting(desk: Desk) -> None:
    """[DLP17]"""
    with desk.bridge(), socket.socket(socket.AF_UNIX) as long:
        (desk.outbox / REPORT).write_bytes(b"1234")
        long.connect(str(desk.door))
        long.sendall(b'{"op":"put","name":"long.iso","size":1000}\nbegun')
        while not (desk.downloads / "long.iso").exists():
            time.sleep(0.01)
        assert [one["name"] for one in desk.listed()] == [REPORT]
        assert desk.post("out", name=REPORT).get_json()["name"] == REPORT
        long.sendall(b"." * 995)
        assert json.loads(long.recv(4096)) == {"ok": True, "name": "long.iso"}


def test_a_silent_desktop_that_is_asked_often_keeps_a_few_threads_and_no_more(
    tmp_path: Path,
) -> None:
    """[DLP11]"""
    at = Endpoint(f"{tmp_path}/display.sock", f"{tmp_path}/text.sock", Protocol.RICH)
    door, asked = UnixDoor(PATIENCE), 3 * MOST_TOGETHER

    def why(_: int) -> object:
        with pytest.raises(DoorClosed) as closed:
            door.outbox(at)
        return closed.value.facts["why"]

    with socket.socket(socket.AF_UNIX) as listener, ThreadPoolExecutor(asked) as threads:
        listener.bind(str(at.files))
        listener.listen(2 * asked)
        for _ in range(2):  # the second time those of the first have gone
            said = list(threads.map(why, range(asked)))
            assert said.count("TimeoutError") == MOST_TOGETHER
            assert said.count("busy") == asked - MOST_TOGETHER


def crumbs(door: socket.socket) -> None:
    """One at a time, and never two that could be read together."""
    for _ in range(4 * MOST_PARTS):
        door.sendall(b" ")
        time.sleep(0.0005)


def crumbs_of_a_file(door: socket.socket) -> None:
    door.sendall(b'{"ok":true,"size":100000}\n')
    time.sleep(0.05)
    crumbs(door)


@pytest.mark.parametrize("act", [crumbs, crumbs_of_a_file])
def test_bytes_that_come_singly_are_not_taken_for_ever(
    tmp_path: Path, act: Callable[[socket.socket], None]
) -> None:
    """[DLP11] Each costs the interpreter as much as a whole piece."""
    with desktop(tmp_path, act) as at, pytest.raises(DoorClosed) as closed:  # noqa: SIM117
        with UnixDoor(30).take(at, "a", MIB) as chunks:
            list(chunks)
    assert closed.value.facts["why"] == "crumbs"


def test_silent_desktops_of_many_people_leave_half_of_the_threads(tmp_path: Path) -> None:
    """[DLP11] [DLP17]"""
    door, each = UnixDoor(1.0), MOST_TOGETHER
    with ExitStack() as stack, ThreadPoolExecutor(3 * each) as threads:
        ends = []
        for number in range(3):
            folder = tmp_path / str(number)
            folder.mkdir()
            at = Endpoint(f"{folder}/display.sock", f"{folder}/text.sock", Protocol.RICH)
            listener = stack.enter_context(socket.socket(socket.AF_UNIX))
            listener.bind(str(at.files))
            listener.listen(2 * each)
            ends += [at] * each

        def why(at: Endpoint) -> object:
            with pytest.raises(DoorClosed) as closed:
                door.outbox(at)
            return closed.value.facts["why"]

        said = list(threads.map(why, ends))
    assert said.count("TimeoutError") == MOST_WAITING
    assert said.count("busy") == 3 * each - MOST_WAITING


def test_a_name_that_is_no_text_hides_none_of_the_others(tmp_path: Path) -> None:
    """[DLP11] An archive made elsewhere brings such names, and the whole list was a bug of ours."""
    files = [{"name": name, "size": 4} for name in ("보고.hwp", "\udcba\udcb8\udcb0.hwp")]
    line = json.dumps({"ok": True, "files": files}).encode() + b"\n"
    with desktop(tmp_path, lambda door: door.sendall(line)) as at:
        assert [file.name for file in UnixDoor(PATIENCE).outbox(at)] == ["보고.hwp"]
