"""hostd killed before and after every step with which a real desktop comes and goes.

Real podman, namespaces, rules and sockets; what runs in the desktops is the shortest program that
says "drawn". A commander starts one desktop and destroys another while hostd kills itself with -9
at one step; a new hostd must come to what is wanted, with nothing left over, and the desktops in
use must not have noticed. Needs root and one built image.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import wraps
from hashlib import sha256
from itertools import product
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from bench import Figure
from daas_broker.desktops.adapters.podman import PodmanHost
from daas_broker.desktops.model import DesktopId, DesktopPhase, DesktopSpec, ImageKey, PoolId
from daas_broker.desktops.ports import HostFailure, Retryable
from kernel.ids import fresh_id
from kernel.settings import ROOT, Zone, read_settings
from workplace.hostd import __main__ as hostd_process
from workplace.hostd import podman
from workplace.hostd.command import Command
from workplace.hostd.container import Labels
from workplace.hostd.door import Door
from workplace.hostd.egress import Egress
from workplace.hostd.host_network import links
from workplace.hostd.network import Networks, ZoneNetwork
from workplace.hostd.proxies import SERVICE, Proxies
from workplace.hostd.scratch.scratches import Scratches, of_containers
from workplace.hostd.shelf import Shelf, write_label
from workplace.hostd.tree import grown

KILLS = int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else 100  # at each step
LONGEST = 30.0  # seconds until all is in step again
IN_USE, ROOM = 2, 6
ZONE = Zone.INTERNET
STEPS: dict[str, tuple[Any, str]] = {
    "epoch kept": (Command, "_keep"),
    "namespace made": (Networks, "attach"),
    "rules of ports": (Egress, "ports_changed"),
    "socket made": (Door, "_listen"),
    "container started": (podman, "start"),
    "container removed": (podman, "remove"),
    "namespace removed": (Networks, "detach"),
    "sockets removed": (Door, "remove"),
}
MOMENTS = ("before", "after")
DESKTOP = """
import contextlib, select, signal, socket, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
display, state = socket.socket(fileno=3), socket.socket(fileno=5)
while True:
    for listener in select.select([display, state], [], [])[0]:
        peer, _ = listener.accept()
        with peer, contextlib.suppress(OSError):
            peer.settimeout(1)
            if listener is state:
                peer.sendall(b'{"drawn": true}\\n')
            elif peer.recv(4096):
                peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")
"""


@dataclass
class Toll:
    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0  # it came to no such step; killed where it was
    seconds: list[float] = field(default_factory=list)
    stuck: int = 0
    leftover: int = 0
    touched: int = 0


@dataclass
class Instance:
    """An instance of its own, with a shelf of its own."""

    var: Path
    image: ImageKey
    epoch: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return sha256(str(self.var).encode()).hexdigest()[:8]

    @property
    def run(self) -> Path:
        return Path("/run/onmaru") / self.name

    @property
    def layers(self) -> Scratches:
        return of_containers(replace(read_settings(), var=self.var))

    @property
    def host(self) -> PodmanHost:
        return PodmanHost(self.run / "hostd.sock")

    def start(self, *bomb: str) -> None:
        (self.run / "hostd.sock").unlink(missing_ok=True)
        environment = {
            "ONMARU_VAR": str(self.var),
            "ONMARU_CACHE": str(self.var / "cache"),
            "PATH": os.defpath + ":/usr/sbin:/sbin",
        }
        with (self.var / "hostd.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bench.hostd_crash", "--hostd", *bomb],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def wait_until_it_answers(self) -> bool:
        """False when it died first."""
        while self.process is not None and self.process.poll() is None:
            with suppress(HostFailure):
                self.host.health()
                return True
            time.sleep(0.05)
        return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def spec(self, desktop: DesktopId) -> DesktopSpec:
        return DesktopSpec(desktop, 1, PoolId("bench"), self.image, ZONE)

    def containers(self) -> dict[str, tuple[str, int]]:
        """Of each desktop its container and that one's first process."""
        found = podman.containers(f"{Labels.INSTANCE}={self.name}")
        return {one.labels[Labels.DESKTOP]: (one.id, one.pid) for one in found}

    def leftover(self, wanted: set[DesktopId]) -> list[str]:
        """Whatever there is of desktops that nobody wants, and of which a part is missing."""
        slots = {f"{desktop}-1" for desktop in wanted}
        doors = {path.name for path in (self.run / "desktops").iterdir()}
        prefix = ZoneNetwork(self.name, ZONE).port_prefix
        ports = [name for name in links() if name.startswith(prefix)]
        wrong = {*doors, *Networks(self.name).attached()} ^ slots
        wrong |= set(self.containers()) ^ set(wanted)
        # A layer is a file, a loop device and a mount: each may outlive its desktop by itself.
        wrong |= self.layers.names() ^ slots
        wrong |= mounted(self.layers.mounts) ^ slots
        return [*wrong, *ports[len(wanted) :]]


def mounted(folder: Path) -> set[str]:
    """Names of what is mounted in the folder."""
    places = [
        Path(line.split()[4]) for line in Path("/proc/self/mountinfo").read_text().splitlines()
    ]
    return {place.name for place in places if place.parent == folder}


def plant(step: str, moment: str, at: int) -> None:
    """This process dies at the `at`-th time that it comes to the step."""
    owner, name = STEPS[step]
    act: Callable[..., Any] = getattr(owner, name)
    left = [at]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @wraps(act)
    def deadly(*arguments: Any, **named: Any) -> Any:
        if moment == "before":
            count()
        done = act(*arguments, **named)
        if moment == "after":
            count()
        return done

    setattr(owner, name, deadly)


