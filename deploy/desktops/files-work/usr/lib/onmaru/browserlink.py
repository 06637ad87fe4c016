#!/usr/bin/python3 -I
"""Tells the work desktop's browser whether what it could not reach lies outside, and asks for it
(deploy/desktops/PROTOCOL.md §10). Chromium starts it for its extension `onmaru-outside` alone:
native messaging, one question a process, each a length of four bytes and JSON.
"""

import json
import socket
import struct
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

sys.path.insert(0, "/usr/lib/onmaru")
from outside import LINK, ask

LONGEST = 16 * 1024
# Of net/base/net_error_list.h: it has no name here, or nobody was there. What was misread or
# stopped is none of them.
UNNAMED = frozenset(
    f"net::ERR_{name}" for name in ("NAME_NOT_RESOLVED", "NAME_RESOLUTION_FAILED", "DNS_TIMED_OUT")
)
UNREACHED = UNNAMED | frozenset(
    f"net::ERR_{name}"
    for name in (
        "ADDRESS_UNREACHABLE",
        "CONNECTION_FAILED",
        "CONNECTION_REFUSED",
        "CONNECTION_TIMED_OUT",
        "INTERNET_DISCONNECTED",
        "NETWORK_ACCESS_DENIED",
        "TIMED_OUT",
    )
)
# RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use.
OURS = (".localhost", ".local", ".home.arpa", ".internal")


def may_be_outside(host: str) -> bool:
    """By the name or the address alone."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(OURS)


def is_public(host: str) -> bool:
    """Where its name leads; one that leads nowhere here is not the agency's."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(ip_address(at[0]).is_global for *_, at in found)


def leads_outside(link: object, error: str) -> bool:
    """Of an address at which the browser failed with `error`."""
    if error not in UNREACHED or not isinstance(link, str) or not LINK.fullmatch(link):
        return False
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return may_be_outside(host) and (error in UNNAMED or is_public(host))


def answer(said: object) -> bool:
    """Whether it lies outside; where the person asks, it is asked for."""
    if not isinstance(said, dict):
        return False
    link = said.get("url")
    if said.get("ask") is True:
        if not isinstance(link, str) or not LINK.fullmatch(link):
            return False
        ask(link)
        return True
    return leads_outside(link, str(said.get("error")))


def main() -> None:
    wanted = sys.stdin.buffer.read(4)
    [length] = struct.unpack("=I", wanted)
    said = json.loads(sys.stdin.buffer.read(min(length, LONGEST)))
    told = json.dumps({"outside": answer(said)}).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(told)) + told)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
