"""`python -m workplace.hostd`: runs until told to end; desktops run on without it."""

import grp
import logging
import os
import pwd
import signal
import sys
import threading
from pathlib import Path

from kernel.settings import ZONE_PORT_OFFSET, Settings, read_settings
from workplace.hostd import limits
from workplace.hostd.command import Command
from workplace.hostd.egress import Egress
from workplace.hostd.homes.house import House
from workplace.hostd.host import Host
from workplace.hostd.host_network import NetworkFailed
from workplace.hostd.network import Networks
from workplace.hostd.podman import PODMAN
from workplace.hostd.server import Server, open_to
from workplace.hostd.shelf import Shelf
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
        egress=Egress(networks, memory / "egress.json", pages),
        limits=limits.of_this_machine(),
        command=Command(memory / "epoch"),
    )


def prepare(host: Host) -> None:
    """Without its rules no desktop may run, so without them there is no hostd."""
    try:
        host.egress.establish()
    except (NetworkFailed, OSError) as error:
        sys.exit(f"the rules that keep desktops apart cannot be set up: {error}")
    for name in host.tidy():
        log.info("left over from a crash and removed: %s", name)


def keep_rules(host: Host, ended: threading.Event) -> None:
    """Until the end: what somebody else changed in our rules and bridges is put back."""
    while not ended.wait(REPAIR_EVERY):
        try:
            if host.egress.repair():
                log.warning("the rules of the zones were not as they should be and are again")
        except (NetworkFailed, OSError) as error:
            log.error("the rules of the zones cannot be looked after: %s", error)  # noqa: TRY400


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if os.geteuid() != 0:
        sys.exit("hostd starts containers and rules of the network: it runs as root or not at all")
    if not Path(PODMAN).exists():
        sys.exit(f"{PODMAN} is missing: apt-get install podman, or run ./onmaru up")
    settings = read_settings()
    settings.run.mkdir(parents=True, exist_ok=True)
    host = make_host(settings)
    prepare(host)
    ended = threading.Event()
    threading.Thread(target=keep_rules, args=(host, ended), daemon=True).start()
    path = settings.socket("hostd")
    server = Server(path, host, frozenset({0, pwd.getpwnam(SERVICE).pw_uid}))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    for note in host.health().notes:
        log.warning("%s", note)
    log.info("listening at %s", path)
    open_to(server, path, host.group)()
    ended.set()
    path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
