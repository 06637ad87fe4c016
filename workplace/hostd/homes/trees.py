"""Snapshots of a home: whole trees in which a file that did not change is a link to its copy.

Runs as the home's own user, inside the home's own file system: a name or link that somebody made
there leads nowhere else. Paths are bytes, for a person may name a file as they like.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

LIVE, SNAPSHOTS = b"live", b"snapshots"
LOCKS = (b"SingletonLock", b"SingletonSocket", b"SingletonCookie", b"lock", b".parentlock")
MOST_SHOWN = 300
NEWEST, DAYS = 10, 14  # snapshots that are kept
ENOSPC = 28
FORMAT = "%Y%m%dT%H%M%SZ"
DOCUMENTS = b"documents"


def places(root: bytes) -> list[bytes]:
    return sorted(name for name in os.listdir(root) if not name.startswith(b"."))


def walk(root: bytes) -> Iterator[tuple[bytes, os.stat_result]]:
    """Every directory, regular file and link below `root`, by its path from there."""
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda one: one.name)
        except OSError:
            continue  # it went meanwhile, or its owner may not look into it
        for entry in entries:
            path = os.path.join(folder, entry.name)
            try:
                found = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISDIR(found.st_mode):
                waiting.append(path)
            if stat.S_IFMT(found.st_mode) in {stat.S_IFDIR, stat.S_IFREG, stat.S_IFLNK}:
                yield path, found


def take(name: bytes) -> dict[str, Any]:
    """A snapshot of the live home under `name`; the last one again where nothing changed."""
    while True:
        try:
            return take_once(name)
        except OSError as error:
            known = snapshots()
            if error.errno != ENOSPC or len(known) < 2:  # noqa: PLR2004 - one is kept
                raise
            drop(known[:1])  # room for the newest goes before the memory of the oldest


def take_once(name: bytes) -> dict[str, Any]:
    known = snapshots()
    last = os.path.join(SNAPSHOTS, known[-1]) if known else None
    fresh = os.path.join(SNAPSHOTS, b".new")
    shutil.rmtree(fresh, ignore_errors=True)
    os.makedirs(fresh)
    changed = copy(LIVE, fresh, last)
    if last is not None and not changed and count(last) == count(fresh):
        shutil.rmtree(fresh)
        return described(known[-1])
    while name in known:  # two within a second
        name = following(name)
    os.rename(fresh, os.path.join(SNAPSHOTS, name))
    return described(name)


def following(name: bytes) -> bytes:
    """A second later. Not by `strptime`, which loads a module that no chroot of a home has."""
    text = name.decode()
    parts = [text[:4], text[4:6], text[6:8], text[9:11], text[11:13], text[13:15]]
    year, month, day, hour, minute, second = map(int, parts)
    at = datetime(year, month, day, hour, minute, second, tzinfo=UTC) + timedelta(seconds=1)
    return at.strftime(FORMAT).encode()


def copy(source: bytes, target: bytes, last: bytes | None) -> int:
    """How many entries are not as in `last`."""
    changed = 0
    for path, found in walk(source):
        if path.split(b"/")[-1] in LOCKS:
            continue
        kept = os.path.join(last, path) if last is not None else None
        try:
            changed += copy_one(os.path.join(source, path), os.path.join(target, path), found, kept)
        except FileNotFoundError:
            continue  # its owner was faster
    return changed


def copy_one(source: bytes, target: bytes, found: os.stat_result, kept: bytes | None) -> bool:
    """True where `kept` is not the same."""
    if stat.S_ISDIR(found.st_mode):
        os.makedirs(target, exist_ok=True)
        os.chmod(target, stat.S_IMODE(found.st_mode) | stat.S_IRWXU)
        return kept is not None and not os.path.isdir(kept)
    if stat.S_ISLNK(found.st_mode):
        link = os.readlink(source)
        os.symlink(link, target)
        return kept is None or not os.path.islink(kept) or os.readlink(kept) != link
    if kept is not None and is_same(kept, found):
        os.link(kept, target)
        return False
    shutil.copyfile(source, target, follow_symlinks=False)
    os.chmod(target, stat.S_IMODE(found.st_mode) | stat.S_IRUSR | stat.S_IWUSR)
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
    return True


def is_same(kept: bytes, found: os.stat_result) -> bool:
    try:
        old = os.lstat(kept)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(old.st_mode) and (old.st_size, old.st_mtime_ns) == (
        found.st_size,
        found.st_mtime_ns,
    )


def count(root: bytes) -> int:
    return sum(1 for _ in walk(root))


def outdated(names: list[bytes]) -> list[bytes]:
    """All but the newest ten and the last one of each of the fourteen newest days."""
    of_days = {name[:8]: name for name in sorted(names)}
    kept = {*sorted(names)[-NEWEST:], *list(of_days.values())[-DAYS:]}
    return [name for name in names if name not in kept]


def snapshots() -> list[bytes]:
    """Their names, the oldest first."""
    if not os.path.isdir(SNAPSHOTS):
        return []
    return places(SNAPSHOTS)


def described(name: bytes) -> dict[str, Any]:
    sizes = [s.st_size for _, s in walk(os.path.join(SNAPSHOTS, name)) if stat.S_ISREG(s.st_mode)]
    return {"id": name.decode(), "files": len(sizes), "bytes": sum(sizes)}


def drop(names: list[bytes]) -> None:
    for name in names:
        gone = os.path.join(SNAPSHOTS, b".gone")
        shutil.rmtree(gone, ignore_errors=True)
        os.rename(os.path.join(SNAPSHOTS, name), gone)
        shutil.rmtree(gone, ignore_errors=True)


def entry_id(path: bytes) -> str:
    """By which a file is named over the wire, where no path may go."""
    return sha256(path).hexdigest()[:32]


def compare(name: bytes) -> dict[str, Any]:
    """What going back to `name` would do: files that come back, are put back, or are lost."""
    then = files(os.path.join(SNAPSHOTS, name))
    now = files(LIVE)
    changes = []
    others = 0
    for path in sorted(then.keys() | now.keys()):
        before, after = then.get(path), now.get(path)
        if before and after and is_alike(before, after):
            continue
        if not path.startswith(DOCUMENTS + b"/"):
            others += 1
            continue
        kind = "changed" if before and after else "gone" if before else "new"
        changes.append((path, kind, before, after))
    return {
        "changes": [shown(*change) for change in changes[:MOST_SHOWN]],
        "more": max(0, len(changes) - MOST_SHOWN),
        "settings": others,
    }


def is_alike(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def files(root: bytes) -> dict[bytes, os.stat_result]:
    return {
        path: found
        for path, found in walk(root)
        if stat.S_ISREG(found.st_mode) and path.split(b"/")[-1] not in LOCKS
    }


def shown(
    path: bytes, kind: str, before: os.stat_result | None, after: os.stat_result | None
) -> dict[str, Any]:
    return {
        "id": entry_id(path),
        "name": path.partition(b"/")[2].decode(errors="replace"),
        "kind": kind,
        "bytes_then": before.st_size if before else None,
        "bytes_now": after.st_size if after else None,
        "changed_then": before.st_mtime if before else None,
        "changed_now": after.st_mtime if after else None,
    }


def restore_files(name: bytes, wanted: set[str]) -> int:
    """Each in one step, beside whatever else its folder holds by now. A document that was not
    there then goes: so what came back is undone by the snapshot from before [HD23]."""
    root, done = os.path.join(SNAPSHOTS, name), 0
    then = files(root)
    for path in files(LIVE).keys() - then.keys():
        if path.startswith(DOCUMENTS + b"/") and entry_id(path) in wanted:
            os.unlink(os.path.join(LIVE, path))
            done += 1
    for path in then:
        if entry_id(path) not in wanted:
            continue
        target = os.path.join(LIVE, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        put(os.path.join(root, path), target)
        done += 1
    return done


def put(source: bytes, target: bytes) -> None:
    """A folder that has the file's name by now keeps what is in it, under another name."""
    fresh = os.path.join(os.path.dirname(target), b".onmaru-restored")
    if os.path.lexists(fresh):
        os.unlink(fresh)
    shutil.copy2(source, fresh)
    if os.path.isdir(target) and not os.path.islink(target):
        os.rename(target, target + b".before")
    os.replace(fresh, target)


def fresh_place(place: bytes, source: bytes | None) -> bytes:
    """A folder to take the place of a live one: as in a snapshot, or empty."""
    fresh = os.path.join(LIVE, b".new-" + place)
    shutil.rmtree(fresh, ignore_errors=True)
    os.makedirs(fresh)
    if source is not None and os.path.isdir(source):
        copy(source, fresh, None)
    return fresh


def exchange(place: bytes, fresh: bytes, swap: Callable[[bytes, bytes], None]) -> None:
    """At one moment the live place is the fresh one; what it was goes."""
    swap(fresh, os.path.join(LIVE, place))
    shutil.rmtree(fresh, ignore_errors=True)
