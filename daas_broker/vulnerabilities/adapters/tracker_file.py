"""The Debian security tracker's JSON, as an administrator brought it.

The file comes from outside: its length is bounded before and after it is inflated, and packages
are decoded one at a time, so that memory is bounded by the text and not by what it makes up.
Format: https://security-tracker.debian.org/tracker/data/json
"""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from daas_broker.vulnerabilities.model import Entry, Tracker, Urgency
from daas_broker.vulnerabilities.rules import TrackerMalformed
from kernel.clock import utc_now

PLAIN, PACKED = "data.json", "data.json.gz"
RELEASE = "bookworm"
MOST_PACKED = 64 * 2**20
MOST_BYTES = 256 * 2**20
MOST_ENTRIES = 1_000_000
TEXT_LENGTH = 300
GZIP = b"\x1f\x8b"
AUTO = zlib.MAX_WBITS | 32  # zlib.h: finds out by itself whether it is gzip
BLOCK = 2**20
Short = Annotated[str, Field(max_length=200)]


class _Release(TypedDict, total=False):
    status: Short
    fixed_version: Short
    urgency: Short


class _Issue(TypedDict, total=False):
    description: str
    releases: dict[str, _Release]


ISSUES = TypeAdapter(dict[Short, _Issue])
DECODER = json.JSONDecoder()


@dataclass
class TrackerFile:
    """`folder` is the instance's var/security-tracker; the newer of both names counts."""

    folder: Path
    lock: Lock = field(default_factory=Lock)
    known: tuple[tuple[str, int, int], Tracker] | None = None

    def read(self) -> Tracker | None:
        """Decoded once; a file that was replaced is decoded anew."""
        found = [path for name in (PLAIN, PACKED) if (path := self.folder / name).is_file()]
        if not found:
            return None
        newest = max(found, key=lambda path: path.stat().st_mtime_ns)
        facts = newest.stat()
        mark = (newest.name, facts.st_mtime_ns, facts.st_size)
        with self.lock:
            if self.known is None or self.known[0] != mark:
                at = datetime.fromtimestamp(facts.st_mtime, UTC)
                self.known = (mark, parse(newest.read_bytes(), at))
            return self.known[1]

    def replace(self, parts: Iterable[bytes]) -> Tracker:
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        body = _bounded(parts, MOST_PACKED)
        parse(body, utc_now())
        is_packed = body.startswith(GZIP)
        target = self.folder / (PACKED if is_packed else PLAIN)
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as output:
            output.write(body)
            output.flush()
            os.fsync(output.fileno())
        fresh.replace(target)
        (self.folder / (PLAIN if is_packed else PACKED)).unlink(missing_ok=True)
        found = self.read()
        if found is None:
            raise TrackerMalformed(why="absent")
        return found


def _bounded(parts: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            raise TrackerMalformed(why="too_large", limit=most)
    return bytes(body)


def parse(body: bytes, at: datetime) -> Tracker:
    """Raise TrackerMalformed for what is no such file, or a larger one than there can be."""
    if len(body) > MOST_PACKED:
        raise TrackerMalformed(why="too_large", limit=MOST_PACKED)
    entries: dict[str, list[Entry]] = {}
    count = 0
    try:
        text = _inflated(body).decode()
        for source, issues in _packages(text):
            own = list(_entries(ISSUES.validate_python(issues)))
            count += len(own)
            if count > MOST_ENTRIES:
                raise TrackerMalformed(why="too_many", limit=MOST_ENTRIES)
            if own:
                entries[source] = own
    except (ValueError, RecursionError, zlib.error, ValidationError) as error:
        raise TrackerMalformed(why="not_a_tracker") from error
    if not entries:
        raise TrackerMalformed(why="not_a_tracker")
    return Tracker(at, entries)


def _inflated(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body
    inflater = zlib.decompressobj(AUTO)
    text = inflater.decompress(body, MOST_BYTES)
    if inflater.unconsumed_tail:
        raise TrackerMalformed(why="too_large", limit=MOST_BYTES)
    return text


def _packages(text: str) -> Iterator[tuple[str, object]]:
    """The members of the outermost object, one at a time."""
    place = _after(text, 0, "{")
    while True:
        place = _blank(text, place)
        if text[place : place + 1] == "}":
            return
        if text[place : place + 1] != '"':
            raise ValueError(text[place : place + 20])
        name, place = DECODER.raw_decode(text, place)
        value, place = DECODER.raw_decode(text, _blank(text, _after(text, place, ":")))
        yield name, value
        place = _blank(text, place)
        if text[place : place + 1] == "}":
            return
        place = _after(text, place, ",")


def _after(text: str, place: int, mark: str) -> int:
    place = _blank(text, place)
    if text[place : place + 1] != mark:
        raise ValueError(text[place : place + 20])
    return place + 1


def _blank(text: str, place: int) -> int:
    while text[place : place + 1] in {" ", "\n", "\r", "\t"}:
        place += 1
    return place


def _entries(issues: dict[str, _Issue]) -> Iterator[Entry]:
    for cve, issue in issues.items():
        release = issue.get("releases", {}).get(RELEASE)
        if release is None or release.get("status") not in {"open", "resolved"}:
            continue
        fixed = release.get("fixed_version") if release["status"] == "resolved" else None
        if fixed == "0":
            continue  # Debian never had it
        text = " ".join(issue.get("description", "").split())[:TEXT_LENGTH]
        yield Entry(cve, _urgency(release.get("urgency", "")), fixed, text)


def _urgency(word: str) -> Urgency:
    """The tracker marks with stars what somebody only guessed."""
    try:
        return Urgency(word.rstrip("*"))
    except ValueError:
        return Urgency.UNKNOWN
