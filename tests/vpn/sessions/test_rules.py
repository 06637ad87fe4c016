import pytest

from vpn.sessions.rules import NOISE_BYTES, counted_from, is_used


@pytest.mark.parametrize(
    ("counted", "moved", "since"),
    [(0, 5, 0), (20_000, 20_400, 20_000), (20_000, 19_000, 0), (0, 30_000, 0)],
)
def test_a_way_that_was_renewed_counts_from_nothing(counted: int, moved: int, since: int) -> None:
    """[VS2] Also when it has moved more than the one before by the time it counts."""
    assert counted_from(counted, moved) == since


def test_a_window_of_keepalives_is_no_use_and_a_page_that_is_read_is() -> None:
    """[VS2] Three hundred seconds of five sockets that ping each 25 s, 260 bytes each."""
    assert not is_used(0, 5 * (300 // 25) * 260)
    assert not is_used(50_000, 50_000 + 5 * (300 // 25) * 260)
    assert is_used(50_000, 50_000 + NOISE_BYTES)
