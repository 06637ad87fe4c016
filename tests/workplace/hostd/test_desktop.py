"""A real desktop of the real image: what a person gets, and what it can never do."""

import asyncio
import os
import random
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from daas_broker.desktops.model import DesktopId, DesktopSpec, PoolId, SeenDesktop
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.support.viewer import H264, JPEG, compose, open_viewer
from workplace.hostd.container import Labels
from workplace.hostd.host_network import addresses_of_the_host, networks_of_the_host, resolvers
from workplace.hostd.network import ZoneNetwork

pytestmark = pytest.mark.slow
CONTROL, SHIFT, ESCAPE, SAVE = 65507, 65505, 65307, ord("s")
PANEL = 44
TONE = (
    "import math, struct, sys\n"
    "for i in range(48000): sys.stdout.buffer.write(struct.pack('<h', int(9000*math.sin(i/17))))"
)
DIAL = """
import socket, sys
from concurrent.futures import ThreadPoolExecutor
def dial(target):
    host, port = target.rsplit(":", 1)
    with socket.socket() as s:
        s.settimeout(2)
        return s.connect_ex((host, int(port))) == 0
targets = sys.argv[1:]
with ThreadPoolExecutor(len(targets)) as dials:
    print(*(target for target, there in zip(targets, dials.map(dial, targets)) if there))
"""


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


@pytest.fixture(scope="module")
def desktop(hostd: Hostd) -> SeenDesktop:
    return start(hostd)


def start(hostd: Hostd) -> SeenDesktop:
    image, fresh = hostd.image.key, DesktopId(fresh_id())
    hostd.host.ensure(DesktopSpec(fresh, 1, PoolId("p1"), image, Zone.INTERNET), epoch=1)
    eventually(lambda: hostd.seen(fresh).ready)
    return hostd.seen(fresh)


