"""What counts as ended."""

import os
import signal
import subprocess

from workplace.stack.supervisor import has_ended


def test_a_process_that_nobody_collects_has_ended_too() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        assert not has_ended(child.pid)
        child.send_signal(signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(child.pid)
    assert has_ended(child.pid)
