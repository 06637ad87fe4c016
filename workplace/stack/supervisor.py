"""Who keeps the processes running: supervisord, one per instance, on a socket that only root opens.

It needs neither systemd nor a container, and restarts what dies.
"""

import http.client
import os
import socket
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any

from kernel.settings import Settings
from workplace.stack.processes import Process, user_of
from workplace.stack.progress import StepFailed, until

SERVERS = {"postgres", "redis", "slapd", "libvirt"}
STOP_SECONDS = 40
PATIENCE_SECONDS = 12  # a process may wait for another that is just starting
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HEAD = """\
[unix_http_server]
file = {socket}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl = unix://{socket}

[supervisord]
logfile = {logs}/supervisord.log
logfile_maxbytes = 10MB
logfile_backups = 2
pidfile = {run}.supervisor.pid
childlogdir = {logs}
directory = {root}
minfds = 16384
umask = 022
{user}
"""
# A process that cannot start is tried for as long as anybody could be repairing its cause:
# supervisord waits one second longer each time.
PROGRAM = """
[program:{name}]
command = {command}
directory = {root}
{user}
priority = {priority}
autostart = false
autorestart = true
startsecs = 1
startretries = 200
stopsignal = {stop_signal}
stopwaitsecs = 30
stopasgroup = {group}
killasgroup = true
redirect_stderr = true
stdout_logfile = {logs}/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 3
environment = {environment}
"""


def socket_path(settings: Settings) -> Path:
    """Beside the other sockets, not among them: only root may write there."""
    return settings.run.with_suffix(".supervisor.sock")


def configuration(settings: Settings, processes: Sequence[Process]) -> str:
    common = {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", "TZ": "UTC", **settings.environment()}
    words = {"logs": settings.logs, "run": settings.run, "root": settings.root}
    head = HEAD.format(
        **words,
        socket=socket_path(settings),
        user="user = root" if user_of_supervisor() else "",
    )
    return head + "".join(
        PROGRAM.format(
            **words,
            name=process.name,
            command=" ".join(_quoted(word) for word in process.command),
            user=f"user = {user_of(process)}" if user_of(process) else "",
            priority=priority,
            stop_signal=process.stop_signal,
            group=str(process.stop_group).lower(),
            environment=_assignments({**common, "HOME": _home(process), **process.environment}),
        )
        for priority, process in enumerate(processes, 1)
    )


def user_of_supervisor() -> bool:
    """Whether it runs as root and is told so, which keeps it from warning about it."""
    return Path("/proc/self").stat().st_uid == 0


def has_ended(pid: int) -> bool:
    """Also one that nobody collects: a bare container's first process often does not."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return facts.rpartition(") ")[2].startswith("Z")  # proc(5): the state follows the name


def _home(process: Process) -> str:
    return "/root" if process.root else "/nonexistent"


def _assignments(values: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(text: str) -> str:
    """For an ini value in which supervisord expands percent signs."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


class _Connection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:  # noqa: ARG002
        return _Connection(self.path)


class Supervisor:
    """A running supervisord, as its XML-RPC interface shows it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.began = time()
        path = str(socket_path(settings))
        proxy = xmlrpc.client.ServerProxy("http://localhost", transport=_Transport(path))
        self.rpc: Any = proxy.supervisor

    def is_running(self) -> bool:
        """PermissionError for anybody but root, who cannot tell."""
        try:
            self.rpc.getState()
        except PermissionError:
            raise
        except (OSError, http.client.HTTPException):
            return False
        return True

    def states(self) -> dict[str, dict[str, Any]]:
        """By name: `statename`, `start` and `now` in seconds, `pid`, `spawnerr`, `exitstatus`."""
        return {found["name"]: found for found in self.rpc.getAllProcessInfo()}

    def start(self, names: Sequence[str]) -> None:
        """Start those that do not run, without waiting for them to be ready."""
        self.began = time()
        states = self.states()
        for name in names:
            if states[name]["statename"] not in {"RUNNING", "STARTING"}:
                if states[name]["statename"] == "BACKOFF":
                    self.rpc.stopProcess(name)
                self.rpc.startProcess(name, False)  # noqa: FBT003 - XML-RPC has no names

    def stop(self, names: Sequence[str]) -> None:
        """Tell all of them at once; returns when they have ended."""
        for name in names:
            with suppress(xmlrpc.client.Fault):  # it was not running
                self.rpc.stopProcess(name, False)  # noqa: FBT003 - XML-RPC has no names
        until(lambda: None if self.alive() & set(names) else True, STOP_SECONDS)

    def rank_normally(self) -> None:
        """What it starts from now on runs at normal priority, though `nice ./onmaru up` was said:
        that is a wish about the command, and desktops would be slow for ever."""
        if user_of_supervisor():
            os.setpriority(os.PRIO_PROCESS, self.rpc.getPID(), 0)

    def read_again(self, name: str) -> None:
        """It takes its new configuration; what is connected stays so."""
        self.rpc.signalProcess(name, "HUP")

    def alive(self) -> set[str]:
        return {name for name, state in self.states().items() if state["pid"]}

    def ending(self) -> set[str]:
        """Those that were started again and again, and ended each time."""
        return {
            name
            for name, state in self.states().items()
            if state["statename"] == "FATAL"
            or (state["statename"] == "BACKOFF" and state["now"] - self.began > PATIENCE_SECONDS)
        }

    def shut_down(self) -> None:
        """The servers last, so that the others may still write to them; returns when all ended."""
        pid = self.rpc.getPID()
        states = self.states()
        self.stop([name for name in states if name not in SERVERS])
        self.stop([name for name in states if name in SERVERS])
        self.rpc.shutdown()
        if until(lambda: True if has_ended(pid) else None, 60) is None:
            raise StepFailed(
                "Stopping the processes",
                f"supervisord {pid} still runs after a minute",
                f"look into {self.settings.logs}/supervisord.log; kill -9 {pid} is the last resort",
            )


def launch(settings: Settings, processes: Sequence[Process]) -> Supervisor:
    """Start supervisord with everything stopped, or give the running one this configuration."""
    file = settings.var / "supervisord.conf"
    text = configuration(settings, processes)
    supervisor = Supervisor(settings)
    if supervisor.is_running():
        # Whoever cleared the folder away under it starts anew.
        if file.exists() and file.read_text() == text:
            supervisor.rank_normally()
            return supervisor
        supervisor.shut_down()
    file.touch(mode=0o600)  # an agency's database URL may hold a password
    file.write_text(text)
    socket_path(settings).unlink(missing_ok=True)
    done = subprocess.run(
        # Nothing of the caller's shell goes along: no proxy, no virtual environment, no locale.
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
        env={"PATH": SYSTEM_PATH, "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or until(lambda: supervisor.is_running() or None, 10) is None:
        raise StepFailed(
            "Starting the supervisor",
            (done.stdout + done.stderr).strip() or "it does not answer on its socket",
            "read its log; ./onmaru doctor tells what this machine lacks",
            settings.logs / "supervisord.log",
        )
    supervisor.rank_normally()
    return supervisor
