import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.continuity.journal import Journal, is_whole
from daas_broker.continuity.model import What

NOW = datetime(2030, 1, 7, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "continuity" / "display-work.jsonl", lambda: NOW)


def fill(journal: Journal) -> None:
    journal.note(What.BEGAN, revision=3)
    for number in range(3):
        journal.note(What.ADMITTED, person="앤", desktop=f"d{number}")
    journal.note(What.OVER)


def test_what_was_noted_is_read_as_it_was_also_by_who_starts_anew(journal: Journal) -> None:
    """[DC7]"""
    journal.note(What.BEGAN)
    again = Journal(journal.file, lambda: NOW)
    again.note(What.ADMITTED, person="앤")
    lines, whole = again.read()
    assert whole
    assert [line.what for line in lines] == [What.BEGAN, What.ADMITTED]
    assert lines[1].facts == {"person": "앤"}
    assert lines[1].previous == lines[0].hash


@given(at=st.integers(0, 4), how=st.sampled_from(["changed", "left out", "twice", "cut"]))
def test_what_was_changed_left_out_or_put_in_is_seen(
    tmp_path_factory: pytest.TempPathFactory, at: int, how: str
) -> None:
    """[DC7]"""
    journal = Journal(tmp_path_factory.mktemp("j") / "j.jsonl", lambda: NOW)
    fill(journal)
    lines = journal.file.read_text().splitlines()
    if how == "changed":
        told = json.loads(lines[at])
        lines[at] = json.dumps({**told, "facts": {**told["facts"], "person": "eve"}})
    elif how == "left out" and at < 4:  # the last of all can only be missed
        del lines[at]
    elif how == "twice":
        lines.insert(at, lines[at])
    elif how == "cut":
        lines[at] = lines[at][:-9]
    else:
        return
    journal.file.write_text("\n".join(lines))
    assert not journal.read()[1]


def test_nothing_at_all_is_whole(journal: Journal) -> None:
    assert journal.read() == ([], True)
    assert not journal.is_open()
    assert is_whole([])
