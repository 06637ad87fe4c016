from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.seals.codes import ALPHABET, as_bytes, as_code, read_code, shown
from mobile_admin.seals.keys import new_mark_key, read_mark_key
from mobile_admin.seals.mark import Mark, read, signed

KEY = read_mark_key(new_mark_key())
OTHER = read_mark_key(new_mark_key())
MARK = Mark("7K3D9QWX2M4PV8TZ", "ab" * 32, datetime(2030, 1, 7, tzinfo=UTC), "1741012")
TEXT = signed(MARK, KEY)


@given(data=st.binary(min_size=10, max_size=10))
def test_a_code_is_eighty_bits_and_is_read_as_people_type_it(data: bytes) -> None:
    """[NO7]"""
    code = as_code(data)
    assert as_bytes(code) == data
    typed = shown(code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert read_code(typed) == code
    assert read_code(code[:-1]) is None
    assert set("ILOU").isdisjoint(ALPHABET)


def test_a_mark_is_read_by_its_key_alone() -> None:
    """[NV4]"""
    assert read(TEXT, KEY.public_key()) == MARK
    assert read(TEXT, OTHER.public_key()) is None


@given(place=st.integers(0, 121), bit=st.integers(0, 7))
def test_a_mark_with_a_flipped_bit_is_none(place: int, bit: int) -> None:
    """[NV4]"""
    data = bytearray(urlsafe_b64decode(TEXT + "=="))
    data[place] ^= 1 << bit
    assert read(urlsafe_b64encode(data).decode(), KEY.public_key()) is None


@given(text=st.text(max_size=200))
def test_what_is_no_mark_is_none(text: str) -> None:
    """[NV4]"""
    assert read(text, KEY.public_key()) is None
