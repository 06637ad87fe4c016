from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weboffice.editing import codec
from weboffice.editing.codec import LARGEST, LAST_CLOCK, Malformed, Presence, Reader, read_presences

presences = st.lists(
    st.builds(
        Presence,
        st.integers(0, LARGEST),
        st.integers(0, LAST_CLOCK),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    ),
    max_size=5,
)


@given(st.integers(0, LARGEST), st.binary(max_size=300), st.text(max_size=50))
def test_what_is_written_is_read(number: int, body: bytes, text: str) -> None:
    """[ED6]"""
    text = text.encode(errors="ignore").decode()
    reader = Reader(codec.uint(number) + codec.chunk(body) + codec.string(text))
    assert (reader.uint(), reader.chunk(), reader.string()) == (number, body, text)
    assert reader.is_done


@given(presences)
def test_presences_survive_the_wire(some: list[Presence]) -> None:
    """[ED5]"""
    reader = Reader(codec.awareness(some))
    assert reader.uint() == codec.AWARENESS
    assert read_presences(reader.chunk()) == some


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_as_malformed(data: bytes) -> None:
    """[ED6]"""
    for read in (read_presences, lambda d: Reader(d).string()):
        with suppress(Malformed):
            read(data)


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 9, b"\x05abc", b"\x01\xff"])
def test_a_length_beyond_the_end_a_number_too_large_and_half_a_letter_are_refused(
    data: bytes,
) -> None:
    """[ED6]"""
    with pytest.raises(Malformed):
        Reader(data).string()
