"""Cards of a demonstration are believed while it is one."""

from dataclasses import replace
from pathlib import Path

import pytest

from identity.mobile_id.adapters.configured import FILE, configured
from kernel.settings import Settings, read_settings
from tests.support.wallet import Party, written
from workplace.demo import cards


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "secrets").mkdir()
    return replace(read_settings(), var=tmp_path)


def test_a_demonstration_that_is_over_believes_its_cards_no_more(settings: Settings) -> None:
    """[MI2]"""
    cards.ensure(settings)
    assert configured(settings.secrets) is not None
    cards.withdraw(settings)
    assert configured(settings.secrets) is None
    assert list(settings.secrets.iterdir()) == []
    cards.withdraw(settings)


def test_an_operator_that_was_written_down_stays(settings: Settings) -> None:
    """[MI2]"""
    cards.ensure(settings)
    (settings.secrets / FILE).write_text(written(Party("issuer"), Party("onmaru")))
    cards.ensure(settings)
    cards.withdraw(settings)
    assert configured(settings.secrets) is not None
