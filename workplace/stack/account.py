"""The system user that runs everything but hostd and the supervisor.

What root lays for it lies where that user may put a link in its place: root opens what it changes
without following one, and writes a file anew beside the old one [ST4].
"""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workplace.hostd.machines import place

NAME = "onmaru"
GUESTS = place.USER  # whoever breaks out of a virtual machine is nobody else than this


def is_root() -> bool:
    return os.geteuid() == 0


def service_user() -> str | None:
    """Whom to become before starting a server; None where we cannot and need not change."""
    return NAME if is_root() else None


def exists(name: str = NAME) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def ensure(name: str = NAME) -> None:
    """Make the system user where it is missing. It has no password, no shell and no home."""
    if not exists(name):
        subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home",
             "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name],
            check=True,
        )  # fmt: skip


def own(path: Path, mode: int = 0o750) -> Path:
    """`path` as a directory that belongs to the service user."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    with _opened(path, os.O_DIRECTORY) as found:
        os.fchmod(found, mode)
        if is_root():
            os.fchown(found, *_ids(NAME))
    return path


def own_file(path: Path) -> None:
    """Give what lies there to the service user; what is no plain file stays whose it is."""
    with suppress(OSError), _opened(path, os.O_NONBLOCK) as found:
        seen = os.fstat(found)
        if is_root() and stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1:
            os.fchown(found, *_ids(NAME))


def write(file: Path, text: str, mode: int, owner: str = NAME) -> None:
    """The whole of `file`, for `owner` and the service's group, instead of what lay there."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(made, "w", encoding="utf-8") as out:
        if is_root():
            os.fchown(made, _ids(owner)[0], _ids(NAME)[1])
        os.fchmod(made, mode)
        out.write(text)
    fresh.replace(file)


@contextmanager
def _opened(path: Path, how: int) -> Iterator[int]:
    """Through a link only where nobody but root could have laid it: a disk of an agency's own."""
    above = path.parent.stat()
    is_roots = above.st_uid == 0 and not above.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    found = os.open(path, os.O_RDONLY | how | (0 if is_roots else os.O_NOFOLLOW))
    try:
        yield found
    finally:
        os.close(found)


def _ids(name: str) -> tuple[int, int]:
    person = pwd.getpwnam(name)
    return person.pw_uid, person.pw_gid


def share(path: Path, mode: int) -> Path:
    """`path` as a directory of root that the service's group may use as `mode` says."""
    path.mkdir(parents=True, exist_ok=True)
    if is_root():
        shutil.chown(path, "root", NAME)
    path.chmod(mode)
    return path


def can_reach(path: Path, name: str = NAME) -> bool:
    """Whether the service user, or another of ours, may enter the directory `path`."""
    user = name if is_root() else None
    test = ["test", "-x", str(path)]
    done = subprocess.run(
        test, user=user, group=user, extra_groups=[] if user else None, check=False
    )
    return done.returncode == 0


def cannot_read(tree: Path) -> list[Path]:
    """The first thing under a checkout that the service user has to read and cannot."""
    caches = ["-name", ".?*", "!", "-name", ".venv"]
    skipped = [*caches, "-o", "-name", "var", "-o", "-name", "node_modules"]
    user = service_user()
    done = subprocess.run(
        ["find", str(tree), "(", *skipped, ")", "-prune", "-o", "!", "-readable",
         "-print", "-quit"],
        user=user, group=user, extra_groups=[] if user else None,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [Path(line) for line in done.stdout.splitlines()]


def let_read(tree: Path) -> None:
    """Give the service user what it reads of a checkout that was made with a closed umask."""
    grant = f"u:{NAME}:rX"
    for part in tree.iterdir():
        if part.name == ".venv" or not part.name.startswith((".", "var")):
            subprocess.run(["setfacl", "-R", "--modify", grant, str(part)], check=True)
    for directory in (tree, tree / "web"):
        subprocess.run(["setfacl", "--modify", f"{grant},d:{grant}", str(directory)], check=True)


def let_use(device: Path, name: str) -> None:
    """Where udev opens it to everybody nothing changes; where there is no udev it is root's."""
    if device.exists():
        subprocess.run(["setfacl", "--modify", f"u:{name}:rw", str(device)], check=True)


def let_through(path: Path, name: str = NAME) -> list[Path]:
    """Let the service user pass the directories above `path`, without opening them to others.

    A clone under /root or `mktemp -d` is closed to everybody else; an access list that names one
    user keeps it so. Returns the directories that had to be changed.
    """
    changed: list[Path] = []
    if can_reach(path, name):
        return changed
    for directory in [*reversed(path.parents), path]:
        if not can_reach(directory, name):
            subprocess.run(["setfacl", "--modify", f"u:{name}:x", str(directory)], check=True)
            changed.append(directory)
    return changed
