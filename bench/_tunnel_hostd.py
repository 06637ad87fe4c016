"""hostd's tunnel as a process of its own, which may be told to die at one of its steps.

`python -m bench._tunnel_hostd MEMORY INSTANCE LAND [STEP MOMENT]`, or `… dismantle` at the end.
"""

import os
import signal
import sys
import threading
from functools import wraps
from pathlib import Path
from typing import Any

from tests.support.country import PAGES
from workplace.hostd.__main__ import REPAIR_EVERY
from workplace.hostd.command import Command
from workplace.hostd.egress import Egress
from workplace.hostd.network import Networks
from workplace.hostd.proxies import SERVICE, Proxies
from workplace.hostd.tunnel.drivers import Daemon
from workplace.hostd.tunnel.host import Tunnel
from workplace.hostd.tunnel.server import open_gate

STEPS: dict[str, tuple[Any, str]] = {
    "revision kept": (Command, "_keep"),
    "peers changed": (Daemon, "change"),
    "ways changed": (Tunnel, "set_grants"),
    "looked": (Tunnel, "see"),
    "asked": (Daemon, "_ask"),
}
MOMENTS = ("before", "after")


def plant(step: str, moment: str) -> None:
    """This process dies when it comes to that step."""
    owner, name = STEPS[step]
    act = getattr(owner, name)

    @wraps(act)
    def deadly(*arguments: Any, **named: Any) -> Any:
        if moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        act(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)


def main() -> None:
    memory, instance, land, *rest = sys.argv[1:]
    networks = Networks(land, PAGES)
    proxies = Proxies(Path(memory) / "proxies", Path(memory), SERVICE)
    egress = Egress(networks, Path(memory) / "egress.json", PAGES, proxies)
    tunnel = Tunnel(instance, Path(memory) / "tunnel", egress, Command(Path(memory) / "epoch"))
    if rest == ["dismantle"]:
        tunnel.dismantle()
        return
    egress.establish()
    tunnel.establish()
    gate = open_gate(Path(memory) / "tunnel.sock", tunnel, frozenset({0}))
    ended = threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: plant(*rest))  # once it is at work
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    while not ended.wait(REPAIR_EVERY):
        tunnel.repair()


if __name__ == "__main__":
    main()
