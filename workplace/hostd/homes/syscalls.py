"""Calls of the kernel that Python 3.11 has no function for. Numbers are those of x86-64 and arm64.

Sources: mount(2), open_tree(2), move_mount(2), openat2(2), loop(4), Linux fscrypt.rst.
"""

import ctypes
import fcntl
import os
import struct
from pathlib import Path

CLONE_NEWNS = 0x20000
MS_NOSUID, MS_NODEV, MS_NOATIME = 2, 4, 1024
MNT_DETACH = 2
MS_REC_PRIVATE = 0x4000 | (1 << 18)
OPEN_TREE, MOVE_MOUNT, OPENAT2 = 428, 429, 437
RENAMEAT2 = 316 if os.uname().machine == "x86_64" else 276
OPEN_TREE_CLONE, OPEN_TREE_CLOEXEC = 1, os.O_CLOEXEC
AT_FDCWD = -100
MOVE_MOUNT_F_EMPTY_PATH, MOVE_MOUNT_T_EMPTY_PATH = 0x4, 0x40
RENAME_EXCHANGE = 2
RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH = 0x04, 0x08
LOOP_CTL_GET_FREE, LOOP_CONFIGURE, LOOP_GET_STATUS64 = 0x4C82, 0x4C0A, 0x4C05
LO_FLAGS_AUTOCLEAR = 4
STATUS_BYTES = 232
FS_IOC_ADD_ENCRYPTION_KEY = 0xC0506617
FS_IOC_SET_ENCRYPTION_POLICY = 0x800C6613
FS_IOC_GETFLAGS, FS_ENCRYPT_FL = 0x80086601, 0x800
FSCRYPT_POLICY_V2, AES_256_XTS, AES_256_CTS, PAD_32 = 2, 1, 4, 3
KEY_SPEC_IDENTIFIER = 2
libc = ctypes.CDLL(None, use_errno=True)


def call(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def leave_mounts() -> None:
    """This process has a mount namespace of its own, and what it mounts nobody else sees."""
    call(libc.unshare(CLONE_NEWNS), "unshare")
    call(libc.mount(None, b"/", None, MS_REC_PRIVATE, None), "make private")


def mount_ext4(device: str, place: str, options: str = "") -> None:
    flags = MS_NOSUID | MS_NODEV | MS_NOATIME
    call(libc.mount(device.encode(), place.encode(), b"ext4", flags, options.encode()), "mount")


def unmount(place: str) -> None:
    """From sight at once, whoever still looks; the device goes with the last look."""
    call(libc.umount2(place.encode(), MNT_DETACH), "unmount")


def enter_mounts_of(pid: int) -> None:
    handle = os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
    call(libc.setns(handle, CLONE_NEWNS), "setns")
    os.close(handle)


def clone_tree(place: str) -> int:
    """A mount of the directory `place` that hangs nowhere yet."""
    flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC
    return call(libc.syscall(OPEN_TREE, AT_FDCWD, place.encode(), flags), "open_tree")


def hang_tree(tree: int, directory: int) -> None:
    flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH
    call(libc.syscall(MOVE_MOUNT, tree, b"", directory, b"", flags), "move_mount")


def open_beneath(directory: int, name: str) -> int:
    """A directory below `directory`; ELOOP where a link lies in the way."""
    flags = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
    how = struct.pack("QQQ", flags, 0, RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH)
    return call(libc.syscall(OPENAT2, directory, name.encode(), how, len(how)), f"open {name}")


def exchange(one: bytes, other: bytes) -> None:
    """Either has the other's name, at one moment."""
    done = libc.syscall(RENAMEAT2, AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
    call(done, "exchange")


def loop_of(image: str) -> str:
    """The loop device of `image`, made where there is none. It goes with its last mount."""
    for backing in Path("/sys/block").glob("loop*/loop/backing_file"):
        device = f"/dev/{backing.parts[3]}"
        try:
            if backing.read_text().strip() == image and is_bound(device):
                return device
        except OSError:
            continue  # it went meanwhile
    return make_loop(image)


def is_bound(device: str) -> bool:
    handle = os.open(device, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(handle, LOOP_GET_STATUS64, bytearray(STATUS_BYTES))
    except OSError:
        os.close(handle)
        return False
    return True  # `handle` stays open: the device stays until this process ends


def make_loop(image: str) -> str:
    backing = os.open(image, os.O_RDWR | os.O_CLOEXEC)
    control = os.open("/dev/loop-control", os.O_RDWR | os.O_CLOEXEC)
    try:
        for _ in range(20):
            device = f"/dev/loop{fcntl.ioctl(control, LOOP_CTL_GET_FREE)}"
            handle = os.open(device, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.ioctl(handle, LOOP_CONFIGURE, loop_configuration(backing, image))
            except BlockingIOError:
                os.close(handle)
            except OSError as error:
                os.close(handle)
                if error.errno != 16:  # noqa: PLR2004 - EBUSY: somebody was faster
                    raise
            else:
                return device
        raise OSError(16, "no loop device is free")
    finally:
        os.close(control)
        os.close(backing)


def loop_configuration(backing: int, image: str) -> bytearray:
    """struct loop_config: fd, block size, struct loop_info64, reserved."""
    info = bytearray(STATUS_BYTES)
    struct.pack_into("I", info, 52, LO_FLAGS_AUTOCLEAR)
    name = image.encode()[-63:]
    info[56 : 56 + len(name)] = name
    return bytearray(struct.pack("II", backing, 0)) + info + bytearray(64)


def add_key(place: str, key: bytes) -> bytes:
    """Its identifier, by which policies name it. OSError where the kernel knows no fscrypt."""
    specifier = struct.pack("II32x", KEY_SPEC_IDENTIFIER, 0)
    argument = bytearray(specifier + struct.pack("II32x", len(key), 0) + key)
    directory = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.ioctl(directory, FS_IOC_ADD_ENCRYPTION_KEY, argument)
    finally:
        os.close(directory)
    return bytes(argument[8:24])


def encrypt_empty(place: str, identifier: bytes) -> None:
    """All that will lie below the empty directory `place` is encrypted, names included."""
    policy = struct.pack(
        "BBBB4x16s", FSCRYPT_POLICY_V2, AES_256_XTS, AES_256_CTS, PAD_32, identifier
    )
    directory = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.ioctl(directory, FS_IOC_SET_ENCRYPTION_POLICY, policy)
    finally:
        os.close(directory)


def is_encrypted(place: str) -> bool:
    """Whether the directory is, whatever the kernel could do now."""
    flags = bytearray(8)
    directory = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.ioctl(directory, FS_IOC_GETFLAGS, flags)
    except OSError:
        return False  # a file system without such flags
    finally:
        os.close(directory)
    return bool(struct.unpack_from("I", flags)[0] & FS_ENCRYPT_FL)
