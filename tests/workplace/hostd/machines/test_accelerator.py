"""What runs guests on this machine is found by booting one."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.settings import read_settings
from workplace.hostd.machines import accelerator, cpio
from workplace.hostd.machines.accelerator import Accelerator, Kind
from workplace.hostd.machines.pace import LEAST, MOST, pace_of


def test_the_guests_first_process_is_a_program_that_says_its_word(tmp_path: Path) -> None:
    program = tmp_path / "init"
    program.write_bytes(accelerator.first_process())
    program.chmod(0o755)
    # It may not restart this machine: without the privilege the call is refused, and it stays.
    command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", str(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        running.kill()
    assert said == accelerator.WORD + b"\n"


def test_the_archive_holds_each_file_below_its_folders(tmp_path: Path) -> None:
    archive = cpio.archive({"init": b"one", "lib/modules/two.ko": b"second"})
    names = [part for part in (b"dev\0", b"lib\0", b"lib/modules\0", b"init\0") if part in archive]
    assert len(names) == 4
    assert archive.index(b"lib/modules\0") < archive.index(b"lib/modules/two.ko\0")
    assert len(archive) % 4 == 0
    assert b"TRAILER!!!" in archive


def test_an_answer_is_kept_while_the_machine_stays_the_same(tmp_path: Path) -> None:
    kept, now = tmp_path / "accelerator.json", {"processor": "p"}
    found = Accelerator(Kind.TCG, "a guest hung")
    accelerator.keep(kept, now, found)
    assert accelerator.recall(kept, now) == found
    assert accelerator.recall(kept, {"processor": "another"}) is None
    kept.write_text(json.dumps({"kind": "warp", "facts": now}))
    assert accelerator.recall(kept, now) is None


def test_without_a_kernel_to_boot_kvm_is_not_believed_in(tmp_path: Path) -> None:
    """[DVM3]"""
    found = accelerator.choose(tmp_path, kernel=None)
    assert found.kind is Kind.TCG or accelerator.a_kernel(tmp_path) is not None
    assert found.kind is Kind.KVM or found.why


@pytest.mark.slow
def test_a_guest_boots_with_the_accelerator_that_was_chosen() -> None:
    """[DVM3]"""
    kernel = accelerator.a_kernel(read_settings().cache)
    if kernel is None or not accelerator.QEMU.exists():
        pytest.skip("needs QEMU and the kernel of an image: ./onmaru up --with vm")
    chosen = accelerator.choose(read_settings().cache)
    assert accelerator.refusal(chosen.kind, kernel, 60) == ""


@given(st.floats(0, 100), st.sampled_from(Kind), st.integers(1, 64))
def test_guests_have_the_longer_the_slower_the_smallest_one_was(
    seconds: float, kind: Kind, processors: int
) -> None:
    """[DVM10]"""
    pace = pace_of(Accelerator(kind, "", seconds), processors)
    slower = pace_of(Accelerator(kind, "", seconds * 2), processors)
    assert LEAST <= pace.boot <= slower.boot <= MOST
    assert pace.patience <= slower.patience < slower.boot
    assert (pace.at_once == 0) == (kind is Kind.KVM)
    assert pace.at_once <= max(1, processors // 2)
