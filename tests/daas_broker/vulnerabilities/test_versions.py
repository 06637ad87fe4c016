"""Our order of versions beside dpkg's own."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daas_broker.vulnerabilities.rules import is_older

letters = st.text("0123456789abz+.~", max_size=8)
upstreams = st.builds(lambda digit, rest: f"{digit}{rest}", st.integers(0, 9), letters)
epochs = st.sampled_from(["", "0:", "1:", "12:"])
revisions = st.one_of(st.just(""), letters.filter(bool).map(lambda text: f"-{text}"))
versions = st.builds(lambda *parts: "".join(parts), epochs, upstreams, revisions)


def dpkg_says_older(one: str, other: str) -> bool:
    return (
        subprocess.run(["dpkg", "--compare-versions", one, "lt", other], check=False).returncode
        == 0
    )


@settings(max_examples=300)
@given(versions, versions)
def test_we_order_as_dpkg_does(one: str, other: str) -> None:
    """[DPR9]"""
    assert is_older(one, other) == dpkg_says_older(one, other)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.0~rc1", "1.0"),
        ("1.2", "1.2a"),
        ("1.9", "1.10"),
        ("2.0", "1:1.0"),
        ("120.0.6099.109-1~deb12u1", "120.0.6099.129-1~deb12u1"),
        ("252.5-2", "252.5-2+deb12u1"),
        ("0", "0.0.1"),
    ],
)
def test_well_known_pairs(older: str, newer: str) -> None:
    """[DPR9]"""
    assert is_older(older, newer)
    assert not is_older(newer, older)
    assert not is_older(older, older)
