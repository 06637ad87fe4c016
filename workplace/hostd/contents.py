"""The packages of an image: their versions, sources and licences, kept beside it for ever."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from daas_broker.desktops.model import Package
from workplace.hostd.archive import run

PACKAGES = "packages.json"
ON_DISK = TypeAdapter(list[Package])
FIELDS = "${Package}\t${Version}\t${source:Package}\t${source:Version}\n"
# copyright-format 1.0: a field at the start of a line, a short name, maybe " or GPL-2+".
LICENCE = re.compile(r"^License:[ \t]*(\S.*)$", re.MULTILINE)
MACHINE_READABLE = "/copyright-format/1.0"
MOST_NAMES = 12


def of(rootfs: Path) -> list[Package]:
    listed = run(
        "dpkg-query", f"--admindir={rootfs}/var/lib/dpkg", "--show", f"--showformat={FIELDS}"
    )
    return [
        Package(name, version, source, source_version, tuple(licences(rootfs, name)))
        for name, version, source, source_version in (
            line.split("\t") for line in listed.splitlines()
        )
    ]


def versions(rootfs: Path) -> dict[str, str]:
    return {package.name: package.version for package in of(rootfs)}


def licences(rootfs: Path, package: str) -> Iterator[str]:
    """Short names out of its copyright file; nothing where it is written for people only."""
    file = rootfs / "usr/share/doc" / package / "copyright"
    try:
        text = file.read_text(errors="replace")
    except OSError:
        return
    if MACHINE_READABLE not in text[:1000]:
        return
    names = dict.fromkeys(match.strip().rstrip(",") for match in LICENCE.findall(text))
    yield from list(names)[:MOST_NAMES]


def write(folder: Path, packages: list[Package]) -> None:
    (folder / PACKAGES).write_bytes(ON_DISK.dump_json(packages))


def read(folder: Path) -> list[Package]:
    """Nothing of an image that was built before its packages were kept."""
    try:
        return ON_DISK.validate_json((folder / PACKAGES).read_bytes())
    except FileNotFoundError:
        return []
