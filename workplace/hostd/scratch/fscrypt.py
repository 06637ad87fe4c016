"""Keys of encrypted folders, as the kernel holds them (Linux fscrypt.rst, ioctl(2)).

A key goes from the kernel's random source into the kernel's keyring, and in between lies only in a
buffer that is overwritten. Numbers are those of x86-64 and arm64.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workplace.hostd.homes.syscalls import KEY_SPEC_IDENTIFIER, call, libc

KEY_BYTES = 64  # AES-256-XTS
ADD_KEY, REMOVE_KEY, KEY_STATUS, GET_POLICY = 0xC0506617, 0xC0406619, 0xC080661A, 0xC0096616
SPECIFIER = struct.pack("II32x", KEY_SPEC_IDENTIFIER, 0)
ABSENT = 1
FILES_ARE_BUSY = 1


def add_fresh_key(place: str) -> bytes:
    """Its identifier, by which policies name it. OSError where the kernel knows no fscrypt."""
    argument = bytearray(SPECIFIER + struct.pack("II32x", KEY_BYTES, 0) + bytes(KEY_BYTES))
    with Path("/dev/urandom").open("rb", buffering=0) as random:
        if random.readinto(memoryview(argument)[-KEY_BYTES:]) != KEY_BYTES:
            raise OSError(errno.EIO, "the kernel gave no random bytes")
    try:
        ask(place, ADD_KEY, argument)
        return bytes(argument[8:24])
    finally:
        argument[-KEY_BYTES:] = bytes(KEY_BYTES)


def key_of(folder: str) -> bytes:
    """The identifier of the key under which the folder lies; no key is needed to ask."""
    argument = bytearray(struct.pack("Q24x", 24))
    ask(folder, GET_POLICY, argument)
    return bytes(argument[16:32])


def remove_key(place: str, identifier: bytes) -> bool:
    """Whether nothing is open under it any more; asked again it goes on with what is left."""
    argument = bytearray(_named(identifier) + bytes(24))
    try:
        ask(place, REMOVE_KEY, argument)
    except OSError as error:
        if error.errno != errno.ENOKEY:  # it is gone already
            raise
    return not struct.unpack_from("I", argument, 40)[0] & FILES_ARE_BUSY


def is_absent(place: str, identifier: bytes) -> bool:
    argument = bytearray(_named(identifier) + bytes(88))
    ask(place, KEY_STATUS, argument)
    return bool(struct.unpack_from("I", argument, 64)[0] == ABSENT)


def ask(place: str, request: int, argument: bytearray) -> None:
    """Without a copy: `fcntl.ioctl` would leave one of a key behind."""
    whole = (ctypes.c_char * len(argument)).from_buffer(argument)
    with opened(place) as handle:
        call(libc.ioctl(handle, ctypes.c_ulong(request), whole), "fscrypt")


@contextmanager
def opened(place: str) -> Iterator[int]:
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _named(identifier: bytes) -> bytes:
    return SPECIFIER[:8] + identifier + bytes(16)
