"""What `doctor` tells of the mobile ID."""

from dataclasses import replace
from pathlib import Path

import pytest

from identity.mobile_id.adapters import configured
from kernel.settings import Settings, read_settings
from tests.support.wallet import ISSUER, Party, written
from workplace.stack import mobile_id
from workplace.stack.written import Looked


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "secrets").mkdir()
    return replace(read_settings(), var=tmp_path)


def test_it_reads_the_same_file_for_the_same_words() -> None:
    """[MI2]"""
    assert (mobile_id.FILE, mobile_id.NEEDED) == (configured.FILE, configured.NEEDED)


def test_it_tells_whose_cards_are_believed_and_what_stops_the_start(settings: Settings) -> None:
    """[MI2]"""
    assert mobile_id.look(settings) is None
    file = settings.secrets / mobile_id.FILE
    file.write_text(written(Party("issuer"), Party("onmaru")))
    looked = mobile_id.look(settings)
    assert looked == Looked(f"cards of {ISSUER}, no lists of revoked cards")
    file.write_text(written(Party("issuer"), Party("onmaru"), key=""))
    found = mobile_id.look(settings)
    assert found is not None
    assert found.wrong.endswith("key missing")
    file.write_text("nonsense")
    broken = mobile_id.look(settings)
    assert broken is not None
    assert broken.wrong
