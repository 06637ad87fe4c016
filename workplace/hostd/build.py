"""Builds the images that are missing: `python -m workplace.hostd.build [NAME…]`.

An image appears whole or not at all: it is made in a directory of another name and renamed.
"""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from kernel.clock import utc_now
from kernel.settings import read_settings
from workplace.hostd import definition
from workplace.hostd.definition import Definition
from workplace.hostd.shelf import Shelf, label, write_label

Say = Callable[[str], None]
UNFINISHED = ".building-"
DEBIAN_FORMAT = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
HOSTS = "127.0.0.1 localhost\n127.0.1.1 internet work guest\n"  # a desktop is named after its zone
MACHINE_ID = "/run/desktop/machine-id"  # each desktop's own; files/usr/lib/onmaru/session.py


class BuildFailed(Exception):
    """The message says what failed and what to look at."""


Make = Callable[[Definition, Path, Say], None]


def build(wished: Definition, shelf: Shelf, say: Say, make: Make | None = None) -> str:
    """The key of the image, which is there when this returns. Building twice builds once [HD8]."""
    key = wished.key
    shelf.folder.mkdir(parents=True, exist_ok=True)
    with alone(shelf.folder, say):
        if shelf.find(key) is None:
            sweep(shelf.folder)
            unfinished = shelf.folder / f"{UNFINISHED}{key}"
            (make or make_image)(wished, unfinished, say)
            if wished.key != key:
                raise BuildFailed("its definition was changed while it was built; build again")
            unfinished.rename(shelf.folder / key)
    return key


@contextmanager
def alone(folder: Path, say: Say) -> Iterator[None]:
    """One build at a time on a machine; the lock goes with its process."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another build is running on this machine; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep(folder: Path) -> None:
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)


def make_image(wished: Definition, folder: Path, say: Say) -> None:
    began = monotonic()
    rootfs = folder / "rootfs"
    folder.mkdir()
    steps: list[tuple[str, Callable[[Definition, Path], None]]] = [
        ("Debian packages", bootstrap),
        ("the streaming server", install_stream),
        ("files, user, language", furnish),
        ("caches", warm_up),
    ]
    for number, (title, work) in enumerate(steps, 1):
        say(f"[{number}/{len(steps)}] {title}")
        work(wished, rootfs)
    size = disk_bytes(rootfs)
    write_label(folder, label(wished.key, wished.title, size, utc_now()))
    say(f"{wished.key}: {size >> 20} MiB in {monotonic() - began:.0f} s")


def bootstrap(wished: Definition, rootfs: Path) -> None:
    rules = [f"path-exclude={path}" for path in wished.leave_out]
    rules += [f"path-include={path}" for path in wished.keep]
    run(
        "nice", "-n", "10", "mmdebstrap", "--mode=root", "--variant=apt", "--format=directory",
        *(f"--dpkgopt={rule}" for rule in rules),
        "--aptopt=APT::Install-Recommends false",
        f"--include={','.join(wished.packages)}",
        wished.suite, str(rootfs), "-",
        given="\n".join(debian_sources(wished.suite, apt_targets())),
    )  # fmt: skip


def apt_targets() -> list[str]:
    """What this machine itself installs from: `origin|archive|release|component`."""
    return run("apt-get", "indextargets", "--format", DEBIAN_FORMAT).splitlines()


def debian_sources(suite: str, targets: Iterable[str]) -> list[str]:
    """Those of `targets` that are Debian's `suite` and its updates."""
    wanted = {suite, f"{suite}-updates", f"{suite}-security"}
    lines = set()
    for target in targets:
        origin, archive, release, component = target.split("|")
        if origin == "Debian" and release in wanted and component == "main":
            lines.add(f"deb {archive} {release} main")
    if not any(f" {suite} " in line for line in lines):
        raise BuildFailed(
            f"this machine's apt knows no Debian {suite}. Add it to /etc/apt/sources.list.d,"
            " run apt-get update and try again"
        )
    return sorted(lines)


def install_stream(wished: Definition, rootfs: Path) -> None:
    """With the distribution's own pip, so that nothing of ours or of its users comes along."""
    tools = rootfs.parent / "pip"
    run("/usr/bin/python3", "-m", "venv", str(tools))
    run(
        str(tools / "bin/pip"), "install", "--quiet", "--no-compile", "--only-binary=:all:",
        "--require-hashes", "--requirement", str(wished.requirements),
        "--target", str(rootfs / "opt/selkies"),
    )  # fmt: skip
    shutil.rmtree(tools)


def furnish(wished: Definition, rootfs: Path) -> None:
    shutil.copytree(
        wished.files, rootfs, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    for file in wished.files.rglob("*"):
        made = rootfs / file.relative_to(wished.files)
        shutil.chown(made, 0, 0)
        made.chmod(0o755 if file.is_dir() else 0o644)
    (rootfs / "etc/locale.gen").write_text(
        "".join(f"{locale} {locale.partition('.')[2]}\n" for locale in wished.locales)
    )
    inside(rootfs, "locale-gen")
    point(rootfs / "etc/localtime", f"/usr/share/zoneinfo/{wished.timezone}")
    inside(
        rootfs, "useradd", "--uid", str(wished.uid), "--no-create-home",
        "--home-dir", f"/home/{wished.user}", "--shell", "/bin/bash", wished.user,
    )  # fmt: skip
    for place in (f"home/{wished.user}", "run/desktop"):
        (rootfs / place).mkdir(parents=True)
    (rootfs / "etc/hosts").write_text(HOSTS)
    for identity in ("etc/machine-id", "var/lib/dbus/machine-id"):
        point(rootfs / identity, MACHINE_ID)


def warm_up(_wished: Definition, rootfs: Path) -> None:
    """What programs would otherwise work out at each start, in a place they may not write."""
    inside(rootfs, "python3", "-m", "compileall", "-q", "/opt/selkies", "/usr/lib/onmaru")
    inside(rootfs, "fc-cache", "--system-only")
    for theme in (rootfs / "usr/share/icons").iterdir():
        if (theme / "index.theme").is_file():
            inside(rootfs, "gtk-update-icon-cache", "-q", "-t", f"/usr/share/icons/{theme.name}")
    for left in ("var/lib/apt/lists", "var/cache/apt", "var/log"):
        shutil.rmtree(rootfs / left)
        (rootfs / left).mkdir()


def point(link: Path, target: str) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def inside(rootfs: Path, *command: str) -> None:
    run("chroot", str(rootfs), "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin", "LANG=C", *command)


def run(*command: str, given: str = "") -> str:
    """The command's output; its messages go to ours."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:4])} … ended with {done.returncode}: "
                          + done.stderr.strip()[-400:])  # fmt: skip
    return done.stdout


def disk_bytes(tree: Path) -> int:
    return int(run("du", "--summarize", "--block-size=1", str(tree)).split()[0])


def main(names: list[str]) -> None:
    shelf = Shelf(read_settings().cache / "images")
    for name in names or definition.names():
        build(definition.read(name), shelf, say=lambda text: print(text, flush=True))  # noqa: T201


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildFailed as error:
        sys.exit(f"image not built: {error}")
