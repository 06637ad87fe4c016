"""The menu of a desktop: what an administrator added to an image is found there [HD31]."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MENU = "etc/xdg/menus/xfce-applications.menu"
APPLICATIONS = "/usr/share/applications/"
HIDDEN = re.compile(r"^(NoDisplay|Hidden|Terminal)\s*=\s*true\s*$", re.MULTILINE)
PLAIN = re.compile(r"[\w.+-]+\.desktop")  # goes into the menu's XML as it is


def with_added(packages: Iterable[str], rootfs: Path) -> str | None:
    """The image's menu with the programs of `packages` at its end; None where nothing changes.

    A menu without a place for them was written by an administrator, and is left as it is.
    """
    menu = rootfs / MENU
    if not menu.is_file():
        return None
    text = menu.read_text()
    fresh = [name for name in _programs(packages, rootfs) if f">{name}<" not in text]
    lines = "".join(f"    <Filename>{name}</Filename>\n" for name in fresh)
    if not fresh or "  </Include>" not in text:
        return None
    with_names = text.replace("  </Include>", f"{lines}  </Include>", 1)
    return with_names.replace("  </Layout>", f"    <Separator/>\n{lines}  </Layout>", 1)


def _programs(packages: Iterable[str], rootfs: Path) -> Iterator[str]:
    """In the order in which they were added; what a package does not show itself is not shown, nor
    is what wants a terminal, which not every desktop has."""
    known = rootfs / "var/lib/dpkg/info"
    for package in packages:
        for listed in sorted([*known.glob(f"{package}.list"), *known.glob(f"{package}:*.list")]):
            for path in sorted(listed.read_text().splitlines()):
                name = path.removeprefix(APPLICATIONS)
                if path.startswith(APPLICATIONS) and _shows(name, rootfs / path.lstrip("/")):
                    yield name


def _shows(name: str, entry: Path) -> bool:
    if not PLAIN.fullmatch(name) or not entry.is_file():
        return False
    return not HIDDEN.search(entry.read_text(errors="replace"))
