"""What an instance leaves whose directory was deleted under it."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from kernel.ids import fresh_id
from workplace.hostd.host_network import links, run
from workplace.hostd.network import NAMESPACES, Networks
from workplace.stack.ghosts import AGE_SECONDS, Seen, look, nobodys, remove_one

NOW = 1_000_000.0
OLD = NOW - AGE_SECONDS


def test_only_what_is_old_and_of_nobody_alive_is_nobodys() -> None:
    made_at = {"aaaaaaaa": OLD, "bbbbbbbb": OLD + 1, "cccccccc": OLD, "dddddddd": OLD}
    assert nobodys(Seen(made_at, {"cccccccc"}), "dddddddd", NOW) == ["aaaaaaaa"]


@pytest.mark.skipif(os.geteuid() != 0, reason="makes a network namespace: needs root")
def test_a_ghost_is_seen_and_goes_with_its_rules_and_one_with_a_process_is_alive() -> None:
    ghost, living = fresh_id()[-8:], fresh_id()[-7:] + "f"
    names = [f"onm{ghost}-x-1", f"onm{living}-x-1"]
    for name in names:
        run("ip", "netns", "add", name)
    run("ip", "link", "add", f"onm{ghost}w", "type", "bridge")
    run("nft", "add", "table", "inet", f"onmaru_{ghost}")
    sits = subprocess.Popen(["ip", "netns", "exec", names[1], "sleep", "60"])
    try:
        until_there(names[1])
        seen = look()
        assert {ghost, living} <= set(seen.made_at)
        assert (ghost in seen.alive, living in seen.alive) == (False, True)
        remove_one(ghost)
        assert not (NAMESPACES / names[0]).exists()
        assert f"onm{ghost}w" not in links()
        assert f"onmaru_{ghost}" not in run("nft", "list", "tables")
        assert Networks(living).attached() == ["x-1"]
    finally:
        sits.kill()
        sits.wait()
        remove_one(living)
        remove_one(ghost)


def until_there(namespace: str) -> None:
    ends = time.monotonic() + 20
    while not run("ip", "netns", "pids", namespace).strip():
        assert time.monotonic() < ends
        time.sleep(0.01)
    assert Path(NAMESPACES / namespace).exists()
