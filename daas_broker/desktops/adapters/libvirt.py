"""Desktops in virtual machines of this machine. They have no homes that roam: what is written in
one goes with it."""

from daas_broker.desktops.adapters.hostd_desktops import HostdDesktops


class LibvirtHost(HostdDesktops):
    """hostd's other socket, where `virsh` and a private libvirt are behind it."""
