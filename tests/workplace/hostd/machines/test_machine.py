"""A desktop in a real virtual machine: seen, typed into, found again, and gone without a trace."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from daas_broker.desktops.homes import HomeId, Reset
from daas_broker.desktops.model import TRIAL, DesktopId, DesktopSpec, Endpoint, SeenDesktop
from daas_broker.desktops.ports import HomeBusy
from daas_broker.display.trial.light import look_at_light
from daas_broker.display.trial.rich import SYLLABLES, probe
from daas_broker.images.ports import Probed
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import eventually
from tests.support.machines import BOOT, MachineHostd, running_machines
from workplace.hostd.homes.house import House
from workplace.hostd.machines import line, place, share
from workplace.hostd.machines.virsh import VirshFailed
from workplace.hostd.network import Networks
from workplace.hostd.ruleset import table_name

pytestmark = pytest.mark.slow
EPOCH = 7
HOME = HomeId(fresh_id())
LOOKS = 20  # of a second each, at a picture that is drawn already


@pytest.fixture(scope="module")
def machines() -> Iterator[MachineHostd]:
    with running_machines() as machines:
        yield machines


@pytest.fixture(scope="module")
def desktop(machines: MachineHostd) -> DesktopId:
    """One that has its picture; it costs a minute, so the tests share it."""
    spec = DesktopSpec(DesktopId(fresh_id()), 1, TRIAL, machines.image.key, Zone.INTERNET)
    machines.machines.ensure(spec, EPOCH)
    eventually(lambda: seen(machines, spec.id).ready, BOOT)
    return spec.id


def seen(machines: MachineHostd, desktop: DesktopId) -> SeenDesktop:
    return next(one for one in machines.machines.desktops() if one.id == desktop)


def look(machines: MachineHostd, desktop: SeenDesktop) -> Probed:
    return probe(desktop.endpoint, machines.machines.health().pace.patience)


def is_drawn(endpoint: Endpoint) -> bool:
    """Its picture comes. Text is not waited for: the trial's window takes one, once."""

    async def looked() -> bool:
        look = await look_at_light(endpoint)
        try:
            for _ in range(LOOKS):
                look.say(())
                await look.until(lambda: look.picture_bytes >= look.drawn_bytes, 1.0)
        finally:
            look.end()
        return look.picture_bytes >= look.drawn_bytes

    try:
        return asyncio.run(looked())
    except OSError:
        return False


def guest(machines: MachineHostd, desktop: DesktopId) -> str:
    return next(one.name for one in machines.virsh.guests() if desktop in one.name)


def house(machines: MachineHostd) -> House:
    return House(machines.var / "hostd" / "homes")


def ask_agent(machines: MachineHostd, desktop: DesktopId, **words: object) -> object:
    name = guest(machines, desktop)
    said = machines.virsh.ask("qemu-agent-command", "--timeout", "20", name, json.dumps(words))
    return json.loads(said)["return"]


def test_its_picture_is_seen_and_hangul_arrives_exactly(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[DVM4] [IR2]"""
    found = look(machines, seen(machines, desktop))
    assert (found.why, found.typed, found.arrived) == ("", len(SYLLABLES), len(SYLLABLES))


def test_its_agent_answers_and_runs_nothing_for_the_host(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    assert ask_agent(machines, desktop, execute="guest-ping") == {}
    for refused in ("guest-exec", "guest-file-open"):
        with pytest.raises(VirshFailed, match=r"disabled|has been"):
            ask_agent(machines, desktop, execute=refused, arguments={"path": "/bin/true"})


def test_a_home_hangs_where_its_programs_look_and_is_kept_meanwhile(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[DVM9] [HD20]"""
    machines.machines.attach_home(desktop, 1, HOME, EPOCH)
    machines.machines.attach_home(desktop, 1, HOME, EPOCH)
    shown = share.pid(place.of(machines.settings).shares / f"{desktop}-1")
    assert house(machines).held_by(shown) == [HOME]
    status = Path(f"/proc/{shown}/status").read_text()
    assert "Uid:\t20000\t20000\t20000\t20000" in status
    # Whoever breaks out of it is where the home is, and nowhere else.
    assert {path.name for path in Path(f"/proc/{shown}/root").iterdir()} >= {"문서", share.BOUND}
    assert not Path(f"/proc/{shown}/root/etc").exists()
    assert machines.machines.snapshot_home(HOME, Zone.INTERNET, EPOCH).snapshots
    with pytest.raises(HomeBusy):
        machines.machines.reset_home(HOME, Zone.INTERNET, Reset.EVERYTHING, EPOCH)


def test_its_port_is_held_to_its_addresses_and_meets_no_other_desktop(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[HD6] [HD11]"""
    [port] = Networks(machines.instance).plugged()
    listed = ["nft", "list", "set", "bridge", table_name(machines.instance), "members"]
    assert f'"{port}" . 02:6f:' in subprocess.check_output(listed, text=True)
    details = subprocess.check_output(
        ["bridge", "-details", "link", "show", "dev", port], text=True
    )
    assert "isolated on" in details


def test_what_it_takes_is_metered(machines: MachineHostd, desktop: DesktopId) -> None:
    now = seen(machines, desktop)
    assert (now.memory_bytes or 0) > 100 << 20
    assert (now.cpu_seconds or 0) > 1


def test_a_killed_hostd_finds_it_again_and_it_was_not_touched(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[HD5]"""
    before = seen(machines, desktop)
    machines.kill()
    machines.start()
    eventually(machines.answers_about_machines)
    after = seen(machines, desktop)
    assert (after.started_at, after.endpoint) == (before.started_at, before.endpoint)
    eventually(lambda: seen(machines, desktop).ready, BOOT)


def test_a_killed_line_is_tied_again_and_the_desktop_goes_on(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[DVM4]"""
    folder = machines.settings.run / "machines" / f"{desktop}-1"
    killed = int((folder / line.PID).read_text())
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: not line.is_alive(folder))
    door = seen(machines, desktop)  # whoever looks ties it again
    assert int((folder / line.PID).read_text()) != killed
    eventually(lambda: is_drawn(door.endpoint), BOOT)


def test_destroying_it_leaves_nothing_and_the_receipt_says_what_there_was(
    machines: MachineHostd, desktop: DesktopId
) -> None:
    """[HD7]"""
    receipt = machines.machines.destroy(desktop, 1, EPOCH)
    here = place.of(machines.settings)
    assert {Path(path).parent for path in receipt.paths} >= {here.disks, here.guests}
    assert receipt.freed_bytes > 100 << 20
    assert receipt.homes == (HOME,)
    assert house(machines).attached() == set()
    assert not [path for path in receipt.paths if Path(path).exists()]
    assert Networks(machines.instance).plugged() == []
    assert machines.virsh.guests() == []
