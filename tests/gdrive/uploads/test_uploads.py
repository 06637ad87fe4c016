from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha1, sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdrive.files.model import StageId
from gdrive.uploads import store
from gdrive.uploads.machine import MOST_KEPT, RunningHashes
from gdrive.uploads.model import UploadId
from gdrive.uploads.tasks import UploadSweep
from tests.gdrive.drive import API, BYTES, TUS, at, body, refusal
from tests.support.world import World

DATA = bytes(range(256)) * 40


def checksum(data: bytes, name: str = "sha256") -> str:
    digest = {"sha256": sha256, "sha1": sha1}[name](data).digest()
    return f"{name} {b64encode(digest).decode()}"


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=8), st.data())
def test_a_hash_is_right_however_the_pieces_come(pieces: list[bytes], data: st.DataObject) -> None:
    """[UP1]"""
    processes, whole, offset = [RunningHashes(), RunningHashes()], b"".join(pieces), 0
    for piece in pieces:
        hashes = data.draw(st.sampled_from(processes))
        running = hashes.at("u", offset, lambda start, end: [whole[start:end]])
        running.update(piece)
        offset += len(piece)
        hashes.keep("u", offset, running)
    assert hashes.at("u", offset, lambda *_: []).digest() == sha256(whole).digest()


def test_hashes_that_are_forgotten_are_read_again() -> None:
    """[UP1]"""
    hashes = RunningHashes()
    for number in range(MOST_KEPT + 1):
        hashes.keep(str(number), 3, sha256(b"abc"))
    read = list[tuple[int, int]]()

    def read_back(start: int, end: int) -> list[bytes]:
        read.append((start, end))
        return [b"abc"[start:end]]

    assert hashes.at("0", 3, read_back).digest() == sha256(b"abc").digest()
    assert hashes.at("5", 2, read_back).digest() == sha256(b"ab").digest()
    assert read == [(0, 3), (0, 2)]


def test_an_upload_goes_on_where_it_was_cut(world: World) -> None:
    """[UP1]"""
    ann = at(world, "ann")
    place = ann.begin("큰 파일.bin", len(DATA)).headers["Location"]
    drive, actor = world.workplace.drive, ann.browser.actor
    upload_id = UploadId(place.rpartition("/")[2])

    def cut() -> Iterator[bytes]:
        yield DATA[:3000]  # and then the line is dead

    drive.uploads.append(actor, upload_id, 0, cut(), None)
    assert ann.look_up(place).headers["Upload-Offset"] == "3000"
    assert refusal(ann.send(place, 0, DATA)) == (409, "offset_mismatch")
    listed = body(ann.browser.get(f"{API}/uploads"))["uploads"]
    assert [(u["name"], u["offset_bytes"]) for u in listed] == [("큰 파일.bin", 3000)]
    done = ann.send(place, 3000, DATA[3000:])
    assert ann.content(world, done.headers["Onmaru-Node"]) == DATA
    assert body(ann.browser.get(f"{API}/uploads"))["uploads"] == []


def test_killed_while_bytes_came_it_goes_on_from_the_last_one(world: World) -> None:
    """[UP1]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", len(DATA)).headers["Location"]
    key = StageId(place.rpartition("/")[2])
    with world.workplace.drive.files.staging.open(key) as writer:
        writer.write(DATA[:5000])  # and the process is gone: nothing was synced, noted or answered
    assert ann.look_up(place).headers["Upload-Offset"] == "5000"
    done = ann.send(place, 5000, DATA[5000:])
    assert ann.content(world, done.headers["Onmaru-Node"]) == DATA


def test_bytes_that_do_not_match_their_checksum_are_not_kept(world: World) -> None:
    """[UP3]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", 6).headers["Location"]
    assert ann.send(place, 0, b"abc", **{"Upload-Checksum": checksum(b"abc", "sha1")}).status_code
    wrong = ann.send(place, 3, b"dex", **{"Upload-Checksum": checksum(b"def")})
    assert (wrong.status_code, wrong.get_json()["code"]) == (460, "checksum_mismatch")
    assert ann.look_up(place).headers["Upload-Offset"] == "3"
    done = ann.send(place, 3, b"def", **{"Upload-Checksum": checksum(b"def")})
    assert ann.content(world, done.headers["Onmaru-Node"]) == b"abcdef"