def act_until_it_dies(here: Instance, wanted: set[DesktopId], kept: set[DesktopId]) -> None:
    """One desktop more and one less, again and again, as a broker asks for them."""
    with suppress(HostFailure):
        for _ in range(3):
            fresh = DesktopId(fresh_id())
            wanted.add(fresh)
            here.host.ensure(here.spec(fresh), here.epoch)
            old = min(wanted - kept)
            wanted.remove(old)
            here.host.destroy(old, 1, here.epoch)


def converge(here: Instance, wanted: set[DesktopId], toll: Toll) -> None:
    """As the pool keeper does: from what is seen to what is wanted."""
    began = time.monotonic()
    here.start()
    here.wait_until_it_answers()
    while not step_towards(here, wanted) or here.leftover(wanted):
        if time.monotonic() - began > LONGEST:
            toll.stuck += 1
            toll.leftover += len(here.leftover(wanted))
            sys.stderr.write(f"left over: {here.leftover(wanted)}\n")
            break
    toll.seconds.append(time.monotonic() - began)


def step_towards(here: Instance, wanted: set[DesktopId]) -> bool:
    try:
        seen = {one.id: one for one in here.host.desktops()}
        for desktop in set(seen) - wanted:
            here.host.destroy(desktop, 1, here.epoch)
        for desktop in wanted - {one.id for one in seen.values() if one.ready}:
            if desktop in seen and seen[desktop].phase is DesktopPhase.STOPPED:
                here.host.destroy(desktop, 1, here.epoch)
            here.host.ensure(here.spec(desktop), here.epoch)
    except Retryable:
        return False
    return set(seen) == wanted and all(one.ready for one in seen.values())


def one_round(
    here: Instance, bomb: tuple[str, str, str], wanted: set[DesktopId], toll: Toll
) -> None:
    kept = set(sorted(wanted)[:IN_USE])
    wanted -= set(sorted(wanted)[ROOM:])  # else each kill would leave one more
    before = {one: here.containers()[one] for one in kept}
    here.kill()
    here.epoch += 1
    here.start(*bomb)
    if here.wait_until_it_answers():
        act_until_it_dies(here, wanted, kept)
    assert here.process is not None
    if here.process.poll() is None and not _dies(here.process):
        here.kill()
        toll.missed += 1
    else:
        toll.kills[f"{bomb[1]} {bomb[0]}"] += 1
    converge(here, wanted, toll)
    after = here.containers()
    toll.touched += sum(after.get(one) != before[one] for one in kept)


def _dies(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        return False
    return True


@contextmanager
def instance() -> Iterator[Instance]:
    """With desktops in use, and the shortest desktop there is in the place of a large image."""
    images = Shelf(read_settings().cache / "images")
    good = images.images()[-1]
    var = Path(mkdtemp(prefix="hostd-crash-", dir=read_settings().cache))
    shelf = Shelf(var / "cache" / "images")
    key = ImageKey(f"{good.name}-{fresh_id()[-12:]}")
    (shelf.folder / key).mkdir(parents=True)
    with grown(images.rootfs(good.key), shelf.rootfs(key)) as tree:
        program = tree / "usr/lib/onmaru/session.py"
        program.unlink()
        program.write_text(DESKTOP)
        (tree / "usr/bin/Xtigervnc").unlink(missing_ok=True)
    write_label(shelf.folder / key, replace(good, key=key))
    here = Instance(var, key)
    try:
        yield here
    finally:
        sweep(here)
        rmtree(var)


def sweep(here: Instance) -> None:
    if here.process is not None:
        here.kill()
    for one in podman.containers(f"{Labels.INSTANCE}={here.name}"):
        podman.remove(one.name)
    networks = Networks(here.name)
    for desktop in networks.attached():
        networks.detach(desktop)
    proxies = Proxies(here.run / "proxies", here.var, SERVICE)
    Egress(networks, here.var / "hostd" / "egress.json", {}, proxies).dismantle()
    for layer in here.layers.names():
        here.layers.wipe(layer)
    rmtree(here.run, ignore_errors=True)


def run(here: Instance) -> Toll:
    toll, chance = Toll(), Random(11)  # noqa: S311 - which time it comes to a step
    wanted = {DesktopId(f"{number:016x}") for number in range(IN_USE)}
    converge(here, wanted, Toll())
    for number, (step, moment) in product(range(KILLS), product(STEPS, MOMENTS)):
        at = 1 if step == "epoch kept" else chance.randint(1, 3)
        one_round(here, (step, moment, str(at)), wanted, toll)
        if step == "epoch kept" and moment == "before":
            sys.stderr.write(f"{number}: {toll}\n")
    return toll


def report(toll: Toll, load: float) -> int:
    kills, worst = sum(toll.kills.values()) + toll.missed, max(toll.seconds)
    about = f"{kills} kills -9 of hostd at {len(toll.kills)} steps, load {load:.0f}"
    figures = [
        Figure(f"{about}: longest until all was in step", "s", round(worst, 1), None,
               "none can be run here", "≤ 30", worst <= LONGEST and not toll.stuck),
        Figure(f"{about}: parts of desktops left over", "parts", toll.leftover, None,
               "none can be run here", "0", toll.leftover == 0),
        Figure(f"{about}: desktops in use that were touched", "desktops", toll.touched, None,
               "none can be run here", "0", toll.touched == 0 and kills > 0),
    ]  # fmt: skip
    for figure in figures:
        figure.report()
    return 0 if all(figure.holds for figure in figures) else 1


def main() -> int:
    if sys.argv[1:2] == ["--hostd"]:
        if sys.argv[2:]:
            plant(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        hostd_process.main()
        return 0
    with instance() as here:
        toll = run(here)
    sys.stderr.write(f"{toll}\n")
    return report(toll, os.getloadavg()[0])


if __name__ == "__main__":
    raise SystemExit(main())
