"""What a desktop says of itself at its own socket, and what it does not say."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daas_broker.desktops.model import Lack, Protocol
from workplace.hostd import door
from workplace.hostd.door import Door


@contextmanager
def saying(folder: Path, told: bytes | None) -> Iterator[Door]:
    """A desktop that says `told` to whoever asks, or nothing at all."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "state.sock"))
        listener.listen(4)

        def answer() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.sendall(told or b"")

        if told is not None:
            threading.Thread(target=answer, daemon=True).start()
        yield Door(folder, os.getgid())


@pytest.mark.parametrize(
    ("said", "lack"),
    [("absent", Lack.ABSENT), ("crashing", Lack.CRASHING), ("", None), ("a new word", None)],
)
def test_what_its_program_lacks_is_the_desktops_to_say(
    tmp_path: Path, said: str, lack: Lack | None
) -> None:
    """[DP13]"""
    with saying(tmp_path, json.dumps({"drawn": True, "lacks": said}).encode()) as door:
        assert door.lacks() is lack


NONSENSE = [b"[]", b"no JSON", b"\xff\xfe", b"[" * 4_000, b'{"drawn":' * 400, b"9" * 4_000]


@pytest.mark.parametrize("told", [b'{"drawn": true}', *NONSENSE])
def test_of_an_older_image_or_a_strange_answer_nothing_is_known(
    tmp_path: Path, told: bytes
) -> None:
    """[DP13]"""
    with saying(tmp_path, told) as door:
        assert door.lacks() is None


@pytest.mark.parametrize("told", NONSENSE)
def test_who_talks_nonsense_is_not_ready_and_hides_no_other(tmp_path: Path, told: bytes) -> None:
    """[DK16] What is raised here would end the look at all desktops of the host."""
    with saying(tmp_path, told) as door:
        assert not door.is_ready(Protocol.RICH)


def test_silence_is_no_answer(tmp_path: Path) -> None:
    """[DP13] A busy desktop is not told as mended for that."""
    with saying(tmp_path, None) as door, pytest.raises(OSError):  # noqa: PT011 - whichever it is
        door.lacks()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("theirs", ["a link", "a folder"])
def test_the_folder_of_doors_is_roots_whatever_lay_there(tmp_path: Path, theirs: str) -> None:
    """[ST4]"""
    roots, doors = tmp_path / "etc", tmp_path / "desktops"
    (roots / "cron.d").mkdir(parents=True)
    if theirs == "a link":
        doors.symlink_to(roots)
    else:
        doors.mkdir()
        (doors / "d-1").symlink_to(roots)
        os.chown(doors, 65534, 65534)
    door.lay_out(doors)
    assert (doors.is_symlink(), doors.stat().st_uid, [*doors.iterdir()]) == (False, 0, [])
    assert (roots / "cron.d").exists()
    (doors / "d-2").mkdir()
    door.lay_out(doors)
    assert (doors / "d-2").exists()
