"""Networks of instances that nobody runs any more: their directory was deleted under them.

`down` of an instance removes its own. One whose checkout or state went away while it ran (a journey
that was killed, a worktree that was deleted) can be told nothing; its namespaces, bridges and rules
stay. An instance is *nobody's* if and only if it is not this one, its newest namespace is an hour
old, no process is in one, no socket of it is open, and no program's line names it.
"""

import json
import re
import time
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from workplace.hostd.host_network import NetworkFailed, links, run
from workplace.hostd.network import NAMESPACES, Networks

AGE_SECONDS = 3600.0  # whoever starts at this moment has made its rules before its sockets
NAMESPACE = re.compile(r"^onm([0-9a-f]{8})-")
SOCKET = re.compile(r" /run/onmaru/([0-9a-f]{8})/")
NAMED = re.compile(rb"onmaru[-/]([0-9a-f]{8})[-/]")


@dataclass(frozen=True)
class Seen:
    """Of this host: when each instance's newest namespace was made, and who is alive."""

    made_at: Mapping[str, float]
    alive: AbstractSet[str]


def nobodys(seen: Seen, own: str, now: float) -> list[str]:
    """Only those with namespaces: a bridge alone may be of one that starts."""
    return sorted(
        instance
        for instance, made_at in seen.made_at.items()
        if instance != own and instance not in seen.alive and now - made_at >= AGE_SECONDS
    )


def remove(own: str) -> list[str]:
    """Those whose networks were removed."""
    gone = nobodys(look(), own, time.time())
    for instance in gone:
        remove_one(instance)
    return gone


def remove_one(instance: str) -> None:
    networks = Networks(instance)
    for desktop in networks.attached():
        networks.detach(desktop)
    for link in set(links()) & {f"onm{instance}v", *(one.bridge for one in networks.zones)}:
        run("ip", "link", "delete", link)
    for family, name in _tables():
        if name in {f"onmaru_{instance}", f"onmaru_{instance}_tunnel"}:
            run("nft", "delete", "table", family, name)


def look() -> Seen:
    made_at: dict[str, float] = {}
    alive: set[str] = set()
    for file in NAMESPACES.glob("onm*"):
        if found := NAMESPACE.match(file.name):
            instance = found[1]
            made_at[instance] = max(made_at.get(instance, 0), file.stat().st_mtime)
            if _has_processes(file.name):
                alive.add(instance)
    return Seen(made_at, alive | _with_sockets() | _named_by_programs())


def _has_processes(namespace: str) -> bool:
    try:
        return run("ip", "netns", "pids", namespace).strip() != ""
    except NetworkFailed:
        return True  # what cannot be looked at is left alone


def _with_sockets() -> set[str]:
    return set(SOCKET.findall(Path("/proc/net/unix").read_text()))


def _named_by_programs() -> set[str]:
    """Containers' keepers, virtual machines and daemons have their instance in their line."""
    return {name.decode() for line in _lines() for name in NAMED.findall(line)}


def _lines() -> Iterable[bytes]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield (process / "cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile


def _tables() -> list[tuple[str, str]]:
    listed = json.loads(run("nft", "--json", "list", "tables"))["nftables"]
    found = [entry["table"] for entry in listed if "table" in entry]
    return [(one["family"], one["name"]) for one in found]
