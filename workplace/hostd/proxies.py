"""The proxy process of each zone whose policy asks for one [HD34].

It runs as the service user, in a namespace of its own beside the zone and in a sandbox that holds
its code and nothing of the machine. It outlives hostd: the next one tells it the policy again.
"""

import os
import pwd
import resource
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from daas_broker.desktops.zones import RefusedName, ZonePolicy
from daas_broker.egress.proxy.control import Told, tell
from kernel.settings import Settings, Zone
from workplace.hostd.host_network import NetworkFailed, run
from workplace.hostd.network import NAMESPACES, Networks, ZoneNetwork

SERVICE = "onmaru"
ROOT = Path(__file__).resolve().parents[2]
CODE = ("daas_broker", "kernel")
BEGINS_IN_S = 10.0
MOST_FILES = 1 << 16  # two for each connection
RESOLVED = "nameserver {}\nnameserver {}\noptions timeout:2 attempts:2\n"


@dataclass
class Proxies:
    """`folder` has a folder for each zone, for its socket; `log` is one for logs. Only root writes
    in both: a link that the service user laid there would lead root's hand."""

    folder: Path
    log: Path
    user: str
    told: dict[Zone, Told] = field(default_factory=dict)
    started: dict[Zone, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def keep(self, networks: Networks, policy: ZonePolicy) -> None:
        """The zone's proxy as its policy says. Raise NetworkFailed where it does not come up."""
        network = networks.of(policy.zone)
        self.told.pop(policy.zone, None)
        if not policy.through_proxy:
            if (NAMESPACES / network.proxy_name).exists():
                self.end(networks, network)
            return
        networks.house_proxy(network)
        if not pids(network):
            self._start(network)
        self.told[policy.zone] = self._tell(policy)

    def end(self, networks: Networks, network: ZoneNetwork) -> None:
        for pid in pids(network):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        ended = self.started.pop(network.zone, None)
        if ended:
            ended.wait()
        networks.remove_proxy(network)

    def answers(self, policy: ZonePolicy) -> bool | None:
        if not policy.through_proxy:
            return None
        told = self.told.get(policy.zone)
        return told is not None and told.revision == policy.revision

    def refused(self, policy: ZonePolicy) -> tuple[RefusedName, ...]:
        """As it says in this moment; as it said last while it does not answer."""
        if policy.zone not in self.told:
            return ()
        with suppress(OSError):
            self.told[policy.zone] = tell(self._socket(policy.zone), policy)
        return self.told[policy.zone].refused

    def _tell(self, policy: ZonePolicy) -> Told:
        last = time.monotonic() + BEGINS_IN_S
        while True:
            try:
                return tell(self._socket(policy.zone), policy)
            except OSError as error:
                started = self.started.get(policy.zone)
                has_ended = started is not None and started.poll() is not None
                if has_ended or time.monotonic() > last:
                    message = f"the proxy of {policy.zone.value} does not answer: {error}"
                    raise NetworkFailed(message) from error
                time.sleep(0.05)

    def _start(self, network: ZoneNetwork) -> None:
        former = self.started.pop(network.zone, None)
        if former:
            former.wait()
        person = pwd.getpwnam(self.user)
        place = self._socket(network.zone).parent
        place.mkdir(parents=True, exist_ok=True)
        os.chown(place, person.pw_uid, person.pw_gid)
        place.chmod(0o700)
        names, given = os.pipe()
        os.write(given, RESOLVED.format(*network.name_servers).encode())
        os.close(given)
        try:
            with (self.log / f"proxy-{network.zone.value}.log").open("ab") as log:
                self.started[network.zone] = subprocess.Popen(
                    self._command(network, person, names), stdin=subprocess.DEVNULL,
                    stdout=log, stderr=log, start_new_session=True, pass_fds=[names],
                )  # fmt: skip
        finally:
            os.close(names)

    def _command(self, network: ZoneNetwork, person: pwd.struct_passwd, names: int) -> list[str]:
        place, environment = self._socket(network.zone).parent, ROOT / ".venv"
        most_files = min(MOST_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        code = [["--ro-bind", str(ROOT / name), f"/code/{name}"] for name in CODE]
        return [
            "ip", "netns", "exec", network.proxy_name,
            "prlimit", f"--nofile={most_files}", "--core=0",
            "setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups",
            "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
            "bwrap", "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts",
            "--unshare-cgroup", "--cap-drop", "ALL", "--hostname", "proxy",
            "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
            "--symlink", "usr/lib64", "/lib64",
            "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108 - its own
            "--ro-bind", str(environment), str(environment),
            *chain.from_iterable(code),
            "--ro-bind-data", str(names), "/etc/resolv.conf",
            "--bind", str(place), "/told", "--chdir", "/code", "--clearenv",
            "--setenv", "LANG", "C.UTF-8", "--setenv", "PYTHONPATH", "/code",
            "--setenv", "PYTHONDONTWRITEBYTECODE", "1",
            str(environment / "bin/python"), "-m", "daas_broker.egress.proxy",
            str(network.proxy), "/told/control",
        ]  # fmt: skip

    def _socket(self, zone: Zone) -> Path:
        return self.folder / zone.value / "control"


def proxies_of(settings: Settings) -> Proxies:
    folder = settings.run.parent / "proxies" / settings.instance
    return Proxies(folder, settings.logs, SERVICE)


def pids(network: ZoneNetwork) -> list[int]:
    """Of its processes. A namespace that is gone has none."""
    if not (NAMESPACES / network.proxy_name).exists():
        return []
    return [int(word) for word in run("ip", "netns", "pids", network.proxy_name).split()]
