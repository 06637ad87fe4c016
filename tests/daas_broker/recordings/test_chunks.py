"""The format of a recording's file: what is written comes back, and nothing else is believed."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daas_broker.recordings import chunks
from daas_broker.recordings.chunks import BrokenChain
from daas_broker.recordings.files import Shelf, judge, survey, verify
from daas_broker.recordings.model import Chain, Kind, Piece, Record, RecordingId

KEY, ID = bytes(range(32)), RecordingId("r1")
payloads = st.binary(max_size=200)
kinds = st.sampled_from(list(Kind))
pieces = st.lists(
    st.tuples(st.lists(st.tuples(kinds, payloads), min_size=1, max_size=4), st.booleans()),
    min_size=1,
    max_size=6,
)


def film(made: list[tuple[list[tuple[Kind, bytes]], bool]]) -> list[Piece]:
    at, found = 0, []
    for number, (records, checkpoint) in enumerate(made):
        kept = []
        for kind, payload in records:
            kept.append(Record(kind, at, payload))
            at += 7
        found.append(Piece(kept, checkpoint or number == 0, number == len(made) - 1))
    return found


def file_of(film: list[Piece]) -> list[bytes]:
    previous, sealed = chunks.genesis(ID), []
    for number, piece in enumerate(film):
        head, body = chunks.seal(KEY, number, previous, piece)
        previous = chunks.hash_of(head, body)
        sealed.append(head + body)
    return sealed


def read(data: bytes) -> tuple[int, bool, bytes]:
    links, size = verify(io.BufferedReader(io.BytesIO(data)), KEY, ID)
    assert size == len(data)
    return links.number, links.is_over, links.previous


@given(pieces)
def test_what_was_sealed_comes_back_in_its_order(
    made: list[tuple[list[tuple[Kind, bytes]], bool]],
) -> None:
    """[DREC5]"""
    played = film(made)
    sealed = file_of(played)
    for number, (piece, whole) in enumerate(zip(played, sealed, strict=True)):
        raw, body = whole[: chunks.HEAD.size], whole[chunks.HEAD.size :]
        head = chunks.read_head(raw, number)
        assert list(chunks.unpack(chunks.open_chunk(KEY, raw, head, body))) == list(piece.records)
        assert (head.is_checkpoint, head.is_last) == (piece.is_checkpoint, piece.is_last)
    assert read(b"".join(sealed))[:2] == (len(played), True)


@settings(max_examples=300)
@given(pieces, st.data())
def test_any_bit_that_was_changed_is_found(
    made: list[tuple[list[tuple[Kind, bytes]], bool]], data: st.DataObject
) -> None:
    """[DREC5]"""
    changed = bytearray(b"".join(file_of(film(made))))
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BrokenChain):
        read(bytes(changed))


@given(pieces, st.data())
def test_a_cut_tail_never_ends_where_the_row_says(
    made: list[tuple[list[tuple[Kind, bytes]], bool]], data: st.DataObject
) -> None:
    """[DREC5]"""
    whole = b"".join(file_of(film(made)))
    number, _, head = read(whole)
    short = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        found = read(short)
    except BrokenChain:
        return
    assert found[0] < number
    assert found[2] != head
    assert not found[1]


@given(st.integers(2, 6), st.data())
def test_a_chunk_left_out_or_in_anothers_place_is_found(count: int, data: st.DataObject) -> None:
    """[DREC5]"""
    sealed = file_of(film([([(Kind.PICTURE, b"picture")], False)] * count))
    one = data.draw(st.integers(0, count - 2))
    with pytest.raises(BrokenChain):
        read(b"".join(sealed[:one] + sealed[one + 1 :]))
    sealed[one], sealed[one + 1] = sealed[one + 1], sealed[one]
    with pytest.raises(BrokenChain):
        read(b"".join(sealed))


def test_a_file_of_another_recording_is_not_believed() -> None:
    """[DREC5]"""
    sealed = b"".join(file_of(film([([(Kind.SAID, b"a")], True)])))
    with pytest.raises(BrokenChain, match="what is before it was changed"):
        verify(io.BufferedReader(io.BytesIO(sealed)), KEY, RecordingId("r2"))


@given(st.binary(max_size=400))
def test_noise_is_refused_and_takes_no_memory(noise: bytes) -> None:
    """[DREC5]"""
    if noise:
        with pytest.raises(BrokenChain):
            read(noise)
    with suppress(BrokenChain):
        list(chunks.unpack(noise))


def test_a_file_on_the_shelf_is_whole_until_somebody_touches_it(tmp_path: Path) -> None:
    """[DREC5] [DREC12]"""
    shelf = Shelf(tmp_path / "recordings")
    writing = shelf.create(ID, KEY)
    for piece in film([([(Kind.PICTURE, b"x" * 100)], number % 2 == 0) for number in range(5)]):
        writing.write(piece)
    writing.close()
    progress, points = writing.progress, writing.points
    path = shelf.path(ID)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert judge(shelf, ID, KEY, progress).chain is Chain.WHOLE
    assert survey(shelf, ID, KEY) == (progress, points)
    whole = path.read_bytes()
    path.write_bytes(whole[:-3])
    verdict = judge(shelf, ID, KEY, progress)
    assert (verdict.chain, verdict.at_chunk) == (Chain.BROKEN, 4)
    left, _ = survey(shelf, ID, KEY)
    assert left.chunks == 4
    path.write_bytes(whole[: left.size_bytes])
    assert judge(shelf, ID, KEY, left).chain is Chain.WHOLE
    assert judge(shelf, ID, KEY, progress).why == "its end is missing or another"
    path.unlink()
    assert judge(shelf, ID, KEY, progress).why == "its file is not there"
