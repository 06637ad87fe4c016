"""Elements of the tunnel's sets, told to the kernel itself: no program is started to cut somebody.

One batch of nf_tables is one transaction. Layouts: linux/netlink.h, linux/netfilter/nfnetlink.h and
nf_tables.h; what is longer than a byte is in the host's order but for what is marked as big-endian.
"""

import errno
import os
import socket
import struct
from collections.abc import Iterable
from ipaddress import IPv4Address

from vpn.tunnel.model import Grant
from workplace.hostd.host_network import NetworkFailed
from workplace.hostd.tunnel.ruleset import SETS

NETFILTER = 12  # NETLINK_NETFILTER
INET = 1  # NFPROTO_INET
TABLES = 10  # NFNL_SUBSYS_NFTABLES
BEGIN, END = 0x10, 0x11  # NFNL_MSG_BATCH_*
NEW, DELETE = TABLES << 8 | 12, TABLES << 8 | 14  # NFT_MSG_NEWSETELEM, NFT_MSG_DELSETELEM
REQUEST, ACKNOWLEDGE, CREATE = 0x1, 0x4, 0x400
NESTED = 0x8000
TABLE, SET, ELEMENTS, ELEMENT, KEY, VALUE, TIMEOUT = 1, 2, 3, 1, 1, 1, 4  # NFTA_*
ERROR = 2  # NLMSG_ERROR
HEADER, FAMILY = struct.Struct("=IHHII"), struct.Struct(">BBH")
PATIENCE = 10.0  # seconds
MOST = 200  # addresses in a batch: the answers to it fit the socket's buffer
BUFFER = 1 << 20


def change(table: str, put: Iterable[Grant], close: Iterable[IPv4Address]) -> None:
    """Closes first; a device's new zone takes the place of its last one. Raise NetworkFailed."""
    _each(table, [(address, None) for address in close])
    _each(table, [(grant.address, grant) for grant in put])


def _each(table: str, steps: list[tuple[IPv4Address, Grant | None]]) -> None:
    for first in range(0, len(steps), MOST):
        _say([one for step in steps[first : first + MOST] for one in _messages(table, *step)])


def _messages(table: str, address: IPv4Address, grant: Grant | None) -> Iterable[bytes]:
    """The same from whatever was before: each element is added first and then certainly there to
    be deleted."""
    for name in SETS.values():
        yield _message(NEW, CREATE, table, name, _element(address))
        yield _message(DELETE, 0, table, name, _element(address))
    if grant is not None:
        timeout = _attribute(TIMEOUT, struct.pack(">Q", grant.seconds * 1000))
        yield _message(NEW, CREATE, table, SETS[grant.zone], _element(address) + timeout)


def _message(kind: int, flags: int, table: str, name: str, element: bytes) -> bytes:
    where = _attribute(TABLE, table.encode() + b"\0") + _attribute(SET, name.encode() + b"\0")
    listed = _attribute(ELEMENTS | NESTED, _attribute(ELEMENT | NESTED, element))
    return _framed(kind, flags | ACKNOWLEDGE, FAMILY.pack(INET, 0, 0) + where + listed)


def _element(address: IPv4Address) -> bytes:
    return _attribute(KEY | NESTED, _attribute(VALUE, address.packed))


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(value), kind) + value + b"\0" * (-len(value) % 4)


def _framed(kind: int, flags: int, body: bytes, number: int = 0) -> bytes:
    return HEADER.pack(HEADER.size + len(body), kind, REQUEST | flags, number, 0) + body


def _say(messages: list[bytes]) -> None:
    batch = [_framed(kind, 0, FAMILY.pack(0, 0, TABLES)) for kind in (BEGIN, END)]
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETFILTER) as kernel:
        kernel.settimeout(PATIENCE)
        kernel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        kernel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        try:
            kernel.send(b"".join([batch[0], *messages, batch[1]]))
            _hear(kernel, len(messages))
        except OSError as error:
            raise NetworkFailed(f"nf_tables did not change the ways: {error}") from error


def _hear(kernel: socket.socket, answers: int) -> None:
    """One answer to each message; the first that is a no is that of the whole batch."""
    while answers > 0:
        heard = kernel.recv(BUFFER)
        while heard:
            length, kind, *_ = HEADER.unpack_from(heard)
            if kind == ERROR:
                answers -= 1
                if code := -struct.unpack_from("=i", heard, HEADER.size)[0]:
                    raise OSError(code, f"{errno.errorcode.get(code, '')} {os.strerror(code)}")
            heard = heard[-(-length // 4) * 4 :]
