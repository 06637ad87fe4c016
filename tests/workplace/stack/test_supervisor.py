"""What counts as ended, and how what it starts ranks among what else runs here."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kernel.settings import ROOT
from workplace.stack.supervisor import has_ended

NICED = """
import os
from kernel.settings import read_settings
from workplace.stack.processes import Kind, Process
from workplace.stack.progress import until
from workplace.stack.supervisor import launch
settings = read_settings()
settings.logs.mkdir(parents=True)
settings.run.parent.mkdir(parents=True, exist_ok=True)
supervisor = launch(settings, [Process("one", Kind.OWN, ["/bin/sleep", "600"], "", root=True)])
supervisor.start(["one"])
until(lambda: supervisor.states()["one"]["statename"] == "RUNNING" or None, 20)
print(os.nice(0), os.getpriority(os.PRIO_PROCESS, supervisor.states()["one"]["pid"]))
supervisor.shut_down()
"""

CLEARED = """
import shutil
from kernel.settings import read_settings
from workplace.stack.processes import Kind, Process
from workplace.stack.progress import until
from workplace.stack.supervisor import launch
settings = read_settings()
settings.run.parent.mkdir(parents=True, exist_ok=True)
process = Process("one", Kind.OWN, ["/bin/sleep", "600"], "", root=True)
for _ in range(2):
    settings.logs.mkdir(parents=True)
    supervisor = launch(settings, [process])
    supervisor.start(["one"])
    # What is stopped before it is another program does not hear of it.
    until(lambda: supervisor.states()["one"]["statename"] == "RUNNING" or None, 20)
    print(supervisor.rpc.getPID())
    shutil.rmtree(settings.var)
settings.logs.mkdir(parents=True)
supervisor.shut_down()
"""


def test_a_process_that_nobody_collects_has_ended_too() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        assert not has_ended(child.pid)
        child.send_signal(signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(child.pid)
    assert has_ended(child.pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may rank above what it was started with")
def test_what_is_started_runs_at_normal_priority_however_the_command_was_started(
    tmp_path: Path,
) -> None:
    command = ["nice", "-n", "10", "env", f"ONMARU_VAR={tmp_path}", sys.executable, "-c", NICED]
    own, started = map(int, subprocess.check_output(command, cwd=ROOT, timeout=60).split())
    assert (own > 0, started) == (True, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="a process of its user is started by root")
def test_where_its_folder_was_cleared_away_a_supervisor_starts_anew(tmp_path: Path) -> None:
    command = ["env", f"ONMARU_VAR={tmp_path / 'var'}", sys.executable, "-c", CLEARED]
    before, after = map(int, subprocess.check_output(command, cwd=ROOT, timeout=60).split())
    assert has_ended(before)
    assert before != after