def test_killed_before_the_checksum_was_known_the_bytes_do_not_count(world: World) -> None:
    """[UP3]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", 6).headers["Location"]
    key = place.rpartition("/")[2]
    ann.send(place, 0, b"abc")
    with world.begin() as tx:
        store.set_checking(tx.db, UploadId(key), 3)
    with world.workplace.drive.files.staging.open(StageId(key)) as writer:
        writer.write(b"xy")  # and the process is gone
    assert ann.look_up(place).headers["Upload-Offset"] == "3"
    done = ann.send(place, 3, b"def")
    assert ann.content(world, done.headers["Onmaru-Node"]) == b"abcdef"


def test_the_sweep_finishes_what_arrived_whole(world: World) -> None:
    """[UP2]"""
    ann = at(world, "ann")
    key = ann.begin("a.bin", 3).headers["Location"].rpartition("/")[2]
    with world.workplace.drive.files.staging.open(StageId(key)) as writer:
        writer.write(b"abc")
    sweep = UploadSweep(world.workplace.drive.uploads)
    assert sweep.run().counts == {"finished": 1}
    assert ann.names() == ["a.bin"]
    assert sweep.run().counts == {}


def test_an_upload_ends_after_a_day_with_its_bytes_and_its_promise(world: World) -> None:
    """[UP4]"""
    ann = at(world, "ann")
    begun = ann.begin("a.bin", 10)
    place = begun.headers["Location"]
    ann.send(place, 0, b"abc")
    assert ann.roots()["quota"]["promised_bytes"] == 10
    world.pass_time(timedelta(hours=23))
    world.sign_in("ann")
    later = at(world, "ben")
    assert later.roots()
    world.pass_time(timedelta(hours=1))
    sweep = UploadSweep(world.workplace.drive.uploads)
    assert sweep.run().counts == {"ended": 1}
    assert list((world.settings.blobs / "stage").iterdir()) == []
    world._clients.clear()  # noqa: SLF001 - the old sign-in is over as well
    again = at(world, "ann")
    assert again.look_up(place).status_code == 404
    assert again.roots()["quota"]["promised_bytes"] == 0


def test_a_sender_who_lost_his_right_leaves_nothing_in_the_folder(world: World) -> None:
    """[AC1] [UP2]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder = ann.folder("함께")
    ann.share(folder, "person", "ben", "write")
    place = ben.begin("a.bin", 3, folder).headers["Location"]
    ann.browser.call(
        "DELETE",
        f"{API}/nodes/{folder}/grants",
        query_string={"subject_kind": "person", "subject_id": "ben"},
    )
    assert refusal(ben.send(place, 0, b"abc")) == (404, "not_found")
    assert ann.names(folder) == []
    report = UploadSweep(world.workplace.drive.uploads).run()
    assert [error.partition(": ")[2] for error in report.errors] == ["not_found"]


def test_a_taken_name_is_asked_about_first_and_numbered_when_late(world: World) -> None:
    """[TR1]"""
    ann = at(world, "ann")
    early, late = ann.begin("a.txt", 1), ann.begin("a.txt", 1)
    ann.send(early.headers["Location"], 0, b"1")
    refused = ann.begin("A.txt", 1)
    assert refusal(refused) == (409, "name_taken")
    assert refused.get_json()["version"] == 1
    ann.send(late.headers["Location"], 0, b"2")
    ann.upload("a.txt", b"3", on_conflict="rename")
    assert ann.names() == ["a (2).txt", "a (3).txt", "a.txt"]


def test_who_may_write_one_file_alone_sends_its_next_version(world: World) -> None:
    """[AC2]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.upload("a.txt", b"1", ann.folder("닫힌 곳"))
    ann.share(node, "person", "ben", "write")
    assert ben.upload("whatever", b"2", node) == node
    assert ann.content(world, node) == b"2"


def test_an_empty_file_is_a_file(world: World) -> None:
    """[UP2]"""
    ann = at(world, "ann")
    assert ann.content(world, ann.upload("빈 파일.txt", b"")) == b""


def test_creation_may_carry_the_bytes(world: World) -> None:
    """[UP1] [UP2]"""
    ann = at(world, "ann")
    facts = {"filename": "a.txt", "target_id": ann.home}
    pairs = (f"{key} {b64encode(value.encode()).decode()}" for key, value in facts.items())
    headers = {
        **TUS,
        "Upload-Length": "3",
        "Upload-Metadata": ",".join(pairs),
        "Content-Type": BYTES,
        "Upload-Checksum": checksum(b"abc"),
    }
    answer = ann.browser.call("POST", f"{API}/uploads", headers=headers, data=b"abc")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "3")
    assert ann.content(world, answer.headers["Onmaru-Node"]) == b"abc"
    said = ann.browser.call("OPTIONS", f"{API}/uploads")
    assert "creation-with-upload" in said.headers["Tus-Extension"]


def test_giving_an_upload_up_ends_all_of_it(world: World) -> None:
    """[UP4]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", 5).headers["Location"]
    assert ann.browser.call("DELETE", place, headers=TUS).status_code == 204
    assert ann.look_up(place).status_code == 404
    assert ann.roots()["quota"]["promised_bytes"] == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2"}, 412),
        ({"Content-Type": "text/plain"}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Checksum": "md4 x"}, 400),
    ],
)
def test_what_is_no_tus_is_refused(world: World, headers: dict[str, str], status: int) -> None:
    """[UP1]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", 5).headers["Location"]
    assert ann.send(place, 0, b"abc", **headers).status_code == status
    assert ann.send(place, 0, b"too long").status_code == 413
