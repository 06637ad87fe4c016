"""Becomes the process that shows one guest its person's home: `virtiofsd` with no right but that.

`python -E -S -m workplace.hostd.machines.share_child MARK`, as root, with the listening socket of
QEMU's as its descriptor 3; the standard library only. It makes a private mount namespace with an
empty home in it, for `workplace.hostd.homes.child` to hang a person's into, as into a desktop that
is a container. Then it becomes the home's user in a user namespace that knows nobody else: what a
guest's root asks for in its own name is refused, and nothing of the host can be asked for at all.
The process ends with its guest, and its mounts with it. MARK stands in its mounts, to find it by.
"""

import ctypes
import os
import struct
import sys
from pathlib import Path

from workplace.hostd.homes import syscalls
from workplace.hostd.homes.child import HOME, USER

PROGRAM = "/usr/lib/qemu/virtiofsd"
LISTENER = 3
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
CAPSET = 126 if os.uname().machine == "x86_64" else 91
CAPABILITY_VERSION = 0x20080522
# linux/capability.h: chown, dac_override, fowner, fsetid, setgid, setuid, setpcap, sys_chroot.
KEPT = (0, 1, 3, 4, 6, 7, 8, 18)
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
MOST_OPEN = 65_536


def main() -> None:
    lay_out(sys.argv[1].encode())
    syscalls.call(syscalls.libc.unshare(CLONE_NEWNET | CLONE_NEWIPC), "unshare")
    become_the_user()
    options = f"source={HOME},sandbox=chroot,cache=auto,log_level=warn,modcaps=-mknod:-setfcap"
    command = [PROGRAM, f"--fd={LISTENER}", "--rlimit-nofile=0", "-f", "-o", options]
    os.execve(  # noqa: S606 - there is nothing in it for a shell
        PROGRAM, command, {"PATH": "/usr/bin:/bin"}
    )


def lay_out(mark: bytes) -> None:
    """An empty home where every desktop has it, in nobody's sight but ours.

    It is a mount of its own: of the mounts of a process that has changed its root only those from
    there on are shown.
    """
    syscalls.leave_mounts()
    mount(mark, str(Path(HOME).parent), b"size=16k,mode=0755")
    Path(HOME).mkdir()
    mount(mark, HOME, f"size=64k,mode=0700,uid={USER},gid={USER}".encode())


def mount(mark: bytes, place: str, options: bytes) -> None:
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
    done = syscalls.libc.mount(mark, place.encode(), b"tmpfs", flags, options)
    syscalls.call(done, "mount")


def become_the_user() -> None:
    """A child outside the namespace writes who is known inside it."""
    ready, done = os.pipe(), os.pipe()
    writer = os.fork()
    if writer == 0:
        os.read(ready[0], 1)
        for kind in ("uid_map", "gid_map"):
            Path(f"/proc/{os.getppid()}/{kind}").write_text(f"{USER} {USER} 1\n")
        os.write(done[1], b".")
        os._exit(0)
    syscalls.call(syscalls.libc.unshare(CLONE_NEWUSER), "unshare")
    os.write(ready[1], b".")
    os.close(done[1])
    if os.read(done[0], 1) != b".":
        raise OSError(1, "nobody wrote who the home's user is")
    os.waitpid(writer, 0)
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    keep()


def keep() -> None:
    """Capabilities over what is the home's user's, also after `execve`."""
    bits = sum(1 << one for one in KEPT)
    header = ctypes.create_string_buffer(struct.pack("Ii", CAPABILITY_VERSION, 0))
    low, high = bits & 0xFFFFFFFF, bits >> 32
    sets = ctypes.create_string_buffer(struct.pack("6I", low, low, low, high, high, high))
    syscalls.call(syscalls.libc.syscall(CAPSET, header, sets), "capset")
    for one in KEPT:
        raised = syscalls.libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, one, 0, 0)
        syscalls.call(raised, "prctl")


if __name__ == "__main__":
    main()
