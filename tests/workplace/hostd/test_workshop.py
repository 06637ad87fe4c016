"""Builds that hostd begins: one at a time, followed across its restarts, and with an end."""

import sys
from datetime import datetime
from pathlib import Path

import pytest

from daas_broker.desktops.model import ImageKey
from daas_broker.desktops.ports import Capacity, Permanent
from tests.support.hostd import eventually
from workplace.hostd.archive import BuildFailed
from workplace.hostd.report import DIED, Report
from workplace.hostd.shelf import Shelf
from workplace.hostd.users import Users
from workplace.hostd.workshop import Workshop

KEY = "internet-0123456789ab"
# A builder that reports as the real one does, and waits for a word of ours in between.
BUILDER = """
import sys, time
from pathlib import Path
from workplace.hostd.report import Report
folder, name = Path(sys.argv[2]), sys.argv[3]
with Report(folder).writing(name) as progress:
    progress.say("[1/2] packages of base")
    while not (folder / "go").exists():
        time.sleep(0.02)
    progress.ended("internet-0123456789ab")
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shelf = Shelf(tmp_path / "images")
    users = Users(shelf, "one", tmp_path)
    return Workshop(shelf, users, tmp_path / "build", (), (sys.executable, "-c", BUILDER))


def test_a_build_is_followed_to_its_end_and_no_other_runs_beside_it(workshop: Workshop) -> None:
    begun = workshop.start("internet")
    eventually(lambda: getattr(workshop.build(), "step", 0) == 1)
    assert workshop.start("internet").started_at == begun.started_at
    with pytest.raises(Capacity):
        workshop.start("work")
    after_a_restart = Workshop(workshop.shelf, workshop.users, workshop.folder)
    now = after_a_restart.build()
    assert now is not None
    assert (now.running, now.step, now.steps, now.doing) == (True, 1, 2, "packages of base")
    when, _, said = now.log[-1].partition(" ")
    assert said == "[1/2] packages of base"
    assert datetime.fromisoformat(when).tzinfo is not None  # its reader's clock is another one
    (workshop.folder / "go").touch()
    eventually(lambda: getattr(after_a_restart.build(), "key", None) == KEY)


def test_nobody_builds_what_has_no_recipe(workshop: Workshop) -> None:
    """[HD1]"""
    for name in ("nowhere", "base", "desk"):
        with pytest.raises(Permanent):
            workshop.start(name)
    assert workshop.build() is None


def test_a_builder_that_dies_without_a_word_is_said_to_have_died(tmp_path: Path) -> None:
    with Report(tmp_path).writing("internet"):
        dead = Path(tmp_path / "build.json").read_bytes()
    (tmp_path / "build.json").write_bytes(dead)
    build = Report(tmp_path).read()
    assert build is not None
    assert (build.running, build.error) == (False, DIED)


def test_what_ends_a_build_is_what_its_report_ends_with(tmp_path: Path) -> None:
    def fail() -> None:
        with Report(tmp_path).writing("work") as progress:
            progress.say("[1/4] packages of base")
            raise BuildFailed("mmdebstrap … ended with 25: the network is gone")

    with pytest.raises(BuildFailed):
        fail()
    build = Report(tmp_path).read()
    assert build is not None
    assert (build.running, build.key) == (False, None)
    assert build.error.endswith("the network is gone")


def test_what_is_removed_is_gone_and_removing_again_changes_nothing(workshop: Workshop) -> None:
    (workshop.shelf.folder / KEY / "rootfs/etc").mkdir(parents=True)
    for _ in range(2):
        workshop.remove(ImageKey(KEY))
        assert [left.name for left in workshop.shelf.folder.iterdir()] == [".users"]
