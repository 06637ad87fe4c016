"""Desktops that are virtual machines: libvirt and QEMU, where an instance was told to have them."""
