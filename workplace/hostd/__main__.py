"""`python -m workplace.hostd`: runs until told to end; desktops run on without it."""

import grp
import logging
import os
import pwd
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from kernel.settings import ZONE_PORT_OFFSET, Settings, read_settings
from workplace.hostd import door, limits
from workplace.hostd.command import Command
from workplace.hostd.egress import Egress
from workplace.hostd.gate import Gate, open_to
from workplace.hostd.homes.house import House
from workplace.hostd.host import Host
from workplace.hostd.host_network import NetworkFailed
from workplace.hostd.keeper import Addresses
from workplace.hostd.machines import accelerator, place
from workplace.hostd.machines.host import Machines, may_use
from workplace.hostd.machines.virsh import Virsh, VirshFailed
from workplace.hostd.network import Networks
from workplace.hostd.podman import PODMAN
from workplace.hostd.proxies import proxies_of
from workplace.hostd.scratch.scratches import of_containers, of_machines
from workplace.hostd.server import Server
from workplace.hostd.shelf import Shelf
from workplace.hostd.tunnel.host import Tunnel
from workplace.hostd.tunnel.server import open_gate
from workplace.hostd.users import Users
from workplace.hostd.workshop import Workshop

SERVICE = "onmaru"
REPAIR_EVERY = 5.0  # seconds
log = logging.getLogger("hostd")


def make_host(settings: Settings) -> Host:
    memory = settings.var / "hostd"
    memory.mkdir(parents=True, exist_ok=True, mode=0o700)
    pages = {zone: settings.port + offset for zone, offset in ZONE_PORT_OFFSET.items()}
    networks = Networks(settings.instance, pages)
    shelf = Shelf(settings.cache / "images")
    users = Users(shelf, settings.instance, settings.var)
    variables = [f"{name}={value}" for name, value in settings.environment().items()]
    return Host(
        instance=settings.instance,
        doors=settings.run / "desktops",
        group=grp.getgrnam(SERVICE).gr_gid,
        shelf=shelf,
        workshop=Workshop(shelf, users, memory / "build", variables),
        network=networks,
        house=House(memory / "homes"),
        egress=Egress(networks, memory / "egress.json", pages, proxies_of(settings)),
        limits=limits.of_this_machine(),
        command=Command(memory / "epoch"),
        addresses=Addresses(networks),
        scratches=of_containers(settings),
    )


def make_machines(settings: Settings, host: Host) -> Machines:
    """Beside the containers: the same networks, addresses and images' shelf, another record."""
    here, memory = place.of(settings), settings.var / "hostd"
    here.lay_out()
    scratches = of_machines(settings, here.disks)
    scratches.lay_out()
    machines = Machines(
        instance=settings.instance,
        doors=settings.run / "machines",
        group=host.group,
        shelf=host.shelf,
        command=Command(memory / "epoch-vm"),
        addresses=host.addresses,
        scratches=scratches,
        place=here,
        virsh=Virsh(here.run),
        egress=host.egress,
        workshop=replace(host.workshop, folder=memory / "build-vm", machines=True),
        accelerator=lambda: accelerator.choose(settings.cache),
        house=host.house,
        neighbours=[host],
    )
    door.lay_out(machines.doors)
    host.neighbours.append(machines)  # a home is in one desktop, of whichever kind
    return machines


def prepare(host: Host) -> None:
    """Without its rules no desktop may run, so without them there is no hostd."""
    door.lay_out(host.doors)
    try:
        host.egress.establish()
    except (NetworkFailed, OSError) as error:
        sys.exit(f"the rules that keep desktops apart cannot be set up: {error}")
    for name in host.tidy():
        log.info("left over from a crash and removed: %s", name)


def keep_rules(host: Host, tunnel: Tunnel, ended: threading.Event) -> None:
    """Until the end: what somebody else changed in our rules and interfaces is put back."""
    while not ended.wait(REPAIR_EVERY):
        for what, repair in (("zones", host.egress.repair), ("tunnel", tunnel.repair)):
            try:
                if repair():
                    log.warning("the rules of the %s were not as they should be, and are", what)
            except (NetworkFailed, OSError) as error:
                log.error("the rules of the %s cannot be kept: %s", what, error)  # noqa: TRY400


def make_tunnel(settings: Settings, host: Host) -> Tunnel:
    memory = settings.var / "hostd"
    return Tunnel(
        settings.instance, memory / "tunnel", host.egress, Command(memory / "epoch-tunnel")
    )


def open_tunnel(settings: Settings, tunnel: Tunnel, group: int, users: frozenset[int]) -> Gate:
    """A door of its own; desktops run also where there is no tunnel."""
    try:
        tunnel.establish()
    except (NetworkFailed, OSError) as error:
        log.error("the tunnel does not open: %s", error)  # noqa: TRY400
    path = settings.socket("hostd-tunnel")
    gate = open_gate(path, tunnel, users)
    threading.Thread(target=open_to(gate, path, group), daemon=True).start()
    return gate


def open_machines(settings: Settings, host: Host, users: frozenset[int]) -> Server:
    """A door of its own, so that a request never names the kind of desktop it is for."""
    machines = make_machines(settings, host)
    may_use(machines.accelerator().kind)
    threading.Thread(target=tidy_once, args=(machines,), daemon=True).start()
    path = settings.socket("hostd-vm")
    server = Server(path, machines, users)
    threading.Thread(target=open_to(server, path, host.group), daemon=True).start()
    return server


def tidy_once(machines: Machines) -> None:
    """As soon as libvirt answers, which starts beside us."""
    while True:
        try:
            for name in machines.tidy():
                log.info("left over from a crash and removed: %s", name)
        except VirshFailed as error:
            log.info("libvirt does not answer yet: %s", error)
            time.sleep(REPAIR_EVERY)
        else:
            return


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if os.geteuid() != 0:
        sys.exit("hostd starts containers and rules of the network: it runs as root or not at all")
    if not Path(PODMAN).exists():
        sys.exit(f"{PODMAN} is missing: apt-get install podman, or run ./onmaru up")
    settings = read_settings()
    settings.run.mkdir(parents=True, exist_ok=True)
    host = make_host(settings)
    host.scratches.lay_out()
    prepare(host)
    ended = threading.Event()
    path = settings.socket("hostd")
    users = frozenset({0, pwd.getpwnam(SERVICE).pw_uid})
    tunnel = make_tunnel(settings, host)
    open_tunnel(settings, tunnel, host.group, users)
    threading.Thread(target=keep_rules, args=(host, tunnel, ended), daemon=True).start()
    server = Server(path, host, users)
    if settings.vm:
        open_machines(settings, host, users)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    for note in host.health().notes:
        log.warning("%s", note)
    log.info("listening at %s", path)
    open_to(server, path, host.group)()
    ended.set()
    path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
