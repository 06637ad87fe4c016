"""An interface of Linux's TUN (Documentation/networking/tuntap.rst), made by who may and handed on.

Where udev does not open `/dev/net/tun` to everybody, or an administrator has closed it, the daemon
without an account could not open it by itself.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

from workplace.hostd.tunnel.faults import NoInterface

TUN = Path("/dev/net/tun")
# linux/if_tun.h
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI, IFF_VNET_HDR = 0x0001, 0x1000, 0x4000
REQUEST = struct.Struct("16sH22x")  # linux/if.h, ifreq: the name, then the flags


@contextmanager
def interface(name: str) -> Iterator[int]:
    """Its descriptor, to be inherited; the interface lives while somebody has it. Raise
    NoInterface. Packets come with their virtio header, as wireguard-go asks for its offloads."""
    try:
        descriptor = os.open(TUN, os.O_RDWR)
    except OSError as error:
        raise NoInterface(f"{TUN} does not open: {error}") from error
    try:
        ioctl(
            descriptor, TUNSETIFF, REQUEST.pack(name.encode(), IFF_TUN | IFF_NO_PI | IFF_VNET_HDR)
        )
        yield descriptor
    except OSError as error:
        raise NoInterface(f"{TUN} makes no {name}: {error}") from error
    finally:
        os.close(descriptor)
