"""Redis: rooms of the live process, rate limits, wake-ups. What it holds can be made again."""

from pathlib import Path

from workplace.stack import account

CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {data}
daemonize no
supervised no
logfile ""
databases 4
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy noeviction
stop-writes-on-bgsave-error no
enable-debug-command no
"""


def command(data: Path) -> list[str]:
    return ["/usr/bin/redis-server", str(data / "redis.conf")]


def lay_out(data: Path, socket: Path) -> None:
    """Write the configuration."""
    account.own(data, 0o700)
    text = CONFIGURATION.format(socket=socket, data=data)
    account.write(data / "redis.conf", text, 0o644, owner="root")
