"""A desktop of a real image on trial: looked at and typed into as its first viewer would."""

from pathlib import Path

import pytest

from daas_broker.desktops.model import CONTAINERS, TRIAL, DesktopId, DesktopSpec, Endpoint
from daas_broker.display.trial.rich import SYLLABLES, probe
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import eventually, running_hostd


@pytest.mark.slow
@pytest.mark.parametrize("name", ["internet", "work", "browser", "light"])
def test_each_image_passes_its_trial(tmp_path: Path, name: str) -> None:
    """[IR2]"""
    with running_hostd(tmp_path, name) as hostd:
        fresh = DesktopId(fresh_id())
        spec = DesktopSpec(fresh, 1, TRIAL, hostd.image.key, Zone.INTERNET)
        hostd.host.ensure(spec, epoch=1)
        eventually(lambda: hostd.seen(fresh).ready, 90)
        found = probe(hostd.seen(fresh).endpoint, CONTAINERS.patience)
    assert (found.why, found.typed, found.arrived) == ("", len(SYLLABLES), len(SYLLABLES))
    assert found.picture_bytes > 0


def test_where_nobody_answers_the_trial_says_so(tmp_path: Path) -> None:
    """[IR2]"""
    found = probe(
        Endpoint(f"{tmp_path}/display.sock", f"{tmp_path}/text.sock"), CONTAINERS.patience
    )
    assert found.why.startswith("no_answer")
    assert found.arrived == 0
