"""One act on what one desktop writes, in a process of its own: reads a JSON object, prints another.

`python -E -S -m workplace.hostd.scratch.child`; the standard library only. The key is made here and
ends with this process: from then on the kernel alone holds it, for as long as the layer is mounted.
"""

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from workplace.hostd.homes import syscalls
from workplace.hostd.scratch import fscrypt

STAGE = "/mnt"  # of a mount namespace of our own, when nothing else shows the layer
DATA, WITNESS = "data", "witness"
PATIENCE = 8.0  # seconds until the last file of a desktop that has ended is closed
MAKE = ["/usr/sbin/mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=1,nodiscard"]
# A journal is for what must be there after a crash; of this nothing may be.
FEATURES = ["-O", "encrypt,^has_journal,^resize_inode"]
MOUNTED_WITH = "discard,noinit_itable"  # what is deleted takes no room on the host's disk


def main() -> None:
    wish = json.load(sys.stdin)
    answer: dict[str, Any]
    try:
        answer = {"done": ACTS[wish["act"]](wish)}
    except OSError as error:
        answer = {"failed": f"{wish['act']}: {error}"}
    except subprocess.CalledProcessError as error:
        answer = {"failed": f"{wish['act']}: {error.stderr.decode(errors='replace')[-300:]}"}
    json.dump(answer, sys.stdout)


def make(wish: dict[str, Any]) -> str:
    """The identifier of its key; nothing where the kernel encrypts no folders, and no layer."""
    image, place = wish["image"], wish["place"]
    file = os.open(image, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    os.truncate(file, wish["mib"] << 20)
    os.close(file)
    subprocess.run([*MAKE, *FEATURES, image], check=True, capture_output=True)
    Path(place).mkdir(0o711)
    syscalls.mount_ext4(syscalls.make_loop(image), place, MOUNTED_WITH)
    Path(place).chmod(0o711)
    try:
        identifier = fscrypt.add_fresh_key(place)
    except OSError as error:
        if error.errno not in (errno.EOPNOTSUPP, errno.ENOTTY):
            raise
        wipe(wish)
        return ""
    furnish(f"{place}/{DATA}", identifier, wish)
    return identifier.hex()


def furnish(data: str, identifier: bytes, wish: dict[str, Any]) -> None:
    """The folder under the key, and in it what shall be its owner's."""
    Path(data).mkdir(0o711)
    syscalls.encrypt_empty(data, identifier)
    for name in wish["folders"]:
        Path(data, name).mkdir(0o700)
        os.chown(f"{data}/{name}", wish["owner"], wish["owner"])
    witness = os.open(f"{data}/{WITNESS}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(witness, b"whoever reads this has the key")
    os.fsync(witness)
    os.close(witness)


def wipe(wish: dict[str, Any]) -> dict[str, Any]:
    """First the key, then a look whether anything opens without it, then the layer itself."""
    image, place = wish["image"], wish["place"]
    shown = place if Path(place).is_mount() else ""
    told = {"key": "", "verified": False, "freed": Path(image).stat().st_blocks * 512}
    if not shown:
        shown = mounted_aside(image)
    if shown:
        told |= sealed(shown)
    if shown == place:
        syscalls.unmount(place)
    if Path(place).is_dir():
        Path(place).rmdir()
    Path(image).unlink()
    return told


def mounted_aside(image: str) -> str:
    """After this machine was started anew; nothing where its making had not come that far."""
    syscalls.leave_mounts()
    try:
        syscalls.mount_ext4(syscalls.loop_of(image), STAGE, MOUNTED_WITH)
    except OSError:
        return ""
    return STAGE


def sealed(shown: str) -> dict[str, Any]:
    data = f"{shown}/{DATA}"
    if not Path(data).is_dir() or not syscalls.is_encrypted(data):
        return {}  # nobody has written yet
    identifier = fscrypt.key_of(data)
    deadline = time.monotonic() + PATIENCE
    while not fscrypt.remove_key(shown, identifier):
        if time.monotonic() > deadline:
            raise OSError(errno.EBUSY, "something of the desktop is still open")
        time.sleep(0.02)
    if not fscrypt.is_absent(shown, identifier) or opens(data):
        raise OSError(errno.EBUSY, "the layer still opens")
    return {"key": identifier.hex(), "verified": True}


def opens(data: str) -> bool:
    """Whether any file of it can still be read. Without the key their names are gone as well."""
    refusals = [refusal(entry.path) for entry in os.scandir(data) if entry.is_file()]
    return not refusals or any(code != errno.ENOKEY for code in refusals)


def refusal(file: str) -> int:
    try:
        os.close(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC))
    except OSError as error:
        return error.errno or 0
    return 0


ACTS = {"make": make, "wipe": wipe}

if __name__ == "__main__":
    main()
