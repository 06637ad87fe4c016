"""Which vulnerabilities a set of packages has, and which version of Debian is older. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from daas_broker.desktops.model import Package
from daas_broker.vulnerabilities.model import Flaw, Tracker, Urgency
from kernel.errors import Invalid

PARTS = re.compile(r"(\D*)(\d*)", re.ASCII)
END = 0  # of the letters: before any letter, after a tilde


class TrackerMalformed(Invalid):
    """`why` says what is wrong with the file, in a word."""

    code = "tracker_malformed"


def flaws(packages: Iterable[Package], tracker: Tracker) -> list[Flaw]:
    """The most urgent first. A binary package counts by the source that it was built from."""
    sources = {(package.source, package.source_version) for package in packages}
    found = [flaw for source, version in sources for flaw in _of(source, version, tracker)]
    order = list(Urgency)
    return sorted(found, key=lambda one: (order.index(one.urgency), one.source, one.cve))


def _of(source: str, version: str, tracker: Tracker) -> Iterator[Flaw]:
    for entry in tracker.entries.get(source, ()):
        if entry.fixed is None or is_older(version, entry.fixed):
            yield Flaw(entry.cve, source, version, entry.fixed, entry.urgency, entry.text)


def is_older(one: str, other: str) -> bool:
    """As dpkg orders versions (deb-version(7)); `0` is before all and means "never had it"."""
    for mine, yours in zip(_split(one), _split(other), strict=True):
        for a, b in zip_longest(_parts(mine), _parts(yours), fillvalue=(END,)):
            if a != b:
                return a < b
    return False


def _split(version: str) -> tuple[str, str, str]:
    """Epoch, upstream version and revision."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, dash, revision = rest.rpartition("-")
    return (epoch, upstream, revision) if dash else (epoch, rest, "")


def _parts(text: str) -> list[tuple[int, ...]]:
    """Letters and a number by turns."""
    found: list[tuple[int, ...]] = []
    for letters, digits in PARTS.findall(text):
        found += [(*map(_weight, letters), END), (int(digits or 0),)]
    return found


def _weight(letter: str) -> int:
    """A tilde is before the end, letters are before everything else."""
    if letter == "~":
        return -1
    return ord(letter) if letter.isalpha() else ord(letter) + 256
