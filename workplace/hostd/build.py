"""Builds images: `python -m workplace.hostd.build [--fresh] [--report FOLDER] [NAME…]`.

Those that are missing; with `--fresh` also those for which the archive has newer packages.
An image appears whole or not at all: it is made in a directory of another name and renamed.
"""

import argparse
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from daas_broker.desktops.model import Package
from kernel.clock import utc_now
from kernel.settings import read_settings
from workplace.hostd import contents, definition, recipes
from workplace.hostd.archive import STATE, BuildFailed, offered
from workplace.hostd.definition import Definition
from workplace.hostd.layers import UNFINISHED, Layers, Offer, Say, outdated
from workplace.hostd.machines import disk
from workplace.hostd.podman import PodmanFailed
from workplace.hostd.pruning import Pruning, note_used
from workplace.hostd.report import Report
from workplace.hostd.rootfs import disk_bytes, furnish, warm_up
from workplace.hostd.shelf import DamagedImage, Shelf, label, write_label
from workplace.hostd.tree import grown
from workplace.hostd.users import Users

Make = Callable[[Definition, Path, Offer | None, Say], Sequence[Package]]


def build(
    wished: Definition, shelf: Shelf, say: Say, offer: Offer | None = None, make: Make | None = None
) -> str:
    """The key of the image, which is there when this returns. Building twice builds once [HD8].

    With an `offer` an image whose packages are older than offered does not count as there.
    """
    shelf.folder.mkdir(parents=True, exist_ok=True)
    with alone(shelf.folder, say):
        digest = wished.digest
        for there in reversed(shelf.images()):
            held = {p.name: p.version for p in shelf.packages(there.key)}
            if there.definition == digest and not outdated(held, offer):
                return there.key
        sweep(shelf.folder)
        unfinished = shelf.folder / f"{UNFINISHED}{wished.name}-{digest}"
        unfinished.mkdir()
        packages = (make or make_image)(wished, unfinished, offer, say)
        if definition.read(wished.name, wished.folder, wished.change).digest != digest:
            raise BuildFailed("its definition was changed while it was built; build again")
        return keep(wished, unfinished, packages)


def keep(wished: Definition, unfinished: Path, packages: Sequence[Package]) -> str:
    """Give what was made its label and its name."""
    key = wished.key({package.name: package.version for package in packages})
    image = unfinished.with_name(key)
    contents.write(unfinished, list(packages))
    recipes.keep(unfinished, wished)
    write_label(unfinished, label(wished, key, disk_bytes(unfinished / "rootfs"), utc_now()))
    if image.exists():
        shutil.rmtree(image)  # the same content, without a label that could be read
    unfinished.rename(image)
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


def make_image(
    wished: Definition, folder: Path, offer: Offer | None, say: Say
) -> Sequence[Package]:
    began = monotonic()
    layers = Layers(folder.parent)
    missing = layers.missing(wished, offer)
    steps = len(missing) + (3 if wished.machine else 2)
    for number, one in enumerate(missing, 1):
        say(f"[{number}/{steps}] packages of {one.name}")
        layers.make(one)
    note_used(layers, wished)
    with grown(layers.folder(wished) / "rootfs", folder / "rootfs") as tree:
        say(f"[{len(missing) + 1}/{steps}] files")
        furnish(wished, tree)
        say(f"[{len(missing) + 2}/{steps}] caches")
        warm_up(wished, tree)
    if wished.machine:
        say(f"[{steps}/{steps}] disk")
        disk.pack(folder)
    say(f"{wished.name}: made in {monotonic() - began:.0f} s")
    return contents.of(folder / "rootfs")


def parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="workplace.hostd.build")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--fresh", action="store_true", help="newer packages make another image")
    parser.add_argument("--released", action="store_true", help="without what was changed since")
    parser.add_argument("--report", type=Path, help="where to write how far it is")
    return parser.parse_args(words)


def build_all(wish: argparse.Namespace, say: Say) -> str:
    """The key of the last one."""
    settings = read_settings()
    shelf, key = Shelf(settings.cache / "images"), ""
    changes = recipes.Changes(settings.var / recipes.FOLDER)
    users = Users(shelf, settings.instance, settings.var)
    for name in wish.names or definition.names():
        wished = changes.released(name) if wish.released else changes.read(name)
        offer = None
        if wish.fresh:
            say("what the archive offers now")
            state = shelf.folder / STATE
            offer = offered(wished.ground.suite, wished.all_packages, state)
        key = build(wished, shelf, say, offer)
        users.see_again(key)  # a release that came back may have been left long ago
        say(f"there is {key}")
    prune(shelf, users, changes, say)
    return key


def prune(shelf: Shelf, users: Users, changes: recipes.Changes, say: Say) -> None:
    """What is not taken away now is by the next build: no reason to fail this one."""
    known = [*definition.names(), *definition.names(machines=True)]
    reads = (definition.read, changes.released, changes.read)
    wished = [read(name) for name in known for read in reads]
    with alone(shelf.folder, say):
        try:
            for gone in Pruning(shelf, users, wished)(utc_now()):
                say(f"nobody needs {gone} any more; it is gone")
        except (OSError, PodmanFailed, DamagedImage) as error:
            say(f"old images stay for now: {error}")


def main(words: Sequence[str]) -> None:
    wish = parse(words)
    os.umask(0o022)  # a desktop's user reads all of it
    if wish.report is None:
        build_all(wish, say=lambda text: print(text, flush=True))  # noqa: T201
        return
    with Report(wish.report).writing(wish.names[0]) as progress:
        progress.ended(build_all(wish, progress.say))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildFailed as error:
        sys.exit(f"image not built: {error}")
