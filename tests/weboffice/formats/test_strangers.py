"""The test data of other projects, most of it made by Word: fetched by package and hash."""

import pytest

from bench._formats_strangers import SMALL, NotFetched, Source, tallied

# Files that are broken on purpose, or are none.
REFUSED = {"damaged", "not_this_format", "protected", "unsafe_names"}


@pytest.mark.slow
@pytest.mark.parametrize("source", SMALL, ids=[one.name.partition(" ")[0] for one in SMALL])
def test_a_real_file_is_read_or_refused_with_its_reason_and_no_word_vanishes(
    source: Source,
) -> None:
    """[FM1] [FM2]"""
    try:
        found = tallied(source)
    except NotFetched as error:
        pytest.skip(f"not fetched: {error}")
    assert found.files > 0
    assert found.worst == [], "crashed, or words vanished without being counted"
    assert set(+found.refused) <= REFUSED
    assert sum(found.refused.values()) <= found.files // 10 + 1