def inside(hostd: Hostd, desktop: SeenDesktop, *command: str, wait: bool = True) -> str:
    """Run a program in the desktop as its user; its output."""
    environment = [
        "DISPLAY=:0", "HOME=/home/desktop", "XDG_RUNTIME_DIR=/run/desktop", "LANG=ko_KR.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/desktop/bus", "GTK_IM_MODULE=ibus",
        "PULSE_SERVER=unix:/run/desktop/pulse/native", "IBUS_ENABLE_SYNC_MODE=1",
    ]  # fmt: skip
    given = [word for pair in environment for word in ("--env", pair)]
    detach = [] if wait else ["--detach"]
    name = hostd.container(desktop.id).name
    done = subprocess.run(
        ["podman", "exec", *detach, *given, name, *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + (f"exit {done.returncode}" if done.returncode else "")


@pytest.mark.parametrize(("encoder", "kind"), [("jpeg", JPEG), ("h264enc", H264)])
def test_a_viewer_gets_a_picture_of_the_size_it_asked_for(
    desktop: SeenDesktop, encoder: str, kind: int
) -> None:
    async def look() -> None:
        await asyncio.sleep(0.6)  # a desktop refuses a second viewer within half a second
        viewer = await open_viewer(desktop.endpoint.display, 1440, 900, encoder)
        await viewer.until_picture()
        assert viewer.pictures[0][0] == kind
        await viewer.socket.send("r,1280x720")
        await viewer.watch(1.5)
        assert list(viewer.sizes())[-1] == (1280, 720)
        await viewer.socket.close()

    asyncio.run(look())


def test_hangul_arrives_exactly_and_in_order(hostd: Hostd, desktop: SeenDesktop) -> None:
    choice = random.Random(4)  # noqa: S311 - the same sample each time
    syllables = [chr(choice.randint(0xAC00, 0xD7A3)) for _ in range(300)]
    half_way = [("preedit", "ㅎ"), ("preedit", "하"), ("preedit", "한"), ("commit", "한")]
    cancelled = [("preedit", "ㄱ"), ("preedit", "")]
    inside(hostd, desktop, "mousepad", "--disable-server", "/home/desktop/said.txt", wait=False)
    eventually(lambda: "said.txt" in inside(hostd, desktop, "xwininfo", "-root", "-tree"))

    async def write() -> list[dict[str, object]]:
        await asyncio.sleep(1)  # the window takes the focus
        answers = await compose(
            desktop.endpoint.text, [*half_way, *cancelled, *(("commit", one) for one in syllables)]
        )
        viewer = await open_viewer(desktop.endpoint.display, 1280, 800)
        await viewer.watch(0.5)
        await viewer.press(CONTROL, SAVE)
        await viewer.watch(0.5)
        await viewer.socket.close()
        return answers

    answers = asyncio.run(write())
    assert answers[0] == {"type": "focus", "text": True}
    assert {answer["type"] for answer in answers[1:]} <= {"done", "focus"}
    assert inside(hostd, desktop, "cat", "/home/desktop/said.txt").strip() == "한" + "".join(
        syllables
    )


def test_a_window_to_save_in_fits_a_small_screen(hostd: Hostd, desktop: SeenDesktop) -> None:
    """At 1440×900 the viewer leaves a desktop 1216×758 points."""
    inside(hostd, desktop, "mousepad", "--disable-server", wait=False)

    def placed() -> re.Match[str] | None:
        tree = inside(hostd, desktop, "xwininfo", "-root", "-tree")
        return re.search(r'"다른 이름으로 저장".* \d+x(\d+)\+\S+ +\+-?\d+\+(-?\d+)', tree)

    async def save() -> None:
        await asyncio.sleep(0.6)
        viewer = await open_viewer(desktop.endpoint.display, 1216, 758)
        async with asyncio.timeout(60):
            while placed() is None:  # it opens once the window has the focus
                await viewer.press(CONTROL, SHIFT, SAVE)
                await viewer.watch(2)
        found = placed()
        await viewer.press(ESCAPE)
        await viewer.socket.close()
        assert found is not None
        high, top = int(found[1]), int(found[2])
        assert top + high <= 758 - PANEL

    asyncio.run(save())


def looks(hostd: Hostd, desktop: SeenDesktop) -> int:
    """How often its X server was woken so far, which each look does once."""
    [server] = inside(hostd, desktop, "pidof", "Xorg").split()
    status = inside(hostd, desktop, "cat", f"/proc/{server}/status")
    return int(status.rpartition("nonvoluntary")[0].split()[-1])


def test_a_still_screen_is_looked_at_seldom_and_loses_no_picture(
    hostd: Hostd, desktop: SeenDesktop
) -> None:
    """[DV5]"""

    async def rest() -> None:
        await asyncio.sleep(0.6)
        viewer = await open_viewer(desktop.endpoint.display, 1280, 800)
        await viewer.until_picture()
        for _ in range(20):  # a clock may tick, and what was started may still draw
            before = looks(hostd, desktop)
            await viewer.watch(4)
            if looks(hostd, desktop) - before < 4 * 15:
                break
        else:
            raise AssertionError("it is looked at as often as before")
        viewer.pictures.clear()
        inside(hostd, desktop, "mousepad", "--disable-server", wait=False)
        await viewer.until_picture()
        await viewer.socket.close()

    asyncio.run(rest())


def test_sound_comes_as_opus_packets_and_silence_sends_none(
    hostd: Hostd, desktop: SeenDesktop
) -> None:
    async def listen() -> None:
        await asyncio.sleep(0.6)
        viewer = await open_viewer(desktop.endpoint.display, 1280, 800)
        await viewer.watch(1.5)
        silent = len(viewer.packets)
        play = f'python3 -c "{TONE}" | pacat --rate=48000 --channels=1'
        inside(hostd, desktop, "sh", "-c", play, wait=False)
        await viewer.watch(3)
        await viewer.socket.close()
        heard = [packet for packet in viewer.packets[silent:] if len(packet) > 2]
        assert silent == 0
        assert 40 <= len(heard) <= 120  # one second in packets of 20 ms, and their tail
        assert all(packet[1] & 0x7F == 0 for packet in heard)

    asyncio.run(listen())


def test_it_reaches_name_servers_and_nothing_of_ours(hostd: Hostd, desktop: SeenDesktop) -> None:
    """[HD6]"""
    neighbour = start(hostd)
    address = hostd.container(neighbour.id).labels[Labels.ADDRESS]
    with socket.create_server(("0.0.0.0", 0)) as listener:  # noqa: S104 - not to be reached
        port = listener.getsockname()[1]
        inside(hostd, neighbour, "python3", "-m", "http.server", str(port), wait=False)
        eventually(lambda: dial(hostd, neighbour, f"127.0.0.1:{port}") == {f"127.0.0.1:{port}"})
        network = ZoneNetwork(hostd.instance, Zone.INTERNET)
        gateway = network.gateway.ip
        closed = ["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", gateway, address]
        closed += [network[1] for network in networks_of_the_host()]
        closed += [host for host in addresses_of_the_host() if not host.is_loopback]
        servers = {f"{server}:53" for server in [*resolvers(), *network.name_servers]}
        beyond = {f"{target}:{port}" for target in closed if not str(target).startswith("127.")}
        assert dial(hostd, desktop, *beyond, *servers) == servers
    hostd.host.destroy(neighbour.id, 1, 1)


def dial(hostd: Hostd, desktop: SeenDesktop, *targets: str) -> set[str]:
    """Those that took the call."""
    return set(inside(hostd, desktop, "python3", "-c", DIAL, *targets).split())


def test_it_writes_only_where_its_layer_is_and_has_no_privilege(
    hostd: Hostd, desktop: SeenDesktop
) -> None:
    """[HD9]"""
    for place in ("/usr/x", "/etc/x", "/opt/x", "/var/x", "/x", "/dev/x", "/sys/fs/cgroup/x"):
        assert "exit" in inside(hostd, desktop, "touch", place)
    mounts = [line.split() for line in inside(hostd, desktop, "cat", "/proc/mounts").splitlines()]
    writable = {m[1] for m in mounts if "rw" in m[3].split(",") and m[2] not in KERNELS_OWN}
    assert writable <= {"/home/desktop", "/tmp", "/run/desktop", "/dev", "/dev/shm", *MASKED}  # noqa: S108
    screen = inside(hostd, desktop, "sh", "-c", "grep -h CapEff /proc/[0-9]*/status | sort -u")
    held = {int(line.split()[1], 16) for line in screen.splitlines()}
    assert held <= {0, 1 << 18, 1 << 21}  # none; chroot (its first process); the browser's own
    assert "NoNewPrivs:\t1" in inside(hostd, desktop, "cat", "/proc/1/status")


KERNELS_OWN = {"proc", "sysfs", "devpts", "mqueue", "cgroup", "cgroup2"}
MASKED = {
    "/sys/fs/cgroup",
    "/proc/keys",
    "/proc/timer_list",
    "/proc/acpi",
    "/proc/scsi",
    "/proc/latency_stats",
}


def test_it_lives_on_when_hostd_is_killed_and_the_next_one_knows_it(
    hostd: Hostd, desktop: SeenDesktop
) -> None:
    """[HD5]"""
    pid = hostd.container(desktop.id).pid
    hostd.kill()
    assert Path(f"/proc/{pid}").exists()
    os.kill(pid, signal.SIGSTOP)  # too busy to answer
    try:
        hostd.start()
        again = hostd.seen(desktop.id)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert (again.started_at, again.endpoint, again.ready) == (
        desktop.started_at,
        desktop.endpoint,
        True,
    )


def test_many_at_once_each_get_their_own(hostd: Hostd) -> None:
    """[HD2] [HD7]"""
    specs = [
        DesktopSpec(DesktopId(fresh_id()), 1, PoolId("p2"), hostd.image.key, Zone.INTERNET)
        for _ in range(4)
    ]
    threads = [
        threading.Thread(target=hostd.host.ensure, args=(spec, 1)) for spec in [*specs, *specs]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    here = [seen for seen in hostd.host.desktops() if seen.pool == "p2"]
    assert sorted(seen.id for seen in here) == sorted(spec.id for spec in specs)
    addresses = {hostd.container(spec.id).labels[Labels.ADDRESS] for spec in specs}
    assert len(addresses) == len(specs)
    for spec in specs:
        receipt = hostd.host.destroy(spec.id, 1, 1)
        assert not any(Path(path).exists() for path in receipt.paths)
        assert len(receipt.paths) == 4  # podman's files, its sockets, its network, its layer
