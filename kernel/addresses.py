"""Addresses that an administrator writes down."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_safe(address: str) -> bool:
    """Nothing is sent there in the clear, unless it is this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return True
    return parts.scheme == "http" and _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
