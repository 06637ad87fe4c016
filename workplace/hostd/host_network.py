"""What the host's own network is: its addresses and its name servers."""

import json
import socket
import subprocess
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path
from typing import Any

PATIENCE = 20.0  # seconds; a caller of hostd waits 30
RESOLVER_FILES = (Path("/run/systemd/resolve/resolv.conf"), Path("/etc/resolv.conf"))


class NetworkFailed(Exception):
    """What ip or nft printed, or that it did not come back in time."""


def networks_of_the_host() -> list[IPv4Network]:
    """A public address of the agency is no more open to a desktop than a private one."""
    return [interface.network for interface in interfaces()]


def addresses_of_the_host() -> list[IPv4Address]:
    return [interface.ip for interface in interfaces()]


def interfaces() -> list[IPv4Interface]:
    return [
        IPv4Interface((entry["local"], entry["prefixlen"]))
        for device in ask_ip("-4", "address", "show")
        for entry in device["addr_info"]
    ]


def links() -> list[str]:
    """The names of all interfaces of this namespace."""
    return [link["ifname"] for link in ask_ip("link", "show")]


def is_there(device: str) -> bool:
    """Whether this namespace has an interface of that name; costs no process."""
    try:
        return socket.if_nametoindex(device) > 0
    except OSError:
        return False


def resolvers() -> list[IPv4Address]:
    """The host's name servers; one on the host's own loopback cannot be reached by a desktop."""
    for file in RESOLVER_FILES:
        if file.exists():
            words = [line.split() for line in file.read_text().splitlines()]
            named = [word[1] for word in words if len(word) > 1 and word[0] == "nameserver"]
            found = [IPv4Address(text) for text in named if ":" not in text]
            usable = [address for address in found if not address.is_loopback]
            if usable:
                return usable
    return []


def ask_ip(*words: str) -> list[Any]:
    return list(json.loads(run("ip", "-json", *words) or "[]"))


def run(*command: str, given: str = "") -> str:
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise NetworkFailed(f"{command[0]} did not end in {PATIENCE:.0f} s") from error
    if done.returncode:
        raise NetworkFailed(f"{' '.join(command)}: {done.stderr.strip()[-600:]}")
    return done.stdout
