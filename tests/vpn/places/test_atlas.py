from ipaddress import IPv4Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpn.places.adapters.atlas import DATABASE, InstalledAtlas
from vpn.places.rules import nearest_km, spots

TOWNS = """\
# comment
KR\t+3733+12658\tAsia/Seoul
JP\t+353916+1394441\tAsia/Tokyo
US\t+404251-0740023\tAmerica/New_York\tEastern
US\t+611305-1495401\tAmerica/Anchorage\tAlaska
NZ\t-3652+17446\tPacific/Auckland
"""
spot = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_countries_are_as_far_apart_as_their_nearest_towns() -> None:
    """[VA3]"""
    found = spots(TOWNS)
    assert 1100 < nearest_km(found["KR"], found["JP"]) < 1200
    assert 6000 < nearest_km(found["KR"], found["US"]) < 6200, "Anchorage, not New York"
    assert 9500 < nearest_km(found["KR"], found["NZ"]) < 9700
    assert nearest_km(found["KR"], []) == 0.0


@given(spot, spot)
def test_no_two_places_are_farther_apart_than_half_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    """[VA3]"""
    there, back = nearest_km([one], [other]), nearest_km([other], [one])
    assert abs(there - back) < 1e-6
    assert 0 <= there <= 20_100


@pytest.mark.skipif(not DATABASE.exists(), reason="libloc-database is not installed")
def test_the_installed_database_knows_addresses_that_everybody_knows() -> None:
    """[VA3]"""
    atlas = InstalledAtlas()
    known = {"8.8.8.8": "US", "168.126.63.1": "KR", "133.11.0.1": "JP", "77.88.8.8": "RU"}
    assert {a: atlas.country(IPv4Address(a)) for a in known} == known
    for nowhere in ("10.1.1.1", "127.0.0.1", "0.0.0.0"):  # noqa: S104 - an address, not a socket
        assert atlas.country(IPv4Address(nowhere)) is None


def test_without_its_files_nothing_is_claimed(tmp_path: Path) -> None:
    """[VA3]"""
    (tmp_path / "spoiled").write_bytes(b"not a database")
    for database in ("absent", "spoiled"):
        atlas = InstalledAtlas(tmp_path / database, tmp_path / "absent")
        assert atlas.country(IPv4Address("8.8.8.8")) is None
        assert atlas.apart_km("KR", "US") == 0.0
