"""Connections that a desktop has open to where it may no longer go, ended at its own end [HD10].

The rules answer the next packet of such a connection with a reset. A program that only waits sends
none and would wait for ever, so the kernel is asked to end its sockets. A machine's sockets are
its own kernel's: there the reset has to do. A kernel without INET_DIAG_DESTROY ends none.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address

from daas_broker.desktops.zones import Protocol
from workplace.hostd.host_network import NetworkFailed, run
from workplace.hostd.lines import Lets

LOOK = ("--numeric", "--no-header", "--tcp", "--udp")
PROTOCOL, PEER = 0, 5  # columns of ss


def cut(namespace: str, lets: Lets) -> int:
    """How many were asked to end. A namespace that is gone meanwhile has none."""
    try:
        listed = run("ss", "--net", namespace, *LOOK, "state", "connected")
        rows = [line.split() for line in listed.splitlines()]
        ended = [row[PEER] for row in rows if not _is_let(row, lets)]
        if ended:
            places = " or ".join(f"dst = {peer}" for peer in sorted(set(ended)))
            run("ss", "--net", namespace, "--kill", *LOOK, "state", "connected", f"( {places} )")
    except NetworkFailed:
        return 0
    return len(ended)


def _is_let(row: list[str], lets: Lets) -> bool:
    host, _, port = row[PEER].rpartition(":")
    address = _plain(host)
    if address is None or not port.isdigit():
        return True  # of no network, or of nobody yet
    return lets(address, Protocol(row[PROTOCOL]), int(port))


def _plain(host: str) -> IPv4Address | None:
    """None where it is no address of IPv4, also not one that a socket of IPv6 has mapped."""
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped if isinstance(address, IPv6Address) else address
