"""A tree of files that begins as another one and shares with it on disk whatever stays the same.

The changes are made on an overlay, so that a program that writes into an old file in place never
reaches the tree below; afterwards they are laid over hard links.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPAQUE = "trusted.overlay.opaque"
PLAIN = "redirect_dir=off,metacopy=off,index=off"  # each change stands in the upper tree as itself


@contextmanager
def grown(below: Path, made: Path) -> Iterator[Path]:
    """Where to make the changes; at the end `made` is `below` with them. On failure neither."""
    work = made.with_name(f"{made.name}.overlay")
    merged, upper = work / "merged", work / "upper"
    for folder in (merged, upper, work / "work"):
        folder.mkdir(parents=True)
    if not _mount(below, work):
        shutil.rmtree(work)
        run_copy("--archive", below, made)  # where overlays do not stack
        yield made
        return
    try:
        yield merged
    finally:
        subprocess.run(["umount", "--lazy", str(merged)], check=True)
    run_copy("--archive", below, made, "--link")
    lay_over(upper, made)
    shutil.rmtree(work)


def _mount(below: Path, work: Path) -> bool:
    options = f"lowerdir={below},upperdir={work}/upper,workdir={work}/work,{PLAIN}"
    command = ["mount", "-t", "overlay", "overlay", "-o", options, str(work / "merged")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def lay_over(upper: Path, made: Path) -> None:
    """Move everything of an overlay's upper tree to where it belongs."""
    shutil.copystat(upper, made, follow_symlinks=False)
    for entry in os.scandir(upper):
        _lay(Path(entry.path), made / entry.name)


def _lay(change: Path, target: Path) -> None:
    facts = change.lstat()
    if stat.S_ISCHR(facts.st_mode) and facts.st_rdev == 0:
        _remove(target)  # a whiteout: it was deleted
    elif not stat.S_ISDIR(facts.st_mode):
        _remove(target)
        change.rename(target)
    elif _is_opaque(change) or target.is_symlink() or not target.is_dir():
        _remove(target)
        change.rename(target)
        _forget_marks(target)
    else:
        os.chown(target, facts.st_uid, facts.st_gid)
        lay_over(change, target)


def _is_opaque(folder: Path) -> bool:
    try:
        return os.getxattr(folder, OPAQUE) == b"y"
    except OSError:
        return False


def _forget_marks(folder: Path) -> None:
    """A directory that is new as a whole may hold whiteouts of what never was there."""
    for path in [folder, *folder.rglob("*")]:
        facts = path.lstat()
        if stat.S_ISDIR(facts.st_mode) and _is_opaque(path):
            os.removexattr(path, OPAQUE)
        elif stat.S_ISCHR(facts.st_mode) and facts.st_rdev == 0:
            path.unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def run_copy(how: str, source: Path, target: Path, *more: str) -> None:
    subprocess.run(["cp", how, *more, "--", str(source), str(target)], check=True)
