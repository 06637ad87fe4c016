"""One act on one home, in a process of its own: reads a JSON object, prints another.

`python -E -S -m workplace.hostd.homes.child`; the standard library only. A home is mounted in the
mount namespace of this process, which ends with it: nothing can be left mounted, whenever this or
hostd is killed. Only `attach` hands mounts on, to a desktop, and those end with the desktop.
"""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from workplace.hostd.homes import syscalls, trees

STAGE = "/mnt"  # ours alone: nobody else sees what we mount there
USER = 20_000  # `uid` of deploy/desktops/*.toml
HOME = "/home/desktop"
BOOKMARK = "file:///home/desktop/%EB%AC%B8%EC%84%9C 문서\n"


def main() -> None:
    wish = json.load(sys.stdin)
    answer: dict[str, Any]
    try:
        answer = {"done": ACTS[wish["act"]](wish)}
    except OSError as error:
        answer = {"failed": f"{wish['act']}: {error}", "errno": error.errno}
    json.dump(answer, sys.stdout)


def mounted(wish: dict[str, Any]) -> dict[str, Any]:
    """The home's file system at STAGE, made first where there is none. Nobody else acts on it."""
    image = wish["image"]
    lock = os.open(f"{image}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    created = not os.path.exists(image)
    if created:
        make(image, wish["mib"])
    syscalls.leave_mounts()
    syscalls.mount_ext4(syscalls.loop_of(image), STAGE)
    encrypted = open_data(bytes.fromhex(wish["key"]), wish["places"])
    return {"created": created, "encrypted": encrypted, **used(STAGE)}


def make(image: str, mib: int) -> None:
    """Whole or absent: a killed attempt leaves a file of another name."""
    fresh = f"{image}.new"
    Path(fresh).unlink(missing_ok=True)
    with open(fresh, "wb") as output:
        output.truncate(mib << 20)
    options = ["-q", "-F", "-m", "0", "-O", "encrypt", "-E", "lazy_itable_init=1,nodiscard"]
    subprocess.run(["/usr/sbin/mkfs.ext4", *options, fresh], check=True, capture_output=True)
    os.rename(fresh, image)


def open_data(key: bytes, places: dict[str, str]) -> bool:
    """The part that is encrypted with the person's key; False where the kernel could not when the
    home was made."""
    data = f"{STAGE}/data"
    try:
        identifier = syscalls.add_key(STAGE, key)
    except OSError:
        identifier = b""
    if not os.path.isdir(data):
        fresh = f"{STAGE}/data.new"
        os.makedirs(fresh, mode=0o700, exist_ok=True)
        if identifier:
            syscalls.encrypt_empty(fresh, identifier)
        os.chown(fresh, USER, USER)
        os.rename(fresh, data)
    for folder in ("live", "snapshots", *(f"live/{place}" for place in places)):
        path = f"{data}/{folder}"
        if not os.path.isdir(path):
            os.mkdir(path, 0o700)
            os.chown(path, USER, USER)
    return syscalls.is_encrypted(data)


def attach(wish: dict[str, Any]) -> dict[str, Any]:
    """Into the desktop whose first process is `pid`, place by place; what hangs there stays."""
    answer = mounted(wish)
    refuse_others(wish["others"])
    for place in wish["places"]:
        forget_locks(f"{STAGE}/data/live/{place}")
    clones = {
        target: syscalls.clone_tree(f"{STAGE}/data/live/{place}")
        for place, target in wish["places"].items()
    }
    device = os.stat(f"{STAGE}/data").st_dev
    snapshots = trees_described(f"{STAGE}/data")
    syscalls.enter_mounts_of(wish["pid"])
    home = os.open(HOME, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    if os.fstat(home).st_uid != USER:
        raise OSError(1, "this is no desktop")
    hung = [hang(home, target, clone, device) for target, clone in clones.items()]
    bookmark(home)
    return {**answer, "hung": sum(hung), "snapshots": snapshots}


def refuse_others(others: list[int]) -> None:
    """One desktop at a time: two would overwrite what the other's programs believe of their files.

    Under the home's lock, so that of two that ask at once the second finds the first.
    """
    device = os.stat(STAGE).st_dev
    mark = f" {os.major(device)}:{os.minor(device)} "
    for pid in others:
        try:
            mounts = Path(f"/proc/{pid}/mountinfo").read_text()
        except OSError:
            continue  # it has ended, and its mounts with it
        if mark in mounts:
            raise OSError(16, f"another desktop (process {pid}) holds this home")


def hang(home: int, target: str, clone: int, device: int) -> bool:
    directory = folder(home, target)
    if os.fstat(directory).st_dev == device:
        return False
    syscalls.hang_tree(clone, directory)
    return True


def folder(home: int, target: str) -> int:
    """The directory `target` below the home, made where it is absent; no link is followed."""
    at, walked = home, ""
    for name in target.split("/"):
        try:
            os.mkdir(name, 0o700, dir_fd=at)
        except FileExistsError:
            pass
        else:
            os.chown(name, USER, USER, dir_fd=at, follow_symlinks=False)
        walked = f"{walked}/{name}".lstrip("/")
        at = syscalls.open_beneath(home, walked)
    return at


def bookmark(home: int) -> None:
    """The folder that stays is in every file chooser."""
    settings = folder(home, ".config/gtk-3.0")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        file = os.open("bookmarks", flags, 0o600, dir_fd=settings)
    except FileExistsError:
        return
    os.write(file, BOOKMARK.encode())
    os.fchown(file, USER, USER)
    os.close(file)


def forget_locks(place: str) -> None:
    """A program that was killed left them; nobody but us holds this home."""
    for lock in trees.LOCKS:
        Path(place, lock.decode()).unlink(missing_ok=True)


def trees_described(data: str) -> list[dict[str, Any]]:
    here = os.open("/", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    os.chdir(data)
    found = [trees.described(name) for name in trees.snapshots()]
    os.chdir(here)
    os.close(here)
    return found


def inside(wish: dict[str, Any]) -> dict[str, Any]:
    """From here on this process is the home's user, and sees nothing but the home."""
    answer = mounted(wish)
    refuse_others(wish.get("others", []))
    os.chroot(f"{STAGE}/data")
    os.chdir("/")
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    os.umask(0o077)
    return answer


def snapshot(wish: dict[str, Any]) -> dict[str, Any]:
    answer = inside(wish)
    trees.take(wish["name"].encode())
    trees.drop(trees.outdated(trees.snapshots()))
    return all_of(answer)


def compare(wish: dict[str, Any]) -> dict[str, Any]:
    inside(wish)
    need(wish["snapshot"])
    return trees.compare(wish["snapshot"].encode())


def restore(wish: dict[str, Any]) -> dict[str, Any]:
    """Files by their ids, or the whole home. What was there before is a snapshot by then."""
    answer = inside(wish)
    need(wish["snapshot"])
    source = wish["snapshot"].encode()
    before = trees.take(wish["name"].encode())
    if wish["entries"] is not None:
        restored = trees.restore_files(source, set(wish["entries"]))
        return all_of(answer, before=before, restored=restored)
    for place in wish["places"]:
        exchange(place.encode(), os.path.join(trees.SNAPSHOTS, source, place.encode()))
    return all_of(answer, before=before, restored=len(trees.files(trees.LIVE)))


def reset(wish: dict[str, Any]) -> dict[str, Any]:
    """The named places are empty from now on."""
    answer = inside(wish)
    before = trees.take(wish["name"].encode())
    for place in wish["cleared"]:
        exchange(place.encode(), None)
    return all_of(answer, before=before)


def exchange(place: bytes, source: bytes | None) -> None:
    trees.exchange(place, trees.fresh_place(place, source), syscalls.exchange)


def need(name: str) -> None:
    if name.encode() not in trees.snapshots():
        raise FileNotFoundError(2, f"no snapshot {name}")


def all_of(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = [trees.described(name) for name in trees.snapshots()]
    return {**answer, **used("."), "snapshots": found, **more}


def used(place: str) -> dict[str, int]:
    found = os.statvfs(place)
    taken = found.f_blocks - found.f_bfree
    return {"used_bytes": taken * found.f_frsize, "size_bytes": found.f_blocks * found.f_frsize}


ACTS = {
    "attach": attach,
    "snapshot": snapshot,
    "compare": compare,
    "restore": restore,
    "reset": reset,
}

if __name__ == "__main__":
    main()
