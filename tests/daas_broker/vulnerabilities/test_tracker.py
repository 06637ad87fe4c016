"""The tracker's file: what is read out of it, and what a hostile one comes to."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.model import Package
from daas_broker.vulnerabilities import rules
from daas_broker.vulnerabilities.adapters import tracker_file
from daas_broker.vulnerabilities.adapters.tracker_file import TrackerFile, parse
from daas_broker.vulnerabilities.model import Urgency
from daas_broker.vulnerabilities.rules import TrackerMalformed

NOW = datetime(2030, 1, 7, tzinfo=UTC)


def issue(status: str, urgency: str = "not yet assigned", **release: str) -> dict[str, Any]:
    return {
        "description": "Heap  overflow in a parser",
        "scope": "remote",
        "releases": {
            "bookworm": {"status": status, "urgency": urgency, **release},
            "trixie": {"status": "open", "urgency": "high"},
        },
    }


DATA = {
    "expat": {
        "CVE-2030-0001": issue("resolved", "high", fixed_version="2.5.0-1+deb12u2"),
        "CVE-2030-0002": issue("open", "low**"),
        "CVE-2030-0003": issue("resolved", fixed_version="0"),
        "CVE-2030-0004": issue("undetermined"),
        "CVE-2030-0005": issue("resolved", fixed_version="2.5.0-1"),
    },
    "nothing-of-ours": {"CVE-2030-0006": issue("open")},
}
EXPAT = Package("libexpat1", "2.5.0-1+deb12u1", "expat", "2.5.0-1+deb12u1", ())


def written(data: object) -> bytes:
    return json.dumps(data, indent=1).encode()


def test_an_image_has_what_is_open_and_what_it_is_too_old_for() -> None:
    """[DPR9]"""
    found = rules.flaws([EXPAT], parse(written(DATA), NOW))
    assert [(one.cve, one.urgency, one.fixed) for one in found] == [
        ("CVE-2030-0001", Urgency.HIGH, "2.5.0-1+deb12u2"),
        ("CVE-2030-0002", Urgency.LOW, None),
    ]
    assert found[0].text == "Heap overflow in a parser"


def test_packages_of_one_source_count_once() -> None:
    """[DPR9]"""
    other = Package("libexpat1-dev", EXPAT.version, "expat", EXPAT.source_version, ())
    tracker = parse(written(DATA), NOW)
    assert rules.flaws([EXPAT, other], tracker) == rules.flaws([EXPAT], tracker)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\x1f\x8b rubbish",
        b'{"a": ' + b"[" * 200_000,
        b'{"a": 1}',
        b'{"a": {"CVE": {"releases": 3}}}',
        b"{1: {}}",
        b'{"a" {}}',
        b"\xff\xfe",
        written(DATA)[:-20],
        gzip.compress(written(DATA))[:-40],
    ],
)
def test_what_is_no_tracker_is_refused(body: bytes) -> None:
    """[DPR10]"""
    with pytest.raises(TrackerMalformed):
        parse(body, NOW)


@given(st.binary(max_size=200))
def test_no_rubbish_does_anything_but_be_refused(body: bytes) -> None:
    """[DPR10]"""
    with pytest.raises(TrackerMalformed):
        parse(body, NOW)


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    """[DPR10]"""
    monkeypatch.setattr(tracker_file, "MOST_BYTES", 1_000_000)
    with pytest.raises(TrackerMalformed) as refused:
        parse(gzip.compress(bytes(20_000_000)), NOW)
    assert refused.value.facts["why"] == "too_large"


def test_newer_data_takes_the_place_of_older_and_rubbish_does_not(tmp_path: Path) -> None:
    """[DPR10]"""
    file = TrackerFile(tmp_path / "tracker")
    assert file.read() is None
    file.replace([written(DATA)[:100], written(DATA)[100:]])
    first = file.read()
    assert first is not None
    assert len(first.entries["expat"]) == 3
    with pytest.raises(TrackerMalformed):
        file.replace([b"rubbish"])
    assert file.read() == first
    file.replace([gzip.compress(written({"zlib": {"CVE-2030-0009": issue("open")}}))])
    second = file.read()
    assert second is not None
    assert [*second.entries] == ["zlib"]


def test_more_than_there_can_be_is_not_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DPR10]"""
    monkeypatch.setattr(tracker_file, "MOST_PACKED", 1000)
    given = 0

    def endless() -> Any:
        nonlocal given
        while True:
            given += 1
            yield bytes(100)

    with pytest.raises(TrackerMalformed):
        TrackerFile(tmp_path).replace(endless())
    assert given == 11
