"""The steps that make a tree of files from a definition."""

import shutil
from pathlib import Path

from workplace.hostd.archive import BuildFailed, debian_sources, run, targets
from workplace.hostd.definition import Definition
from workplace.hostd.menu import MENU, with_added

HOSTS = "127.0.0.1 localhost\n127.0.1.1 internet work guest\n"  # a desktop is named after its zone
MACHINE_ID = "/run/desktop/machine-id"  # each desktop's own; files/usr/lib/onmaru/session.py
DPKG_RULES = "etc/dpkg/dpkg.cfg.d/99mmdebstrap"


def bootstrap(wished: Definition, rootfs: Path) -> None:
    """Its packages, into an empty tree or on top of what is there."""
    rules = [f"path-exclude={path}" for path in wished.leave_out]
    rules += [f"path-include={path}" for path in wished.keep]
    (rootfs / DPKG_RULES).unlink(missing_ok=True)  # of the layer below; written anew
    for node in (rootfs / "dev").glob("*"):  # made anew as well
        shutil.rmtree(node) if node.is_dir() and not node.is_symlink() else node.unlink()
    suite = wished.ground.suite
    run(
        "nice", "-n", "10", "mmdebstrap", "--mode=root", "--variant=apt", "--format=directory",
        "--skip=check/empty",
        # An image that did not come to its end is thrown away: nothing has to reach the disk.
        *(f"--dpkgopt={rule}" for rule in (*rules, "force-unsafe-io")),
        "--aptopt=APT::Install-Recommends false",
        f"--include={','.join(wished.packages)}",
        suite, str(rootfs), "-",
        given="\n".join(debian_sources(suite, targets())),
    )  # fmt: skip


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
    inside(rootfs, "python3", "-m", "compileall", "-q", "/opt/selkies")


def settle(wished: Definition, rootfs: Path) -> None:
    """Language, time, and the user who will sit there."""
    ground = wished.ground
    (rootfs / "etc/locale.gen").write_text(
        "".join(f"{locale} {locale.partition('.')[2]}\n" for locale in ground.locales)
    )
    inside(rootfs, "locale-gen")
    point(rootfs / "etc/localtime", f"/usr/share/zoneinfo/{ground.timezone}")
    inside(
        rootfs, "useradd", "--uid", str(ground.uid), "--no-create-home",
        "--home-dir", f"/home/{ground.user}", "--shell", "/bin/bash", ground.user,
    )  # fmt: skip
    (rootfs / f"home/{ground.user}").mkdir(parents=True)
    (rootfs / "etc/hosts").write_text(HOSTS)


def furnish(wished: Definition, rootfs: Path) -> None:
    """The files of the repository, a later definition's over an earlier one's, and over them what
    was changed from the pages."""
    laid = {one.path: one for one in wished.laid}
    for path, file in wished.shipped.items():
        if path not in laid:
            _put(file, rootfs / path.removeprefix("/"))
    for one in laid.values():
        if one.text is not None:
            _write(one.text, rootfs, one.path.removeprefix("/"))
    if menu := with_added(wished.change.added, rootfs):
        _write(menu, rootfs, MENU)
    (rootfs / "run/desktop").mkdir(parents=True, exist_ok=True)
    for identity in ("etc/machine-id", "var/lib/dbus/machine-id"):
        point(rootfs / identity, MACHINE_ID)


def _put(file: Path, made: Path) -> None:
    made.parent.mkdir(parents=True, exist_ok=True)
    made.unlink(missing_ok=True)
    shutil.copyfile(file, made)
    shutil.chown(made, 0, 0)
    made.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def _write(text: str, rootfs: Path, place: str) -> None:
    """Through a package's link only where that stays in the image, as Firefox' own does [HD26]."""
    made = rootfs / place
    if not made.parent.resolve().is_relative_to(rootfs.resolve()):
        raise BuildFailed(f"/{place} lies behind a link that leads out of the image")
    made.parent.mkdir(parents=True, exist_ok=True)
    if made.is_dir() and not made.is_symlink():
        raise BuildFailed(f"/{place} is a folder")
    made.unlink(missing_ok=True)
    made.write_text(text)
    made.chmod(0o644)


def warm_up(_wished: Definition, rootfs: Path) -> None:
    """What programs would otherwise work out at each start, in a place they may not write."""
    inside(rootfs, "python3", "-m", "compileall", "-q", "/usr/lib/onmaru")
    inside(rootfs, "fc-cache", "--system-only")
    inside(rootfs, "python3", "-I", "/usr/lib/onmaru/ground.py", "--make")
    [compile_settings] = rootfs.glob("usr/lib/*/glib-2.0/glib-compile-schemas")
    inside(rootfs, f"/{compile_settings.relative_to(rootfs)}", "/usr/share/glib-2.0/schemas")
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


def disk_bytes(tree: Path) -> int:
    return int(run("du", "--summarize", "--block-size=1", str(tree)).split()[0])
