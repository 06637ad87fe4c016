"""What hinders the tunnel, told apart so that the page can say what is to be done about it."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from daas_broker.desktops.ports import Permanent
from vpn.tunnel.model import Fault, Hindrance
from workplace.hostd.host_network import NetworkFailed

# What wireguard-go (device/uapi.go, IpcErrorPortInUse) and `wg` say.
IN_USE = (f"errno=-{errno.EADDRINUSE}", os.strerror(errno.EADDRINUSE))
LONGEST = 300  # characters of what failed that go to the page


class NoInterface(NetworkFailed):
    """The kernel gives none, or not to us."""


class DaemonFailed(NetworkFailed):
    """It is not installed, or ended at once."""


class PortTaken(NetworkFailed):
    """Somebody else listens at the tunnel's UDP port."""


class NetworkTaken(Permanent):
    """The tunnel's addresses are also those of a network of this host."""


WHY = {
    NoInterface: Hindrance.TUN,
    DaemonFailed: Hindrance.DAEMON,
    PortTaken: Hindrance.PORT,
    NetworkTaken: Hindrance.NETWORK,
}


@contextmanager
def listening(port: int) -> Iterator[None]:
    """Around what a driver is told: one that lives says itself that somebody has the port."""
    try:
        yield
    except NetworkFailed as error:
        if any(word in str(error) for word in IN_USE):
            raise PortTaken(f"UDP {port} is in use on this host") from error
        raise


def fault_of(error: Exception) -> Fault:
    why = next((why for kind, why in WHY.items() if isinstance(error, kind)), Hindrance.OTHER)
    return Fault(why, str(error)[:LONGEST])


def refuse_taken(port: int) -> None:
    """Raise PortTaken where nobody could listen at it now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - as WireGuard listens; closed at once
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(f"UDP {port} is in use on this host") from error
