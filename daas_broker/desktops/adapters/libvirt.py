"""Desktops in virtual machines of this machine. Homes roam between them and containers."""

from daas_broker.desktops.adapters.hostd_desktops import HostdDesktops
from daas_broker.desktops.adapters.podman_homes import PodmanHomes


class LibvirtHost(HostdDesktops, PodmanHomes):
    """hostd's other socket, where `virsh` and a private libvirt are behind it."""
