from pathlib import Path

import pytest

from daas_broker.desktops.ports import StaleEpoch
from workplace.hostd.command import Command


def test_an_older_commander_is_refused_also_after_a_restart(tmp_path: Path) -> None:
    """[HD3]"""
    Command(tmp_path / "epoch").obey(5)
    restarted = Command(tmp_path / "epoch")
    with pytest.raises(StaleEpoch):
        restarted.obey(4)
    restarted.obey(5)
    restarted.obey(6)
    assert restarted.epoch() == 6
