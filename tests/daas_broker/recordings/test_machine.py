"""What a recording keeps of a stream, and where one may begin to watch it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.recordings.machine import Gatherer
from daas_broker.recordings.model import CHECKPOINT_MS, MIB, Kind, Piece


def jpeg(top: int, mark: str = "", size: int = 0) -> bytes:
    return b"\x03\x00\x00\x01" + top.to_bytes(2) + mark.encode() + bytes(size)


def video(top: int, *, key: bool = False) -> bytes:
    return bytes([0x04, 0x10 | key, 0, 1]) + top.to_bytes(2) + b"\x05\x00\x03\x20\x00\x00nal"


def size(width: int) -> str:
    return json.dumps({"type": "stream_resolution", "width": width, "height": 600})


def end(gatherer: Gatherer) -> list[Piece]:
    gatherer.flush(is_last=True)
    return gatherer.take()


def test_what_is_no_picture_is_not_kept() -> None:
    """[DREC4]"""
    gatherer = Gatherer()
    for message in ("MODE websockets", '{"type": "focus", "text": true}', "VIDEO_STARTED"):
        gatherer.say(message, 1)
    gatherer.draw(b"\x01\x00sound", 2)
    assert end(gatherer) == []


def test_pieces_end_after_a_second_and_after_a_mebibyte() -> None:
    gatherer = Gatherer()
    for at in (0, 400, 1000, 1100):
        gatherer.draw(jpeg(0), at)
    assert [len(piece.records) for piece in gatherer.take()] == [3]
    gatherer.draw(jpeg(0, size=MIB), 1200)
    assert [len(piece.records) for piece in gatherer.take()] == [2]
    assert gatherer.is_empty


def test_a_checkpoint_of_pictures_is_made_of_the_newest_of_each_line() -> None:
    """[DREC9]"""
    gatherer = Gatherer()
    gatherer.say(size(800), 0)
    gatherer.draw(jpeg(0, "old"), 10)
    gatherer.draw(jpeg(64, "low"), 10)
    gatherer.draw(jpeg(0, "new"), 20)
    gatherer.draw(jpeg(64, "next"), CHECKPOINT_MS + 10)
    *_, last = end(gatherer)
    assert last.is_checkpoint
    shown = [record.payload for record in last.records]
    assert shown == [size(800).encode(), jpeg(0, "new"), jpeg(64, "low"), jpeg(64, "next")]
    assert not gatherer.ask_keyframe


def test_another_size_and_a_restart_forget_the_lines() -> None:
    """[DREC9]"""
    gatherer = Gatherer()
    gatherer.draw(jpeg(0, "old"), 0)
    gatherer.say(size(640), 1)
    gatherer.draw(jpeg(0, "a"), 2)
    gatherer.say("PIPELINE_RESETTING primary", 3)
    gatherer.draw(jpeg(32, "b"), 4)
    gatherer.draw(jpeg(32, "c"), CHECKPOINT_MS)
    *_, last = end(gatherer)
    assert [record.payload for record in last.records][1:] == [jpeg(32, "b"), jpeg(32, "c")]


def test_of_video_a_key_frame_is_asked_for_and_its_chunk_is_the_checkpoint() -> None:
    """[DREC9]"""
    gatherer = Gatherer()
    for top in (0, 64):
        gatherer.draw(video(top, key=True), 0)
    gatherer.draw(video(0), CHECKPOINT_MS)
    assert gatherer.ask_keyframe
    gatherer.ask_keyframe = False
    gatherer.draw(video(0), CHECKPOINT_MS + 500)
    assert not gatherer.ask_keyframe
    for top in (0, 64):
        gatherer.draw(video(top, key=True), CHECKPOINT_MS + 600)
    *before, last = end(gatherer)
    assert [piece.is_checkpoint for piece in before] == [True] + [False] * (len(before) - 1)
    assert last.is_checkpoint
    assert [record.kind for record in last.records] == [Kind.PICTURE] * 2


def test_a_key_frame_of_one_line_only_is_no_checkpoint() -> None:
    """[DREC9]"""
    gatherer = Gatherer()
    for top in (0, 64):
        gatherer.draw(video(top, key=True), 0)
    gatherer.draw(video(0, key=True), CHECKPOINT_MS)
    gatherer.draw(video(64), CHECKPOINT_MS + 1)
    assert not end(gatherer)[-1].is_checkpoint


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4000)), max_size=60))
def test_each_checkpoint_of_pictures_shows_all_that_was_there(
    drawn: list[tuple[int, int]],
) -> None:
    """[DREC9]"""
    gatherer, at, screen = Gatherer(), 0, dict[int, bytes]()
    expected = []
    for number, (line, wait) in enumerate(drawn):
        at += wait
        screen[line] = jpeg(line, str(number))
        gatherer.draw(screen[line], at)
        expected.append(dict(screen))
    shown, count = dict[int, bytes](), 0
    for piece in end(gatherer):
        if piece.is_checkpoint:
            shown = {}
        for record in piece.records:
            shown[int.from_bytes(record.payload[4:6])] = record.payload
        count = max((n + 1 for n, each in enumerate(expected) if each == shown), default=count)
    assert not drawn or shown == expected[-1]
    assert not drawn or count == len(drawn)
