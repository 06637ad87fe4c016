"""What `./onmaru up` lays down before Python takes over, looked at again."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from kernel.settings import Settings
from workplace.stack import account, claims, edge, occupied

PYTHON = Path("/usr/bin/python3")


def node(settings: Settings) -> Path:
    """The directory with node, npm and npx; its name holds the key of what is in it."""
    wanted = (settings.root / "deploy" / "tools.txt").read_bytes()
    return settings.cache / f"tools-{sha256(wanted).hexdigest()[:16]}" / "node"


def package_names(lists: Path) -> list[str]:
    """One name a line, and maybe its release after a slash; what follows a hash says why."""
    lines = (line.partition("#")[0].strip() for line in lists.read_text().splitlines())
    return [line.partition("/")[0] for line in lines if line]


def missing_packages(lists: Path) -> list[str]:
    wanted = package_names(lists)
    if not shutil.which("dpkg-query"):
        return wanted
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n", *wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    installed = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("ii")}
    return [name for name in wanted if name not in installed]


def environment_problem(root: Path) -> str | None:
    python = root / ".venv" / "bin" / "python"
    if not python.exists():
        return "there is no .venv"
    if python.resolve() != PYTHON.resolve():
        return f".venv was made with {python.resolve()}, which the service user may not enter"
    if not (root / ".venv" / ".done").exists():
        return ".venv was not finished"
    return None


def strangers_on_ports(settings: Settings) -> dict[int, str]:
    """Our own edge names its configuration file, which lies in our var/."""
    holders = occupied.taken(edge.ports(settings).values())
    strangers = {port: who for port, who in holders.items() if f"{settings.var}/" not in who}
    return claims.others(settings) | strangers


def closed_to_service(root: Path) -> str | None:
    if not account.exists():
        return "there is no system user onmaru yet"
    if not account.is_root():
        return None
    if not account.can_reach(root):
        return f"{root} cannot be entered by user {account.NAME}"
    unreadable = account.cannot_read(root)
    return f"{unreadable[0]} cannot be read by user {account.NAME}" if unreadable else None
