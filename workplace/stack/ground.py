"""What an instance stands on: its user, its directories, a checkout it may read, free ports."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kernel.settings import Settings
from workplace.demo import cards
from workplace.hostd.host_network import NetworkFailed
from workplace.hostd.machines import place
from workplace.hostd.tunnel.tun import TUN
from workplace.stack import account, claims, edge, ghosts, keys, leftover, occupied
from workplace.stack.commands import run
from workplace.stack.progress import StepFailed, say

SPACE_BYTES = 512 * 2**20  # with less, the database may have to stop in the middle of a day


def prepare(settings: Settings) -> None:
    account.ensure()
    settings.run.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    lay_directories(settings)
    keys.ensure(settings.secrets)
    if settings.demo:
        cards.ensure(settings)
    else:
        cards.withdraw(settings)
    open_checkout(settings)
    refuse_full_disk(settings)
    remember(settings)
    compile_code(settings)
    forget_ghosts(settings)
    if settings.vm:
        prepare_machines(settings)


def forget_ghosts(settings: Settings) -> None:
    """What does not succeed is left for the next start: it hinders nobody."""
    try:
        for instance in ghosts.remove(settings.instance):
            say(f"  · the networks of {instance}, which nobody runs any more, are removed")
    except (NetworkFailed, OSError) as error:
        say(f"  · networks of instances that are gone could not be removed: {error}")


def prepare_machines(settings: Settings) -> None:
    """Their user passes through to the images and to the guests' disks, and reads nothing else."""
    account.ensure(account.GUESTS)
    place.of(settings).lay_out()
    account.let_use(TUN, account.GUESTS)  # of it, a guest gets its own port and makes none
    for folder in (settings.var, settings.cache):
        account.let_through(folder, account.GUESTS)


def lay_directories(settings: Settings) -> None:
    """Root writes logs, configurations and hostd's socket; where it does, the service user must
    not be able to put a link in the way."""
    account.share(settings.run, 0o1770)
    account.share(settings.var, 0o755)
    account.share(settings.logs, 0o750)
    for name in ("blobs", "edge", "security-tracker"):
        account.own(settings.var / name, 0o750)
    for name in ("recordings", "releases", "continuity"):
        account.own(settings.var / name, 0o700)


def open_checkout(settings: Settings) -> None:
    """Said once: afterwards nothing is closed any more."""
    for closed in (settings.root, settings.var):
        for directory in account.let_through(closed):
            say(f"  · {directory} is closed to others: user {account.NAME} may now pass through")
    if account.cannot_read(settings.root):
        account.let_read(settings.root)
        say(f"  · {settings.root} was unreadable: user {account.NAME} may now read it (getfacl)")


def compile_code(settings: Settings) -> None:
    """The service user may not write into the checkout, so bytecode is made for it."""
    packages = [str(package) for package in packages_of(settings.root)]
    run([sys.executable, "-m", "compileall", "-q", *packages])


def packages_of(root: Path) -> list[Path]:
    """Our own; what tests need is not among them."""
    found = (file.parent for file in root.glob("*/__init__.py"))
    return sorted(package for package in found if package.name not in {"tests", "bench"})


def refuse_full_disk(settings: Settings) -> None:
    free = shutil.disk_usage(settings.var).free
    if free < SPACE_BYTES:
        raise StepFailed(
            "Disk space",
            f"{settings.var} has {free >> 20} MiB left",
            f"free at least {SPACE_BYTES >> 20} MiB there, or set ONMARU_VAR to a larger disk",
        )


def remember(settings: Settings) -> None:
    """`status` and `down` then need no variable but ONMARU_VAR."""
    file = settings.remembered
    file.touch(mode=0o640)
    lines = (f"{name}={value}\n" for name, value in sorted(settings.environment().items()))
    file.write_text("".join(lines))
    shutil.chown(file, "root", account.NAME)


@contextmanager
def ports_claimed(settings: Settings) -> Iterator[None]:
    """For as long as `up` is at work; afterwards the supervisor that runs is the claim."""
    try:
        with claims.claimed(settings):
            yield
    except claims.Overlaps as error:
        raise _ports_taken(error.holders) from error


def refuse_taken_ports(settings: Settings) -> None:
    """Only while no supervisor of this instance runs: its own nginx would be ended."""
    leftover.end(settings.var / "edge")
    holders = occupied.taken(edge.ports(settings).values())
    if holders:
        raise _ports_taken(holders)


def _ports_taken(holders: Mapping[int, str]) -> StepFailed:
    return StepFailed(
        "Ports",
        "".join(f"\n      {port} is held by {who[:100]}" for port, who in holders.items()),
        "stop it, or choose other ports: ONMARU_PORT=8090 ./onmaru up takes 8090 to 8092",
    )
