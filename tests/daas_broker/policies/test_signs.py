"""What a text shows of itself."""

import re
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.policies import signs as module
from daas_broker.policies.model import NUMBERS, Sign
from daas_broker.policies.signs import PIECE, each, find, masked

TODAY = date(2026, 11, 25)
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def resident_number(born: date, *, foreign: bool = False, serial: int, gap: str) -> str:
    """As the law writes it, with the checksum that it had until 2020-10."""
    century = {(19, False): 1, (20, False): 3, (19, True): 5, (20, True): 7}
    kind = century[born.year // 100, foreign]
    head = f"{born:%y%m%d}"
    twelve = f"{head}{kind}{serial:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(twelve, WEIGHTS, strict=True))
    last = ((13 if foreign else 11) - total % 11) % 10
    return f"{head}{gap}{kind}{serial:05d}{last}"


births = st.dates(date(1900, 1, 1), TODAY)
serials = st.integers(0, 99_999)
gaps = st.sampled_from(["", "-", " ", " - ", "－", "–"])
around = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20)


def signs(text: str) -> set[Sign]:
    return {one.sign for one in find(text, TODAY)}


numbers = st.builds(resident_number, births, foreign=st.booleans(), serial=serials, gap=gaps)


@given(numbers, around, around)
def test_a_resident_number_is_found_wherever_it_stands(
    number: str, before: str, after: str
) -> None:
    """[DLP5]"""
    found = [one for one in find(before + number + after, TODAY) if one.sign in NUMBERS]
    assert [one.sign for one in found] == [Sign.RESIDENT_NUMBER]
    assert found[0].start == len(before)
    assert found[0].end == len(before) + len(number)


@given(st.dates(date(2020, 10, 5), TODAY), st.integers(0, 999_999))
def test_a_number_of_after_october_2020_needs_no_checksum(born: date, tail: int) -> None:
    """[DLP5]"""
    found = signs(f"{born:%y%m%d}3{tail:06d}")
    assert found & {Sign.RESIDENT_NUMBER, Sign.RESIDENT_NUMBER_LIKELY}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("800101-1234567", {Sign.RESIDENT_NUMBER_LIKELY}),  # written as one, checksum is wrong
        ("8001011234567", set()),  # thirteen digits in a row
        ("801301-1234567", set()),  # no thirteenth month
        ("820230-1234567", set()),  # no 30th of February
        ("991231-4234567", set()),  # born in 2099
        ("2800101-1234567", set()),  # a longer number
        ("4111 1111 1111 1111", {Sign.CARD_NUMBER}),
        ("4111-1111-1111-1112", set()),
        ("378282246310005", {Sign.CARD_NUMBER}),
        ("4111-1111 11111111", set()),
        ("문서번호 1234-5678", set()),
        ("Ⅱ급비밀", {Sign.SECRET_MARK}),
        ("III급 비밀", {Sign.SECRET_MARK}),
        ("  [비 밀]", {Sign.SECRET_MARK}),
        ("보안등급: C", {Sign.SECRET_MARK}),
        ("비밀번호를 바꾸십시오", set()),
        ("영업 비밀 유지", set()),
        ("대외비", {Sign.RESTRICTED_MARK}),
        ("이 문서는 대외비로 한다", {Sign.RESTRICTED_MARK}),
        ("S등급 자료", {Sign.RESTRICTED_MARK}),
        ("CSS등급", set()),
        ("O등급", set()),
    ],
)
def test_examples(text: str, expected: set[Sign]) -> None:
    """[DLP5]"""
    assert signs(text) == expected


@given(st.text(st.sampled_from("0123456789-– ０１ⅡABC비밀대외등급S\n"), max_size=200))
def test_any_text_is_read_and_masking_keeps_all_but_digits(text: str) -> None:
    """[DLP5]"""
    found = find(text, TODAY)
    hidden = masked(text, found)
    assert len(hidden) == len(text)
    for old, new in zip(text, hidden, strict=True):
        assert new == old or (new == "*" and old.isdigit())
    for one in found:
        assert 0 <= one.start <= one.secret <= one.end <= len(text)


def test_a_masked_number_is_found_no_more() -> None:
    """[DLP5]"""
    for born in (date(1980, 1, 1) + timedelta(days=97 * n) for n in range(150)):
        text = f"주민번호 {resident_number(born, serial=12_345, gap='-')} 끝"
        assert not signs(masked(text, find(text, TODAY)))


SECRET = re.compile(
    r"(?:[ⅠⅡⅢⅰⅱⅲ1-3]|I{1,3})[ \t]?급[ \t]?비[ \t]?밀"
    r"|^[ \t\[(<【〔《]*비[ \t]{0,4}밀[ \t\])>】〕》]*$|[\[(【〔《]비[ \t]?밀[\])】〕》]"
    r"|(?<![A-Za-z])C[ \t]?등급|등급[ \t]?[:：=]?[ \t]?C(?![A-Za-z])|기밀[ \t]?\(C\)",
    re.MULTILINE,
)


def secret_marks(text: str) -> list[tuple[int, int]]:
    """By one search of the whole text."""
    wide = str.maketrans("０１２３４５６７８９", "0123456789")
    return [m.span() for m in SECRET.finditer(text.translate(wide))]


pieces = st.sampled_from(
    ["대외비", "비밀", "[비밀]", "(비 밀", "S등급", "등급:", "C", "[ ", "\n", " "]
)


@given(st.lists(st.one_of(numbers, pieces, around), max_size=30), st.integers(1, 40))
def test_a_text_shows_in_pieces_what_it_shows_as_one_be_it_one_line(
    parts: list[str], piece: int
) -> None:
    """[DK15] [DLP5] What begins in one piece and ends in the next is found, and once."""
    text = "".join(parts)
    whole = find(text, TODAY)
    marks = [(one.start, one.end) for one in whole if one.sign is Sign.SECRET_MARK]
    assert marks == secret_marks(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PIECE", piece)
        assert find(text, TODAY) == whole


@pytest.mark.parametrize("part", ["가나다라 ", "[", "비", "800101-1234567 ", "비밀\n"])
def test_others_have_their_turn_within_a_line_without_end(part: str) -> None:
    """[DK15] At each piece of each search."""
    text, turns = part * (100_000 // len(part)), count()
    found = list(each(text, TODAY, lambda: next(turns)))
    assert found == find(text, TODAY)
    assert next(turns) >= 5 * len(text) // PIECE
