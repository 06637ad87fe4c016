"""A build that passes its trial and fails people: a real image whose desktops end at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copy2, rmtree
from subprocess import run

from daas_broker.desktops.model import ImageKey
from kernel.clock import utc_now
from kernel.ids import fresh_id
from workplace.hostd.contents import PACKAGES
from workplace.hostd.shelf import Shelf, write_label
from workplace.hostd.tree import grown

SESSION = "usr/lib/onmaru/session.py"
FAULT = "import sys\nif '--trial' not in sys.argv:\n    raise SystemExit('spoiled on purpose')\n"


@contextmanager
def spoiled(shelf: Shelf, good: str) -> Iterator[str]:
    """A new key of the name of `good`, on the shelf until the end; sharing its files on disk."""
    image = shelf.find(good)
    assert image is not None
    key = ImageKey(f"{image.name}-{fresh_id()[-12:]}")
    unfinished = shelf.folder / f".spoiled-{key}"
    unfinished.mkdir()
    try:
        with grown(shelf.rootfs(good), unfinished / "rootfs") as tree:
            spoil(tree / SESSION)
        copy2(shelf.folder / good / PACKAGES, unfinished / PACKAGES)
        write_label(unfinished, replace(image, key=key, built_at=utc_now(), definition=key[-12:]))
        unfinished.rename(shelf.folder / key)
        yield key
    finally:
        for left in (unfinished, shelf.folder / key):
            run(["umount", "--lazy", left / "rootfs"], capture_output=True, check=False)
            rmtree(left, ignore_errors=True)


def spoil(program: Path) -> None:
    """After its docstring and nothing else, so that a trial runs as ever."""
    text = program.read_text()
    head, quotes, rest = text.partition('"""\n\n')
    program.unlink()
    program.write_text(head + quotes + FAULT + rest)
